"""Reads the facts of one paper from the database, with every date it tells and its arithmetic."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, select

from models.paper_facts import CouncilNamed, DateWorked, KnownFact, PaperFacts
from models.standing import Stored, situation, stored
from models.tables import SHARED, Fact, Supplier
from rules.catalogue import catalogue
from rules.diary import diary
from rules.errors import UnknownName
from rules.timetable import Timetable, draw_up

#: The decision a step before which belongs to which paper; shared dates stand in all of them.
_DECISION_STEPS = {"in-principle": ("1.6", "1.7", "1.8"), "final": ("1.11", "1.12")}
_SHARED_STEPS = ("2.1", "2.4", "3.2", "6.6", "6.8", "7.2", "10.4")


def paper_facts(
    session: Session, reference: str, council: str, decision: str, today: date
) -> PaperFacts:
    """The facts of a council's paper for a decision. Raises: UnknownName."""
    rows = stored(session, reference)
    named = {
        each.code: CouncilNamed(code=each.code, name=each.name, role=party.role, body=body.name)
        for party, each, body in rows.parties
    }
    if council not in named:
        raise UnknownName(
            f"{council!r} has no part in {reference}.", f"one of {', '.join(named)}.", "name one."
        )
    timetable = draw_up(situation(session, reference, today))
    meeting = next(
        (d.meeting_on for d in rows.decisions if (d.decision, d.council) == (decision, council)),
        None,
    )
    return PaperFacts(
        reference=reference,
        title=rows.transition.title,
        council=named[council],
        councils=tuple(named.values()),
        supplier=session.get_one(Supplier, rows.contract.supplier_id).name,
        contract_title=rows.contract.title,
        expiry_on=rows.contract.expiry_on,
        commencement_on=rows.transition.commencement_on,
        decision=decision,
        meeting_on=meeting,
        facts=_facts(session, rows, council),
        dates=_dates(timetable, council, decision, dated=meeting is not None),
    )


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
        )
        for fact in found
    }


def _dates(
    timetable: Timetable, council: str, decision: str, *, dated: bool
) -> tuple[DateWorked, ...]:
    """The dates of the council's own decision, where its meeting is known, and the shared ones."""
    found = []
    for entry in diary(timetable):
        own = dated and entry.step and entry.step.key in _DECISION_STEPS[decision]
        shared = entry.step and entry.step.key in _SHARED_STEPS
        if not entry.step or not entry.rule or not (own or shared):
            continue
        if entry.step.council not in (None, council):
            continue
        if not entry.binds and entry.kind != "target":
            continue
        source = catalogue().rule(entry.rule).sources[0]
        found.append(
            DateWorked(
                what=entry.what,
                day=entry.on,
                kind=entry.kind if entry.binds else "target, on the usual term",
                rule=entry.rule,
                arithmetic=entry.arithmetic,
                reading=""
                if entry.binds
                else "usual contract term: this contract's own is not known",
                standing=entry.standing,
                cite=source.cite,
                url=source.url,
            )
        )
    return tuple(found)
