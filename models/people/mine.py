"""What one person has to do, across all transitions, soonest first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from models.database import database, reading
from models.people.duties import Duty, duties
from models.people.known import People, names_of, people
from models.standing import situation
from models.tables import Assignment, Person, StandIn, Transition
from rules.errors import RuleError
from rules.timetable import PlannedStep, draw_up

_OVER = ("done", "presumed", "not-required")


def mine(name: str, today: date) -> dict[str, Any]:
    """The open steps of a person, those they stand in for among them, by their last day.

    Raises: UnknownName.
    """
    with reading(database()) as session:
        known = people(session)
        person = known.named(name)
        rows = [
            row
            for each in _where(session, person)
            for row in _of(session, each, person, known, today)
        ]
        rows.sort(key=lambda row: (row["by"] or date.max, row["reference"], row["order"]))
        return {
            "person": person.name,
            "today": today,
            "steps": [{k: v for k, v in row.items() if k != "order"} for row in rows],
        }


def _where(session: Session, person: Person) -> list[Transition]:
    """The transitions in which a person holds a step or stands in."""
    names = names_of(person)
    held = select(Assignment.transition_id).where(
        col(Assignment.ended) == "", col(Assignment.person).in_(names)
    )
    agreed = select(StandIn.transition_id).where(col(StandIn.deputy).in_(names))
    ids = {*session.exec(held), *session.exec(agreed)}
    query = select(Transition).where(col(Transition.id).in_(ids), col(Transition.live))
    return list(session.exec(query.order_by(Transition.reference)))


def _of(
    session: Session, transition: Transition, person: Person, known: People, today: date
) -> Iterator[dict[str, Any]]:
    own = {
        at: duty
        for at, duty in duties(session, transition.id, today, known).items()
        if person.name in (duty.person, duty.deputy)
    }
    if not own:
        return
    where = situation(session, transition.reference, today)
    steps = where.breakdown
    order = {key: place for place, key in enumerate(steps.steps)}
    try:
        planned = {each.id: each for each in draw_up(where)}
        why = ""
    except RuleError as error:
        planned, why = {}, f"its dates cannot be worked out: {error.found}"
    for at, duty in own.items():
        found = planned.get(at)
        if where.closed_on(at) or (found and found.status in _OVER):
            continue
        yield {
            "reference": transition.reference,
            "step": at.key,
            "council": at.council,
            "name": steps.step(at.key).name,
            **_dates(found, why),
            **_in_whose_place(duty, person),
            "order": (order[at.key], at.council or ""),
        }


def _dates(planned: PlannedStep | None, why: str) -> dict[str, Any]:
    if planned is None:
        return {"status": "unplannable", "by": None, "rule": None, "note": why}
    waits = ", ".join(str(each) for each in planned.blocked_by)
    return {
        "status": planned.status,
        "by": planned.legal_limit or planned.target_on,
        "rule": planned.rule,
        "note": f"waits for {waits}" if waits else "",
    }


def _in_whose_place(duty: Duty, person: Person) -> dict[str, Any]:
    """Whose step it is where the person stands in; who does it where the person is away."""
    stands_in = duty.deputy == person.name
    return {
        "on_behalf_of": duty.person if stands_in else "",
        "deputy": "" if stands_in else duty.deputy,
        "until_on": duty.until_on,
    }
