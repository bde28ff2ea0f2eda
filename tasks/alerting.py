"""The tasks of the deadline check. Each can be run again: nobody is told anything twice."""

from __future__ import annotations

from datetime import date

from models.alerts import checks, telling
from models.alerts.raised import Raised
from tasks.effect import effect


@effect("work-out-deadlines")
def work_out(today: date) -> int:
    """The deadlines of every transition whose log has grown are worked out; how many those are."""
    return telling.work_out_all(today)


@effect("raise-alerts")
def raise_alerts(today: date, last_check_on: date | None) -> list[Raised]:
    """Everything due is told, then what nobody acknowledged goes to the manager; what is new."""
    return telling.tell_all(today, last_check_on)


@effect("note-check")
def note_check(today: date, raised: int) -> None:
    """The day is noted as checked."""
    checks.note_check(today, raised)
