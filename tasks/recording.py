"""Tasks that write one thing to the state log. Each can be run again without doing it twice."""

from __future__ import annotations

from datetime import date

from models import stepping
from rules.errors import OutOfTurn
from rules.situation import DecisionId, StepId
from tasks.effect import effect


@effect("decision-{decision.decision}-{decision.council}-takes-effect")
def take_effect(reference: str, at: StepId, decision: DecisionId, today: date) -> bool:
    """The decision's step is closed in the log; whether this run closed it.

    It did not where something was recorded since that holds the decision up.
    """
    try:
        return stepping.take_effect(reference, at, decision, today)
    except OutOfTurn:
        return False


@effect("gate-{step}")
def open_gate(reference: str, step: str, opened_on: date) -> bool:
    """The gate is open in the log; whether this run opened it."""
    return stepping.open_gate(reference, step, opened_on)


@effect("open-steps")
def open_steps(reference: str, steps: tuple[StepId, ...]) -> list[StepId]:
    """The steps are open in the log; those that this run opened."""
    return stepping.open_steps(reference, steps)
