"""Every council's decisions as people and programs are shown them: plain values, read only."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from models.database import database, reading
from models.decisions.lives import lives_of
from models.standing import situation, stored
from models.tables import DecisionCondition
from rules.arithmetic import spoken
from rules.breakdown import Step
from rules.count import day_of
from rules.counting import latest_of
from rules.dating import Dating
from rules.decisions import CallIn, Life, reckon, state_on
from rules.errors import UnknownName
from rules.situation import DecisionId, Situation

#: What a constitution says of call-in beyond what is counted.
_TOLD = {
    "call_in.signatories": "who may call it in",
    "call_in.end_time": "until what hour",
    "call_in.scope": "which decisions",
    "call_in.waiver": "who may waive it",
}


def decisions_of(reference: str, council: str | None, today: date) -> dict[str, Any]:
    """The decisions of every council, or of one, with the gate of each. Raises: UnknownName."""
    with reading(database()) as session:
        where = situation(session, reference, today)
        rows = stored(session, reference).decisions
        lives = lives_of(session, rows)
        evidence = _evidence(session, rows)
    codes = [party.code for party in where.parties]
    if council and council.lower() not in codes:
        raise UnknownName(
            f"{council!r} has no part in {reference}.", f"one of {', '.join(codes)}.", "name one."
        )
    wanted = [council.lower()] if council else codes
    steps = [step for step in where.breakdown if step.decision]
    return {
        "reference": reference,
        "today": today,
        "decisions": [
            _row(where, life, evidence)
            for step in steps
            for code in wanted
            if (life := lives.get(DecisionId(step.decision or "", code)))
        ],
        "gates": [_gate(where, step) for step in steps],
    }


def _row(
    where: Situation, life: Life, evidence: dict[tuple[DecisionId, int], str]
) -> dict[str, Any]:
    call_in = Dating(where).call_in(life.council)
    named = DecisionId(life.decision, life.council)
    window = call_in.closes(life.meeting_on, life.published_on) if life.carried else None
    reckoned = reckon(life, call_in)
    policy = call_in.policy.settings
    return {
        "decision": life.decision,
        "council": life.council,
        "meeting_on": life.meeting_on,
        "outcome": life.outcome,
        "state": str(state_on(life, call_in, where.today)),
        "published_on": life.published_on,
        "window_closes_on": day_of(window.legal_limit) if window and not life.is_waived else None,
        "window": window.arithmetic if window else "",
        "waived_on": life.waived_on,
        "called_in_on": life.called_in_on,
        "released_on": life.released_on,
        "referred_back_on": life.referred_back_on,
        "reheard_on": life.reheard_on,
        "reheard": life.reheard,
        "effective_on": life.effective_on,
        "expected_on": reckoned.expected_on,
        "says": _says(life, call_in),
        "conditions": [
            {
                "number": each.number,
                "text": each.text,
                "met_on": each.met_on,
                "evidence": evidence.get((named, each.number), ""),
            }
            for each in life.conditions
        ],
        "constitution": {_TOLD[name]: policy[name].value for name in _TOLD if name in policy},
    }


def _says(life: Life, call_in: CallIn) -> str:
    """How the day of effect was counted; as recorded, where the calendars now say otherwise."""
    reckoned = reckon(life, call_in)
    if life.carried and reckoned.on != life.effective_on:
        recorded = spoken(life.effective_on) if life.effective_on else "none"
        return f"{reckoned.says} Recorded as {recorded}, on the calendar as it was known then."
    return reckoned.says


def _gate(where: Situation, step: Step) -> dict[str, Any]:
    """The gate of a decision: it opens on the day of the last council (CALL-08)."""
    ids = {at: DecisionId(step.decision or "", at.council or "") for at in where.instances(step)}
    days = {
        at.council: where.done.get(at) or where.effective.get(named) for at, named in ids.items()
    }
    waits = [code for code, day in days.items() if day is None]
    known = [day for day in days.values() if day]
    says = f"Gate {step.key}, {step.name}: "
    if waits:
        says += f"shut; it waits for {', '.join(str(code) for code in waits)} (CALL-08)."
    else:
        opens = latest_of(known)
        word = "open since" if opens <= where.today else "opens on"
        says += f"{word} {spoken(opens)}, the day of the last council (CALL-08)."
    return {
        "step": step.key,
        "opens_on": None if waits else latest_of(known),
        "councils": days,
        "says": says,
    }


def _evidence(session: Session, rows: Any) -> dict[tuple[DecisionId, int], str]:
    """What shows that each condition was met."""
    if not rows:
        return {}
    query = select(DecisionCondition).where(
        col(DecisionCondition.transition_id) == rows[0].transition_id
    )
    return {
        (DecisionId(row.decision, row.council), row.number): row.evidence
        for row in session.exec(query)
    }
