"""Opens a transition from a file: all of it in one transaction, or nothing."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, select

from models.actor import Actor
from models.database import database, take_turns, writing
from models.given_digests import digests_of_given
from models.intake import check
from models.log import canonical
from models.own_policy import has_own_policy, policy_of
from models.projection import write
from models.rule_sets import keep
from models.standing import situation, stored
from models.tables import SHARED, Body, Contract, Council, Meeting, Party, Supplier, Transition
from models.transition_file import CouncilTable, TransitionFile, read_transition_file
from rules.almanac import calendar
from rules.errors import AlreadyRecorded, BadFile, RuleError
from rules.rule_set import shipped
from rules.timetable import draw_up

Row = TypeVar("Row", bound=SQLModel)
_PLANNING = (
    "conditions",
    "durations",
    "estimates",
    "expected",
    "window",
    "poll",
    "invented",
    "about",
    *("no_earlier", "no_later", "link", "costs_per_week"),
)


def read_and_check(path: Path) -> TransitionFile:
    """The file, its shape and its content proved. Raises: BadFile with every fault."""
    file = read_transition_file(path)
    check(file, path)
    return file


def open_transition(file: TransitionFile, *, actor: Actor, engine: Engine | None = None) -> bool:
    """Whether the transition was opened now; False when it had been opened from the same content.

    `engine` is the database to open it in; the one of the settings when left out.

    Raises: AlreadyRecorded when the reference is taken by a different transition; BadFile when no
    timetable can be drawn up.
    """
    with writing(engine or database()) as session:
        take_turns(session.connection())
        known = session.exec(
            select(Transition).where(Transition.reference == file.reference)
        ).one_or_none()
        if known:
            _refuse_other(known, file)
            return False
        transition = _rows(session, file)
        _log(session, transition, file, actor)
        _refuse_unplannable(session, file)
        return True


def _refuse_other(known: Transition, file: TransitionFile) -> None:
    if known.planning["file_digest"] != _digest(file):
        raise AlreadyRecorded(
            f"The reference {file.reference!r} was opened as {known.title!r} from a file that "
            "says otherwise.",
            "the file it was opened from; only its events may have grown.",
            "give a new transition another reference; change a plan with what-if and adopt, "
            "meetings, record and decide.",
        )


def _digest(file: TransitionFile) -> str:
    """What a file says of the transition itself; what happened since may be added to it."""
    content = file.model_dump(mode="json", exclude={"event", "compare", "clock_from", "about"})
    return sha256(canonical(content).encode()).hexdigest()


def _rows(session: Session, file: TransitionFile) -> Transition:
    supplier = _one(session, Supplier, {"name": file.supplier.name})
    contract = Contract(
        title=file.contract.title,
        supplier_id=_id(supplier),
        started_on=file.contract.started_on,
        expiry_on=file.contract.expiry_on,
        regime=file.contract.regime,
        terms=[row.model_dump() for row in file.contract.setting],
    )
    session.add(contract)
    session.flush()
    transition = Transition(
        reference=file.reference,
        title=file.title,
        contract_id=_id(contract),
        commencement_on=file.contract.commencement_on,
        planning={
            **file.model_dump(mode="json", include=set(_PLANNING)),
            "file_digest": _digest(file),
        },
    )
    session.add(transition)
    session.flush()
    bodies = {row.code: _party(session, transition, row) for row in file.council}
    for meeting in file.meeting:
        for day in meeting.on:
            _one(session, Meeting, {"body_id": _id(bodies[meeting.council]), "meets_on": day})
    return transition


def _party(session: Session, transition: Transition, row: CouncilTable) -> Body:
    policy = policy_of(row)
    council = session.exec(select(Council).where(Council.code == row.code)).one_or_none()
    own = row.model_dump(mode="json", exclude={"role", "body"}) if has_own_policy(row) else None
    if council and own and council.policy != own:
        raise AlreadyRecorded(
            f"The council {row.code!r} is known with other settings than this file gives it.",
            "one policy for a council in all its transitions.",
            "give the settings it has, or leave them out to use them.",
        )
    if council is None:
        council = Council(code=row.code, name=policy.name, policy=own)
        session.add(council)
        session.flush()
    body = _one(session, Body, {"council_id": _id(council), "name": row.body})
    session.add(
        Party(
            transition_id=_id(transition),
            council_id=_id(council),
            body_id=_id(body),
            role=row.role,
        )
    )
    session.flush()
    return body


def _log(session: Session, transition: Transition, file: TransitionFile, actor: Actor) -> None:
    opened = {
        "title": file.title,
        "expiry_on": file.contract.expiry_on,
        "commencement_on": file.contract.commencement_on,
        "councils": [row.code for row in file.council],
        "rule_set": shipped().digest,
        "given": digests_of_given(session, stored(session, file.reference)),
        "overrides": [
            {"window": window.name, **override.model_dump()}
            for window in file.window
            for override in window.override
        ],
    }
    keep(session, shipped())
    write(session, transition, actor=actor, act="transition-opened", data=opened)
    for fact in file.fact:
        data: dict[str, Any] = fact.model_dump() | {"council": fact.council or SHARED}
        write(session, transition, actor=actor, act="fact-recorded", data=data)
    for chosen in file.chosen:
        write(session, transition, actor=actor, act="meeting-chosen", data=chosen.model_dump())
    where = situation(session, file.reference, file.contract.expiry_on)
    for row in file.done:
        for at in (at for key in row.steps for at in where.instances(where.breakdown.step(key))):
            data = {"step": at.key, "council": at.council or SHARED, "on": row.on, "by": row.by}
            data["evidence"] = row.evidence
            write(session, transition, actor=actor, act="step-recorded", data=data)


def _refuse_unplannable(session: Session, file: TransitionFile) -> None:
    """Nothing is kept that no timetable can be drawn up for. Raises: BadFile."""
    try:
        draw_up(situation(session, file.reference, calendar("england-and-wales").first_day))
    except RuleError as error:
        raise BadFile(
            f"{file.reference}: no timetable can be drawn up from its dates. {error.found}",
            error.expected,
            "mend contract.expiry_on, the windows or the durations; nothing was written.",
        ) from error


def _one(session: Session, table: type[Row], values: dict[str, Any]) -> Row:
    """The row of these values, added when there is none."""
    query = select(table)
    for name, value in values.items():
        query = query.where(getattr(table, name) == value)
    found = session.exec(query).one_or_none()
    if found is None:
        found = table(**values)
        session.add(found)
        session.flush()
    return found


def _id(row: Any) -> int:
    assert row.id is not None
    return int(row.id)
