"""A CSV or Excel file as rows of cells, numbered as a spreadsheet numbers them."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from models.registers.cells import Raw
from rules.errors import BadFile, InputError

#: A file larger than this, packed or unpacked, is no register.
_MOST_BYTES = 100_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 200
#: A cell of a worksheet that holds something, as its XML names it.
_FILLED = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>')


@dataclass(frozen=True, kw_only=True)
class Grid:
    """The cells of one sheet by row; the first row is 1. `note` says what was taken for granted."""

    name: str
    rows: list[list[Raw]]
    note: str = ""

    def filled(self) -> Iterator[tuple[int, list[Raw]]]:
        """The rows that hold anything, by number."""
        for number, cells in enumerate(self.rows, 1):
            if any(cell is not None and str(cell).strip() for cell in cells):
                yield number, cells


def read_grids(path: Path) -> list[Grid]:
    """The sheets of a file in order; a CSV file has one. Raises: InputError, BadFile."""
    readers: dict[str, Callable[[str, bytes], list[Grid]]] = {".csv": _csv, ".xlsx": _xlsx}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise InputError(
            f"{path.name} ends in {path.suffix or 'nothing'}.",
            "a file that ends in .csv or .xlsx.",
            "save it as one of these and import that.",
        )
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path} cannot be read: {error.strerror}.", "a file.", "check the path."
        ) from error
    if len(content) > _MOST_BYTES:
        raise BadFile(
            f"{path.name} is of {len(content):,} bytes.",
            f"at most {_MOST_BYTES:,}.",
            "keep the register alone in the file.",
        )
    grids = reader(path.name, content)
    for grid in grids:
        _refuse_size(path.name, len(grid.rows), max(map(len, grid.rows), default=0))
    return grids


def _csv(name: str, content: bytes) -> list[Grid]:
    text, note = _decoded(name, content)
    if "\x00" in text:
        raise BadFile(f"{name} holds the character U+0000.", "text.", "save it as CSV again.")
    delimiter = _delimiter(text)
    csv.field_size_limit(_MOST_BYTES)
    try:
        rows: list[list[Raw]] = [
            list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        ]
    except csv.Error as error:
        raise BadFile(
            f"{name} is no CSV file: {error}.", "a CSV file.", "save it again."
        ) from error
    return [Grid(name=name, rows=rows, note=note)]


def _decoded(name: str, content: bytes) -> tuple[str, str]:
    """The text, and what was taken for granted of how it is written."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        old = "It is not UTF-8, and was read as Windows-1252, as Excel saves CSV: check £ and é."
        return text, old if encoding == "cp1252" else ""
    raise BadFile(
        f"{name} is not text that can be read.",
        "a CSV file in UTF-8.",
        'save it from Excel as "CSV UTF-8", or as .xlsx.',
    )


def _delimiter(text: str) -> str:
    """What parts the cells: of comma, semicolon, tab and bar what the first rows have most of."""
    head = "\n".join(text.splitlines()[:20])
    return max(",;\t|", key=head.count)


def _xlsx(name: str, content: bytes) -> list[Grid]:
    from python_calamine import CalamineError, load_workbook

    _refuse_swollen(name, content)
    grids = []
    try:
        book = load_workbook(io.BytesIO(content))
        for sheet_name in book.sheet_names:
            sheet = book.get_sheet_by_name(sheet_name)
            rows: list[list[Raw]] = sheet.to_python(skip_empty_area=False)  # type: ignore[assignment]
            grids.append(Grid(name=sheet_name, rows=rows))
    except CalamineError as error:
        raise _no_workbook(name, str(error) or type(error).__name__) from error
    return grids


def _refuse_swollen(name: str, content: bytes) -> None:
    """Raises: BadFile for what unpacks to too much, or has a cell so far off that it would."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > 3 * _MOST_BYTES:
                raise BadFile(f"{name} unpacks to too much.", "a register.", "look into the file.")
            for part in packed.namelist():
                if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                    rows, columns = _extent(packed.read(part))
                    _refuse_size(name, rows, columns)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise _no_workbook(name, str(error)) from error


def _extent(sheet: bytes) -> tuple[int, int]:
    """The row and the column of the cells that are farthest off."""
    rows = columns = 0
    for letters, number in _FILLED.findall(sheet):
        rows = max(rows, int(number))
        column = 0
        for letter in letters:
            column = 26 * column + letter - 64
        columns = max(columns, column)
    return rows, columns


def _refuse_size(name: str, rows: int, columns: int) -> None:
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        raise BadFile(
            f"{name} reaches row {rows:,} and column {columns:,}.",
            f"at most {MOST_ROWS:,} rows and {MOST_COLUMNS} columns.",
            "delete what stands below and beside the register, or part the file.",
        )


def _no_workbook(name: str, why: str) -> BadFile:
    return BadFile(
        f"{name} is no Excel workbook that can be read: {why}.",
        "an .xlsx file without a password.",
        "open it in Excel, save it again without a password, or save it as CSV.",
    )
