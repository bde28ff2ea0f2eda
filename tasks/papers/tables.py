"""Reads a table of a page: its caption, its header row, its row headers and its cells."""

from __future__ import annotations

from tasks.papers.inline import Refusal, read_runs
from tasks.papers.markup import Element
from tasks.papers.tree import Cell, Table, words

_PARTS = ("caption", "thead", "tbody", "tr")


def read_table(element: Element, place: str, refusal: Refusal) -> Table:
    """The table. Raises: RuleRefused where it has no caption, no headers or ragged rows."""
    _refuse_strays(element, place, refusal)
    caption = " ".join("".join(element.xpath("caption//text()")).split())
    if not caption:
        raise refusal(place, "is a table without a caption")
    named = f"the table {caption[:60]!r} in line {element.sourceline}"
    heads = [_row(row, named, refusal) for row in element.xpath("thead/tr")]
    rows = [_row(row, named, refusal) for row in element.xpath("tbody/tr | tr")]
    cells = [cell for row in (*heads, *rows) for cell in row]
    if not any(cell.scope for cell in cells):
        raise refusal(named, "has no header cells")
    if len(heads) > 1 or any(
        not cell.scope or not words(cell.runs) for row in heads for cell in row
    ):
        raise refusal(named, "has a header row whose cells are not headers with words")
    if len({len(row) for row in (*heads, *rows)}) != 1:
        raise refusal(named, "has rows of different lengths")
    surrounding = element.getparent().get("class") or ""
    return Table(
        caption=caption,
        head=heads[0] if heads else (),
        rows=tuple(rows),
        front="front" in surrounding.split(),
    )


def _row(row: Element, named: str, refusal: Refusal) -> tuple[Cell, ...]:
    found = []
    for cell in row:
        if cell.tag not in ("th", "td"):
            raise refusal(named, f"holds the unknown tag <{cell.tag}>")
        if cell.get("colspan") or cell.get("rowspan"):
            raise refusal(named, "has a cell that spans others")
        scope = cell.get("scope") or ""
        if (cell.tag == "th") != (scope in ("row", "col")):
            raise refusal(named, f"has a header cell {cell.text_content()[:40]!r} without scope")
        found.append(Cell(runs=read_runs(cell, named, refusal), scope=scope))
    return tuple(found)


def _refuse_strays(element: Element, place: str, refusal: Refusal) -> None:
    for part in element.iter("table", "thead", "tbody", "tr"):
        loose = (part.text, *(child.tail for child in part))
        if any((text or "").strip() for text in loose):
            raise refusal(place, "is a table with text outside its cells")
        allowed = ("th", "td") if part.tag == "tr" else _PARTS
        for child in part:
            if child.tag not in allowed:
                raise refusal(place, f"is a table that holds the unknown tag <{child.tag}>")
