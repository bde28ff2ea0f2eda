"""Days, names and lists in the words of a paper, the same on every machine and in every locale."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar
from urllib.parse import urlsplit

_Text = TypeVar("_Text", bound=str)

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
#: Names of councils that take "the" in a sentence: "the London Borough of Brent".
_TAKES_THE = ("London Borough", "Royal Borough", "Metropolitan Borough", "City of", "Borough of")


def long_date(day: date) -> str:
    """A day with its weekday: "Tuesday 7 February 2017"."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def as_pounds(amount: Decimal | str) -> str:
    """A sum of money in whole pounds: "£1,234,500", "-£20"."""
    whole = Decimal(amount).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return f"{'-' if whole < 0 else ''}£{abs(whole):,}"


def sentence(text: _Text) -> _Text:
    """The text with its first letter a capital and the rest as it was; HTML stays HTML."""
    return type(text)(text[:1].upper() + text[1:])


def lower_first(text: _Text) -> _Text:
    """The text with its first letter small, unless it begins with an abbreviation, and the rest."""
    return text if text[1:2].isupper() else type(text)(text[:1].lower() + text[1:])


def as_contract(title: str) -> str:
    """A contract's title with the word contract after it, unless it has it already."""
    return title if title.casefold().endswith(("contract", "agreement")) else f"{title} contract"


def named(council: str) -> str:
    """A council's name as it stands within a sentence."""
    return f"the {council}" if council.startswith(_TAKES_THE) else council


def listed(names: Iterable[str]) -> str:
    """The names as one phrase: "A", "A and B", "A, B and C"."""
    *first, last = tuple(names)
    return f"{', '.join(first)} and {last}" if first else last


def is_web_address(url: str) -> bool:
    """Whether a reader may be sent there: a plain http or https address, fit for every format."""
    if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`\[\]]+", url):
        return False
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
