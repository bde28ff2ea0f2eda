"""Word's own numbering for headings and paragraphs, which must come to the page's numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.parts.numbering import NumberingPart

from rules.errors import RuleRefused
from tasks.papers.markup import Element, etree
from tasks.papers.tree import Heading, Paper, Paragraph
from tasks.papers.word.own_lists import OwnLists
from tasks.papers.word.xml import W, properties, w

#: How far numbered text stands from the margin, in twips.
INDENT = 851


class Numbers:
    """Gives numbered headings and paragraphs their places in Word's lists, and counts along.

    The lists are the council's own where its styles belong to one that numbers as the layout does,
    with its own indents; otherwise lists made here.
    """

    def __init__(self, document: WordDocument, paper: Paper, styles: Mapping[str, str]) -> None:
        self._root = numbering_root(document)
        self._own = OwnLists(self._root, document.styles.element)
        self._counted = [0, 0]
        self._run = 0
        self._outline_id = self._run_id = 0
        self.own_indents = False
        heads = next((b.number for b in _headings(paper) if b.number), "")
        paragraphs = next((b.number for b in _paragraphs(paper) if b.number), "")
        self._decimal = re.fullmatch(r"\d+\.\d+", paragraphs) is not None
        if heads or self._decimal:
            top = re.sub(r"^\d+", "%1", heads) or "%1."
            found = self._own.outline(styles["heading_2"], styles["numbered"], top)
            self._outline_id = self._again(found) if found else self._add([top, "%1.%2"])
            self.own_indents = bool(found)
        if paragraphs and not self._decimal:
            found = self._own.run(styles["numbered"])
            self._run_id = self._again(found) if found else self._add(["%1."])
            self.own_indents = bool(found)

    def heading(self, number: str) -> Element | None:
        """The list place of a heading; None where it has no number."""
        if not number:
            return None
        self._counted = [self._counted[0] + 1, 0]
        self._refuse_other(number, re.sub(r"^\d+", str(self._counted[0]), number))
        return _place(self._outline_id, 0)

    def paragraph(self, number: str) -> Element:
        """The list place of a numbered paragraph."""
        if self._decimal:
            self._counted[1] += 1
            self._refuse_other(number, f"{self._counted[0]}.{self._counted[1]}")
            return _place(self._outline_id, 1)
        self._run += 1
        self._refuse_other(number, f"{self._run}.")
        return _place(self._run_id, 0)

    def ordered(self) -> Element:
        """The place of a list of its own, numbered from 1."""
        return _place(self._add(["%1."]), 0)

    def _refuse_other(self, number: str, shown: str) -> None:
        if number != shown or number.startswith("0"):
            raise RuleRefused(
                f"The page numbers {number} what Word would number {shown}.",
                "headings and paragraphs numbered in turn, in one manner.",
                "mend the numbering of the house, or of the template.",
            )

    def _add(self, levels: list[str]) -> int:
        """A list with these levels; its id."""
        abstracts = self._root.findall(f"{{{W}}}abstractNum")
        abstract_id = 1 + max((_id(each, "abstractNumId") for each in abstracts), default=0)
        abstract = w(
            "abstractNum",
            w("multiLevelType", val="multilevel"),
            *(_level(at, text) for at, text in enumerate(levels)),
            abstractNumId=abstract_id,
        )
        self._root.insert(len(abstracts), abstract)
        return self._again(abstract_id)

    def _again(self, abstract_id: int) -> int:
        """A list that counts from 1 in the manner of one that is there; its id."""
        lists = self._root.findall(f"{{{W}}}num")
        list_id = 1 + max((_id(each, "numId") for each in lists), default=0)
        after = len(lists) + len(self._root.findall(f"{{{W}}}abstractNum"))
        starts = (w("lvlOverride", w("startOverride", val=1), ilvl=level) for level in range(2))
        made = w("num", w("abstractNumId", val=abstract_id), *starts, numId=list_id)
        self._root.insert(after, made)
        return list_id


def no_number() -> Element:
    """Takes a paragraph out of the list that its style may belong to."""
    return _place(0, 0)


def _place(list_id: int, level: int) -> Element:
    return w("numPr", w("ilvl", val=level), w("numId", val=list_id))


def _level(at: int, text: str) -> Element:
    indent = w("pPr", w("ind", left=INDENT, hanging=INDENT))
    inner = properties("lvl", start=1, numFmt="decimal", lvlText=text, lvlJc="left", pPr=indent)
    if not text:
        inner.insert(2, w("lvlText", val=""))
    inner.set(f"{{{W}}}ilvl", str(at))
    return inner


def _id(element: Element, name: str) -> int:
    return int(element.get(f"{{{W}}}{name}") or 0)


def numbering_root(document: WordDocument) -> Element:
    """The root of the file's lists; a file that has none is given an empty one."""
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING:
            return relation.target_part.element
    made = NumberingPart.load(
        PackURI("/word/numbering.xml"),
        CONTENT_TYPE.WML_NUMBERING,
        etree.tostring(w("numbering")),
        document.part.package,
    )
    document.part.relate_to(made, RELATIONSHIP_TYPE.NUMBERING)
    return made.element


def _headings(paper: Paper) -> Iterator[Heading]:
    return (block for block in paper.walk() if isinstance(block, Heading))


def _paragraphs(paper: Paper) -> Iterator[Paragraph]:
    return (block for block in paper.walk() if isinstance(block, Paragraph))
