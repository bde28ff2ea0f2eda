"""Makes the row headers of a PDF's tables headers to a reader's software too.

Typst tags the cells of a header row, and as yet has no word for a cell that heads its row.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from rules.errors import RuleRefused
from tasks.papers.tree import Paper, Table


def with_row_headers(pdf: bytes, paper: Paper) -> bytes:
    """The PDF with each row header a TH of scope Row, and each table's caption as its summary."""
    tables = [block for block in paper.walk() if isinstance(block, Table)]
    with pikepdf.open(BytesIO(pdf)) as document:
        root = document.Root["/StructTreeRoot"]
        assert isinstance(root, Dictionary)
        _captions_home(root)
        for element, table in zip(list(_found(root, "/Table")), tables, strict=True):
            _mend(element, table)
        made = BytesIO()
        document.save(
            made,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            recompress_flate=False,
        )
    return made.getvalue()


def _captions_home(element: Dictionary) -> None:
    """Every caption is the first part of its table.

    Typst leaves it beside the table, both in a division, where the table goes over a page's end.
    """
    for at, child in enumerate(list(_children(element))):
        inner = list(_children(child))
        tables = list(_found(child, "/Table")) if Name.Div == child.S else []
        if len(tables) == 1 and [each.S for each in inner] == [Name.Caption, Name.Div]:
            caption, table = inner[0], tables[0]
            caption.P, table.P = table, element
            table.K = Array([caption, *table.K])
            element.K[at] = table
        elif Name.Table != child.S:
            _captions_home(child)


def _mend(element: Dictionary, table: Table) -> None:
    rows = list(_found(element, "/TR"))
    wanted = [row for row in (table.head, *table.rows) if row]
    if len(rows) != len(wanted):
        raise RuleRefused(
            f"The PDF has {len(rows)} rows in the table {table.caption!r}, the page {len(wanted)}.",
            "the same rows in both.",
            "report this: the Typst in use tags tables in another way.",
        )
    if table.front:
        _add(element, Dictionary(O=Name.Table, Summary=String(table.caption)))
    for row, cells in zip(rows, wanted, strict=True):
        for cell, given in zip(_children(row), cells, strict=True):
            if given.scope == "row" and cell.S == Name.TD:
                cell.S = Name.TH
                _add(cell, Dictionary(O=Name.Table, Scope=Name.Row))


def _add(element: Dictionary, attributes: Dictionary) -> None:
    before = element.get("/A")
    if before is None:
        element.A = attributes
    elif isinstance(before, Array):
        before.append(attributes)
    else:
        element.A = Array([before, attributes])


def _found(element: Dictionary, kind: str) -> Iterator[Dictionary]:
    """Elements of a kind below one, in reading order; none is sought within another."""
    for child in _children(element):
        if child.get("/S") == kind:
            yield child
        else:
            yield from _found(child, kind)


def _children(element: Dictionary) -> Iterator[Dictionary]:
    held = element.get("/K")
    for child in held if isinstance(held, Array) else [held]:
        if isinstance(child, Dictionary) and "/S" in child:
            yield child
