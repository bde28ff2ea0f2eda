"""What people and programs are shown of transitions: plain values, read only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from models.actor import ENGINE
from models.database import database, passing, reading
from models.log import Entry, entries, no_transition
from models.opening import open_transition, read_and_check
from models.people.duties import Duty
from models.rule_sets.pinning import why_left
from models.standing import live_references, situation, stored
from models.tables import Supplier, Transition
from rules.diary import diary
from rules.errors import RuleError
from rules.findings import findings, infeasible, unplannable
from rules.rule_set import shipped
from rules.situation import StepId
from rules.timetable import PlannedStep, Timetable, draw_up

EXAMPLES = Path(__file__).parent.parent / "examples"


def timetable_of(reference: str, today: date, known_on: date | None = None) -> Timetable:
    """The timetable of a transition; of a file, or of an example that ships, without keeping it.

    Raises: UnknownName, BadFile.
    """
    with reading(database()) as session:
        held = session.exec(
            select(Transition.id).where(Transition.reference == reference)
        ).one_or_none()
        if held:
            return draw_up(situation(session, reference, today, known_on))
        path = _file_of(reference)
        if path is None:
            raise no_transition(session, reference)
    file = read_and_check(path)
    with passing() as engine:
        open_transition(file, actor=ENGINE, engine=engine)
        with reading(engine) as session:
            return draw_up(situation(session, file.reference, today, known_on))


def require(reference: str) -> None:
    """Nothing when the transition is held. Raises: UnknownName."""
    with reading(database()) as session:
        stored(session, reference)


def plan(timetable: Timetable, held: Mapping[StepId, Duty] | None = None) -> dict[str, Any]:
    """A timetable with its findings and its diary; `held` are the steps that people hold."""
    where = timetable.situation
    found = findings(timetable)
    return {
        "reference": where.reference,
        "today": where.today,
        "expiry_on": where.expiry_on,
        "commencement_on": where.commencement_on,
        "feasible": not infeasible(found),
        "newer_rule_set": where.rule_set != shipped(),
        "stages": [{"number": s.number, "name": s.name} for s in where.breakdown.stages],
        "steps": [_step(planned, held or {}) for planned in timetable],
        "findings": [finding.row() for finding in found],
        "diary": [
            {
                "on": entry.on,
                "what": entry.what,
                "kind": entry.kind,
                "rule": entry.rule,
                "step": entry.step.key if entry.step else None,
                "council": entry.step.council if entry.step else None,
                "arithmetic": entry.arithmetic,
                "standing": entry.standing,
                "binds": entry.binds,
            }
            for entry in diary(timetable)
        ],
    }


def next_steps(
    timetable: Timetable, held: Mapping[StepId, Duty] | None = None
) -> list[dict[str, Any]]:
    """What can be done now: who does it, by when and why, most pressing first."""
    ready = [planned for planned in timetable if planned.status == "ready"]
    ready.sort(key=lambda p: (p.legal_limit or p.target_on or date.max, p.id.key))
    return [
        {
            **_step(planned, held or {}),
            "owners": list(planned.step.owners),
            "by": planned.legal_limit or planned.target_on,
            "why": _why(planned),
            "evidence": planned.step.evidence,
        }
        for planned in ready
    ]


def transitions(today: date) -> list[dict[str, Any]]:
    """Every transition, with its contract, its last day and how it stands."""
    with reading(database()) as session:
        found = session.exec(select(Transition).order_by(col(Transition.reference))).all()
        return [_summary(session, transition, today) for transition in found]


def live() -> list[str]:
    """The references of the transitions that are under way, in order."""
    with reading(database()) as session:
        return live_references(session)


def log_of(reference: str, as_at: date | None = None) -> list[dict[str, Any]]:
    """The entries of a log in order; with `as_at`, as it stood at the end of that day."""
    with reading(database()) as session:
        transition = stored(session, reference).transition
        return [_entry(entry) for entry in entries(session, transition, as_at)]


def _file_of(reference: str) -> Path | None:
    for path in (Path(reference), EXAMPLES / f"{reference}.toml"):
        if path.suffix == ".toml" and path.is_file():
            return path
    return None


def _step(planned: PlannedStep, held: Mapping[StepId, Duty]) -> dict[str, Any]:
    duty = held.get(planned.id)
    return {
        "key": planned.id.key,
        "council": planned.id.council,
        "name": planned.step.name,
        "status": planned.status,
        "earliest_on": planned.earliest_on,
        "legal_limit": planned.legal_limit,
        "safe_limit": planned.safe_limit,
        "target_on": planned.target_on,
        "slack_working_days": planned.slack_working_days,
        "rule": planned.rule,
        "blocked_by": [str(at) for at in planned.blocked_by],
        "deadlines": [
            {
                "rule": dated.deadline.rule_id or None,
                "what": dated.what,
                "legal_limit": dated.deadline.legal_limit,
                "safe_limit": dated.deadline.safe_limit,
                "target": dated.deadline.target,
                "not_before": dated.deadline.not_before,
                "arithmetic": dated.deadline.arithmetic,
                "binds": dated.binds,
            }
            for dated in planned.dates
        ],
        "meeting_on": planned.meeting_on,
        "last_serving_on": planned.last_serving_on,
        "note": planned.note,
        "person": duty.person if duty else "",
        "deputy": duty.deputy if duty else "",
    }


def _why(planned: PlannedStep) -> str:
    for dated in planned.dates:
        if dated.limits:
            return f"{dated.what}: {dated.deadline.arithmetic}"
    return "what follows waits for it" if planned.legal_limit else "no limit bounds it"


def _summary(session: Session, transition: Transition, today: date) -> dict[str, Any]:
    rows = stored(session, transition.reference)
    where = situation(session, transition.reference, today)
    instances = [at for step in where.breakdown for at in where.instances(step)]
    over = [
        at
        for at in instances
        if where.closed_on(at) or not where.is_needed(where.breakdown.step(at.key))
    ]
    try:
        found = findings(draw_up(where))
    except RuleError as error:
        found = [unplannable(transition.reference, error)]
    return {
        "reference": transition.reference,
        "title": transition.title,
        "supplier": session.get_one(Supplier, rows.contract.supplier_id).name,
        "councils": [council.code for _, council, _ in rows.parties],
        "expiry_on": where.expiry_on,
        "commencement_on": where.commencement_on,
        "steps_over": len(over),
        "steps": len(instances),
        "grave_findings": len(infeasible(found)),
        "newer_rule_set": where.rule_set != shipped(),
        "newer_left": why_left(session, transition) if where.rule_set != shipped() else "",
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "sequence": entry.sequence,
        "at": entry.at,
        "actor": entry.actor,
        "role": entry.role,
        "on_behalf_of": entry.on_behalf_of,
        "act": entry.act,
        "reason": entry.reason,
        "data": json.loads(entry.data),
        "previous": entry.previous,
        "digest": entry.digest,
        "form": entry.form,
    }


def parties_of(reference: str) -> dict[str, str]:
    """The part of each council in a transition, by its code. Raises: UnknownName."""
    with reading(database()) as session:
        rows = stored(session, reference).parties
        return {council.code: party.role for party, council, _ in rows}
