"""Which deadlines somebody must be told of, at which levels, and on which day each is reached.

A step is told of when a rule of its own bounds it, when it is a decision, or when it is go-live:
what is late only with another is not told twice. All days are worked out once from a timetable;
until something is recorded they stay as they are, so a check need only look at what is due.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rules.arithmetic import plural, spoken
from rules.calendars import WorkingCalendar
from rules.errors import CalendarHorizonPassed
from rules.findings import DUE_SOON_WORKING_DAYS, findings, is_bounded
from rules.situation import StepId
from rules.timetable import PlannedStep, Timetable

UPCOMING_WORKING_DAYS = 20
#: Levels, gravest last. `unplannable` is that of a transition whose dates cannot be worked out.
LEVELS = (
    *("upcoming", "due-soon", "target-passed"),
    *("at-risk", "unreachable", "breached", "unplannable"),
)
#: How long an alert may stand before its owner's manager is told: our practice, no rule of law.
ESCALATED_AFTER_WORKING_DAYS = {
    "due-soon": 5,
    "at-risk": 2,
    "unreachable": 1,
    "breached": 1,
    "unplannable": 1,
}
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Reached:
    """A level and the first day on which it is reached."""

    level: str
    on: date


@dataclass(frozen=True, kw_only=True)
class Watched:
    """A deadline of an open step: `limit_on` is its last day, inclusive.

    `safe_on` is the last day on the strictest reading where that is an earlier one. `is_law` is
    False where only a target of good practice bounds the step. `levels` come by day.
    """

    at: StepId
    name: str
    owners: tuple[str, ...]
    rule: str | None
    limit_on: date
    safe_on: date | None
    is_law: bool
    arithmetic: str
    levels: tuple[Reached, ...]

    def reached(self, day: date) -> Reached | None:
        """The gravest level reached by a day, inclusive; None before the first."""
        passed = [each for each in self.levels if each.on <= day]
        return max(passed, key=lambda each: LEVELS.index(each.level), default=None)

    def following(self, day: date) -> Reached | None:
        """The next level to come after a day that is graver than what is reached by then."""
        now = self.reached(day)
        least = LEVELS.index(now.level) if now else -1
        later = (r for r in self.levels if r.on > day and LEVELS.index(r.level) > least)
        return next(later, None)


def watched(timetable: Timetable, since: date | None = None) -> list[Watched]:
    """Every deadline of an open step, in the order of the breakdown.

    What is out of reach is taken to be so since `since`: today when left out.
    """
    reached = since or timetable.situation.today
    beyond = {f.step for f in findings(timetable) if f.kind == "cannot-be-met"}
    return [
        _watched(timetable, planned, reached if planned.id in beyond else None)
        for planned in timetable
        if planned.status in ("ready", "waiting")
        and is_bounded(planned)
        and (planned.legal_limit or planned.target_on)
    ]


def _watched(timetable: Timetable, planned: PlannedStep, beyond_since: date | None) -> Watched:
    limit = planned.legal_limit or planned.target_on
    assert limit
    safe = planned.safe_limit if planned.legal_limit else None
    calendar = timetable.situation.calendar("council", planned.id.council)
    found = Watched(
        at=planned.id,
        name=planned.step.name,
        owners=planned.step.owners,
        rule=planned.rule,
        limit_on=limit,
        safe_on=safe if safe and safe < limit else None,
        is_law=planned.legal_limit is not None,
        arithmetic=_arithmetic(planned, limit),
        levels=(),
    )
    return replace(found, levels=_levels(found, calendar, beyond_since))


def _levels(
    found: Watched, calendar: WorkingCalendar, beyond_since: date | None
) -> tuple[Reached, ...]:
    first_limit = found.safe_on or found.limit_on
    days = {
        "upcoming": _before(calendar, first_limit, UPCOMING_WORKING_DAYS),
        "due-soon": _before(calendar, first_limit, DUE_SOON_WORKING_DAYS),
    }
    if found.safe_on:
        days["at-risk"] = found.safe_on + _ONE_DAY
    days["breached" if found.is_law else "target-passed"] = found.limit_on + _ONE_DAY
    if beyond_since:
        days["unreachable"] = beyond_since
    order = sorted(days.items(), key=lambda item: (item[1], LEVELS.index(item[0])))
    return tuple(Reached(level=level, on=on) for level, on in order)


def _before(calendar: WorkingCalendar, day: date, working_days: int) -> date:
    """The day so many working days before; the calendar's first day where it knows none earlier."""
    try:
        return calendar.nth_before(min(day, calendar.known_until), working_days)
    except CalendarHorizonPassed:
        return calendar.first_day


def _arithmetic(planned: PlannedStep, limit: date) -> str:
    """How the limit was counted where a rule of the step's own fixes it, else what it serves."""
    for dated in planned.dates:
        if dated.limits and limit in (dated.limit("legal_limit"), dated.limit("target")):
            return dated.deadline.arithmetic
    return f"{spoken(limit)} is the last day that leaves what follows in time."


def told(found: Watched, reached: Reached, late_working_days: int) -> str:
    """The alert in a sentence or two: what, by when, how grave, and how late it was found."""
    return " ".join(_sentences(found, reached.level, reached.on, late_working_days))


def _sentences(found: Watched, level: str, reached_on: date, late: int) -> Iterator[str]:
    name, limit = f"{found.at} {found.name}", spoken(found.limit_on)
    match level:
        case "unplannable":
            yield found.arithmetic
        case "upcoming" | "due-soon":
            kind = "last lawful day" if found.is_law else "target"
            yield f"{name}: the {kind} is {limit}."
            if found.safe_on:
                yield f"On the strictest reading it is {spoken(found.safe_on)}."
        case "target-passed":
            yield f"{name}: the target, {limit}, has passed; no limit of law has."
        case "at-risk":
            safe = spoken(found.safe_on or found.limit_on)
            yield f"{name}: {safe}, the last day on the strictest reading, has passed."
            yield f"On the most permissive it is lawful until {limit}."
        case "unreachable":
            yield f"{name}: as things stand it cannot be done by {limit}."
        case "breached":
            yield f"{name}: the last lawful day was {limit}."
    if late > 0:
        days = plural(late, "working day")
        yield f"Found {days} late: this level was reached on {spoken(reached_on)}."
