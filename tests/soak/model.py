"""A simple model of a transition: what a clerk with a calendar and a sheet of paper would work out.

It knows nothing of the product. Councils meet any day; members may call a decision in within five
working days of its publication, taken to be two working days after the meeting where nobody says;
scrutiny has ten working days; a decision takes effect the working day after its window closes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

CARRIED = ("approved", "amended", "conditional")
#: The bank holidays of England and Wales from June 2026 to the end of 2027, on weekdays.
CLOSED = {
    *(date(2026, 8, 31), date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)),
    *(date(2027, 3, 26), date(2027, 3, 29), date(2027, 5, 3), date(2027, 5, 31)),
    *(date(2027, 8, 30), date(2027, 12, 27), date(2027, 12, 28)),
}


def working_days_after(day: date, count: int) -> date:
    """The working day so many after a day, which itself does not count."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5 and day not in CLOSED
    return day


@dataclass
class Decision:
    """A decision of one council, as its papers tell of it."""

    meeting_on: date
    outcome: str = ""
    published_on: date | None = None
    waived_on: date | None = None
    called_in_on: date | None = None
    released_on: date | None = None
    referred_on: date | None = None
    reheard_on: date | None = None
    reheard: str = ""
    conditions: list[date | None] = field(default_factory=list)
    #: The day on which the engine closed its step; None while it is open.
    closed_on: date | None = None

    @property
    def carried(self) -> bool:
        """Whether the council is for it."""
        return self.outcome in CARRIED and self.reheard != "withdrawn"

    @property
    def is_waived(self) -> bool:
        """Whether no call-in is allowed."""
        return self.waived_on is not None and self.waived_on <= self.meeting_on

    @property
    def waits_for_scrutiny(self) -> bool:
        """Whether it was called in, and neither let go nor sent back."""
        return bool(self.called_in_on) and not (self.released_on or self.referred_on)

    def closes(self, published_on: date | None) -> date:
        """The last day of its window."""
        return working_days_after(published_on or working_days_after(self.meeting_on, 2), 5)

    @property
    def lapses(self) -> date:
        """The day on which the time of scrutiny runs out."""
        assert self.called_in_on
        return working_days_after(self.called_in_on, 10)

    @property
    def effective_on(self) -> date | None:
        """The first day on which it may be acted upon; None while that is open."""
        cleared = self._cleared_on() if self.carried else None
        if cleared is None or None in self.conditions:
            return None
        return max([cleared, *(each for each in self.conditions if each)])

    def _cleared_on(self) -> date | None:
        if self.is_waived:
            return self.meeting_on
        if not self.called_in_on:
            return working_days_after(self.closes(self.published_on), 1)
        if self.reheard_on:
            return working_days_after(self.reheard_on, 1)
        if self.released_on:
            return min(self.lapses, working_days_after(self.released_on, 1))
        return None


@dataclass
class Transition:
    """A transition of three councils, as far as the model goes."""

    today: date
    decisions: dict[str, Decision]
    #: The councils whose notice is published.
    noticed: set[str] = field(default_factory=set)
    #: Steps that people closed: the day, and by whom.
    closed: dict[str, tuple[date, str]] = field(default_factory=dict)
    gate_is_open: bool = False
    expiry_on: date = date(2027, 3, 31)
    until_on: date | None = None
    said_no: set[str] = field(default_factory=set)
    said_go: set[str] = field(default_factory=set)

    @property
    def all_in_effect(self) -> bool:
        """Whether every council's decision may be acted upon today."""
        days = [each.effective_on for each in self.decisions.values()]
        return all(day is not None and day <= self.today for day in days)

    def step(self) -> None:
        """What the engine does today: decisions in effect close their steps, the last the gate."""
        for each in self.decisions.values():
            if not each.closed_on and each.effective_on and each.effective_on <= self.today:
                each.closed_on = each.effective_on
        self.gate_is_open = all(each.closed_on for each in self.decisions.values())

    def undo(self, council: str) -> None:
        """What was closed too early for the decision as it now stands is open again."""
        decision = self.decisions[council]
        effective = decision.effective_on
        if decision.closed_on and decision.closed_on != effective:
            decision.closed_on = None
            self.gate_is_open = False
        signed = self.closed.get("1.9")
        if signed and (effective is None or signed[0] < effective):
            del self.closed["1.9"]
