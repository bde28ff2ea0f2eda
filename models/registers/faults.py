"""What is wrong with a register file: every place, and one error that lists them all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rules.errors import BadFile

#: A value is shown in an error by so many of its first characters.
_SHOWN = 60


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One bad cell. `row` is its number in the file as a spreadsheet counts; `column` its heading.

    `found` and `expected` complete "found X, expected Y"; `remedy` is what to do.
    """

    row: int
    column: str
    found: str
    expected: str
    remedy: str = "correct the cell"


def quoted(value: str) -> str:
    """A value as it is shown in an error: in quotes, shortened, on one line."""
    return repr(value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…")


def refuse(name: str, faults: list[Fault]) -> None:
    """Nothing when there is no fault. Raises: BadFile listing every bad row."""
    if not faults:
        return
    rows = len({fault.row for fault in faults})
    lines = [f"{name}: {rows} bad {'row' if rows == 1 else 'rows'}; nothing of it was taken."]
    raise BadFile(
        "\n".join([*lines, *_lines(faults)]),
        "a file whose every row can be taken.",
        "mend the rows and import it again.",
    )


def _lines(faults: list[Fault]) -> list[str]:
    """One line for each fault; rows with the same fault share a line."""
    rows: dict[tuple[str, str, str, str], list[int]] = {}
    for fault in sorted(faults, key=lambda each: each.row):
        said = (fault.column, fault.found, fault.expected, fault.remedy)
        rows.setdefault(said, []).append(fault.row)
    return [
        f"- {_named(numbers)}, column {column!r}: found {found}, expected {expected}; {remedy}"
        for (column, found, expected, remedy), numbers in rows.items()
    ]


def _named(numbers: Iterable[int]) -> str:
    """`row 4`; `rows 4, 6 to 9`."""
    spans: list[list[int]] = []
    for number in dict.fromkeys(numbers):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    words = [str(first) if first == last else f"{first} to {last}" for first, last in spans]
    one = len(spans) == 1 and spans[0][0] == spans[0][1]
    return f"row{'' if one else 's'} {', '.join(words)}"
