"""A rule of law, contract or constitution, as a value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from rules.count import Count
from rules.gates import Gate


class Standing(StrEnum):
    """How well a rule, or a part of it, is known."""

    #: The words, or a page stating the rule, were read in the source named.
    CONFIRMED = "confirmed"
    #: The headline is confirmed; a detail is from memory.
    PART = "part"
    #: From general knowledge: a lawyer must check it before anyone relies on it.
    MEMORY = "memory"
    #: Not law: a planning convention, a usual contract term or a usual constitution.
    PRACTICE = "practice"


class Gives(StrEnum):
    """What a rule answers with."""

    #: The last day on which an act may be done.
    LAST_DAY = "last-day"
    #: The first day on which an act may be done.
    EARLIEST_DAY = "earliest-day"
    #: A span that opens on the day counted and closes on the event.
    WINDOW = "window"
    #: Whether something may be done at all, or a duty is engaged: no date.
    GATE = "gate"


class Varies(StrEnum):
    """May a constitution or a contract change it?"""

    NO = "no"
    #: A statutory floor: it may be lengthened, never shortened.
    LONGER = "longer"
    YES = "yes"


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a rule is stated."""

    cite: str
    url: str
    standing: Standing = Standing.CONFIRMED


@dataclass(frozen=True, kw_only=True)
class Limit:
    """One reading of a rule: the count it leads to, and why it is read so."""

    count: Count
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Relief:
    """What may still be done when the rule cannot be kept, and what it asks."""

    says: str
    rule: str | None = None


@dataclass(frozen=True, kw_only=True)
class Example:
    """A worked case: an event, or facts for a gate, and what must come out."""

    event: Any = None
    known_on: date | None = None
    calendar: str | None = None
    legal: Any = None
    safe: Any = None
    target: Any = None
    earliest: Any = None
    opens: date | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    holds: bool | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One version of one rule. `version` is the day from which it was in force.

    `legal`, `safe` and `target` are the three limits of a last day: the most permissive defensible
    reading, the strictest, and good practice. A rule may fix none of them (the law says "long
    enough before") and still name a target. `in_force_until` is the last day of force, inclusive.
    """

    id: str
    name: str
    says: str
    gives: Gives
    anchor: str
    starts: str
    ends: str
    jurisdiction: tuple[str, ...]
    varies: Varies
    in_force_from: date
    in_force_until: date | None
    standing: Standing
    owner: str
    if_missed: str
    verified_on: date
    sources: tuple[Source, ...]
    examples: tuple[Example, ...]
    legal: Limit | None = None
    safe: Limit | None = None
    target: Limit | None = None
    earliest: Limit | None = None
    opens: Limit | None = None
    gate: Gate | None = None
    relief: tuple[Relief, ...] = ()
    exceptions: str = ""
    applies_if: str = ""
    status: str = ""
    parameter: str | None = None

    @property
    def family(self) -> str:
        """`ATI` of `ATI-05`."""
        return self.id.split("-")[0]

    @property
    def version(self) -> str:
        """The day from which this version was in force, as text."""
        return self.in_force_from.isoformat()

    def in_force(self, day: date) -> bool:
        """Whether this version was in force on a day."""
        return self.in_force_from <= day and (
            self.in_force_until is None or day <= self.in_force_until
        )
