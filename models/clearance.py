"""Whether the way to a step is clear, asked of the database in few statements at any size.

What is closed vouches for what came before it: only the step and those just before it are looked
at, and further back only decisions that are not in effect and a no-go.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, literal, or_, select

from models.tables import SHARED, Council, Decision, NoGo, Party, StepState, plain
from rules.breakdown import Breakdown, Step
from rules.decisions.life import WITHDRAWN
from rules.situation import StepId

#: Statuses of a step that is over.
OVER = ("done", "presumed")
_STATE, _DECISION = plain(StepState), plain(Decision)
_PARTY, _COUNCIL = plain(Party), plain(Council)
#: Who doubts, where a no-go was ever said.
_NO_GO = "no-go"
#: Decisions that are not in effect on a day, whatever holds them up or came of them; a no-go.
_IN_DOUBT = (
    select(_DECISION.c.decision.label("doubted"))
    .where(
        _DECISION.c.transition_id == bindparam("transition"),
        _DECISION.c.outcome.is_not(None),
        or_(
            _DECISION.c.effective_on.is_(None),
            _DECISION.c.effective_on > bindparam("on"),
            _DECISION.c.reheard == WITHDRAWN,
        ),
    )
    .union_all(
        select(literal(_NO_GO)).where(plain(NoGo).c.transition_id == bindparam("transition"))
    )
)
_PARTIES = (
    select(func.count())
    .select_from(_PARTY)
    .where(_PARTY.c.transition_id == bindparam("transition"))
)
_PARTY_NAMED = _PARTIES.where(
    _PARTY.c.council_id == _COUNCIL.c.id, _COUNCIL.c.code == bindparam("council")
)


def is_clear(
    connection: Connection, transition_id: int, steps: Breakdown, at: StepId, on: date
) -> bool:
    """Whether an instance is there, open, and may have happened on that day.

    False also where so few rows cannot tell; then the whole situation must be asked.
    """
    step = steps.step(at.key)
    before = [steps.step(key) for key in step.after]
    if not _is_plain(step, at, before):
        return False
    of = {"transition": transition_id}
    if at.council:
        if not connection.execute(_PARTY_NAMED, {**of, "council": at.council}).scalar_one():
            return False
        councils = 1
    else:
        joins = any(earlier.each for earlier in before)
        councils = connection.execute(_PARTIES, of).scalar_one() if joins else 0
    over = _over(connection, transition_id, at, step.after)
    if over[at.key] or any(over[e.key] != (councils if e.each else 1) for e in before):
        return False
    doubted = set(connection.execute(_IN_DOUBT, {**of, "on": on}).scalars())
    return not doubted or not (_NO_GO in doubted or _rests_on(steps, at, doubted))


def _is_plain(step: Step, at: StepId, before: list[Step]) -> bool:
    """Whether neither conditions nor the supplier's own instances come into it."""
    return (
        step.each in (None, "council")
        and bool(step.each) == bool(at.council)
        and not any(earlier.condition or earlier.each == "employer" for earlier in before)
    )


def _over(
    connection: Connection, transition_id: int, at: StepId, after: tuple[str, ...]
) -> Counter[str]:
    """How many instances are over: of the step itself and of each just before it."""
    keys = {f"key_{number}": key for number, key in enumerate((at.key, *after))}
    query = _states(len(keys), at.council is not None)
    named = {"council": at.council} if at.council else {}
    rows = connection.execute(query, {"transition": transition_id, **keys, **named})
    return Counter({row.key: row.number for row in rows})


@cache
def _states(keys: int, one_council: bool) -> Select[Any]:
    named = or_(*(_STATE.c.key == bindparam(f"key_{number}") for number in range(keys)))
    query = (
        select(_STATE.c.key, func.count().label("number"))
        .where(_STATE.c.transition_id == bindparam("transition"), named)
        .where(or_(*(_STATE.c.status == status for status in OVER)))
        .group_by(_STATE.c.key)
    )
    if one_council:
        return query.where(
            or_(_STATE.c.council == SHARED, _STATE.c.council == bindparam("council"))
        )
    return query


def _rests_on(steps: Breakdown, at: StepId, decisions: set[str]) -> bool:
    """Whether a step comes after one of these decisions, through all links."""
    return any(steps.step(key).decision in decisions for key in steps.before(at.key))
