"""Looks at what a flow is to do; reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.coming import Coming, coming
from models.database import database, reading
from models.effects import unsettled
from models.news import log_lengths
from models.reports import next_steps, timetable_of
from models.standing import situation
from tasks.work import Document, wanted_documents, work_to_do


def documents_for(reference: str, council: str, meeting: date) -> list[Document]:
    """The documents a council needs for its decision at a meeting. Raises: InputError."""
    with reading(database()) as session:
        return wanted_documents(situation(session, reference, meeting), council, meeting)


def deadlines_to_come(today: date, most: int) -> list[Coming]:
    """The deadlines that come next over every live transition, soonest first."""
    with reading(database()) as session:
        return coming(session, today, most)


@dataclass(frozen=True, kw_only=True)
class OpenStep:
    """A step that can be done now, and the day it is to be done by where one is known."""

    key: str
    council: str
    name: str
    by: date | None


def open_now(reference: str, today: date) -> list[OpenStep]:
    """The steps of a transition that can be done now, most pressing first; whose they are is left
    out."""
    return [
        OpenStep(key=each["key"], council=each["council"] or "", name=each["name"], by=each["by"])
        for each in next_steps(timetable_of(reference, today))
    ]


def live_transitions() -> list[str]:
    """The references of the transitions that are not over."""
    return sorted(log_lengths())


def has_something_to_do(reference: str, today: date) -> bool:
    """Whether stepping a transition would do anything today."""
    return bool(work_to_do(reference, today) or unsettled(reference))
