"""Tables as files for a spreadsheet, in which no text is ever taken for a formula."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from models.csv_file import csv_file
from rules.timetable import Timetable
from tasks.drawing.lettering import legible
from tasks.exports.sheets import Cell, Sheet, sheets

#: The longest text that a cell of Excel holds.
_LONGEST = 32_767
_TEXT_STAYS_TEXT = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def csv_of(sheet: Sheet) -> bytes:
    """The table as CSV."""
    rows = ([_legible(cell) for cell in row] for row in sheet.rows)
    return csv_file([heading for heading, _ in sheet.columns], rows)


def _legible(cell: Cell) -> Cell:
    return legible(cell) if isinstance(cell, str) else cell


def workbook(timetable: Timetable) -> bytes:
    """Steps, diary and findings as an Excel workbook."""
    where = timetable.situation
    return workbook_of(sheets(timetable), f"Plan of {where.reference}", where.today)


def workbook_of(sheets: Iterable[Sheet], title: str, made_on: date) -> bytes:
    """Tables as an Excel workbook, a sheet each: real dates, and text that stays text."""
    made = BytesIO()
    book = Workbook(made, _TEXT_STAYS_TEXT)
    created = datetime(made_on.year, made_on.month, made_on.day)  # noqa: DTZ001
    book.set_properties({"title": title, "created": created})
    for sheet in sheets:
        _write(book, sheet)
    book.close()
    return made.getvalue()


def _write(book: Any, sheet: Sheet) -> None:
    heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "ddd d mmm yyyy", "align": "left", "valign": "top"})
    pounds = book.add_format({"num_format": "#,##0.00", "valign": "top"})
    page = book.add_worksheet(sheet.name)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    page.set_landscape()
    page.repeat_rows(0)
    for column, (name, width) in enumerate(sheet.columns):
        page.set_column(column, column, width)
        page.write_string(0, column, name, heading)
    for row, cells in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and cell:
                page.write_string(row, column, legible(cell)[:_LONGEST], wrapped)
            elif isinstance(cell, date):
                page.write_datetime(row, column, cell, day)
            elif isinstance(cell, Decimal):
                page.write_number(row, column, cell, pounds)
            elif isinstance(cell, int):
                page.write_number(row, column, cell, wrapped)
