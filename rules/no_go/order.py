"""A no-go and the order that makes it good, as far as it has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

#: The step at which each council's senior responsible owner says go or no-go.
GO_NO_GO = "10.4"


class PartId(NamedTuple):
    """A step of the order, and the party whose part it is; an empty party where it is shared."""

    key: str
    party: str = ""

    def __str__(self) -> str:
        return f"{self.key} {self.party}" if self.party else self.key


@dataclass(frozen=True, kw_only=True)
class NoGoOrder:
    """The contract that was to end on `from_on` is to run until `until_on`, both last days.

    `council` said no-go first; `councils` are those whose last word it is. `opened` are the parts
    that may be done now, `closed` those that are over, done or not needed, with the day.
    """

    round: int
    decided_on: date
    from_on: date
    until_on: date
    reason: str
    council: str
    councils: tuple[str, ...]
    opened: frozenset[PartId]
    closed: Mapping[PartId, date]
