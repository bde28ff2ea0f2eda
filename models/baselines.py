"""The plan as it was approved, and what has moved since, by how much, and why."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from models.actor import Actor
from models.database import database, reading, writing
from models.log import Entry, entries, locked
from models.projection import write
from models.standing import situation, stored
from models.tables import Baseline, Transition
from rules.differences import COMPARED
from rules.errors import AlreadyRecorded, UnknownName
from rules.situation import StepId
from rules.timetable import PlannedStep, Timetable, draw_up

#: Acts that can move a date, and so can be why one moved.
_MOVERS = (
    *("step-recorded", "step-presumed", "decision-recorded", "meeting-chosen"),
    *("meetings-imported", "meeting-withdrawn", "scenario-adopted", "holiday-added"),
    *("corrected", "step-reopened", "step-undone", "rule-set-adopted", "rule-set-pinned"),
)


def take_baseline(reference: str, name: str, today: date, actor: Actor) -> int:
    """The plan as it stands is kept under a name; how many steps it holds.

    Raises: AlreadyRecorded, UnknownName.
    """
    with writing(database()) as session:
        transition = locked(session, reference)
        if _find(session, transition, name):
            raise AlreadyRecorded(
                f"{reference} has a baseline {name!r}.", "a new name.", "choose another name."
            )
        steps = [_row(planned) for planned in draw_up(situation(session, reference, today))]
        data = {"name": name, "today": today}
        entry = write(session, transition, actor=actor, act="baseline-taken", data=data)
        assert transition.id is not None
        session.add(
            Baseline(
                transition_id=transition.id,
                name=name,
                taken_on=today,
                sequence=entry.sequence,
                steps=steps,
            )
        )
        return len(steps)


def moved_since(reference: str, name: str | None, today: date) -> dict[str, Any]:
    """What differs from a baseline (the latest, unless named), by how much, and why.

    Raises: UnknownName when there is none.
    """
    with reading(database()) as session:
        transition = stored(session, reference).transition
        baseline = _baseline(session, transition, name)
        timetable = draw_up(situation(session, reference, today))
        later = [
            entry
            for entry in entries(session, transition)
            if entry.sequence > baseline.sequence and entry.act in _MOVERS
        ]
    before = {(row["step"], row["council"]): row for row in baseline.steps}
    rows = [row for planned in timetable for row in _moved(timetable, planned, before, later)]
    return {
        "baseline": baseline.name,
        "taken_on": baseline.taken_on,
        "today": today,
        "moved": rows,
        "happened": [f"{entry.sequence} {entry.act}: {_about(entry)}" for entry in later],
    }


def _moved(
    timetable: Timetable,
    planned: PlannedStep,
    before: dict[tuple[str, str | None], dict[str, Any]],
    later: list[Entry],
) -> list[dict[str, Any]]:
    old = before.get((planned.id.key, planned.id.council))
    if old is None:
        return []
    calendar = timetable.situation.calendar("council", planned.id.council)
    found = []
    for name, what in COMPARED.items():
        was = date.fromisoformat(old[name]) if old[name] else None
        now: date | None = getattr(planned, name)
        if was == now or (name == "over_on" and not planned.step.decision):
            continue
        found.append(
            {
                "step": planned.id.key,
                "council": planned.id.council,
                "name": planned.step.name,
                "what": what,
                "before": was,
                "after": now,
                "by_working_days": calendar.distance(was, now) if was and now else None,
                "why": _why(timetable, planned, later),
            }
        )
    return found


def _why(timetable: Timetable, planned: PlannedStep, later: list[Entry]) -> list[str]:
    """The entries since then that touch what the step waits for; else that time has passed."""
    chain = {*timetable.chain(planned.id), *timetable.bound(planned.id)}
    found = [
        f"{entry.act} (entry {entry.sequence}): {_about(entry)}"
        for entry in later
        if _touches(entry, chain, timetable)
    ]
    return found or ["no entry touches it: the day of planning moved on"]


def _touches(entry: Entry, chain: set[StepId], timetable: Timetable) -> bool:
    data = json.loads(entry.data)
    if "step" in data:
        return StepId(data["step"], data["council"] or None) in chain
    if "decision" in data:
        key = timetable.situation.breakdown.deciding(data["decision"]).key
        return StepId(key, data["council"]) in chain
    if "council" in data:
        return any(at.council == data["council"] for at in chain)
    return True


def _about(entry: Entry) -> str:
    data = json.loads(entry.data)
    told = ("step", "council", "decision", "outcome", "meeting_on", "on", "name", "reason")
    return ", ".join(str(data[key]) for key in told if data.get(key))


def _row(planned: PlannedStep) -> dict[str, Any]:
    days = {name: getattr(planned, name) for name in COMPARED}
    return {
        "step": planned.id.key,
        "council": planned.id.council,
        "status": planned.status,
        **{name: day.isoformat() if day else None for name, day in days.items()},
    }


def _baseline(session: Session, transition: Transition, name: str | None) -> Baseline:
    query = select(Baseline).where(Baseline.transition_id == transition.id)
    kept = session.exec(query.order_by(col(Baseline.sequence))).all()
    chosen = [row for row in kept if name is None or row.name == name]
    if not chosen:
        raise UnknownName(
            f"{transition.reference} has no baseline {name or 'at all'}.",
            f"one of {', '.join(row.name for row in kept)}." if kept else "a plan that was kept.",
            f"keep one with `changeover baseline {transition.reference} NAME`.",
        )
    return chosen[-1]


def _find(session: Session, transition: Transition, name: str) -> Baseline | None:
    query = select(Baseline).where(Baseline.transition_id == transition.id, Baseline.name == name)
    return session.exec(query).one_or_none()
