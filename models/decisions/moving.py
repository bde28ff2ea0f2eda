"""Something that happened to a decision after the meeting, recorded in one transaction.

Every entry says when the decision takes effect from then on and how that was counted, and opens
again what was closed too early by it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from models.database import database, writing
from models.decisions.lives import lives_of
from models.decisions.undoing import undo_what_waited
from models.happened import Happened, instance, refuse_blank, refuse_future
from models.log import locked
from models.projection import write
from models.standing import situation, stored
from rules.arithmetic import spoken
from rules.dating import Dating
from rules.decisions import MOVES, CallIn, Life, reckon, refuse_out_of_turn, state_on
from rules.errors import InputError, UnknownName
from rules.situation import DecisionId, Situation


@dataclass(frozen=True, kw_only=True)
class Moving:
    """Something that happened to a decision: `name` is that of the move, `act` of its entry.

    `change` gives the life after it from the one before, or raises why it cannot be; `data` is what
    the entry says of it besides when, who and what shows it.
    """

    name: str
    act: str
    change: Callable[[Life, CallIn], Life]
    data: dict[str, Any] = field(default_factory=dict)
    reason: str = ""


def move(
    reference: str, council: str, decision: str | None, moving: Moving, happened: Happened
) -> dict[str, Any]:
    """The decision as it stands after what happened, as plain values.

    Unless named, the last decision of the council to which it may happen is taken. Raises:
    UnknownName, InputError; OutOfTurn with where the decision stands, the days and the arithmetic.
    """
    refuse_blank(happened)
    with writing(database()) as session:
        transition = locked(session, reference)
        where = situation(session, reference, happened.today)
        lives = lives_of(session, stored(session, reference).decisions)
        named = _which(where, lives, council.lower(), decision, moving.name, happened.on)
        life, call_in = lives[named], Dating(where).call_in(named.council)
        refuse_future(happened, f"That {life.name} was {moving.name}")
        refuse_out_of_turn(moving.name, life, call_in, happened.on)
        reckoned = reckon(moving.change(life, call_in), call_in)
        data = {
            **named._asdict(),
            **moving.data,
            "on": happened.on,
            "by": happened.by,
            "evidence": happened.evidence,
            "effective_on": reckoned.on,
            "arithmetic": reckoned.says,
        }
        write(
            session,
            transition,
            actor=happened.actor,
            act=moving.act,
            data=data,
            reason=moving.reason,
        )
        undone = undo_what_waited(session, transition, named, happened.today)
    return {
        "reference": reference,
        **named._asdict(),
        "what": moving.name,
        "on": happened.on,
        "effective_on": reckoned.on,
        "arithmetic": reckoned.says,
        "undone": [str(at) for at in undone],
    }


def refuse_before(on: date, earlier: date, what: str) -> None:
    """Nothing follows what it came before. Raises: InputError."""
    if on < earlier:
        raise InputError(
            f"{spoken(on)} is before {what} of {spoken(earlier)}.",
            f"a day on or after {spoken(earlier)}.",
            "check both days.",
        )


def _which(
    where: Situation,
    lives: Mapping[DecisionId, Life],
    council: str,
    decision: str | None,
    name: str,
    on: date,
) -> DecisionId:
    """The decision meant: as named, or the council's last to which it may happen on that day."""
    steps = [step for step in where.breakdown if step.decision]
    for step in steps:
        instance(where, step, council)
    own = [DecisionId(str(step.decision), council) for step in steps]
    own = [each for each in own if each in lives and decision in (None, each.decision)]
    if not own:
        raise UnknownName(
            f"No {decision or 'decision'} of {council} is recorded, nor a meeting chosen for one.",
            f"one of {', '.join(str(step.decision) for step in steps)}, once it is taken.",
            f"record it first: `changeover decide {where.reference} {council} ...`.",
        )
    call_in = Dating(where).call_in(council)
    may = [each for each in own if state_on(lives[each], call_in, on) in MOVES[name].starts]
    carried = [each for each in own if lives[each].carried]
    return (may or carried or own)[-1]
