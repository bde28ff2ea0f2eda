"""What the engine records by itself: steps that became open, decisions that took effect, gates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import select

from models.actor import ENGINE
from models.database import database, writing
from models.decisions.lives import lives_of
from models.effects.notes import note_within
from models.log import locked
from models.projection import write
from models.standing import situation, stored
from models.tables import SHARED, StepState
from rules.counting import latest_of
from rules.dating import Dating
from rules.decisions import refuse_out_of_turn
from rules.situation import DecisionId, StepId


def open_steps(reference: str, steps: Sequence[StepId]) -> list[StepId]:
    """Each of these steps is open in the log; those that were opened by this call."""
    opened = []
    with writing(database()) as session:
        transition = locked(session, reference)
        states = session.exec(
            select(StepState).where(StepState.transition_id == transition.id)
        ).all()
        known = {(state.key, state.council) for state in states}
        for at in steps:
            if (at.key, at.council or SHARED) not in known:
                data = {"step": at.key, "council": at.council or SHARED}
                write(session, transition, actor=ENGINE, act="step-opened", data=data)
                opened.append(at)
    return opened


def take_effect(reference: str, at: StepId, decision: DecisionId, today: date) -> bool:
    """The step of a decision is closed on the day it took effect; whether this call closed it.

    Raises: OutOfTurn with the days and the arithmetic while it is not in effect.
    """
    with writing(database()) as session:
        transition = locked(session, reference)
        where = situation(session, reference, today)
        if at in where.done:
            return False
        life = lives_of(session, stored(session, reference).decisions)[decision]
        call_in = Dating(where).call_in(decision.council)
        refuse_out_of_turn("acted upon", life, call_in, today)
        data = {
            "step": at.key,
            "council": at.council or SHARED,
            "on": life.effective_on,
            "by": decision.council,
            "evidence": f"{life.outcome} on {life.meeting_on}; effective {life.effective_on}",
        }
        write(session, transition, actor=ENGINE, act="step-recorded", data=data)
        return True


def open_gate(reference: str, step: str, opened_on: date) -> bool:
    """The gate of a decision is open in the log, once: on the day of the last council it needed.

    Not while one of them is not in effect; whether this call opened it.
    """
    with writing(database()) as session:
        transition = locked(session, reference)
        where = situation(session, reference, opened_on)
        instances = where.instances(where.breakdown.step(step))
        days = {at.council: where.done[at] for at in instances if at in where.done}
        if len(days) < len(instances) or opened_on != latest_of(days.values()):
            return False
        data: dict[str, object] = {"step": step, "opened_on": opened_on, "councils": days}
        return note_within(session, transition, f"gate:{step}", "gate", "gate-opened", data)
