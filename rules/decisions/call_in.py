"""Call-in as one council's constitution has it: the days that the CALL rules give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from rules.arithmetic import spoken
from rules.calendars import WorkingCalendar
from rules.catalogue import Catalogue
from rules.counting import nth_working_day_after
from rules.deadlines import Deadline, apply_rule
from rules.policy import Policy

#: When a decision is published by usual practice, where nothing is recorded (CALL-01).
PUBLICATION_WORKING_DAYS = 2


@dataclass(frozen=True, kw_only=True)
class CallIn:
    """The call-in rules, the council's own settings among them.

    The Local Government Act 2000 lets scrutiny have a decision reconsidered before it is carried
    out and fixes no period: every amount is the constitution's.
    """

    policy: Policy
    calendars: Callable[[str], WorkingCalendar]
    rules: Catalogue

    def publication(self, meeting: date) -> date:
        """When a decision of that meeting is published by usual practice."""
        return nth_working_day_after(meeting, PUBLICATION_WORKING_DAYS, self._calendar)

    def event(self, meeting: date, published_on: date | None) -> date:
        """The day from which call-in is counted: publication, or where so ruled the decision."""
        if self.policy.manner("call_in.starts", "publication") == "decision":
            return meeting
        return published_on or self.publication(meeting)

    def closes(self, meeting: date, published_on: date | None) -> Deadline:
        """The last day on which the decision may be called in (CALL-02)."""
        return self._apply("CALL-02", self.event(meeting, published_on))

    def effect(self, meeting: date, published_on: date | None) -> Deadline:
        """The first day it may be acted upon where nobody called it in (CALL-03)."""
        return self._apply("CALL-03", self.event(meeting, published_on))

    def scrutiny_by(self, called_in_on: date) -> Deadline:
        """The last day for scrutiny to meet (CALL-04)."""
        return self._apply("CALL-04", called_in_on)

    def lapse(self, called_in_on: date) -> Deadline:
        """The day of effect where scrutiny neither met nor referred it back in time (CALL-06)."""
        return self._apply("CALL-06", called_in_on)

    def reconsider_by(self, referred_on: date) -> Deadline:
        """The last day for the decision maker to reconsider (CALL-05)."""
        return self._apply("CALL-05", referred_on)

    def following(self, day: date) -> tuple[date, str]:
        """The first day of effect once call-in is over on a day, with its arithmetic.

        It follows as it would the close of a window: the next day, or the next working day.
        """
        after = day + timedelta(days=1)
        words = f"may be acted upon from the day after {spoken(day)}, {spoken(after)}"
        if self.policy.manner("call_in.takes_effect", "next-working-day") == "next-day":
            return after, f"{words}."
        working = self._calendar.on_or_after(after)
        if working != after:
            words += f"; that is no working day, so {spoken(working)}"
        return working, f"{words}."

    @property
    def _calendar(self) -> WorkingCalendar:
        return self.calendars("council")

    def _apply(self, rule_id: str, event: date) -> Deadline:
        rule = self.policy.govern(self.rules.rule(rule_id))
        return apply_rule(rule, event, self.calendars)
