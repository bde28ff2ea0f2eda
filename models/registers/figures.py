"""What a register comes to: counts and sums, each in words and as a value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from models.registers.columns import Holds, Register
from models.registers.reading import Row

#: A row of a register of people is only counted among so many; fewer could be told apart.
FEWEST_COUNTED = 5


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure. `value` is a count, or pounds as `Decimal`."""

    name: str
    says: str
    value: int | Decimal


def figures(register: Register, rows: Sequence[Row]) -> tuple[Figure, ...]:
    """The figures of a register, how many rows first."""
    found = [Figure(name="rows", says="rows", value=len(rows))]
    if register.name in _OWN:
        found += _OWN[register.name](rows)
    choices = [column for column in register.columns if column.holds is Holds.CHOICE]
    for column in choices:
        for choice in column.choices:
            number = counted(rows, column.name, choice)
            if number:
                says = f"{column.heading.lower()}: {choice}"
                found.append(Figure(name=f"{column.name}:{choice}", says=says, value=number))
    for column in register.columns:
        number = unstated(rows, column.name)
        if number:
            says = f"{column.heading.lower()}: not stated"
            found.append(Figure(name=f"{column.name}:", says=says, value=number))
    return tuple(found)


def counted(rows: Sequence[Row], column: str, *values: str) -> int:
    """How many rows have one of these values."""
    return sum(row.get(column) in values for row in rows)


def unstated(rows: Sequence[Row], column: str) -> int:
    """How many rows say nothing in a column."""
    return sum(column not in row for row in rows)


def total(rows: Sequence[Row], column: str) -> Decimal:
    """The sum of a column of pounds; rows that say nothing add nothing."""
    return sum((Decimal(row[column]) for row in rows if column in row), Decimal("0.00"))


def where(rows: Sequence[Row], column: str, *values: str) -> list[Row]:
    """The rows that have one of these values."""
    return [row for row in rows if row.get(column) in values]


def over_deployed(rows: Sequence[Row]) -> list[Row]:
    """The licences of which more is in use than there is a right to."""
    return [
        row
        for row in rows
        if "deployed" in row and int(row["deployed"]) > int(row.get("entitlement", row["deployed"]))
    ]


def _assets(rows: Sequence[Row]) -> Iterator[Figure]:
    value = "net_book_value"
    yield Figure(
        name="net_book_value", says="net book value in pounds, all", value=total(rows, value)
    )
    for use in ("exclusive", "non-exclusive"):
        own = where(rows, "exclusive", use)
        yield Figure(
            name=f"net_book_value:{use}",
            says=f"net book value in pounds, {use}",
            value=total(own, value),
        )
    bought = where(rows, "decision", "buy")
    says = "net book value in pounds, to be bought"
    yield Figure(name="net_book_value:buy", says=says, value=total(bought, value))
    yield Figure(name="cost", says="purchase cost in pounds, all", value=total(rows, "cost"))


def _licences(rows: Sequence[Row]) -> Iterator[Figure]:
    yield Figure(name="cost", says="cost in pounds, all", value=total(rows, "cost"))
    says = "more deployed than entitled"
    yield Figure(name="over_deployed", says=says, value=len(over_deployed(rows)))
    stuck = [row for row in where(rows, "transferable", "no") if "replacement" not in row]
    says = "not transferable and without a replacement plan"
    yield Figure(name="no_plan", says=says, value=len(stuck))


def _contracts(rows: Sequence[Row]) -> Iterator[Figure]:
    yield Figure(name="value", says="value in pounds, all", value=total(rows, "value"))
    held = sum("consent_holder" in row for row in rows)
    yield Figure(name="consents", says="consents needed", value=held)


def _posts(rows: Sequence[Row]) -> Iterator[Figure]:
    assigned = sum((Decimal(row["assigned"]) for row in rows), Decimal(0)) / 100
    says = "posts, each counted by the part assigned to the service"
    yield Figure(name="assigned", says=says, value=assigned.quantize(Decimal("0.01")))


_OWN: dict[str, Callable[[Sequence[Row]], Iterator[Figure]]] = {
    "assets": _assets,
    "licences": _licences,
    "contracts": _contracts,
    "posts": _posts,
}
