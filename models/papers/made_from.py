"""What a version was made from: every fact and date that its page asked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from models.paper_facts import DateWorked, KnownFact, PaperFacts, Withheld
from rules.almanac import calendar
from rules.rule_set import shipped

#: What a paper tells beside its facts and dates.
_GIVEN = (
    *("title", "supplier", "contract_title", "expiry_on", "commencement_on"),
    *("meeting_on", "council", "councils"),
)
#: Facts that stand under other words in what is given.
_TOLD_AS_GIVEN = ("meeting_on", "meeting_name", "council_name")


@dataclass(frozen=True, kw_only=True)
class FactSeen:
    """A fact as the page asked for it. `entry` is the log entry that recorded it; 0 is none.

    A `paragraph` of Schedule 12A above 0 says that the value was withheld, and is not here.
    """

    value: str | None
    source: str = ""
    standing: str = ""
    url: str = ""
    entry: int = 0
    paragraph: int = 0

    @property
    def said(self) -> tuple[str, ...]:
        """All that a page shows of it."""
        value = (self.value or "").strip()
        return (value, self.source, self.standing, self.url, str(self.paragraph))


@dataclass(frozen=True, kw_only=True)
class MadeFrom:
    """What a version was made from.

    `given` is told of the transition itself; `dates` are by what, kind and rule, with day and
    arithmetic; `trail` is by role, with the days on which comments were sought and included.
    `basis` names the rules and the calendar that the dates were worked out by, `held_back` the rows
    of registers that were exempt.
    """

    facts: Mapping[str, FactSeen] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    trail: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    basis: Mapping[str, str] = field(default_factory=dict)
    held_back: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The value as the log keeps it."""
        return asdict(self) | {"held_back": list(self.held_back)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> MadeFrom:
        """The value that the log kept."""
        return cls(
            facts={name: FactSeen(**row) for name, row in data["facts"].items()},
            given=data["given"],
            dates={name: (row[0], row[1]) for name, row in data["dates"].items()},
            trail={name: (row[0], row[1]) for name, row in data["trail"].items()},
            basis=data["basis"],
            held_back=tuple(data.get("held_back", ())),
        )


def made_from(
    facts: PaperFacts,
    given: Mapping[str, KnownFact],
    asked: Collection[str],
    roles: Collection[str],
) -> MadeFrom:
    """What a page is made from that asks for these facts and these roles' comments.

    `given` are the facts as the document is given them, by their plain names.
    """
    return MadeFrom(
        facts={
            name: _seen(given.get(name), facts.withheld.get(name))
            for name in sorted(asked)
            if name not in _TOLD_AS_GIVEN
        },
        given={name: _text(getattr(facts, name)) for name in _GIVEN},
        dates={_named(each): (each.day.isoformat(), each.arithmetic) for each in facts.dates},
        trail={role: facts.trail.get(role, ("", "")) for role in sorted(roles)},
        basis=_basis(facts),
        held_back=facts.exempt_rows,
    )


def _basis(facts: PaperFacts) -> dict[str, str]:
    """What names the rule files, and the calendar in them, that dates are worked out by."""
    rules = facts.rule_set or shipped()
    return {"rules": rules.digest[:12], "calendar": calendar("england-and-wales", of=rules).version}


def _seen(fact: KnownFact | None, withheld: Withheld | None) -> FactSeen:
    if withheld and fact is None:
        return FactSeen(value=None, paragraph=withheld.paragraph)
    if fact is None:
        return FactSeen(value=None)
    return FactSeen(
        value=fact.value,
        source=fact.source,
        standing=fact.standing,
        url=fact.url,
        entry=fact.entry,
    )


def _named(date: DateWorked) -> str:
    return f"{date.what} ({date.kind}, {date.rule})"


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return "; ".join(_text(each) for each in value)
    if hasattr(value, "role"):
        return f"{value.name}, {value.role}, {value.body}"
    return "" if value is None else str(value)
