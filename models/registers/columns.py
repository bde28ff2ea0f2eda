"""What a register consists of: its columns, how each is headed, and what its cells may hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Holds(StrEnum):
    """What the cells of a column hold; each is kept as text in one form."""

    #: As written, trimmed at both ends.
    TEXT = "text"
    #: Pounds and pence: `1234.50`.
    MONEY = "money"
    #: A day: `2027-03-31`.
    DAY = "day"
    #: A whole number, 0 or more.
    NUMBER = "number"
    #: Hundredths, 0 to 100, with up to two decimals.
    PERCENT = "percent"
    #: An amount of time: `3 months`, `90 days`, `20 working days`, `12 weeks`.
    PERIOD = "period"
    #: One of the column's choices.
    CHOICE = "choice"


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a register.

    `heading` is how an export heads it; a file may head it so, by `name`, or by any of `also`,
    whatever the case and the signs between words. `choices` are the words kept, each with other
    words for it.
    """

    name: str
    heading: str
    holds: Holds = Holds.TEXT
    also: tuple[str, ...] = ()
    required: bool = False
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    width: int = 18

    def is_headed(self, text: str) -> bool:
        """Whether a heading in a file is one of this column's."""
        return plain(text) in {plain(each) for each in (self.heading, self.name, *self.also)}

    @property
    def expects(self) -> str:
        """What a cell may hold, in words."""
        match self.holds:
            case Holds.MONEY:
                return "pounds, such as 1,234.50"
            case Holds.DAY:
                return "a date, such as 31/03/2027 or 2027-03-31"
            case Holds.NUMBER:
                return "a whole number, 0 or more"
            case Holds.PERCENT:
                return "a percentage from 0 to 100"
            case Holds.PERIOD:
                return "an amount of time, such as 3 months, 90 days or 20 working days"
            case Holds.CHOICE:
                return f"one of {', '.join(self.choices)}"
        return "text"


@dataclass(frozen=True, kw_only=True)
class Register:
    """A register: its name in commands, what it is called, its columns, what tells rows apart.

    `document` is the number of the document it feeds; `essential` are the columns without which
    that document cannot be relied on, though a file may lack them. `personal` says whether it is
    about people, so that a column that would name one is refused. `told_in` is its page.
    """

    name: str
    title: str
    document: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    essential: tuple[str, ...] = ()
    personal: bool = False
    told_in: str = "docs/registers.md"

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(column for column in self.columns if column.name == name)

    def headed(self, text: str) -> Column | None:
        """The column that a heading stands for; None where it is none of them."""
        return next((column for column in self.columns if column.is_headed(text)), None)

    def key_of(self, row: Mapping[str, str]) -> tuple[str, ...]:
        """What tells a row from every other, whatever the case."""
        return tuple(row.get(name, "").casefold() for name in self.key)


def plain(heading: str) -> str:
    """A heading without its case, its signs and what stands in brackets after it."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    words = re.sub(r"\([^)]*\)\s*$", "", parted.casefold())
    return " ".join(re.findall(r"[^\W_]+", words))


#: What nobody knows yet may be said in so many words.
YES_NO = {
    "yes": ("y", "true", "1", "required", "needed"),
    "no": ("n", "false", "0", "not required", "none", "not needed"),
    "not known": ("unknown", "tbc", "to be confirmed", "?"),
}
