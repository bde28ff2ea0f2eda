"""Paragraphs and tables of an edited Word file as the blocks of a paper."""

from __future__ import annotations

from dataclasses import replace

from docx.document import Document as WordDocument

from tasks.papers.markup import Element
from tasks.papers.round_trip.assembly import Assembly
from tasks.papers.round_trip.flow import local
from tasks.papers.round_trip.numbers import Counted, Counter
from tasks.papers.round_trip.remarks import Remarks, begun
from tasks.papers.round_trip.styles import Styles
from tasks.papers.round_trip.tables import Tables, caption_of
from tasks.papers.round_trip.words import Read, Words
from tasks.papers.tree import Figure, Heading, Paragraph, words
from tasks.papers.word.xml import W

#: What the writer gives a caption that stands above a table.
_KEPT = f"{{{W}}}pPr/{{{W}}}keepNext"

#: The caption of a table at the front that has lost its own, which nobody sees.
_FRONT = "Front sheet"


class Blocks:
    """Reads the paragraphs and tables of one file, in order, into an assembly."""

    def __init__(self, document: WordDocument, styles: Styles, remarks: Remarks) -> None:
        self.words = Words(document, styles, remarks)
        self._styles = styles
        self._remarks = remarks
        self._counter = Counter(document)
        self._tables = Tables(self.words, remarks)
        self._numbering: set[int] = set()
        self._caption = ""
        self._level = 0

    def paragraph(
        self, element: Element, assembly: Assembly, *, followed_by: Element | None
    ) -> None:
        """The blocks of a paragraph; an empty one is none."""
        style = self._styles.of(element)
        counted = self._counter.of(element, style)
        look = assembly.look
        read = self.words.read(element, strong=not look)
        for figure in read.figures:
            assembly.add(figure)
        if not words(read.runs) or look == "contents":
            return
        use = self._use(style)
        if use.startswith("heading_"):
            self._heading(int(use[-1]), read, counted, assembly)
            return
        self._remark_style(style, read)
        if use == "caption":
            self._take_caption(element, read, assembly, followed_by)
        elif counted:
            self._numbered(use, read, counted, assembly)
        else:
            assembly.add(Paragraph(runs=read.runs, look=look))

    def table(self, element: Element, assembly: Assembly) -> None:
        """The block of a table, with the caption above it or the one that it carries unseen."""
        shown, self._caption = self._caption, ""
        caption = shown or caption_of(element)
        if not caption and assembly.is_front:
            caption = _FRONT
        made = self._tables.read(element, caption, front=bool(caption) and not shown)
        if made:
            assembly.add(made)

    def _use(self, style: str) -> str:
        """What a paragraph is: what its style stands for, or a heading by its level."""
        use, level = self._styles.use(style), self._styles.level(style)
        if use.startswith("heading_") or not level:
            return use
        self._remarks.note(
            f"The style {self._styles.name(style)!r} is a heading that the layout does not name",
            f"It is read as one of level {min(level, 3)}.",
        )
        return f"heading_{min(level, 3)}"

    def _heading(self, level: int, read: Read, counted: Counted | None, assembly: Assembly) -> None:
        said = words(read.runs)
        self._remarks.where = said
        if level == 1 and self._level:
            self._remarks.stop("There are two headings of level 1", "Leave one, the title.")
        if level > self._level + 1:
            self._remarks.stop(
                f"The heading is of level {level} and follows one of level {self._level}",
                "Leave no level out.",
            )
        self._level = level
        if counted and counted.label:
            self._numbering.add(counted.abstract)
        first, *rest = read.runs
        anchor, runs = first.anchor, (replace(first, anchor=""), *rest)
        number = counted.label if counted else ""
        assembly.add(Heading(level=level, number=number, runs=runs, anchor=anchor))

    def _numbered(self, use: str, read: Read, counted: Counted, assembly: Assembly) -> None:
        if use == "numbered" and counted.label and not self._numbering:
            self._numbering.add(counted.abstract)
        if counted.label and use != "numbers" and counted.abstract in self._numbering:
            assembly.add(Paragraph(runs=read.runs, number=counted.label))
            return
        if counted.level:
            self._remarks.note(
                f"{begun(words(read.runs))} is an item within an item",
                "It is read as one of the list itself.",
            )
        elif counted.label and not counted.in_figures:
            self._remarks.note(
                f"{begun(words(read.runs))} is lettered {counted.label}", "It is shown by a figure."
            )
        assembly.add_item(read.runs, ordered=bool(counted.label), list_id=counted.list_id)

    def _take_caption(
        self, element: Element, read: Read, assembly: Assembly, followed_by: Element | None
    ) -> None:
        """A caption is of the table below it, unless it is of the picture above."""
        said, last = words(read.runs), assembly.last
        of_picture = isinstance(last, Figure) and not last.caption
        if followed_by is not None and local(followed_by) == "tbl":
            kept = element.find(_KEPT) is not None
            if not of_picture or kept or caption_of(followed_by) == said:
                self._caption = said
                return
        if isinstance(last, Figure) and of_picture:
            assembly.replace_last(replace(last, caption=said))
            return
        self._remarks.note(f"The caption {begun(said)} is of no table and no picture")
        assembly.add(Paragraph(runs=read.runs))

    def _remark_style(self, style: str, read: Read) -> None:
        if not self._styles.is_mapped(style):
            self._remarks.note(
                f"{begun(words(read.runs))} is in the style {self._styles.name(style)!r}, "
                "which the layout does not name"
            )
