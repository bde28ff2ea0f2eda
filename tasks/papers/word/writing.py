"""Writes a paper as a Word file to edit: its headings, lists and numbers are Word's own."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import asdict, dataclass, field
from typing import Any

from docx.document import Document as WordDocument

from tasks.papers.columns import ON_ITS_SIDE, SMALLER, UPRIGHT, is_crowded
from tasks.papers.house import House
from tasks.papers.lines import words_digest
from tasks.papers.markup import Element
from tasks.papers.tree import (
    Block,
    Contents,
    Figure,
    Heading,
    Listed,
    Paper,
    Paragraph,
    Section,
    Table,
)
from tasks.papers.word.base import base_for, in_english, marked
from tasks.papers.word.contents import contents_field
from tasks.papers.word.drawings import picture
from tasks.papers.word.layout import dress, edged, spaced
from tasks.papers.word.marks import set_marks
from tasks.papers.word.numbering import INDENT, Numbers, no_number
from tasks.papers.word.packing import packed
from tasks.papers.word.pages import last_of, line_twips, page_set_ups
from tasks.papers.word.parts import mark_part
from tasks.papers.word.style_map import style_ids
from tasks.papers.word.tables import TableWriter, has_own_look
from tasks.papers.word.text import Text, leads_in, plain
from tasks.papers.word.xml import W, properties, w

#: Small print, in half points.
SMALL = 19
#: Space below the last item of a list, in twips.
_BELOW_LIST = 160
#: Headings 1 to 3 of a letter, in half points: those of a paper would shout.
_LETTER_HEADINGS = (26, 26, 24)


def write_word(paper: Paper, house: House) -> bytes:
    """The paper as .docx; the same paper gives the same bytes. Raises: InputError, RuleRefused."""
    document = base_for(house)
    in_english(document, paper.language)
    styles = style_ids(document, house)
    writing = _Writing(
        document=document,
        paper=paper,
        accent=house.accent.value[1:].upper(),
        styles=styles,
        names=asdict(house.word),
        text=Text(document),
        numbers=Numbers(document, paper, styles),
    )
    writing.whole()
    kind = f"{paper.kind}{' sideways' if paper.sideways else ''}"
    set_marks(document, words=words_digest(paper), kind=kind)
    return packed(document, paper)


@dataclass(kw_only=True)
class _Writing:
    """One paper being written; `look` is what surrounds the block that is written now."""

    document: WordDocument
    paper: Paper
    accent: str
    styles: dict[str, str]
    names: dict[str, str]
    text: Text
    numbers: Numbers
    look: frozenset[str] = frozenset()
    made: list[Element] = field(default_factory=list)

    def whole(self) -> None:
        """Writes every block into the document."""
        body = self.document.element.body
        if self.paper.marking:
            marked(self.document, self.paper.marking)
        upright, turned = page_set_ups(self.document)
        self._upright, self._turned = upright, turned
        if self.paper.sideways:
            self.look = self.look | {"turned"}
        self._part("head", self.paper.head)
        self._line_below()
        self.blocks(self.paper.body)
        self.look = self.look | {"foot"}
        self._part("foot", self.paper.foot)
        on_its_side = "turned" in self.look
        body.remove(upright)
        body.extend(self.made)
        body.append(turned if on_its_side else upright)

    def blocks(self, blocks: tuple[Block, ...]) -> None:
        """Writes blocks one after another."""
        for block in blocks:
            getattr(self, f"_{type(block).__name__.lower()}")(block)

    def _part(self, look: str, blocks: tuple[Block, ...]) -> None:
        start = len(self.made)
        self.blocks(blocks)
        mark_part(self.made[start:], look, self.text.next_number)

    def _section(self, section: Section) -> None:
        before, start = self.look, len(self.made)
        looks = frozenset(section.look.split())
        if "file" in looks:
            self._turn()
            before, start = self.look, len(self.made)
        self.look = self.look | looks
        self._part(section.look, section.blocks)
        self.look = before
        if "file" in looks and self.paper.sideways:
            looks = looks | {"page"}
        dress(looks, self.made[start:], self.made[:start])

    def _turn(self) -> None:
        """What follows stands on pages that lie on their side."""
        if not self.paper.sideways:
            self.made.append(last_of(self._upright))
        self.look = self.look | {"turned", "small"}

    def _heading(self, heading: Heading) -> None:
        number = self.numbers.heading(heading.number)
        layout = properties(
            "pPr",
            pStyle=self.styles[f"heading_{heading.level}"],
            numPr=no_number() if number is None else number,
            ind=None if number is not None else {"left": 0, "firstLine": 0},
        )
        place = self.text.place(heading.anchor) if heading.anchor else ()
        size = _LETTER_HEADINGS[heading.level - 1] if self.paper.kind == "letter" else None
        capitals = False if size else None
        runs = self.text.runs(heading.runs, size=size, capitals=capitals)
        self.made.append(w("p", layout, *place, *runs))

    def _paragraph(self, paragraph: Paragraph) -> None:
        if paragraph.number:
            layout = properties(
                "pPr",
                pStyle=self.styles["numbered"],
                keepNext=leads_in(paragraph),
                numPr=self.numbers.paragraph(paragraph.number),
                spacing={"before": 160} if self._after_table() else None,
                ind=None if self.numbers.own_indents else {"left": INDENT, "hanging": INDENT},
            )
            self._add(layout, paragraph.runs)
            return
        tight = "address" in self.look
        layout = properties(
            "pPr",
            pStyle=self.styles["paragraph"],
            keepNext=leads_in(paragraph),
            spacing={"after": 0} if tight else {"before": 160} if self._after_table() else None,
        )
        self._add(layout, paragraph.runs, **self._manner(paragraph.look))
        if paragraph.look in ("council", "slip"):
            mark_part(self.made[-1:], paragraph.look, self.text.next_number)

    def _manner(self, look: str) -> dict[str, Any]:
        if look == "council":
            return {"size": 30, "color": self.accent, "strong": True}
        if look == "marking":
            return {"color": "8A1C1C", "strong": True}
        if look == "slip":
            return {"strong": True}
        if "foot" in self.look:
            return {"size": SMALL, "color": "3D3D3D"}
        return {"size": SMALL} if "small" in self.look else {}

    def _add(self, layout: Element, runs: Any, **manner: Any) -> None:
        self.made.append(w("p", layout, *self.text.runs(runs, **manner)))

    def _listed(self, listed: Listed) -> None:
        number = self.numbers.ordered() if listed.ordered else None
        style = self.styles["numbers" if listed.ordered else "bullets"]
        left = (INDENT if listed.under else 0) + 360
        for item in listed.items:
            layout = properties(
                "pPr",
                pStyle=style,
                numPr=deepcopy(number),
                spacing={"after": 60},
                ind={"left": left, "hanging": 360},
            )
            self._add(layout, item)
        spaced(self.made[-1], after=_BELOW_LIST)

    def _table(self, table: Table) -> None:
        if not table.front:
            layout = properties("pPr", pStyle=self.styles["caption"], keepNext=True)
            self.made.append(
                w("p", layout, *self.text.runs(plain(table.caption), **self._manner("")))
            )
        elif self._after_table():
            self.made.append(w("p", properties("pPr", spacing={"before": 0, "after": 0})))
        turned = "turned" in self.look
        crowded = not turned and is_crowded(table, UPRIGHT)
        style = self.styles["table"]
        writer = TableWriter(
            text=self.text,
            style=style,
            own_look=has_own_look(self.document.styles.element, style),
            twips=self._line_twips(),
            line_characters=ON_ITS_SIDE if turned else round(UPRIGHT * (SMALLER if crowded else 1)),
            manner={"size": SMALL} if turned or crowded else {},
        )
        self.made.append(writer.table(table))

    def _figure(self, figure: Figure) -> None:
        number = self.text.next_number()
        inline = picture(figure, self.document, twips=self._line_twips(), number=number)
        layout = properties("pPr", keepNext=bool(figure.caption))
        self.made.append(w("p", layout, w("r", w("drawing", inline))))
        if figure.caption:
            layout = properties("pPr", pStyle=self.styles["caption"])
            self._add(layout, plain(figure.caption))

    def _contents(self, contents: Contents) -> None:
        title, *rest = contents_field(contents, self.text, self.styles, self.names)
        mark_part([title], "contents", self.text.next_number)
        self.made += [title, *rest]

    def _line_twips(self) -> int:
        return line_twips(self._turned if "turned" in self.look else self._upright)

    def _after_table(self) -> bool:
        return bool(self.made) and self.made[-1].tag == f"{{{W}}}tbl"

    def _line_below(self) -> None:
        """The line in the council's colour below the head of the paper."""
        if self.made and self.made[-1].tag == f"{{{W}}}p":
            edge = {"val": "single", "sz": 24, "space": 6, "color": self.accent}
            edged(self.made[-1], "bottom", edge)
