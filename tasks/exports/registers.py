"""A register as a file for a spreadsheet, which can be imported again without a change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from models.registers import Column, Holds, Register, Row
from rules.errors import InputError
from tasks.exports.sheets import Cell, Sheet
from tasks.exports.tables import csv_of, workbook_of

FORMATS = ("csv", "xlsx")


def register_file(
    register: Register, rows: Sequence[Row], form: str, *, reference: str, made_on: date
) -> bytes:
    """The register with every column it can have, in the order of its rows.

    Raises: InputError for a format that is neither csv nor xlsx.
    """
    if form not in FORMATS:
        raise InputError(
            f"A register cannot be written as {form or 'a file without an ending'!r}.",
            f"a name that ends in .{' or .'.join(FORMATS)}.",
            "end it so.",
        )
    sheet = register_sheet(register, rows)
    if form == "csv":
        return csv_of(sheet)
    return workbook_of([sheet], f"{register.title} of {reference}", made_on)


def register_sheet(register: Register, rows: Sequence[Row]) -> Sheet:
    """The register as a table of plain cells."""
    return Sheet(
        name=register.title[:31],
        columns=tuple((column.heading, column.width) for column in register.columns),
        rows=tuple(tuple(_cell(column, row) for column in register.columns) for row in rows),
    )


def _cell(column: Column, row: Row) -> Cell:
    text = row.get(column.name)
    if text is None:
        return None
    match column.holds:
        case Holds.MONEY | Holds.PERCENT:
            return Decimal(text)
        case Holds.DAY:
            return date.fromisoformat(text)
        case Holds.NUMBER:
            return int(text)
    return text
