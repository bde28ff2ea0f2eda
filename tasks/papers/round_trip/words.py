"""The text of a paragraph of an edited Word file as runs, and the pictures that stand in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from docx.document import Document as WordDocument
from docx.oxml.ns import nsmap

from tasks.papers.inline import LINE_BREAK, tidied
from tasks.papers.markup import Element
from tasks.papers.round_trip.fields import Fields
from tasks.papers.round_trip.flow import SILENT, WRAPPERS, local
from tasks.papers.round_trip.manner import Manners
from tasks.papers.round_trip.pictures import Pictures
from tasks.papers.round_trip.remarks import Remarks, begun
from tasks.papers.round_trip.styles import Styles
from tasks.papers.tree import Figure, Run
from tasks.papers.word.parts import begun_part, ended_part
from tasks.papers.word.xml import W
from tasks.papers.wording import is_web_address

_SIGNS = {"tab": " ", "ptab": " ", "cr": LINE_BREAK, "noBreakHyphen": "\u2011"}
_FOREIGN = {
    "object": "an embedded object",
    "oMath": "a formula",
    "oMathPara": "a formula",
    "sym": "a symbol of a symbol font",
    "ruby": "text with a reading above it",
    "altChunk": "another document put into this one",
    "subDoc": "another document linked to this one",
}
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}


@dataclass(frozen=True, kw_only=True)
class Read:
    """What a paragraph says, and the pictures in it."""

    runs: tuple[Run, ...]
    figures: tuple[Figure, ...]


class Words:
    """Reads paragraph after paragraph of one file, in order: a field may go over several."""

    def __init__(self, document: WordDocument, styles: Styles, remarks: Remarks) -> None:
        self._part = document.part
        self._remarks = remarks
        self._fields = Fields()
        self._manners = Manners(styles, remarks)
        self._pictures = Pictures(document.part, remarks)
        self._places: dict[str, str] = {}
        self._figures: list[Figure] = []

    def read(self, paragraph: Element, *, strong: bool = True) -> Read:
        """The paragraph; where not `strong`, boldness is the writer's own and is left out."""
        self._figures = []
        runs = tuple(tidied(iter(list(self._within(paragraph, "")))))
        if not strong:
            runs = tuple(tidied(iter([replace(run, strong=False) for run in runs])))
        return Read(runs=runs, figures=tuple(self._figures))

    def foreign(self, element: Element) -> None:
        """Notes something that no paper can hold, with the words in it."""
        name = local(element)
        if name in SILENT or name.startswith("customXml"):
            return
        what = _FOREIGN.get(name, f"something of Word's own ({name})")
        text = "".join(each.text or "" for each in element.iter() if local(each) == "t")
        said = f" with {begun(text)}" if text.strip() else ""
        self._remarks.stop(f"There is {what}{said}", "Write it as text, or take it out.")

    def _within(self, parent: Element, link: str) -> Iterator[Run]:
        for child in parent:
            name = local(child)
            if name == "r":
                yield from self._run(child, link)
            elif name == "hyperlink":
                yield from self._within(child, self._target(child))
            elif name in WRAPPERS or name == "fldSimple":
                yield from self._within(child, link)
            elif name == "bookmarkStart":
                yield from self._place(child.get(f"{{{W}}}name") or "")
            elif name not in SILENT:
                self.foreign(child)

    def _place(self, name: str) -> Iterator[Run]:
        if not begun_part(name) and not ended_part(name) and not self._fields.silent:
            yield Run(text="", anchor=self._anchor(name))

    def _anchor(self, name: str) -> str:
        return self._places.setdefault(name, f"place-{len(self._places) + 1}")

    def _run(self, run: Element, link: str) -> Iterator[Run]:
        for child in run:
            name = local(child)
            if name == "fldChar":
                self._fields.mark(child.get(f"{{{W}}}fldCharType") or "")
            elif name == "instrText":
                self._fields.add_code(child.text or "")
            elif not self._fields.silent:
                text = self._text(child, name)
                if text:
                    leads = link or self._checked(self._fields.link)
                    yield self._manners.run(text, run, leads)

    def _text(self, child: Element, name: str) -> str:
        """What a piece of a run says; a picture in it is kept for after the paragraph."""
        if name == "t":
            return (child.text or "").replace("\u00ad", "")
        if name == "br":
            sort = child.get(f"{{{W}}}type") or "textWrapping"
            return LINE_BREAK if sort == "textWrapping" else ""
        if name in ("drawing", "pict", "AlternateContent"):
            self._figures += self._pictures.read(child)
        elif name in _NOTES:
            self._note(child, _NOTES[name])
        elif name not in _SIGNS:
            self.foreign(child)
        return _SIGNS.get(name, "")

    def _note(self, reference: Element, sort: str) -> None:
        number, said = reference.get(f"{{{W}}}id"), ""
        for relation in self._part.rels.values():
            if relation.reltype.endswith(f"/{sort}"):
                said = _said_in_note(relation.target_part.blob, number or "")
        self._remarks.stop(
            f"There is one of Word's {sort}: {begun(said)}",
            "A published paper has none: put its words into the text.",
        )

    def _target(self, link: Element) -> str:
        anchor = link.get(f"{{{W}}}anchor")
        relation = self._part.rels.get(link.get(f"{{{nsmap['r']}}}id") or "")
        if relation is not None and relation.is_external:
            return self._checked(relation.target_ref)
        return self._checked(f"#{anchor}") if anchor else ""

    def _checked(self, target: str) -> str:
        if target.startswith("#"):
            return f"#{self._anchor(target[1:])}"
        if target and not is_web_address(target):
            self._remarks.note(f"A link leads to {begun(target)}, which is no web address")
            return ""
        return target


def _said_in_note(content: bytes, number: str) -> str:
    from docx.oxml import parse_xml

    for note in parse_xml(content):
        if note.get(f"{{{W}}}id") == number:
            return "".join(each.text or "" for each in note.iter(f"{{{W}}}t"))
    return ""
