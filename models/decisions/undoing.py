"""What waited for a decision is open again where the decision is not in effect as it was thought.

A call-in or a publication may come to be recorded after the engine has closed the decision's step,
and after people have acted on it. What they did is kept, with its evidence; it no longer counts.
"""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, select

from models.actor import ENGINE
from models.happened import all_before
from models.projection import write
from models.standing import situation
from models.tables import SHARED, Effect, Transition
from rules.arithmetic import spoken
from rules.situation import DecisionId, Situation, StepId


def undo_what_waited(
    session: Session, transition: Transition, decision: DecisionId, today: date
) -> list[StepId]:
    """No step that needs the decision is closed before its effect; those that were opened again."""
    session.flush()
    where = situation(session, transition.reference, today)
    if not where.has_carried(decision) and decision not in where.not_carried:
        return []
    undone = _too_early(where, decision)
    if undone and undone[0] == where.deciding(decision):
        _close_gate(session, transition, where, decision)
    for at in undone:
        data = {"step": at.key, "council": at.council or SHARED, "was_on": where.closed_on(at)}
        data["because"] = _because(where, decision)
        write(session, transition, actor=ENGINE, act="step-undone", data=data)
    return undone


def _too_early(where: Situation, decision: DecisionId) -> list[StepId]:
    """The decision's own step if it was over on another day, and what follows if too soon."""
    own, effective = where.deciding(decision), where.effective.get(decision)
    found = [own] if where.closed_on(own) not in (None, effective) else []
    for at in (*where.done, *where.presumed):
        closed = where.closed_on(at)
        too_early = effective is None or (closed is not None and closed < effective)
        if too_early and own in all_before(where, at):
            found.append(at)
    return found


def _close_gate(
    session: Session, transition: Transition, where: Situation, decision: DecisionId
) -> None:
    step = where.deciding(decision).key
    query = select(Effect.id).where(
        Effect.transition_id == transition.id, Effect.key == f"gate:{step}"
    )
    if session.exec(query).first():
        data = {"step": step, "council": decision.council, "because": _because(where, decision)}
        write(session, transition, actor=ENGINE, act="gate-closed", data=data)


def _because(where: Situation, decision: DecisionId) -> str:
    effective, held = where.effective.get(decision), where.held.get(decision)
    if effective:
        name = f"the {decision.decision} decision of {decision.council}"
        return f"{name} takes effect on {spoken(effective)}"
    return held.says if held else where.not_carried[decision]
