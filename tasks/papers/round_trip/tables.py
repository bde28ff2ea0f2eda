"""Tables of an edited Word file: header row, row headers, cells, and what no page can show."""

from __future__ import annotations

from dataclasses import replace

from tasks.papers.inline import LINE_BREAK, tidied
from tasks.papers.markup import Element
from tasks.papers.round_trip.flow import WRAPPERS, local, pieces_of
from tasks.papers.round_trip.remarks import Remarks, begun
from tasks.papers.round_trip.words import Words
from tasks.papers.tree import Cell, Figure, Run, Table, words
from tasks.papers.word.xml import W


class Tables:
    """Reads the tables of one file."""

    def __init__(self, text: Words, remarks: Remarks) -> None:
        self._text = text
        self._remarks = remarks
        self._figures: list[Figure] = []

    def read(self, element: Element, caption: str, *, front: bool) -> Table | None:
        """The table with this caption; None where it is empty. Faults of it are told."""
        self._refuse_merged(element)
        rows = [_children(row, "tc") for row in _children(element, "tr")]
        heads = [_is_header(row) for row in _children(element, "tr")]
        if not any(rows):
            return None
        headed = self._is_headed(element, heads)
        labelled = _look(element, "firstColumn")
        head = self._row(rows[0], column=True) if headed else ()
        body = [self._row(row, labelled=labelled) for row in rows[len(head) and 1 :]]
        made = Table(caption=caption, head=head, rows=tuple(body), front=front)
        self._refuse_unreadable(made, heads)
        return made

    def _is_headed(self, element: Element, heads: list[bool]) -> bool:
        if heads[0]:
            return True
        if not _look(element, "firstRow"):
            return False
        first = next(element.iter(f"{{{W}}}tr"))
        said = _said(first)
        self._remarks.note(
            f"The first row of a table, {begun(said)}, is not marked as its header row",
            "It is read as one.",
        )
        return True

    def _refuse_merged(self, element: Element) -> None:
        if list(element.iter(f"{{{W}}}gridSpan", f"{{{W}}}vMerge", f"{{{W}}}hMerge")):
            self._remarks.stop(
                f"The table that begins {begun(_said(element))} has merged cells",
                "Split them (Layout).",
            )
        if any(list(cell.iter(f"{{{W}}}tbl")) for cell in element.iter(f"{{{W}}}tc")):
            self._remarks.stop("A table stands within a table", "Put it below, on its own.")

    def _refuse_unreadable(self, table: Table, heads: list[bool]) -> None:
        named = f"The table {begun(table.caption or words(_first(table)))}"
        rows = [row for row in (table.head, *table.rows) if row]
        if not table.caption:
            self._remarks.stop(
                f"{named} has no caption", "Put one above it, in the style of captions."
            )
        if not any(cell.scope for row in rows for cell in row):
            self._remarks.stop(
                f"{named} has no header row",
                "Mark its first row (Table Layout, Repeat Header Rows).",
            )
        if any(not words(cell.runs) for cell in table.head):
            self._remarks.stop(f"{named} has an empty header", "Say what stands below it.")
        if sum(heads) > 1:
            self._remarks.stop(f"{named} has several header rows", "Leave only the first.")
        if len({len(row) for row in rows}) > 1:
            self._remarks.stop(f"{named} has rows of different lengths", "Even them out.")

    def _row(
        self, cells: list[Element], *, column: bool = False, labelled: bool = False
    ) -> tuple[Cell, ...]:
        return tuple(
            self._cell(cell, scope="col" if column else "", label=labelled and place == 0)
            for place, cell in enumerate(cells)
        )

    def _cell(self, cell: Element, *, scope: str, label: bool) -> Cell:
        found: list[Run] = []
        for piece in pieces_of(cell):
            if local(piece.element) != "p":
                self._text.foreign(piece.element) if local(piece.element) != "tbl" else None
                continue
            read = self._text.read(piece.element)
            if read.figures:
                self._remarks.stop("A picture stands in a table", "Put it below the table.")
            if found and read.runs:
                found.append(Run(text=LINE_BREAK))
            found += [replace(r, text=r.text.replace("\n", LINE_BREAK)) for r in read.runs]
        runs = tuple(tidied(iter(found)))
        if label and not scope and all(run.strong or run.mark for run in runs if run.text.strip()):
            scope = "row"
        if scope:
            runs = tuple(tidied(iter([replace(run, strong=False) for run in runs])))
        return Cell(runs=runs, scope=scope)


def caption_of(table: Element) -> str:
    """The caption that a table carries for those who cannot see it."""
    found = table.find(f"{{{W}}}tblPr/{{{W}}}tblCaption")
    return "" if found is None else " ".join((found.get(f"{{{W}}}val") or "").split())


def _said(element: Element) -> str:
    return " ".join(each.text or "" for each in element.iter(f"{{{W}}}t"))


def _first(table: Table) -> tuple[Run, ...]:
    return (table.head or table.rows[0])[0].runs


def _children(parent: Element, name: str) -> list[Element]:
    """The rows or cells of a table, whatever surrounds them."""
    found: list[Element] = []
    for child in parent:
        if local(child) == name:
            found.append(child)
        elif local(child) in WRAPPERS:
            found += _children(child, name)
    return found


def _is_header(row: Element) -> bool:
    found = row.find(f"{{{W}}}trPr/{{{W}}}tblHeader")
    return found is not None and (found.get(f"{{{W}}}val") or "1") not in ("0", "false", "off")


def _look(table: Element, name: str) -> bool:
    """Whether a table is shown with a first row, or column, of its own look."""
    found = table.find(f"{{{W}}}tblPr/{{{W}}}tblLook")
    if found is None:
        return False
    given = found.get(f"{{{W}}}{name}")
    if given is not None:
        return given in ("1", "true", "on")
    flags = int(found.get(f"{{{W}}}val") or "0", 16)
    return bool(flags & {"firstRow": 0x20, "firstColumn": 0x80}[name])
