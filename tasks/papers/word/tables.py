"""Tables in Word: a caption, a header row that is repeated, row headers, widths that are given."""

from __future__ import annotations

from typing import Any

from tasks.papers.columns import is_kept_whole, shares
from tasks.papers.markup import Element
from tasks.papers.tree import Cell, Table
from tasks.papers.word.text import Text
from tasks.papers.word.xml import properties, w

_HEADER = {"val": "clear", "color": "auto", "fill": "F1F3F4"}
_EDGE = {"val": "single", "sz": 4, "space": 0, "color": "767676"}


def table_of(
    table: Table, text: Text, *, style: str, twips: int, line_characters: int, **manner: Any
) -> Element:
    """The table, as wide as `twips`."""
    widths = [round(twips * share / 100) for share in shares(table, line_characters)]
    rows = [_row(row, widths, text, manner) for row in table.rows]
    head = [_row(table.head, widths, text, manner, repeated=True)] if table.head else []
    return w(
        "tbl",
        _properties(table, style, sum(widths)),
        w("tblGrid", *(w("gridCol", w=width) for width in widths)),
        *head,
        *rows,
    )


def _properties(table: Table, style: str, width: int) -> Element:
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    headed = any(cell.scope == "row" for row in table.rows for cell in row[:1])
    look = {"firstRow": int(bool(table.head)), "lastRow": 0, "firstColumn": int(headed)}
    return properties(
        "tblPr",
        tblStyle=style,
        tblW={"w": width, "type": "dxa"},
        tblBorders=w("tblBorders", *(w(edge, **_EDGE) for edge in edges)),
        tblLayout={"type": "fixed"},
        tblCellMar=w(
            "tblCellMar",
            *(
                w(s, w=60 if s in ("top", "bottom") else 100, type="dxa")
                for s in ("top", "left", "bottom", "right")
            ),
        ),
        tblLook={"val": "04A0", **look, "lastColumn": 0, "noHBand": 0, "noVBand": 1},
        tblCaption=table.caption,
    )


def _row(
    cells: tuple[Cell, ...],
    widths: list[int],
    text: Text,
    manner: dict[str, Any],
    *,
    repeated: bool = False,
) -> Element:
    made = [_cell(cell, width, text, manner) for cell, width in zip(cells, widths, strict=True)]
    return w("tr", properties("trPr", cantSplit=is_kept_whole(cells), tblHeader=repeated), *made)


def _cell(cell: Cell, width: int, text: Text, manner: dict[str, Any]) -> Element:
    look = properties("tcPr", tcW={"w": width, "type": "dxa"}, shd=_HEADER if cell.scope else None)
    layout = properties("pPr", spacing={"before": 0, "after": 0})
    runs = text.runs(cell.runs, strong=bool(cell.scope), **manner)
    return w("tc", look, w("p", layout, *runs))
