"""Tables as CSV files for a spreadsheet, in which no text is ever taken for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from io import StringIO

#: What a spreadsheet takes for the beginning of a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")

Cell = str | int | float | Decimal | date | None


def csv_file(headings: Sequence[str], rows: Iterable[Iterable[Cell]]) -> bytes:
    """The table as CSV in UTF-8 with a byte-order mark, which Excel needs to read it right.

    Days are written 2027-03-31. Text that begins as a formula would gets an apostrophe before it.
    """
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> str | int | float | Decimal:
    """The cell in the file. An apostrophe before a formula is one more than any there were, so that
    a reader who takes one away has the text again."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        return f"'{cell}" if cell.lstrip("'").startswith(FORMULA_SIGNS) else cell
    return cell
