"""The deadline check over all transitions: works out what is to be, then tells what is due."""

from __future__ import annotations

from datetime import date

from models.alerts.escalating import escalate
from models.alerts.looking import look
from models.alerts.raised import Raised
from models.alerts.raising import raise_due
from models.alerts.watching import work_out
from models.database import database


def work_out_all(today: date) -> int:
    """Every live transition that needs it is worked out; how many those were."""
    found = look(database(), today).to_work_out
    for reference in found:
        work_out(reference, today)
    return len(found)


def tell_all(today: date, last_check_on: date | None) -> list[Raised]:
    """Everything due is told, then what nobody acknowledged goes to the manager; what is new.

    `last_check_on` is the day of the check before this one, from which lateness is told.
    """
    found = look(database(), today)
    told = [each for ref in found.due for each in raise_due(ref, today, last_check_on)]
    return told + [each for ref in found.to_escalate for each in escalate(ref, today)]
