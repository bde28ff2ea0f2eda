"""Which day it is where the councils are."""

from __future__ import annotations

from datetime import date

import pendulum


def today_in_london() -> date:
    """Today's date in London, whatever the clock of the machine is set to."""
    now = pendulum.now("Europe/London")
    return date(now.year, now.month, now.day)
