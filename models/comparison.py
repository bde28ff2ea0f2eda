"""A transition's own record set beside what the engine says, and what nobody could know."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from models.database import database, reading
from models.intake import COMMENCEMENT
from models.standing import situation, stored
from models.transition_file import CompareRow, TransitionFile
from rules.arithmetic import spoken
from rules.catalogue import catalogue
from rules.deadlines import apply_rule
from rules.policy import USUAL, Policy


def compare(file: TransitionFile) -> list[dict[str, Any]]:
    """What the engine says of each date beside what the public record says."""
    policies = _policies(file)
    return [
        {
            "what": row.what,
            "rule": row.rule,
            **_said(row, policies.get(row.council or "", USUAL)),
            "record": row.record,
            "record_on": row.record_on,
            "source": row.source,
        }
        for row in file.compare
    ]


def unknown(file: TransitionFile) -> dict[str, list[str]]:
    """What the replay could not know: facts that are gaps, and steps without a record."""
    with reading(database()) as session:
        presumed = sorted(
            (state.key, state.council)
            for state in stored(session, file.reference).states
            if state.status == "presumed"
        )
        where = situation(session, file.reference, file.contract.expiry_on)
    by_key: dict[str, list[str]] = {}
    for key, council in presumed:
        by_key.setdefault(key, []).append(council)
    order = list(where.breakdown.steps)
    return {
        "facts": [f"{fact.name}: {fact.source}" for fact in file.fact if fact.standing == "gap"],
        "steps": [
            f"{key} {where.breakdown.step(key).name}{_whose(by_key[key])}"
            for key in sorted(by_key, key=order.index)
        ],
    }


def _policies(file: TransitionFile) -> dict[str, Policy]:
    with reading(database()) as session:
        parties = situation(session, file.reference, file.contract.expiry_on).parties
    return {party.code: party.policy for party in parties}


def _said(row: CompareRow, policy: Policy) -> dict[str, Any]:
    if row.rule == COMMENCEMENT:
        day = row.event + timedelta(days=1)
        words = f"The day after the contract's last day, {spoken(row.event)}, is {spoken(day)}."
        return {"engine": day, "strictest": None, "arithmetic": words}

    rule = policy.govern(catalogue(policy.rule_set).rule(row.rule, row.event))
    found = apply_rule(rule, row.event, policy.named_calendar)
    last = found.not_before or found.legal_limit
    return {
        "engine": last,
        "strictest": found.safe_limit if found.safe_limit != last else None,
        "arithmetic": found.arithmetic,
    }


def _whose(councils: list[str]) -> str:
    named = [council for council in councils if council]
    return f" ({', '.join(named)})" if named else ""
