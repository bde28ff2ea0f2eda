"""What the engine records by itself: steps that became open, decisions that took effect, gates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import select

from models.actor import ENGINE
from models.database import database, writing
from models.effects import note_once
from models.log import locked
from models.projection import write
from models.tables import SHARED, Decision, StepState
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


def take_effect(reference: str, at: StepId, decision: DecisionId) -> bool:
    """The step of a decision is closed on the day it took effect; whether this call closed it."""
    with writing(database()) as session:
        transition = locked(session, reference)
        state = session.exec(
            select(StepState).where(
                StepState.transition_id == transition.id,
                StepState.key == at.key,
                StepState.council == (at.council or SHARED),
            )
        ).one_or_none()
        taken = session.exec(
            select(Decision).where(
                Decision.transition_id == transition.id,
                Decision.decision == decision.decision,
                Decision.council == decision.council,
            )
        ).one()
        if (state and state.status == "done") or taken.effective_on is None:
            return False
        data = {
            "step": at.key,
            "council": at.council or SHARED,
            "on": taken.effective_on,
            "by": decision.council,
            "evidence": f"{taken.outcome} on {taken.meeting_on}; effective {taken.effective_on}",
        }
        write(session, transition, actor=ENGINE, act="step-recorded", data=data)
        return True


def open_gate(reference: str, step: str, opened_on: date) -> bool:
    """The gate of a decision that every council needed is open in the log, once."""
    data: dict[str, object] = {"step": step, "opened_on": opened_on}
    return note_once(reference, f"gate:{step}", "gate", "gate-opened", data)
