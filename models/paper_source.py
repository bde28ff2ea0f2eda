"""Reads the facts of one paper from the database, with every date it tells and its arithmetic."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session, col, select

from models.paper_dates import counted_dates, step_dates
from models.paper_facts import EVERY_STEP, CouncilNamed, Counts, KnownFact, PaperFacts
from models.paper_meeting import from_chosen, last_serving, too_late
from models.paper_registers import from_registers
from models.progress_source import progress
from models.standing import Stored, situation, stored
from models.tables import SHARED, Fact, Supplier
from rules.errors import UnknownName
from rules.situation import DecisionId
from rules.timetable import draw_up

#: The steps that lead to each decision.
_DECISION_STEPS = {"in-principle": ("1.6", "1.7", "1.8"), "final": ("1.11", "1.12")}


def paper_facts(
    session: Session,
    reference: str,
    council: str,
    decision: str,
    today: date,
    steps: tuple[str, ...] = (),
    counts: tuple[Counts, ...] = (),
    registers: tuple[str, ...] = (),
    *,
    exempt: bool = False,
) -> PaperFacts:
    """The facts of a council's document, with the dates of its decision and of these steps.

    Without a council they are those that all share, and without a decision those of no meeting.
    `counts` are dates counted from the day that a fact gives; `registers` the registers
    that the document is made from, with the rows that are exempt for an `exempt` document. The
    contract's end and the meeting are those of the plan that
    was adopted. Raises: UnknownName.
    """
    rows = stored(session, reference)
    named = {
        each.code: CouncilNamed(code=each.code, name=each.name, role=party.role, body=body.name)
        for party, each, body in rows.parties
    }
    if council and council not in named:
        raise UnknownName(
            f"{council!r} has no part in {reference}.", f"one of {', '.join(named)}.", "name one."
        )
    where = situation(session, reference, today)
    planned = draw_up(where)
    timetable = from_chosen(planned)
    meeting = where.chosen.get(DecisionId(decision, council))
    late = too_late(planned, decision, council)
    facts = _facts(session, rows, council)
    held = from_registers(session, rows.transition, where, registers, exempt=exempt)
    told = {*steps, *(_DECISION_STEPS[decision] if meeting else ())}
    if EVERY_STEP in told:
        told = set(timetable.situation.breakdown.steps)
    return PaperFacts(
        reference=reference,
        title=rows.transition.title,
        council=named[council] if council else _together(named.values()),
        councils=tuple(named.values()),
        supplier=session.get_one(Supplier, rows.contract.supplier_id).name,
        contract_title=rows.contract.title,
        expiry_on=where.expiry_on,
        commencement_on=where.commencement_on,
        decision=decision,
        meeting_on=meeting,
        on=today,
        regime=rows.contract.regime or "",
        facts={**facts, **held.facts},
        dates=(
            *([last_serving(late)] if late else ()),
            *step_dates(timetable, council, told),
            *counted_dates(timetable, council, facts, counts),
            *held.dates,
        ),
        progress=progress(session, rows, timetable),
        registers=held.registers,
        rule_set=timetable.situation.rule_set,
        warnings=(late.says,) if late else (),
    )


def _together(councils: Iterable[CouncilNamed]) -> CouncilNamed:
    """All the councils as the writer of what they share."""
    *first, last = (each.name for each in councils)
    name = f"{', '.join(first)} and {last}" if first else last
    return CouncilNamed(code="", name=name, role="shared", body="")


def _facts(session: Session, rows: Stored, council: str) -> dict[str, KnownFact]:
    """By name; a council's own fact goes before the shared one."""
    found = session.exec(
        select(Fact)
        .where(Fact.transition_id == rows.transition.id)
        .where(col(Fact.council).in_([SHARED, council]))
        .order_by(col(Fact.council), col(Fact.name))
    )
    return {
        fact.name: KnownFact(
            name=fact.name,
            value=fact.value,
            source=fact.source,
            standing=fact.standing,
            url=fact.url,
            entry=fact.sequence,
        )
        for fact in found
    }
