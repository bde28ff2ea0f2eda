"""That a step happened, recorded on its evidence in one transaction."""

from __future__ import annotations

from models.database import database, writing
from models.happened import Happened, clear_the_way, instance, refuse_blank, refuse_future
from models.log import locked
from models.projection import write
from models.standing import situation
from models.tables import SHARED
from rules.arithmetic import spoken
from rules.errors import AlreadyRecorded, InputError
from rules.situation import StepId


def record_step(reference: str, key: str, council: str | None, happened: Happened) -> int:
    """The step is closed, on its evidence; the number of the log entry that says so.

    Raises: UnknownName, InputError, AlreadyRecorded; StepNotReady when something that must come
    first is open, or a decision it needs had not taken effect.
    """
    with writing(database()) as session:
        transition = locked(session, reference)
        where = situation(session, reference, happened.today)
        step = where.breakdown.step(key)
        at = instance(where, step, council)
        if step.decision:
            raise InputError(
                f"Step {key} ({step.name}) is a decision.",
                "an outcome, not a record.",
                f"use `changeover decide {reference} COUNCIL --meeting DATE --outcome OUTCOME`.",
            )
        refuse_blank(happened)
        refuse_future(happened, f"Step {at}")
        if at in where.done:
            raise AlreadyRecorded(
                f"Step {at} ({step.name}) was recorded as done on {spoken(where.done[at])}.",
                "a step that is still open.",
                f"see `changeover log {reference}` for who recorded it.",
            )
        clear_the_way(session, transition, where, at, happened)
        entry = write(
            session,
            transition,
            actor=happened.actor,
            act="step-recorded",
            data=_step_data(at, happened),
        )
        return entry.sequence


def _step_data(at: StepId, happened: Happened) -> dict[str, object]:
    return {
        "step": at.key,
        "council": at.council or SHARED,
        "on": happened.on,
        "by": happened.by,
        "evidence": happened.evidence,
    }
