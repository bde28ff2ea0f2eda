"""That a step happened, recorded on its evidence in one transaction."""

from __future__ import annotations

from sqlmodel import Session

from models.clearance import is_clear
from models.database import database, writing
from models.happened import Happened, clear_the_way, instance, refuse_blank, refuse_future
from models.log import Held, held
from models.meanwhile import refuse_closed, refuse_moved_on
from models.people.assigning import acting_for
from models.people.four_eyes import refuse_own_work
from models.projection import write
from models.rule_sets import rule_set_of
from models.standing import situation
from models.tables import SHARED
from rules.breakdown import breakdown
from rules.errors import InputError
from rules.situation import StepId


def record_step(
    reference: str, key: str, council: str | None, happened: Happened, expect: int | None = None
) -> int:
    """The step is closed, on its evidence; the number of the log entry that says so.

    `expect` is the length of the log that the person saw. Its cost does not grow with the steps
    of the transition. Whoever stands in for its holder is logged as acting on their behalf.

    Raises: UnknownName, InputError, AlreadyRecorded; MovedOn when the log has grown; StepNotReady
    when something that must come first is open, or a decision it needs had not taken effect;
    StateError where the step checks work that is the actor's own.
    """
    with writing(database()) as session:
        transition = held(session, reference)
        refuse_moved_on(session, transition, expect)
        steps = breakdown(rule_set_of(session, transition.rule_set))
        step = steps.step(key)
        if step.decision:
            raise InputError(
                f"Step {key} ({step.name}) is a decision.",
                "an outcome, not a record.",
                f"use `changeover decide {reference} COUNCIL --meeting DATE --outcome OUTCOME`.",
            )
        refuse_blank(happened)
        at = StepId(key, council.lower() if council else None)
        refuse_future(happened, f"Step {at}")
        if not is_clear(session.connection(), transition.id, steps, at, happened.on):
            _clear(session, transition, at, happened)
        refuse_own_work(session, transition, steps, at, happened.actor, happened.today, happened.by)
        actor = acting_for(session, transition, at, happened.actor, happened.today)
        data = _step_data(at, happened)
        return write(session, transition, actor=actor, act="step-recorded", data=data).sequence


def _clear(session: Session, transition: Held, at: StepId, happened: Happened) -> None:
    """Nothing stands in the way, the whole situation asked. Raises: as `record_step`."""
    where = situation(session, transition.reference, happened.today)
    instance(where, where.breakdown.step(at.key), at.council)
    refuse_closed(session, transition, where, at)
    clear_the_way(session, transition, where, at, happened)


def _step_data(at: StepId, happened: Happened) -> dict[str, object]:
    return {
        "step": at.key,
        "council": at.council or SHARED,
        "on": happened.on,
        "by": happened.by,
        "evidence": happened.evidence,
    }
