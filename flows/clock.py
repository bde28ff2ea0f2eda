"""Which day it is where the councils are."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def today_in_london() -> date:
    """Today's date in London, whatever the clock of the machine is set to."""
    return day_in_london(datetime.now(UTC))


def day_in_london(at: datetime) -> date:
    """The date in London at an instant."""
    return at.astimezone(LONDON).date()
