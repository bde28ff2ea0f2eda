"""The timetable: forward from today, backward from the fixed end, and what lies between.

Every step gets the earliest day it can happen and the last days on which it may (on the legal,
the safe and the target reading); their distance in working days is its slack, and negative slack
is kept, never hidden.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from rules.arithmetic import spoken
from rules.backward import backward, limiter
from rules.breakdown import Step
from rules.dating import Dating, StepDate
from rules.forward import Forward, driver
from rules.network import LEVELS, Level, Network, network
from rules.schedule import NEVER, Pass
from rules.situation import DecisionId, Situation, StepId


@dataclass(frozen=True, kw_only=True)
class PlannedStep:
    """One instance of one step in the timetable.

    `earliest_on` is when it can happen, `over_on` when what follows may start (a decision's
    effect). `legal_limit`, `safe_limit` and `target_on` are last days, inclusive, None where
    nothing bounds it. `driver` is what its earliest day waits for, `limiter` what sets its last.
    Slack past the calendar's horizon is not counted: it is at least what is given.
    `last_serving_on` is the last day on which a decision could be taken at any meeting at all.
    `status` is `done`, `presumed`, `decided`, `ready`, `waiting` or `not-required`.
    """

    id: StepId
    step: Step
    status: str
    earliest_on: date | None
    over_on: date | None
    legal_limit: date | None
    safe_limit: date | None
    target_on: date | None
    slack_working_days: int | None
    rule: str | None
    blocked_by: tuple[StepId, ...]
    driver: StepId | None
    limiter: StepId | None
    dates: tuple[StepDate, ...]
    meeting_on: date | None = None
    meeting_is_known: bool = True
    last_serving_on: date | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Timetable:
    """Every instance, in the order of the breakdown.

    `beyond` are dates that could not be worked out, since they lie past what a calendar knows.
    """

    situation: Situation
    steps: dict[StepId, PlannedStep] = field(default_factory=dict)
    beyond: Mapping[tuple[StepId, str], str] = field(default_factory=dict)

    def __iter__(self) -> Iterator[PlannedStep]:
        return iter(self.steps.values())

    def bound(self, at: StepId) -> list[StepId]:
        """What sets the last day of a step, from the step to the one whose own rule bounds it."""
        found = [at]
        while (limiter := self.steps[found[-1]].limiter) is not None:
            found.append(limiter)
        return found

    def chain(self, at: StepId) -> list[StepId]:
        """What the earliest day of a step waits for, from today or the last record, to it."""
        found = [at]
        while (driver := self.steps[found[-1]].driver) is not None:
            found.append(driver)
        return found[::-1]


def draw_up(situation: Situation) -> Timetable:
    """The timetable of a situation.

    Raises: RuleRefused for a loop or for links that cannot all hold; CalendarHorizonPassed.
    """
    dating = Dating(situation)
    plan = _Plan(network(situation, dating))
    steps = {at: plan.step(at) for at in plan.net.before}
    return Timetable(situation=situation, steps=steps, beyond=dating.beyond)


_NONE = DecisionId("", "")


class _Plan:
    """Both passes over one network, and what each step shows of them."""

    def __init__(self, net: Network) -> None:
        self.net = net
        self.schedule = net.schedules[LEVELS[0]]
        legal = backward(self.schedule, net.last_days(LEVELS[0]), starts=net.last_starts())
        self.late: dict[Level, Pass] = {LEVELS[0]: legal}
        self.free = backward(net.without_meetings(), net.last_days(LEVELS[0]))
        self.early = Forward(self.schedule).run(net.where.today)
        self.meeting = {
            decision: self._meeting(at, decision)
            for at in net.before
            if (decision := net.decision(at))
        }
        pinned = {
            at: day for at in net.before if (day := self.meeting.get(net.decision(at) or _NONE))
        }
        for level in LEVELS[1:]:
            last = net.last_days(level)
            self.late[level] = backward(net.schedules[level], last, pinned=pinned)
        self.dates = {at: net.dating.of(at, self.meeting.get) for at in net.before}

    def _meeting(self, at: StepId, decision: DecisionId) -> date | None:
        """The meeting a decision is counted from: chosen and in time, else the last that serves."""
        chosen = self.net.where.chosen.get(decision)
        latest = self._day(self.late[LEVELS[0]], at, start=True)
        return latest if self.net.is_open(at) and latest else chosen

    def _day(self, passed: Pass, at: StepId, *, start: bool = False) -> date | None:
        place = self.schedule.place[at]
        day = passed.start[place] if start else passed.finish[place]
        return None if day == NEVER else date.fromordinal(day)

    def _limit(self, at: StepId, level: Level) -> date | None:
        """The last day on a level: of a decision its meeting, of any other step its finish."""
        own = [d.limit(level) for d in self.dates[at] if d.limits]
        if self.net.is_open(at):
            is_decision = self.net.decision(at) is not None
            own.append(self._day(self.late[level], at, start=is_decision))
        return _least(*own)

    def step(self, at: StepId) -> PlannedStep:
        net, step = self.net, self.net.step(at)
        decision = net.decision(at)
        needed = net.where.is_needed(step)
        earliest = self._day(self.early, at, start=decision is not None) if needed else None
        limits = {level: self._limit(at, level) if needed else None for level in LEVELS}
        legal, safe, target = (limits[level] for level in LEVELS)
        blocked = tuple(before for before in net.before[at] if net.is_open(before))
        place = self.schedule.place[at]
        waits_for = driver(self.schedule, self.early, place, net.where.today)
        unlisted = place in self.early.unlisted and net.is_open(at)
        return PlannedStep(
            id=at,
            step=step,
            status=self._status(at, step, blocked=bool(blocked)),
            earliest_on=earliest,
            over_on=self._day(self.early, at) if needed else None,
            legal_limit=legal,
            safe_limit=_least(safe, legal),
            target_on=_least(target, safe, legal),
            slack_working_days=self._slack(at, legal, earliest),
            rule=self._governing_rule(at, step, limits),
            blocked_by=blocked,
            driver=self._named(waits_for),
            limiter=self._named(limiter(self.schedule, self.late[LEVELS[0]], place)),
            dates=tuple(self.dates[at]),
            meeting_on=self.meeting[decision] if decision else None,
            meeting_is_known=not unlisted,
            last_serving_on=self._day(self.free, at, start=True) if decision else None,
            note=self._note(at, earliest, unlisted=unlisted),
        )

    def _named(self, place: int | None) -> StepId | None:
        return None if place is None else StepId(*self.schedule.tasks[place].id)  # type: ignore[misc]

    def _status(self, at: StepId, step: Step, *, blocked: bool) -> str:
        where = self.net.where
        if at in where.done:
            return "done"
        if at in where.presumed:
            return "presumed"
        if not where.is_needed(step):
            return "not-required"
        decision = self.net.decision(at)
        if decision and where.has_carried(decision):
            return "decided"
        return "waiting" if blocked else "ready"

    def _slack(self, at: StepId, limit: date | None, earliest: date | None) -> int | None:
        if not self.net.is_open(at) or limit is None or earliest is None:
            return None
        calendar = self.net.where.calendar("council", at.council)
        return calendar.distance(earliest, min(limit, calendar.known_until))

    def _governing_rule(
        self, at: StepId, step: Step, limits: dict[Level, date | None]
    ) -> str | None:
        """The rule whose day is the limit; failing that, the first of the step's own."""
        for level in LEVELS:
            for found in self.dates[at]:
                day = found.limit(level)
                if found.limits and day and day == limits[level] and found.deadline.rule_id:
                    return found.deadline.rule_id
        named = [dated.rule for dated in (*step.limits, *step.dates) if dated.rule]
        return next(iter(named), None)

    def _note(self, at: StepId, earliest: date | None, *, unlisted: bool) -> str:
        if earliest is None:
            return ""
        if unlisted and at.council:
            body = self.net.where.party(at.council).body
            return (
                f"no meeting of {body} is known that its notices can still reach; "
                f"{spoken(earliest)} is the first day on which one could lawfully be held"
            )
        for window in self.net.where.windows:
            if window.holds(self.net.step(at).activity, str(at)):
                after = self.net.where.calendar("council", at.council).nth_after(
                    window.closes_on, 1
                )
                if earliest == after:
                    return f"kept out of the {window.name}"
        return ""


def _least(*days: date | None) -> date | None:
    return min((day for day in days if day), default=None)
