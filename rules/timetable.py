"""The timetable: forward from today, backward from the fixed end, and what lies between.

Every step gets the earliest day it can happen and the last days on which it may (on the legal,
the safe and the target reading); their distance in working days is its slack, and negative slack
is kept, never hidden.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from graphlib import CycleError, TopologicalSorter
from typing import Literal

from rules.arithmetic import spoken
from rules.breakdown import Step
from rules.catalogue import Catalogue, catalogue
from rules.dating import Dating, StepDate
from rules.errors import CalendarHorizonPassed, RuleRefused
from rules.situation import DecisionId, Situation, StepId

Level = Literal["legal_limit", "safe_limit", "target"]
LEVELS: tuple[Level, ...] = ("legal_limit", "safe_limit", "target")
#: The step that happens on commencement, neither before nor after.
GO_LIVE = "11.1"
_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class PlannedStep:
    """One instance of one step in the timetable.

    `earliest_on` is when it can happen, `over_on` when what follows may start (a decision's
    effect). `legal_limit`, `safe_limit` and `target_on` are last days, inclusive, None where
    nothing bounds it. `driver` is what its earliest day waits for. `status` is `done`, `presumed`,
    `decided`, `ready`, `waiting` or `not-required`.
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
    dates: tuple[StepDate, ...]
    meeting_on: date | None = None
    meeting_is_known: bool = True
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Timetable:
    """Every instance, in an order in which each follows what comes before it."""

    situation: Situation
    steps: dict[StepId, PlannedStep] = field(default_factory=dict)

    def __iter__(self) -> Iterator[PlannedStep]:
        return iter(self.steps.values())

    def chain(self, at: StepId) -> list[StepId]:
        """What the earliest day of a step waits for, from today or the last record, to it."""
        found = [at]
        while (driver := self.steps[found[-1]].driver) is not None:
            found.append(driver)
        return found[::-1]


def draw_up(situation: Situation, rules: Catalogue | None = None) -> Timetable:
    """The timetable of a situation. Raises: RuleRefused for a loop; CalendarHorizonPassed."""
    return _Passes(situation, rules or catalogue()).timetable()


class _Passes:
    """Both passes over one situation; every value is worked out once."""

    def __init__(self, situation: Situation, rules: Catalogue) -> None:
        self.where = situation
        self.dating = Dating(situation, rules)
        self.order = _ordered(situation)
        self.before = {at: situation.predecessors(at) for at in self.order}
        self.after: dict[StepId, list[StepId]] = {at: [] for at in self.order}
        for at, earlier in self.before.items():
            for other in earlier:
                self.after[other].append(at)
        self.meeting: dict[DecisionId, date | None] = {}
        self.dates: dict[StepId, list[StepDate]] = {}
        self.latest: dict[StepId, dict[Level, date | None]] = {}
        self.earliest: dict[StepId, date | None] = {}
        self.over: dict[StepId, date | None] = {}
        self.driver: dict[StepId, StepId | None] = {}
        self.notes: dict[StepId, str] = {}
        self.unknown: set[StepId] = set()

    def timetable(self) -> Timetable:
        for at in reversed(self.order):
            self._backward(at)
        for at in self.order:
            self._forward(at)
        return Timetable(
            situation=self.where, steps={at: self._planned(at) for at in self._listed()}
        )

    # backward from the fixed end

    def _backward(self, at: StepId) -> None:
        step = self.where.breakdown.step(at.key)
        if step.decision:
            self._settle_meeting(at, DecisionId(step.decision, at.council or ""))
        self.dates[at] = self.dating.of(at, self.meeting.get)
        self.latest[at] = {level: self._latest(at, step, level) for level in LEVELS}

    def _latest(self, at: StepId, step: Step, level: Level) -> date | None:
        days = [d.limit(level) for d in self.dates[at] if d.limits]
        if at.key == GO_LIVE:
            days.append(self.where.commencement_on)
        if step.decision:
            days.append(self.meeting[DecisionId(step.decision, at.council or "")])
        else:
            days.append(self._needed_by(at, level))
        return min((day for day in days if day), default=None)

    def _needed_by(self, at: StepId, level: Level) -> date | None:
        """The day by which the steps that follow need this one to be over."""
        bounds = [
            self._start(later, self.latest[later][level])
            for later in self.after[at]
            if self._is_open(later)
        ]
        return min((day for day in bounds if day), default=None)

    def _start(self, at: StepId, end: date | None) -> date | None:
        """The day a step must start to end on `end`, given its working time."""
        working_days = self.where.durations.get(at.key, 0)
        if end is None or working_days == 0:
            return end
        return self.where.calendar("council", at.council).nth_before(end + _DAY, working_days + 1)

    def _settle_meeting(self, at: StepId, decision: DecisionId) -> None:
        """The meeting chosen, if it can still serve; otherwise the last that can."""
        bound = self._needed_by(at, "legal_limit")
        chosen = self.where.chosen.get(decision)
        listed = self._listed_meetings(decision)
        if self.where.closed_on(at) or bound is None:
            self.meeting[decision] = chosen
            return
        if chosen and self._takes_effect(decision, chosen) <= bound:
            self.meeting[decision] = chosen
            return
        workable = [day for day in listed if self._takes_effect(decision, day) <= bound]
        if workable:
            self.meeting[decision] = workable[-1]
        else:
            self.meeting[decision] = chosen or self._last_day_to_decide(decision, bound)
            if not listed:
                self.notes[at] = "no meeting dates are known: the last day a meeting could serve"

    def _last_day_to_decide(self, decision: DecisionId, bound: date) -> date:
        calendar = self.where.calendar("council", decision.council)
        day = calendar.on_or_before(bound)
        while self._takes_effect(decision, day) > bound:
            day = calendar.nth_before(day, 1)
        return day

    def _takes_effect(self, decision: DecisionId, meeting: date) -> date:
        answer = self.dating.effective(decision, meeting).not_before
        assert isinstance(answer, date)
        return answer

    # forward from today

    def _forward(self, at: StepId) -> None:
        closed = self.where.closed_on(at)
        step = self.where.breakdown.step(at.key)
        self.driver[at] = None
        if closed or not self.where.is_needed(step):
            self.earliest[at] = self.over[at] = closed
            return
        start = self._start_after_predecessors(at)
        if step.decision:
            self._forward_decision(at, DecisionId(step.decision, at.council or ""), start)
            return
        day = self._worked(at, start)
        if at.key == GO_LIVE:
            day = max(day, self.where.commencement_on)
        self.earliest[at] = self.over[at] = self._outside_windows(at, step, day)

    def _start_after_predecessors(self, at: StepId) -> date:
        start = self.where.today
        for earlier in self.before[at]:
            over = self.over[earlier]
            if over and over >= start and over > self.where.today:
                start, self.driver[at] = over, earlier
        return start

    def _worked(self, at: StepId, start: date) -> date:
        calendar = self.where.calendar("council", at.council)
        working_days = self.where.durations.get(at.key, 0)
        if working_days:
            return calendar.nth_after(start - _DAY, working_days + 1)
        return start if at.key == GO_LIVE else calendar.on_or_after(start)

    def _outside_windows(self, at: StepId, step: Step, day: date) -> date:
        for window in sorted(self.where.windows, key=lambda window: window.opens_on):
            if window.keeps_out(step.activity, str(at), day):
                day = self.where.calendar("council", at.council).on_or_after(window.closes_on + _DAY)
                self.notes[at] = f"kept out of the {window.name}"
        return day

    def _forward_decision(self, at: StepId, decision: DecisionId, start: date) -> None:
        taken = self.where.chosen.get(decision) if decision in self.where.effective else None
        meeting = taken or self._next_meeting(at, decision, start)
        self.earliest[at] = meeting
        self.over[at] = self._takes_effect(decision, meeting)

    def _next_meeting(self, at: StepId, decision: DecisionId, start: date) -> date:
        """The chosen meeting, or the next one, that the notices before it can still reach.

        Where none is known, the first day on which one could lawfully be held, with a note.
        """
        step = self.where.breakdown.step(at.key)
        chosen = self.where.chosen.get(decision)
        for day in self._listed_meetings(decision):
            if day < start or (chosen and day < chosen):
                continue
            window = next((w for w in self.where.windows if w.keeps_out(step.activity, str(at), day)), None)
            if window:
                self.notes[at] = f"kept out of the {window.name}"
            elif self._can_be_noticed(at, decision, day):
                return day
        day = self._first_lawful_day(at, decision, start)
        body = self.where.party(decision.council).body
        self.notes[at] = (
            f"no meeting of {body} is known on or after {spoken(start)} that its notices can still "
            f"reach; {spoken(day)} is the first day on which one could lawfully be held"
        )
        self.unknown.add(at)
        return day

    def _first_lawful_day(self, at: StepId, decision: DecisionId, start: date) -> date:
        calendar = self.where.calendar("council", at.council)
        day = calendar.on_or_after(start)
        while not self._can_be_noticed(at, decision, day):
            day = calendar.nth_after(day, 1)
        return day

    def _listed_meetings(self, decision: DecisionId) -> list[date]:
        """The meetings at which a decision could be taken: those after the one it builds on."""
        chosen = self.where.chosen.get(decision)
        earlier = [
            day
            for other, day in self.where.chosen.items()
            if other.council == decision.council and self._builds_on(decision, other)
        ]
        listed = {*self.where.meetings.get(decision.council, ()), *([chosen] if chosen else [])}
        return sorted(day for day in listed if not earlier or day > max(earlier))

    def _builds_on(self, decision: DecisionId, other: DecisionId) -> bool:
        steps = self.where.breakdown
        key = steps.deciding(other.decision).key
        return key in steps.before(steps.deciding(decision.decision).key)

    def _can_be_noticed(self, at: StepId, decision: DecisionId, meeting: date) -> bool:
        """Whether every notice counted back from the meeting can still be given in time."""

        def meeting_of(other: DecisionId) -> date | None:
            return meeting if other == decision else self.meeting.get(other)

        hanging = [(at, self.where.today)]
        hanging += [(b, self.earliest[b]) for b in self.before[at] if self._is_open(b)]
        for step_id, ready in hanging:
            for found in self.dating.of(step_id, meeting_of):
                backward = found.deadline.event == meeting and found.deadline.legal_limit is not None
                last = found.limit("legal_limit")
                if backward and last and ready and last < meeting and ready > last:
                    self.driver[at] = step_id if step_id != at else self.driver[at]
                    return False
        return True

    # what comes out

    def _is_open(self, at: StepId) -> bool:
        step = self.where.breakdown.step(at.key)
        return self.where.closed_on(at) is None and self.where.is_needed(step)

    def _listed(self) -> list[StepId]:
        return [at for step in self.where.breakdown for at in self.where.instances(step)]

    def _planned(self, at: StepId) -> PlannedStep:
        step = self.where.breakdown.step(at.key)
        latest = self.latest[at]
        blocked = tuple(b for b in self.before[at] if self._is_open(b))
        return PlannedStep(
            id=at,
            step=step,
            status=self._status(at, step, blocked=bool(blocked)),
            earliest_on=self.earliest[at],
            over_on=self.over[at],
            legal_limit=latest["legal_limit"],
            safe_limit=_least(latest["safe_limit"], latest["legal_limit"]),
            target_on=_least(latest["target"], latest["safe_limit"], latest["legal_limit"]),
            slack_working_days=self._slack(at, latest["legal_limit"]),
            rule=self._governing_rule(at, latest),
            blocked_by=blocked,
            driver=self.driver[at],
            dates=tuple(self.dates[at]),
            meeting_on=self.meeting.get(DecisionId(step.decision or "", at.council or "")),
            meeting_is_known=at not in self.unknown,
            note=self.notes.get(at, ""),
        )

    def _status(self, at: StepId, step: Step, *, blocked: bool) -> str:
        if at in self.where.done:
            return "done"
        if at in self.where.presumed:
            return "presumed"
        if not self.where.is_needed(step):
            return "not-required"
        if DecisionId(step.decision or "", at.council or "") in self.where.effective:
            return "decided"
        return "waiting" if blocked else "ready"

    def _slack(self, at: StepId, limit: date | None) -> int | None:
        earliest = self.earliest[at]
        if not self._is_open(at) or limit is None or earliest is None:
            return None
        try:
            return self.where.calendar("council", at.council).distance(earliest, limit)
        except CalendarHorizonPassed:
            return None

    def _governing_rule(self, at: StepId, latest: dict[Level, date | None]) -> str | None:
        """The rule whose day is the limit; of a decision, the rule its agenda must meet."""
        for level in LEVELS:
            for found in self.dates[at]:
                day = found.limit(level)
                if found.limits and day and day == latest[level] and found.deadline.rule_id:
                    return found.deadline.rule_id
        rules = [d.deadline.rule_id for d in self.dates[at] if d.deadline.rule_id]
        step = self.where.breakdown.step(at.key)
        named = [d.rule for d in (*step.limits, *step.dates) if d.rule]
        return next(iter(rules or named), None)


def _ordered(situation: Situation) -> list[StepId]:
    links = {
        at: situation.predecessors(at)
        for step in situation.breakdown
        for at in situation.instances(step)
    }
    try:
        return list(TopologicalSorter(links).static_order())
    except CycleError as error:
        raise RuleRefused(
            f"The steps wait for each other: {' -> '.join(str(at) for at in error.args[1])}.",
            "steps that can be put in an order.",
            "drop one of these links.",
        ) from error


def _least(*days: date | None) -> date | None:
    return min((day for day in days if day), default=None)
