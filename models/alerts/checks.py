"""On which days the deadlines were checked, so that a check that comes late says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from models.database import database, reading, take_turns, writing
from models.standing import proclaimed
from models.tables import DeadlineCheck
from rules.almanac import calendar
from rules.arithmetic import plural, spoken

_CALENDAR = "england-and-wales"


@dataclass(frozen=True, kw_only=True)
class Gap:
    """The working days on which no check ran, between the last one and a day; none is usual."""

    last_on: date | None
    missed_working_days: int

    @property
    def says(self) -> str:
        """The gap in words; empty where there is none."""
        if not self.missed_working_days or self.last_on is None:
            return ""
        days = plural(self.missed_working_days, "working day")
        return f"No check ran for {days}: the last one was on {spoken(self.last_on)}."


def is_working_day(today: date) -> bool:
    """Whether the check, on its schedule, runs on a day at all."""
    with reading(database()) as session:
        return calendar(_CALENDAR, added=proclaimed(session)).is_working_day(today)


def gap_before(today: date) -> Gap:
    """The working days without a check before a day, since the last check there was."""
    with reading(database()) as session:
        last = session.exec(
            select(col(DeadlineCheck.checked_on))
            .where(col(DeadlineCheck.checked_on) < today)
            .order_by(col(DeadlineCheck.checked_on).desc())
            .limit(1)
        ).one_or_none()
        if last is None:
            return Gap(last_on=None, missed_working_days=0)
        days = calendar(_CALENDAR, added=proclaimed(session))
        missed = days.distance(last, today) - days.is_working_day(today)
        return Gap(last_on=last, missed_working_days=max(missed, 0))


def note_check(today: date, raised: int) -> None:
    """The day is noted as checked, with how many alerts its checks raised in all."""
    with writing(database()) as session:
        take_turns(session.connection())
        query = select(DeadlineCheck).where(DeadlineCheck.checked_on == today)
        noted = session.exec(query).one_or_none() or DeadlineCheck(checked_on=today, raised=0)
        noted.raised += raised
        session.add(noted)
