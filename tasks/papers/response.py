"""By when an officer who is asked for comments is to answer: working days of the council's own."""

from __future__ import annotations

from datetime import date

from models.database import database, reading
from models.standing import situation
from rules.counting import nth_working_day_after
from tasks.papers.house_file import PLAIN, house_for, houses


def comments_due(reference: str, council: str, asked_on: date) -> date | None:
    """The last day for comments asked for on a day; None where the house allows no time.

    The day they are asked for does not count. Raises: CalendarHorizonPassed.
    """
    time = house_for(council).comments or houses()[PLAIN].comments
    if time is None:
        return None
    with reading(database()) as session:
        where = situation(session, reference, asked_on)
    codes = [party.code for party in where.parties]
    calendar = where.calendar("council", council or codes[0])
    return nth_working_day_after(asked_on, time.working_days, calendar)
