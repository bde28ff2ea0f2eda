"""Reads a register from a file: all of it, or an error that lists every bad row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from models.registers.cells import NotThat, Raw, kept, text_of
from models.registers.columns import Column, Register
from models.registers.faults import Fault, quoted, refuse
from models.registers.grid import Grid, read_grids
from models.registers.privacy import is_pseudonym, refuse_personal
from rules.errors import BadFile

#: The header stands within so many rows of the top.
_HEADER_WITHIN = 20

Row = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class RegisterFile:
    """A register as read from a file.

    `rows` are by column name, without the cells that are empty. `taken` says which heading was
    taken for which column; `unknown` are the headings that were not taken. `digest` is the SHA-256
    of the file itself.
    """

    register: Register
    name: str
    rows: tuple[Row, ...]
    taken: Mapping[str, str]
    unknown: tuple[str, ...]
    notes: tuple[str, ...]
    digest: str


def read_register(
    path: Path,
    register: Register,
    sheet: str | None = None,
    further: Callable[[list[tuple[int, Row]]], Iterable[Fault]] = lambda _: (),
) -> RegisterFile:
    """The register of a file; of a workbook, the sheet named, or the first that holds it.

    `further` finds what else is wrong with the rows, given by their numbers in the file.
    Raises: InputError for a file of another sort; BadFile listing every bad row.
    """
    grids = _wanted(path, read_grids(path), sheet)
    grid, at = _headed(path.name, register, grids)
    headings = [_heading(cell) for cell in grid.rows[at - 1]]
    columns = _columns(path.name, register, headings, at)
    below = [(number, cells) for number, cells in grid.filled() if number > at]
    refuse_personal(path.name, register, headings, below)
    faults: list[Fault] = []
    rows = [_row(number, cells, columns, faults) for number, cells in below]
    faults += _marred(register, below, rows)
    faults += further([(number, row) for (number, _), row in zip(below, rows, strict=True)])
    refuse(path.name, faults)
    return RegisterFile(
        register=register,
        name=path.name,
        rows=tuple(rows),
        taken={headings[place]: column.name for place, column in columns.items()},
        unknown=tuple(head for place, head in enumerate(headings) if head and place not in columns),
        notes=(grid.note,) if grid.note else (),
        digest=sha256(path.read_bytes()).hexdigest(),
    )


def _wanted(path: Path, grids: list[Grid], sheet: str | None) -> list[Grid]:
    if sheet is None:
        return grids
    found = [grid for grid in grids if grid.name == sheet]
    if not found:
        raise BadFile(
            f"{path.name} has no sheet {sheet!r}.",
            f"one of {', '.join(grid.name for grid in grids)}.",
            "name one of these.",
        )
    return found


def _headed(name: str, register: Register, grids: list[Grid]) -> tuple[Grid, int]:
    """The sheet and the number of its header row: the row near the top that heads most columns."""
    best: tuple[int, Grid, int] | None = None
    for grid in grids:
        for number, cells in enumerate(grid.rows[:_HEADER_WITHIN], 1):
            known = {c.name for cell in cells if (c := register.headed(_heading(cell)))}
            if known and (best is None or len(known) > best[0]):
                best = (len(known), grid, number)
    if best is None:
        raise BadFile(
            f"{name} has no header row: none of its first {_HEADER_WITHIN} rows heads a column.",
            f"headings such as {', '.join(c.heading for c in register.columns[:4])}.",
            f"see {register.told_in} for the headings of {register.name}.",
        )
    return best[1], best[2]


def _columns(name: str, register: Register, headings: list[str], at: int) -> dict[int, Column]:
    """The columns by their place. Raises: BadFile where one is missing or stands twice."""
    found = {
        place: column for place, head in enumerate(headings) if (column := register.headed(head))
    }
    times = Counter(column.name for column in found.values())
    lines = [
        f"- {column.heading} is headed {times[column.name]} times: "
        f"{', '.join(repr(headings[place]) for place, each in found.items() if each is column)}"
        for column in register.columns
        if times[column.name] > 1
    ]
    lines += [
        f"- {column.heading} is missing; it may also be headed {' or '.join(column.also)}"
        for column in register.columns
        if column.required and not times[column.name]
    ]
    if lines:
        unknown = ", ".join(repr(h) for p, h in enumerate(headings) if h and p not in found)
        raise BadFile(
            "\n".join([f"{name}, header row {at}:", *lines]),
            f"each column once; not known here: {unknown or 'none'}.",
            "mend the header row.",
        )
    return found


def _heading(cell: Raw) -> str:
    try:
        return " ".join(text_of(cell).split())
    except NotThat:
        return ""


def _row(
    number: int, cells: list[Raw], columns: Mapping[int, Column], faults: list[Fault]
) -> dict[str, str]:
    """The row as kept; what is wrong in it is added to the faults."""
    row: dict[str, str] = {}
    for place, column in columns.items():
        try:
            value = kept(column, cells[place] if place < len(cells) else None)
        except NotThat as error:
            faults.append(
                Fault(row=number, column=column.heading, found=str(error), expected=column.expects)
            )
            continue
        if value:
            row[column.name] = value
        elif column.required:
            said = "fill the cell, or delete the row"
            faults.append(
                Fault(
                    row=number,
                    column=column.heading,
                    found="nothing",
                    expected=column.expects,
                    remedy=said,
                )
            )
    return row


def _marred(
    register: Register,
    below: list[tuple[int, list[Raw]]],
    rows: list[dict[str, str]],
) -> Iterator[Fault]:
    """Rows that stand twice, and pseudonyms that are none."""
    first: dict[tuple[str, ...], int] = {}
    headed = " and ".join(register.column(name).heading for name in register.key)
    for (number, _), row in zip(below, rows, strict=True):
        key = register.key_of(row)
        name = row.get(register.key[0], "")
        told = not register.personal or is_pseudonym(name)
        if told and all(each in row for each in register.key if register.column(each).required):
            if key in first:
                yield Fault(
                    row=number,
                    column=headed,
                    found=f"{quoted(' / '.join(row.get(n, '') for n in register.key))}, "
                    f"which stands in row {first[key]}",
                    expected="each to stand once",
                    remedy="delete one row, or tell them apart",
                )
            first.setdefault(key, number)
        if name and not told:
            yield Fault(
                row=number,
                column=register.column(register.key[0]).heading,
                found="something other than a pseudonym (not shown)",
                expected="letters and a number that tell nobody who it is, such as P-001",
                remedy="number the posts; keep who is who with the employer",
            )
