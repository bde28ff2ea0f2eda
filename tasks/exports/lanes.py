"""Who does what in a plan: a lane for each council, for what is shared and for the supplier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rules.situation import SUPPLIER, Situation
from rules.timetable import PlannedStep, Timetable

#: Steps still to be taken: what is over has no place in a picture of what is to come.
OPEN = ("ready", "waiting")


@dataclass(frozen=True, kw_only=True)
class Lane:
    """The open steps of one party that have a limit or a meeting, in the order of the breakdown.

    `meetings` are the days known on which the council's body meets.
    """

    name: str
    detail: str
    meetings: tuple[date, ...]
    steps: tuple[PlannedStep, ...]


def lanes(timetable: Timetable) -> tuple[Lane, ...]:
    """A lane for every council, then the shared steps, then the supplier, drawn or empty."""
    where = timetable.situation
    found = [
        Lane(
            name=party.name,
            detail=f"{party.role}; decides in {party.body}",
            meetings=tuple(sorted(where.meetings.get(party.code, ()))),
            steps=_drawn(timetable, party.code),
        )
        for party in where.parties
    ]
    for name, detail, code in (
        ("Shared steps", "one for all councils", None),
        ("Supplier", "outgoing", SUPPLIER),
    ):
        found.append(Lane(name=name, detail=detail, meetings=(), steps=_drawn(timetable, code)))
    return tuple(found)


def party_name(where: Situation, code: str | None) -> str:
    """The name of whom an instance belongs to; empty for a shared step."""
    if code is None:
        return ""
    return "Supplier" if code == SUPPLIER else where.party(code).name


def short_by(planned: PlannedStep) -> int:
    """How many working days too late its earliest day is; 0 for a step without a conflict."""
    return max(0, -(planned.slack_working_days or 0))


def _drawn(timetable: Timetable, code: str | None) -> tuple[PlannedStep, ...]:
    return tuple(
        planned
        for planned in timetable
        if planned.id.council == code and planned.status in OPEN and _has_something(planned)
    )


def _has_something(planned: PlannedStep) -> bool:
    limits = (planned.legal_limit, planned.safe_limit, planned.target_on)
    return any(limits) or planned.meeting_on is not None
