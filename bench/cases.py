"""Transitions to measure with: of so many steps closed, or the worked example again and again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from sqlmodel import Session

from models.actor import Actor
from models.database import database, reading, writing
from models.log import locked
from models.opening import open_transition, read_and_check
from models.projection import write
from models.standing import situation
from models.tables import SHARED
from models.transition_file import CouncilTable, SettingRow, TransitionFile
from rules.situation import Situation, StepId

EXAMPLE = Path(__file__).parent.parent / "examples" / "worked-2027.toml"
ACTOR = Actor(name="bench")
#: A day on which everything that the bench records happened.
DAY = date(2027, 6, 1)


def worked() -> TransitionFile:
    """The worked example without its facts, which no step needs and which are many."""
    return read_and_check(EXAMPLE).model_copy(update={"fact": []})


def with_steps_closed(size: int, measured: str) -> str:
    """A transition with so many steps closed, among them all that must come before one step.

    It has as many councils as that needs; its reference.
    """
    file = _of_councils(size)
    open_transition(file, actor=ACTOR)
    with reading(database()) as session:
        where = situation(session, file.reference, DAY)
    with writing(database()) as session:
        _close(session, file.reference, _in_order(where, measured)[:size])
    return file.reference


def _of_councils(size: int) -> TransitionFile:
    councils = 2
    while _instances(councils) <= size:
        councils += 1
    file = worked()
    rows = [_council(number) for number in range(councils)]
    return file.model_copy(
        update={"reference": f"closed-{size}", "council": rows, "meeting": [], "chosen": []}
    )


def _instances(councils: int) -> int:
    """How many steps so many councils have between them, the supplier's own among them."""
    from rules.breakdown import breakdown

    times = {None: 1, "council": councils, "employer": councils + 1}
    return sum(times[step.each] for step in breakdown())


def _council(number: int) -> CouncilTable:
    roles = ("leaving", "host")
    return CouncilTable(
        code=f"council-{number}",
        name=f"Council {number}",
        role=roles[number] if number < len(roles) else "partner",
        body="Cabinet",
        setting=[SettingRow(parameter="call_in.within", value={"working_days": 5}, cite="made up")],
    )


def _in_order(where: Situation, measured: str) -> list[StepId]:
    """Every instance but those of the measured step; first those just before it."""
    instances = [at for step in where.breakdown for at in where.instances(step)]
    others = [at for at in instances if at.key != measured]
    before = where.breakdown.step(measured).after
    return sorted(others, key=lambda at: at.key not in before)


def _close(session: Session, reference: str, instances: Iterable[StepId]) -> None:
    transition = locked(session, reference)
    for at in instances:
        data = {"step": at.key, "council": at.council or SHARED, "on": DAY, "by": "bench"}
        data["evidence"] = "measured"
        write(session, transition, actor=ACTOR, act="step-recorded", data=data)
