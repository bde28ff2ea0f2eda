"""Rows of a register as the cells of a paper's tables, and its figures in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from models.paper_facts import PaperFacts, RegisterFacts
from models.registers import Column, Holds, Register, register_named
from models.registers.figures import FEWEST_COUNTED
from tasks.papers.wording import sentence

NOT_STATED = "Not stated"
#: A sentence names so many rows at most.
_MOST_NAMED = 25
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

Row = Mapping[str, str]
Cells = tuple[str, ...]


def register_of(facts: PaperFacts, name: str) -> RegisterFacts:
    """The register of that name; one without rows when none was imported."""
    return facts.registers.get(name) or RegisterFacts(name=name, rows=())


def headings(register: str, names: Iterable[str]) -> Cells:
    """How these columns are headed."""
    return tuple(register_named(register).column(name).heading for name in names)


def table_rows(
    register: str,
    rows: Iterable[Row],
    names: Sequence[str],
    more: Callable[[int], str] | None = None,
) -> list[Cells]:
    """A row of cells for each row; `more` gives a last cell for a row by its number from 1."""
    kind = register_named(register)
    columns = [kind.column(name) for name in names]
    return [
        (*(cell(column, row) for column in columns), *((more(number),) if more else ()))
        for number, row in enumerate(rows, 1)
    ]


def cell(column: Column, row: Row) -> str:
    """A cell in words, never empty."""
    text = row.get(column.name)
    if text is None:
        return NOT_STATED
    match column.holds:
        case Holds.MONEY:
            return pounds(Decimal(text))
        case Holds.DAY:
            return short_day(date.fromisoformat(text))
        case Holds.CHOICE:
            return sentence(text)
        case Holds.NUMBER:
            return f"{int(text):,}"
        case Holds.PERCENT:
            return f"{text}%"
    return text


def pounds(amount: Decimal) -> str:
    """`£1,234.50`; a minus sign before the pound sign."""
    return f"{'-' if amount < 0 else ''}£{abs(amount):,.2f}"


def short_day(day: date) -> str:
    """`31 Mar 2027`, the same on every machine and never broken over two lines."""
    return f"{day.day}\N{NO-BREAK SPACE}{_MONTHS[day.month - 1]}\N{NO-BREAK SPACE}{day.year}"


def told(counts: Sequence[tuple[str, int]]) -> list[tuple[str, str]]:
    """Counts of people in words, none so small that they could be told apart.

    Where only one count is too small, the next smallest is withheld with it: otherwise it could be
    worked out from the sum.
    """
    small = [name for name, number in counts if 0 < number < FEWEST_COUNTED]
    others = sorted((number, name) for name, number in counts if number >= FEWEST_COUNTED)
    withheld = others[0][1] if len(small) == 1 and others else ""
    return [(name, _told(number, is_withheld=name == withheld)) for name, number in counts]


def _told(number: int, *, is_withheld: bool) -> str:
    if is_withheld:
        return f"{FEWEST_COUNTED} or more"
    return f"fewer than {FEWEST_COUNTED}" if 0 < number < FEWEST_COUNTED else f"{number:,}"


def some(names: Sequence[str]) -> list[str]:
    """The names, or the first of them and how many more there are, for a sentence."""
    if len(names) <= _MOST_NAMED:
        return list(names)
    return [*names[:_MOST_NAMED], f"{len(names) - _MOST_NAMED:,} more"]


def by_value(register: Register, rows: Sequence[Row], name: str) -> list[tuple[str, int]]:
    """How many rows have each value of a column, most first; rows without one come last."""
    column = register.column(name)
    counts: dict[str, int] = {}
    for row in rows:
        value = cell(column, row)
        counts[value] = counts.get(value, 0) + 1
    return sorted(counts.items(), key=lambda each: (each[0] == NOT_STATED, -each[1], each[0]))
