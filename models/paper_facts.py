"""What a paper or a letter is made from: the facts of one council's decision, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from models.progress import Progress
from models.registers.last_days import LastDay
from rules.rule_set import RuleSet

#: Stands for every step there is, where a document names the steps whose dates it tells.
EVERY_STEP = "*"


@dataclass(frozen=True, kw_only=True)
class KnownFact:
    """One fact with where it comes from; `value` is None for a gap.

    `entry` is the log entry that recorded it; 0 where none did.
    """

    name: str
    value: str | None
    source: str
    standing: str
    url: str = ""
    entry: int = 0


def plain_name(name: str) -> str:
    """The name of a fact without the decision or kind it is given for: `final.risks` is `risks`."""
    return name.rpartition(".")[2]


@dataclass(frozen=True, kw_only=True)
class Withheld:
    """That a fact is exempt information and under which paragraph of Schedule 12A; not the fact."""

    paragraph: int
    public_interest: str


@dataclass(frozen=True, kw_only=True)
class DateWorked:
    """One date in a paper and how it was worked out.

    `kind` says what the day is: `last day`, `safe last day`, `target` or `first day`.
    """

    what: str
    day: date
    kind: str
    rule: str
    arithmetic: str
    reading: str
    standing: str
    cite: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Counts:
    """A date that a document counts by a rule from the day that a fact gives."""

    rule: str
    fact: str
    what: str


@dataclass(frozen=True, kw_only=True)
class CouncilNamed:
    """A council in the transition; one whose role is `shared` and code empty is all together."""

    code: str
    name: str
    role: str
    body: str


@dataclass(frozen=True, kw_only=True)
class RegisterFacts:
    """A register of the transition: its rows in order, by column, and the last days that follow.

    `exempt` are the names of those that are exempt information, which are among the `rows` of the
    exempt paper alone.
    """

    name: str
    rows: tuple[Mapping[str, str], ...]
    days: tuple[LastDay, ...] = ()
    exempt: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PaperFacts:
    """The facts of one document, of one council or of all together, as they stand on a day.

    `facts` are by name, a council's own before the shared one. `decision` is `in-principle` or
    `final`, and empty for a document that belongs to neither. `meeting_on` is None while no
    meeting is chosen. `on` is the day that the document is written for. `regime` is the procurement
    law of the contract, empty where it is not known. `progress` is where the transition stands.
    `registers` are those that the document is made from, as far as they were imported.
    `rule_set` is what the transition is planned by; None is the one that ships. `warnings` are for
    whoever has it written, and no part of it.

    `withheld` are exempt facts: they are among `facts` only where those are of the `exempt` paper.
    `trail` has by role the days (ISO, or empty) on which comments were sought and included.
    """

    reference: str
    title: str
    council: CouncilNamed
    councils: tuple[CouncilNamed, ...]
    supplier: str
    contract_title: str
    expiry_on: date
    commencement_on: date
    decision: str
    meeting_on: date | None
    on: date
    regime: str = ""
    facts: Mapping[str, KnownFact] = field(default_factory=dict)
    dates: tuple[DateWorked, ...] = ()
    progress: Progress = field(default_factory=Progress)
    registers: Mapping[str, RegisterFacts] = field(default_factory=dict)
    rule_set: RuleSet | None = field(default=None, repr=False)
    warnings: tuple[str, ...] = ()
    exempt: bool = False
    withheld: Mapping[str, Withheld] = field(default_factory=dict)
    trail: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def exempt_rows(self) -> tuple[str, ...]:
        """The names of the exempt rows in the registers that the document is made from."""
        return tuple(name for each in self.registers.values() for name in each.exempt)
