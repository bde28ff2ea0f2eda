"""Which closed steps rest on another, so that they are open again when it is."""

from __future__ import annotations

from dataclasses import dataclass

from rules.situation import DecisionId, Situation, StepId


@dataclass(frozen=True, kw_only=True)
class Reopened:
    """A step to be opened again, the closed ones `after` it, and the decisions that stand.

    What rests on a decision that carried is not opened: the decision was taken, whatever is found
    out later about what came before it.
    """

    at: StepId
    after: tuple[StepId, ...]
    standing: tuple[DecisionId, ...]


def reopened_with(where: Situation, at: StepId) -> Reopened:
    """What reopening an instance opens, in the order of the breakdown."""
    followers = _followers(where)
    found: set[StepId] = set()
    standing: set[DecisionId] = set()
    waiting, seen = list(followers.get(at, ())), {at}
    while waiting:
        after = waiting.pop()
        if after in seen:
            continue
        seen.add(after)
        decision = carried(where, after)
        if decision:
            standing.add(decision)
            continue
        if where.closed_on(after):
            found.add(after)
        waiting += followers.get(after, ())
    order = {key: number for number, key in enumerate(where.breakdown.steps)}
    return Reopened(
        at=at,
        after=tuple(sorted(found, key=lambda each: (order[each.key], each.council or ""))),
        standing=tuple(sorted(standing)),
    )


def carried(where: Situation, at: StepId) -> DecisionId | None:
    """The decision taken at an instance, in effect or held up; None where there is none."""
    decision = DecisionId(where.breakdown.step(at.key).decision or "", at.council or "")
    return decision if where.has_carried(decision) else None


def _followers(where: Situation) -> dict[StepId, list[StepId]]:
    """The instances that come right after each."""
    found: dict[StepId, list[StepId]] = {}
    for step in where.breakdown:
        for at in where.instances(step):
            for before in where.predecessors(at):
                found.setdefault(before, []).append(at)
    return found
