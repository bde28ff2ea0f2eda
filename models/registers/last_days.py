"""The last days that follow from a register: notice on a third party's contract, consent asked for.

Each is worked out by a rule, with the amount that the row states in place of the usual one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from models.registers.reading import Row
from rules.calendars import WorkingCalendar
from rules.catalogue import catalogue
from rules.deadlines import Deadline, apply_rule
from rules.errors import CalendarHorizonPassed, NoRuleInForce
from rules.policy import Policy, Setting
from rules.rule import Standing
from rules.rule_set import RuleSet

THIRD_PARTY_NOTICE = "CON-23"
THIRD_PARTY_CONSENT = "CON-17"

Calendars = Callable[[str], WorkingCalendar]


@dataclass(frozen=True, kw_only=True)
class LastDay:
    """A last day of a row. `row` is its number in the register, from 1.

    `stated` where the row states the amount of time or the day itself; otherwise it is the usual
    term, a target that bounds nothing. `deadline` is None for a day that the register itself gives.
    """

    row: int
    day: date
    stated: bool
    deadline: Deadline | None = None

    @property
    def standing(self) -> str:
        """How well the amount is known: as the register says, or as the usual term stands."""
        if self.stated or self.deadline is None:
            return "as the register states"
        return self.deadline.standing

    @property
    def reading(self) -> str:
        """What the day rests on: the terms of the row, or the usual term."""
        if self.deadline is None:
            return ""
        return self.deadline.reading if self.stated else "usual term: the register states none"

    @property
    def arithmetic(self) -> str:
        """How the day was counted, in words."""
        return self.deadline.arithmetic if self.deadline else "The register gives the day itself."


def notice_days(
    rows: Iterable[Row], calendars: Calendars, of: RuleSet | None = None
) -> Iterator[LastDay]:
    """The last day for notice on each contract that has an end or a notice date, in their order.

    The safe reading is taken. A day that the register gives goes before one worked out.
    """
    for number, row in enumerate(rows, 1):
        if "notice_on" in row:
            yield LastDay(row=number, day=date.fromisoformat(row["notice_on"]), stated=True)
        elif "ends_on" in row:
            ends_on = date.fromisoformat(row["ends_on"])
            found = _worked(THIRD_PARTY_NOTICE, ends_on, row.get("notice_period"), calendars, of)
            if found:
                yield _last_day(number, found, stated="notice_period" in row)


def consent_days(
    rows: Iterable[Row], event: date, calendars: Calendars, of: RuleSet | None = None
) -> Iterator[LastDay]:
    """The last day to ask for each licence that moves with consent; `event` is the expiry.

    The vendor's lead time is counted back where the row states it, the usual time where not.
    """
    for number, row in enumerate(rows, 1):
        if row.get("transferable") != "with consent":
            continue
        found = _worked(THIRD_PARTY_CONSENT, event, row.get("lead_time"), calendars, of)
        if found:
            yield _last_day(number, found, stated="lead_time" in row)


def _last_day(number: int, found: Deadline, *, stated: bool) -> LastDay:
    days = [day for day in (found.safe_limit, found.legal_limit, found.target) if day]
    day = min(days)
    assert isinstance(day, date)
    return LastDay(row=number, day=day, stated=stated, deadline=found)


def _worked(
    rule_id: str, event: date, period: str | None, calendars: Calendars, of: RuleSet | None
) -> Deadline | None:
    """The deadline; None where the day lies outside what the rules or the calendars know."""
    try:
        rule = catalogue(of).rule(rule_id, event)
        if period and rule.parameter:
            rule = _policy(rule.parameter, period).govern(rule)
        return apply_rule(rule, event, calendars)
    except (CalendarHorizonPassed, NoRuleInForce):
        return None


def _policy(parameter: str, period: str) -> Policy:
    """A policy that sets the amount a row states: `3 months`, `20 working days`."""
    number, unit = period.split(" ", 1)
    amount = {f"{unit.rstrip('s')}s".replace(" ", "_"): int(number)}
    setting = Setting(
        parameter=parameter,
        value=amount,
        standing=Standing.CONFIRMED,
        cite=f"the register: {period}",
    )
    return Policy(code="row", name="the register", settings={parameter: setting})
