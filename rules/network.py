"""The steps of a situation as a network: which instance follows which, in an order that works."""

from __future__ import annotations

from datetime import date
from graphlib import CycleError, TopologicalSorter

from rules.breakdown import Step
from rules.errors import RuleRefused
from rules.situation import DecisionId, Situation, StepId

#: The step that happens on commencement, neither before nor after.
GO_LIVE = "11.1"


class Network:
    """Every instance with what comes before and after it; `order` puts each after what it follows.

    Raises: RuleRefused naming the loop when there is one.
    """

    def __init__(self, situation: Situation) -> None:
        self.where = situation
        self.before = {
            at: situation.predecessors(at)
            for step in situation.breakdown
            for at in situation.instances(step)
        }
        self.order = _ordered(self.before)
        self.after: dict[StepId, list[StepId]] = {at: [] for at in self.order}
        for at, earlier in self.before.items():
            for other in earlier:
                self.after[other].append(at)

    def step(self, at: StepId) -> Step:
        """The step of which this is an instance."""
        return self.where.breakdown.step(at.key)

    def decision(self, at: StepId) -> DecisionId | None:
        """The decision taken at this step, if it is one."""
        decision = self.step(at).decision
        return DecisionId(decision, at.council or "") if decision else None

    def is_open(self, at: StepId) -> bool:
        """Whether the step is needed and still to be done."""
        return self.where.closed_on(at) is None and self.where.is_needed(self.step(at))

    def meetings(self, decision: DecisionId) -> list[date]:
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


def _ordered(links: dict[StepId, list[StepId]]) -> list[StepId]:
    try:
        return list(TopologicalSorter(links).static_order())
    except CycleError as error:
        raise RuleRefused(
            f"The steps wait for each other: {' -> '.join(str(at) for at in error.args[1])}.",
            "steps that can be put in an order.",
            "drop one of these links.",
        ) from error
