"""Whether the way to a step is clear, asked of the database in one statement at any size.

What is closed vouches for what came before it: only the step and those just before it are looked
at, and further back only decisions that are not in effect and a no-go.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnClause,
    CompoundSelect,
    Connection,
    Integer,
    Select,
    String,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    union_all,
)

from models.tables import SHARED, Council, Decision, NoGo, Party, StepState, plain
from rules.breakdown import Breakdown, Step
from rules.decisions.life import WITHDRAWN
from rules.situation import StepId

#: Statuses of a step that is over.
OVER = ("done", "presumed")
_STATE, _DECISION = plain(StepState), plain(Decision)
_PARTY, _COUNCIL = plain(Party), plain(Council)
_TRANSITION: BindParameter[int] = bindparam("transition")
#: What a row is about: how many instances of a step are over, or councils take part; or that a
#: decision is in doubt, or that a no-go was ever said.
_OVER, _PARTIES, _DOUBT, _NO_GO = "over", "parties", "doubt", "no-go"


def _word(text: str) -> ColumnClause[str]:
    """A word of ours as it stands in a statement."""
    return literal_column(f"'{text}'", String)


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
    told = _told(connection, transition_id, at, step.after, on)
    parties = told[_PARTIES, ""]
    if told[_OVER, at.key] or (at.council and not parties):
        return False
    councils = 1 if at.council else parties
    if any(told[_OVER, e.key] != (councils if e.each else 1) for e in before):
        return False
    doubted = {name for what, name in told if what == _DOUBT}
    return not told[_NO_GO, ""] and not (doubted and _rests_on(steps, at, doubted))


def _is_plain(step: Step, at: StepId, before: list[Step]) -> bool:
    """Whether neither conditions nor the supplier's own instances come into it."""
    return (
        step.each in (None, "council")
        and bool(step.each) == bool(at.council)
        and not any(earlier.condition or earlier.each == "employer" for earlier in before)
    )


def _told(
    connection: Connection, transition_id: int, at: StepId, after: tuple[str, ...], on: date
) -> Counter[tuple[str, str]]:
    """How many there are, by what a row is about and the step or decision that it names.

    Councils that take part are all of them, or the one of the instance.
    """
    keys = {f"key_{number}": key for number, key in enumerate((at.key, *after))}
    query = _asked(len(keys), at.council is not None)
    named = {"council": at.council} if at.council else {}
    rows = connection.execute(query, {"transition": transition_id, "on": on, **keys, **named})
    return Counter({(row[0], row[1]): row[2] for row in rows})


@cache
def _asked(keys: int, one_council: bool) -> CompoundSelect[Any]:
    """All that must be known, in one statement."""
    parts = (_states(keys, one_council), _parties(one_council), _IN_DOUBT, _SAID_NO)
    return union_all(*parts)


def _states(keys: int, one_council: bool) -> Select[Any]:
    named = or_(*(_STATE.c.key == bindparam(f"key_{number}") for number in range(keys)))
    query = (
        select(_word(_OVER), _STATE.c.key, func.count())
        .where(_STATE.c.transition_id == _TRANSITION, named)
        .where(or_(*(_STATE.c.status == status for status in OVER)))
        .group_by(_STATE.c.key)
    )
    if one_council:
        return query.where(
            or_(_STATE.c.council == SHARED, _STATE.c.council == bindparam("council"))
        )
    return query


def _parties(one_council: bool) -> Select[str, str, int]:
    query = (
        select(_word(_PARTIES), _word(""), func.count())
        .select_from(_PARTY)
        .where(_PARTY.c.transition_id == _TRANSITION)
    )
    if one_council:
        return query.where(
            _PARTY.c.council_id == _COUNCIL.c.id, _COUNCIL.c.code == bindparam("council")
        )
    return query


#: Decisions that are not in effect on a day, whatever holds them up or came of them.
_IN_DOUBT = select(_word(_DOUBT), _DECISION.c.decision, literal_column("1", Integer)).where(
    _DECISION.c.transition_id == _TRANSITION,
    _DECISION.c.outcome.is_not(None),
    or_(
        _DECISION.c.effective_on.is_(None),
        _DECISION.c.effective_on > bindparam("on"),
        _DECISION.c.reheard == WITHDRAWN,
    ),
)
_SAID_NO = select(_word(_NO_GO), _word(""), literal_column("1", Integer)).where(
    plain(NoGo).c.transition_id == _TRANSITION
)


def _rests_on(steps: Breakdown, at: StepId, decisions: set[str]) -> bool:
    """Whether a step comes after one of these decisions, through all links."""
    return any(steps.step(key).decision in decisions for key in steps.before(at.key))
