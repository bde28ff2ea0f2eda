"""The text of paragraphs in Word: runs, links to the web and within the paper, and their places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import nsmap

from tasks.papers.markup import Element
from tasks.papers.tree import Paragraph, Run, words
from tasks.papers.word.xml import runs_of_text, w


class Text:
    """Writes runs; knows the places that links lead to by the short names that Word allows."""

    def __init__(self, document: WordDocument) -> None:
        self._part = document.part
        self._names: dict[str, str] = {}
        self._placed = 0

    def runs(self, runs: tuple[Run, ...], **manner: Any) -> Iterator[Element]:
        """The elements of a paragraph for these runs."""
        for run in runs:
            if run.anchor:
                yield from self.place(run.anchor)
            made = list(runs_of_text(run, **manner))
            yield from [self._link(run.link, made)] if run.link and made else made

    def place(self, anchor: str) -> Iterator[Element]:
        """A place that a link can lead to."""
        number = self.next_number()
        yield w("bookmarkStart", id=number, name=self.name(anchor))
        yield w("bookmarkEnd", id=number)

    def next_number(self) -> int:
        """A number that no bookmark of the file has yet."""
        self._placed += 1
        return self._placed

    def name(self, anchor: str) -> str:
        """The name of a place: at most forty characters, whatever it was called."""
        return self._names.setdefault(anchor, f"_Place{len(self._names) + 1}")

    def _link(self, link: str, made: list[Element]) -> Element:
        if link.startswith("#"):
            return w("hyperlink", *made, anchor=self.name(link[1:]), history=1)
        element = w("hyperlink", *made, history=1)
        relation = self._part.relate_to(link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        element.set(f"{{{nsmap['r']}}}id", relation)
        return element


def leads_in(paragraph: Paragraph) -> bool:
    """Whether a paragraph leads in to what comes next, and must not be the last on its page."""
    return words(paragraph.runs).endswith(":")


def plain(text: str) -> tuple[Run, ...]:
    """Text in no manner of its own."""
    return (Run(text=text),)
