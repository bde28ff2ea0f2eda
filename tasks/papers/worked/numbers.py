"""Numbers as people write them in a fact."""

from __future__ import annotations

import re
from decimal import Decimal

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def number(text: str) -> Decimal | None:
    """The number of `4` or `2.5`; None where it is none."""
    found = text.strip().replace("−", "-")
    return Decimal(found) if _NUMBER.fullmatch(found) else None


def percent(text: str) -> Decimal | None:
    """The number of `3.5%` or `3.5 per cent`, in hundredths of the whole; None where it is none."""
    found = text.strip().removesuffix("%").removesuffix("per cent")
    return number(found) if found != text.strip() else None


def plainly(value: Decimal, places: int = 2) -> str:
    """The number with no more places than it needs: `3.4`, `100`."""
    said = f"{value:.{places}f}"
    return said.rstrip("0").rstrip(".") if "." in said else said
