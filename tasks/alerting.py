"""The tasks of the deadline check. Each can be run again: nobody is told anything twice."""

from __future__ import annotations

from datetime import date

from prefect import task
from prefect.cache_policies import NO_CACHE

from models.alerts import checks, telling
from models.alerts.raised import Raised
from tasks.retrying import only_outside

_WRITES = {"cache_policy": NO_CACHE, "persist_result": False, **only_outside}


@task(task_run_name="work-out-deadlines", **_WRITES)
def work_out(today: date) -> int:
    """The deadlines of every transition whose log has grown are worked out; how many those are."""
    return telling.work_out_all(today)


@task(task_run_name="raise-alerts", **_WRITES)
def raise_alerts(today: date, last_check_on: date | None) -> list[Raised]:
    """Everything due is told, then what nobody acknowledged goes to the manager; what is new."""
    return telling.tell_all(today, last_check_on)


@task(task_run_name="note-check", **_WRITES)
def note_check(today: date, raised: int) -> None:
    """The day is noted as checked."""
    checks.note_check(today, raised)
