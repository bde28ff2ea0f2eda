"""What an entry of the log does to rows, as values: add, put, amend, drop and extend.

The acts say what they change in these words alone and read nothing, so that the same log gives the
same rows in any database, and in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from sqlmodel import SQLModel

Values = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Add:
    """One more row."""

    table: type[SQLModel]
    values: Values


@dataclass(frozen=True, kw_only=True, slots=True)
class Put:
    """The row of this key has these values, whether or not it was there.

    `key` names every column of the table's unique constraint but `transition_id`; `first` are
    values that only a row that was not there takes.
    """

    table: type[SQLModel]
    key: Values
    values: Values
    first: Values = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Amend:
    """Every row of the transition that bears these names has these values."""

    table: type[SQLModel]
    where: Values
    values: Values


@dataclass(frozen=True, kw_only=True, slots=True)
class Drop:
    """No row of the transition bears these names."""

    table: type[SQLModel]
    where: Values


@dataclass(frozen=True, kw_only=True, slots=True)
class Extend:
    """The list under `name` in a JSON column of the one row that bears these names has grown."""

    table: type[SQLModel]
    where: Values
    column: str
    name: str
    values: tuple[Any, ...]


Change = Add | Put | Amend | Drop | Extend


class Kept(Protocol):
    """An entry of the log, as far as a projection looks at it."""

    @property
    def transition_id(self) -> int: ...
    @property
    def sequence(self) -> int: ...
    @property
    def at(self) -> str: ...
    @property
    def actor(self) -> str: ...
    @property
    def act(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def data(self) -> str: ...


Data = dict[str, Any]
#: The changes of each act, from its entry and the entry's data read as JSON.
Acts = dict[str, Callable[[Kept, Data], Iterator[Change]]]


def day(text: str | None) -> date | None:
    """A day as entries write it; None stays None."""
    return date.fromisoformat(text) if text else None
