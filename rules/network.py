"""A situation put as a schedule: its steps as tasks, what follows what as links with gaps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Literal

from rules.breakdown import Dated, Step
from rules.dating import Dating, StepDate
from rules.errors import CalendarHorizonPassed
from rules.gaps import Gap, gap_of
from rules.rule import Limit, Rule
from rules.schedule import Link, Schedule, Task
from rules.situation import DecisionId, Situation, StepId

Level = Literal["legal_limit", "safe_limit", "target"]
LEVELS: tuple[Level, ...] = ("legal_limit", "safe_limit", "target")
#: The step that happens on commencement, neither before nor after.
GO_LIVE = "11.1"


@dataclass(frozen=True, kw_only=True)
class Network:
    """The schedule of a situation on each level, and the last days that its own rules fix."""

    where: Situation
    dating: Dating
    schedules: dict[Level, Schedule]
    before: dict[StepId, list[StepId]]

    def step(self, at: StepId) -> Step:
        """The step of which this is an instance."""
        return self.where.breakdown.step(at.key)

    def decision(self, at: StepId) -> DecisionId | None:
        """The decision taken at this step, if it is one."""
        return decision_at(self.where, at)

    def is_open(self, at: StepId) -> bool:
        """Whether the step is needed and still to be done."""
        return self.where.closed_on(at) is None and self.where.is_needed(self.step(at))

    def last_days(self, level: Level) -> dict[StepId, date]:
        """The last day on which each step must be over by a rule that no open step moves."""
        found: dict[StepId, date] = {}
        for at in self.before:
            days = [
                day
                for dated in self.fixed_dates[at]
                if dated.limits and self._is_settled(dated) and (day := dated.limit(level))
            ]
            if at.key == GO_LIVE:
                days.append(self.where.commencement_on)
            if (own := self.where.no_later.get(at)) is not None:
                days.append(own)
            if days:
                found[at] = min(days)
        return found

    @cached_property
    def fixed_dates(self) -> dict[StepId, list[StepDate]]:
        """The dates of every step that no meeting moves, worked out once for all levels."""
        return {at: self.dating.of(at, _no_meeting) for at in self.before}

    def _is_settled(self, dated: StepDate) -> bool:
        """Whether a day can bound what comes before: not one that another open step would move."""
        kind, _, key = dated.event.partition(":")
        if kind not in ("done", "target"):
            return True
        instances = self.where.instances(self.where.breakdown.step(key))
        return all(self.where.closed_on(at) for at in instances)

    def without_meetings(self) -> Schedule:
        """The schedule on the legal level as if every body could meet on any working day."""
        schedule = self.schedules[LEVELS[0]]
        tasks = [replace(task, days=None) if task.days else task for task in schedule.tasks]
        return Schedule(tasks, schedule.links)

    def last_starts(self) -> dict[StepId, date]:
        """The meeting chosen for each decision still to be taken: it may be no later."""
        return {
            at: self.where.chosen[decision]
            for at in self.before
            if (decision := self.decision(at)) in self.where.chosen and decision
        }


def network(situation: Situation, dating: Dating) -> Network:
    """The network of a situation. Raises: RuleRefused for a loop or an impossible link."""
    before = {
        at: situation.predecessors(at)
        for step in situation.breakdown
        for at in situation.instances(step)
    }
    tasks = [_task(situation, dating, at) for at in before]
    schedules = {
        level: Schedule(tasks, _links(situation, dating, before, level)) for level in LEVELS
    }
    return Network(where=situation, dating=dating, schedules=schedules, before=before)


def decision_at(situation: Situation, at: StepId) -> DecisionId | None:
    """The decision taken at an instance, if it is one."""
    decision = situation.breakdown.step(at.key).decision
    return DecisionId(decision, at.council or "") if decision else None


def _task(where: Situation, dating: Dating, at: StepId) -> Task:
    step = where.breakdown.step(at.key)
    closed = where.closed_on(at)
    decision = decision_at(where, at)
    fixed = (closed, closed) if closed else None
    if decision and where.has_carried(decision) and not closed:
        held = where.held.get(decision)
        over = held.expected_on if held else where.effective[decision]
        fixed = (where.chosen[decision], over)
    spans = [w for w in where.windows if w.holds(step.activity, str(at))]
    return Task(
        id=at,
        calendar=where.calendar("council", at.council),
        working_days=where.working_days(at) if where.is_needed(step) else 0,
        days=tuple(where.meetings_for(decision)) if decision else None,
        over=_effect(dating, decision) if decision else None,
        not_before=_not_before(where, dating, at, decision),
        fixed=fixed,
        kept_out=tuple((w.opens_on, w.closes_on) for w in spans),
        any_day=at.key == GO_LIVE,
    )


def _effect(dating: Dating, decision: DecisionId) -> Callable[[date], date]:
    """When a decision takes effect; past what the calendar knows, never."""
    known: dict[date, date] = {}

    def over(meeting: date) -> date:
        if meeting not in known:
            try:
                known[meeting] = dating.takes_effect(decision, meeting)
            except CalendarHorizonPassed:
                known[meeting] = date.max
        return known[meeting]

    return over


def _not_before(
    where: Situation, dating: Dating, at: StepId, decision: DecisionId | None
) -> date | None:
    """The first day a step may start for reasons of its own."""
    days = [where.no_earlier.get(at)]
    if at.key == GO_LIVE:
        days.append(where.commencement_on)
    if decision:
        days.append(where.chosen.get(decision))
        step = where.breakdown.step(at.key)
        for gap in _meeting_gaps(
            where, dating, at, (*step.limits, *step.dates), decision, LEVELS[0]
        ):
            days.append(date.fromordinal(gap.forward(where.today.toordinal())))
    return max((day for day in days if day), default=None)


def _links(
    where: Situation, dating: Dating, before: dict[StepId, list[StepId]], level: Level
) -> list[Link]:
    found = list(where.links)
    for at, earlier in before.items():
        decision = decision_at(where, at)
        for other in earlier:
            gaps: list[Gap] = []
            if decision:
                limits = where.breakdown.step(other.key).limits
                gaps = _meeting_gaps(where, dating, other, limits, decision, level)
            found += [Link(before=other, after=at, least=gap) for gap in gaps]
            if not gaps:
                found.append(Link(before=other, after=at))
    return found


def _meeting_gaps(
    where: Situation,
    dating: Dating,
    at: StepId,
    dated: tuple[Dated, ...],
    decision: DecisionId,
    level: Level,
) -> list[Gap]:
    """The gaps that rules counted back from a decision's meeting put before it."""
    found = []
    for each in dated:
        if each.event != f"meeting:{decision.decision}" or not each.rule:
            continue
        if where.conditions.get(each.applies_if or "") is False:
            continue
        rule = dating.governed(each, at, where.chosen.get(decision) or where.today)
        limit = _limit(rule, level) if rule else None
        if limit and (excepted := where.notice_exceptions.get(decision)):
            limit = excepted.instead_of(rule.id, limit) if rule else limit
        gap = (
            gap_of(limit.count, where.calendar(limit.count.calendar, at.council)) if limit else None
        )
        if gap:
            found.append(gap)
    return found


def _limit(rule: Rule, level: Level) -> Limit | None:
    legal, safe = rule.legal, rule.safe or rule.legal
    if level == "legal_limit":
        return legal
    return safe if level == "safe_limit" else rule.target or safe


def _no_meeting(_: DecisionId) -> None:
    return None
