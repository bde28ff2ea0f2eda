"""Sums of money by year, as people write them in a fact, read into pounds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from rules.errors import InputError

_AMOUNT = re.compile(
    r"(?P<sign>[-−]?)£?(?P<number>\d{1,3}(?:,\d{3})+|\d+)(?P<part>\.\d+)?(?P<scale>.*)"
)
_SCALES = {
    "": Decimal(1),
    **dict.fromkeys(("k", "thousand"), Decimal(1_000)),
    **dict.fromkeys(("m", "million"), Decimal(1_000_000)),
    **dict.fromkeys(("bn", "billion"), Decimal(1_000_000_000)),
}


@dataclass(frozen=True, kw_only=True)
class Year:
    """What a year costs and saves, in pounds; a saving below 0 is a further cost."""

    name: str
    cost: Decimal
    saving: Decimal


def pounds(text: str) -> Decimal | None:
    """The amount of `£4,100,000`, `4.1 million`, `-£20k`; None where it is no amount."""
    found = _AMOUNT.fullmatch(text.replace(" ", ""))
    if not found or found["scale"].casefold() not in _SCALES:
        return None
    number = Decimal(found["number"].replace(",", "") + (found["part"] or ""))
    amount = number * _SCALES[found["scale"].casefold()]
    return -amount if found["sign"] else amount


def years(fact: str, rows: Iterable[tuple[str, ...]]) -> tuple[Year, ...]:
    """Each row of year, cost and saving as a `Year`, in the order given.

    Raises: InputError naming every row of the fact that cannot be read.
    """
    found: list[Year] = []
    faults: list[str] = []
    for number, row in enumerate(rows, 1):
        cost, saving = (pounds(cell) for cell in row[1:]) if len(row) == 3 else (None, None)
        if cost is None or saving is None or not row[0]:
            faults.append(f"row {number} is {' | '.join(row)!r}")
        else:
            found.append(Year(name=row[0], cost=cost, saving=saving))
    if faults:
        raise InputError(
            f"The fact {fact} cannot be drawn: {'; '.join(faults)}.",
            "a year, its cost and its saving, as 2027/28 | £4,100,000 | £450,000, "
            "a line for each row.",
            "record the fact again in that form.",
        )
    return tuple(found)


def said(amount: Decimal) -> str:
    """The amount in a few letters, as it stands beside a bar: `£4.1m`, `-£20k`, `£950`."""
    sign, size = ("-" if amount < 0 else ""), abs(amount)
    for scale, letter in ((Decimal(1_000_000), "m"), (Decimal(1_000), "k")):
        if size >= scale:
            return f"{sign}£{_short(size / scale)}{letter}"
    return f"{sign}£{_short(size)}"


def _short(number: Decimal) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
