"""A rule applied to an event: the three limits, with their arithmetic and what they rest on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules.calendars import WorkingCalendar
from rules.count import Answer
from rules.errors import CalendarHorizonPassed, InputError
from rules.primitives import Counted, work_out
from rules.rule import Gives, Limit, Rule

#: Resolves the calendar a count names, its council's and its contract's among them.
Calendars = Callable[[str], WorkingCalendar]


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """What a rule says about one event, and everything needed to work it out again.

    After `legal_limit` the rule is breached; between `safe_limit` and `legal_limit` the act is at
    risk on the strictest reading; `target` is practice. All three are last days, inclusive. A rule
    that fixes an earliest day fills `not_before` and leaves the limits None.
    """

    rule_id: str
    rule_version: str
    event: Answer
    legal_limit: Answer | None
    safe_limit: Answer | None
    target: Answer | None
    not_before: Answer | None
    arithmetic: str
    reading: str
    calendar: str
    calendar_version: str
    standing: str

    @property
    def governing(self) -> Answer | None:
        """The limit that binds: the legal one, or practice where the law fixes none."""
        return self.legal_limit or self.target


def apply_rule(rule: Rule, event: Answer, calendars: Calendars) -> Deadline:
    """The deadline that a rule gives for an event.

    Raises: InputError for a gate, which has no date; CalendarHorizonPassed.
    """
    if rule.gives is Gives.GATE:
        raise InputError(
            f"{rule.id} ({rule.name}) is a gate: it has no date.",
            "a rule that counts.",
            f"record the facts it asks for: {', '.join(rule.gate.facts) if rule.gate else ''}.",
        )
    if rule.gives is Gives.LAST_DAY:
        return _last_day(rule, event, calendars)
    limit = rule.earliest or rule.opens
    assert limit is not None
    found = work_out(limit.count, event, calendars(limit.count.calendar))
    return Deadline(
        legal_limit=None,
        safe_limit=None,
        target=None,
        not_before=found.answer,
        arithmetic=found.arithmetic,
        reading=limit.why or "as worded",
        **_provenance(rule, event, found),
    )


def _last_day(rule: Rule, event: Answer, calendars: Calendars) -> Deadline:
    def worked(limit: Limit | None) -> Counted | None:
        return work_out(limit.count, event, calendars(limit.count.calendar)) if limit else None

    legal = worked(rule.legal)
    safe = worked(rule.safe) or legal
    target = worked(rule.target)
    strictest = min((c.answer for c in (legal, safe) if c), default=None)
    aim = target.answer if target else strictest
    shown = legal or target
    assert shown is not None
    if isinstance(aim, date) and type(aim) is date:
        aim = _when_open(aim, calendars("council"))
    words = [shown.arithmetic]
    if safe and legal and safe.answer != legal.answer:
        words.append(f"Strictest reading: {safe.arithmetic}")
    if target and target is not shown:
        words.append(f"Target: {target.arithmetic}")
    return Deadline(
        legal_limit=legal.answer if legal else None,
        safe_limit=safe.answer if safe else None,
        target=aim,
        not_before=None,
        arithmetic=" ".join(words),
        reading=_reading(rule, legal, safe),
        **_provenance(rule, event, shown),
    )


def _when_open(aim: date, calendar: WorkingCalendar) -> date:
    """The last working day up to a target; past the calendar's horizon, the target as counted."""
    try:
        return calendar.on_or_before(aim)
    except CalendarHorizonPassed:
        return aim


def _reading(rule: Rule, legal: Counted | None, safe: Counted | None) -> str:
    if legal is None:
        return rule.target.why if rule.target and rule.target.why else "no limit in law: practice"
    why = rule.legal.why if rule.legal and rule.legal.why else "as worded"
    if safe and rule.safe and safe.answer != legal.answer:
        return f"legal: {why}; safe: {rule.safe.why or 'the strictest reading'}"
    return why


def _provenance(rule: Rule, event: Answer, found: Counted) -> dict[str, Any]:
    return {
        "rule_id": rule.id,
        "rule_version": rule.version,
        "event": event,
        "calendar": found.calendar,
        "calendar_version": found.calendar_version,
        "standing": str(rule.standing),
    }
