"""Looks over live transitions; reads only."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from models.database import database, reading
from models.standing import live_references, situation
from rules.almanac import calendar
from rules.errors import RuleError
from rules.finding import Finding
from rules.findings import findings, unplannable
from rules.timetable import draw_up
from tasks.work import Document, wanted_documents


def look_over(today: date, *, only_working_days: bool) -> dict[str, list[Finding]]:
    """By reference, what each live transition shows on a day; nothing on a day of rest."""
    if only_working_days and not calendar("england-and-wales").is_working_day(today):
        return {}
    with reading(database()) as session:
        return {
            reference: _found(session, reference, today) for reference in live_references(session)
        }


def _found(session: Session, reference: str, today: date) -> list[Finding]:
    """The findings of one transition; one that cannot be planned must not hide the others."""
    try:
        return findings(draw_up(situation(session, reference, today)))
    except RuleError as error:
        return [unplannable(reference, error)]


def documents_for(reference: str, council: str, meeting: date) -> list[Document]:
    """The documents a council needs for its decision at a meeting. Raises: InputError."""
    with reading(database()) as session:
        return wanted_documents(situation(session, reference, meeting), council, meeting)
