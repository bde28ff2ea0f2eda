"""Reads the facts of one paper from the database, with every date it tells and its arithmetic."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session, col, select

from models.paper_facts import CouncilNamed, DateWorked, KnownFact, PaperFacts
from models.standing import Stored, situation, stored
from models.tables import SHARED, Fact, Supplier
from rules.catalogue import catalogue
from rules.diary import diary
from rules.errors import UnknownName
from rules.timetable import Timetable, draw_up

#: The steps that lead to each decision.
_DECISION_STEPS = {"in-principle": ("1.6", "1.7", "1.8"), "final": ("1.11", "1.12")}


def paper_facts(
    session: Session,
    reference: str,
    council: str,
    decision: str,
    today: date,
    steps: tuple[str, ...] = (),
) -> PaperFacts:
    """The facts of a council's document, with the dates of its decision and of these steps.

    Without a council they are those that all share, and without a decision those of no meeting.
    Raises: UnknownName.
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
    timetable = draw_up(situation(session, reference, today))
    meeting = next(
        (d.meeting_on for d in rows.decisions if (d.decision, d.council) == (decision, council)),
        None,
    )
    return PaperFacts(
        reference=reference,
        title=rows.transition.title,
        council=named[council] if council else _together(named.values()),
        councils=tuple(named.values()),
        supplier=session.get_one(Supplier, rows.contract.supplier_id).name,
        contract_title=rows.contract.title,
        expiry_on=rows.contract.expiry_on,
        commencement_on=rows.transition.commencement_on,
        decision=decision,
        meeting_on=meeting,
        on=today,
        facts=_facts(session, rows, council),
        dates=_dates(timetable, council, {*steps, *(_DECISION_STEPS[decision] if meeting else ())}),
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
        )
        for fact in found
    }


def _dates(timetable: Timetable, council: str, steps: set[str]) -> tuple[DateWorked, ...]:
    """The dates of these steps that concern the council; those of every council where none is."""
    found = []
    for entry in diary(timetable):
        if not entry.step or not entry.rule or entry.step.key not in steps:
            continue
        if council and entry.step.council not in (None, council):
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
