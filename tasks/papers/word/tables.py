"""Tables in Word: a caption, a header row that is repeated, row headers, widths that are given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tasks.papers.columns import is_kept_whole, shares
from tasks.papers.markup import Element
from tasks.papers.tree import Cell, Table
from tasks.papers.word.text import Text
from tasks.papers.word.xml import W, properties, w

#: The ground of a header cell, and the lines of a table, where the style has neither.
HEADER = {"val": "clear", "color": "auto", "fill": "F1F3F4"}
EDGE = {"val": "single", "sz": 4, "space": 0, "color": "767676"}


@dataclass(frozen=True, kw_only=True)
class TableWriter:
    """Writes tables of a style: its lines and grounds are its own where `own_look`.

    `twips` is the width of a table, `line_characters` how much a line of it holds, `manner` how its
    text looks.
    """

    text: Text
    style: str
    own_look: bool
    twips: int
    line_characters: int
    manner: Mapping[str, Any]

    def table(self, table: Table) -> Element:
        """The table, as Word has it."""
        hundredths = shares(table, self.line_characters)
        widths = [round(self.twips * share / 100) for share in hundredths]
        head = [self._row(table.head, widths, repeated=True)] if table.head else []
        return w(
            "tbl",
            self._properties(table, sum(widths)),
            w("tblGrid", *(w("gridCol", w=width) for width in widths)),
            *head,
            *(self._row(row, widths) for row in table.rows),
        )

    def _properties(self, table: Table, width: int) -> Element:
        edges = ("top", "left", "bottom", "right", "insideH", "insideV")
        headed = any(cell.scope == "row" for row in table.rows for cell in row[:1])
        look = {"firstRow": int(bool(table.head)), "lastRow": 0, "firstColumn": int(headed)}
        # The same again as older programs read it: a bit for each, and one for no upright bands.
        bits = 0x400 | 0x20 * look["firstRow"] | 0x80 * look["firstColumn"]
        lines = w("tblBorders", *(w(edge, **EDGE) for edge in edges))
        return properties(
            "tblPr",
            tblStyle=self.style,
            tblW={"w": width, "type": "dxa"},
            tblBorders=None if self.own_look else lines,
            tblLayout={"type": "fixed"},
            tblCellMar=w(
                "tblCellMar",
                *(
                    w(s, w=60 if s in ("top", "bottom") else 100, type="dxa")
                    for s in ("top", "left", "bottom", "right")
                ),
            ),
            tblLook={"val": f"{bits:04X}", **look, "lastColumn": 0, "noHBand": 0, "noVBand": 1},
            tblCaption=table.caption,
        )

    def _row(
        self, cells: tuple[Cell, ...], widths: list[int], *, repeated: bool = False
    ) -> Element:
        made = [self._cell(cell, width) for cell, width in zip(cells, widths, strict=True)]
        kept = properties("trPr", cantSplit=is_kept_whole(cells), tblHeader=repeated)
        return w("tr", kept, *made)

    def _cell(self, cell: Cell, width: int) -> Element:
        ground = HEADER if cell.scope and not self.own_look else None
        look = properties("tcPr", tcW={"w": width, "type": "dxa"}, shd=ground)
        layout = properties("pPr", spacing={"before": 0, "after": 0})
        runs = self.text.runs(cell.runs, strong=bool(cell.scope), **self.manner)
        return w("tc", look, w("p", layout, *runs))


def has_own_look(styles: Element, style: str) -> bool:
    """Whether a table style says how a header row looks, so that nothing is to be added to it."""
    own = styles.find(f"{{{W}}}style[@{{{W}}}styleId='{style}']/{{{W}}}tblStylePr")
    return own is not None
