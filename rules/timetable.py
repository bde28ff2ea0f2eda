"""The timetable: forward from today, backward from the fixed end, and what lies between.

Every step gets the earliest day it can happen and the last days on which it may (on the legal,
the safe and the target reading); their distance in working days is its slack, and negative slack
is kept, never hidden.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from rules.backward import LEVELS, Backward
from rules.breakdown import Step
from rules.catalogue import Catalogue, catalogue
from rules.dating import Dating, StepDate
from rules.forward import Forward
from rules.network import Network
from rules.situation import Situation, StepId


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
    """Every instance, in the order of the breakdown."""

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
    network = Network(situation)
    backward = Backward(network, Dating(situation, rules or catalogue()))
    forward = Forward(network, backward)
    steps = {
        at: _planned(at, network, backward, forward)
        for step in situation.breakdown
        for at in situation.instances(step)
    }
    return Timetable(situation=situation, steps=steps)


def _planned(at: StepId, network: Network, backward: Backward, forward: Forward) -> PlannedStep:
    latest = backward.latest[at]
    decision = network.decision(at)
    blocked = tuple(before for before in network.before[at] if network.is_open(before))
    return PlannedStep(
        id=at,
        step=network.step(at),
        status=_status(at, network, blocked=bool(blocked)),
        earliest_on=forward.earliest[at],
        over_on=forward.over[at],
        legal_limit=latest["legal_limit"],
        safe_limit=_least(latest["safe_limit"], latest["legal_limit"]),
        target_on=_least(latest["target"], latest["safe_limit"], latest["legal_limit"]),
        slack_working_days=_slack(at, network, latest["legal_limit"], forward.earliest[at]),
        rule=_governing_rule(at, network.step(at), backward),
        blocked_by=blocked,
        driver=forward.driver[at],
        dates=tuple(backward.dates[at]),
        meeting_on=backward.meeting[decision] if decision else None,
        meeting_is_known=at not in forward.unknown,
        note=forward.notes.get(at, ""),
    )


def _status(at: StepId, network: Network, *, blocked: bool) -> str:
    where = network.where
    if at in where.done:
        return "done"
    if at in where.presumed:
        return "presumed"
    if not where.is_needed(network.step(at)):
        return "not-required"
    if network.decision(at) in where.effective:
        return "decided"
    return "waiting" if blocked else "ready"


def _slack(at: StepId, network: Network, limit: date | None, earliest: date | None) -> int | None:
    if not network.is_open(at) or limit is None or earliest is None:
        return None
    return network.where.calendar("council", at.council).distance(earliest, limit)


def _governing_rule(at: StepId, step: Step, backward: Backward) -> str | None:
    """The rule whose day is the limit; failing that, the first of the step's own."""
    for level in LEVELS:
        for found in backward.dates[at]:
            day = found.limit(level)
            if (
                found.limits
                and day
                and day == backward.latest[at][level]
                and found.deadline.rule_id
            ):
                return found.deadline.rule_id
    named = [dated.rule for dated in (*step.limits, *step.dates) if dated.rule]
    return next(iter(named), None)


def _least(*days: date | None) -> date | None:
    return min((day for day in days if day), default=None)
