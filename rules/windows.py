"""Spans in which a step may not fall unless somebody overrides it and says why. P13.

The law of elections restricts publicity, not decisions: what each activity meets inside the
pre-election period is in `rules/programme/windows.toml`, with its basis.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from rules.errors import InputError
from rules.rule_set import RuleSet, shipped

#: Effects that keep a step out of a window; `allow-with-sign-off` and `allow` do not.
KEEPS_OUT = ("block", "avoid")


@dataclass(frozen=True, kw_only=True)
class Window:
    """A span, both ends inclusive, and the activities it keeps out.

    `overrides` names the steps that may fall inside all the same, each with its reason.
    """

    name: str
    opens_on: date
    closes_on: date
    activities: frozenset[str]
    basis: str
    overrides: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.closes_on < self.opens_on:
            raise InputError(
                f"The window {self.name!r} closes on {self.closes_on}, before it opens on "
                f"{self.opens_on}.",
                "an end on or after the start.",
                "exchange the two dates.",
            )

    def holds(self, activity: str | None, step: str) -> bool:
        """Whether the window keeps a step of that activity out, unless it was overridden."""
        return activity in self.activities and step not in self.overrides


@dataclass(frozen=True, kw_only=True)
class Activity:
    """What the pre-election period means for one kind of activity."""

    activity: str
    says: str
    effect: str
    override: str
    basis: str
    standing: str


def pre_election_activities(of: RuleSet | None = None) -> dict[str, Activity]:
    """Every activity of the matrix of a rule set, the one that ships unless named, by name."""
    return _activities(of or shipped())


@cache
def _activities(of: RuleSet) -> dict[str, Activity]:
    table = of.table("programme", "windows")
    return {row["activity"]: Activity(**row) for row in table["activity"]}


def pre_election(poll_on: date, opens_on: date, where: str, of: RuleSet | None = None) -> Window:
    """The window before one poll: from the notice of election to the close of poll."""
    activities = pre_election_activities(of).values()
    kept_out = {each.activity for each in activities if each.effect in KEEPS_OUT}
    return Window(
        name=f"pre-election period, {where}",
        opens_on=opens_on,
        closes_on=poll_on,
        activities=frozenset(kept_out),
        basis="Local Government Act 1986 section 2 and the Code of Recommended Practice 2011",
    )
