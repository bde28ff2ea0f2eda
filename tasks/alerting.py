"""The tasks of the deadline check. Each can be run again: nobody is told anything twice."""

from __future__ import annotations

from datetime import date

from prefect import task
from prefect.cache_policies import NO_CACHE

from models.alerts import checks, escalating, raising, watching
from models.alerts.raised import Raised
from models.database import database, reading
from tasks.retrying import only_outside

_WRITES = {"cache_policy": NO_CACHE, "persist_result": False, **only_outside}


@task(task_run_name="work-out-deadlines", **_WRITES)
def work_out(today: date) -> int:
    """The deadlines of every transition whose log has grown are worked out; how many those are."""
    return len(watching.work_out_all(today))


@task(task_run_name="raise-alerts", **_WRITES)
def raise_alerts(today: date, last_check_on: date | None) -> list[Raised]:
    """Everything due is told, then what nobody acknowledged goes to the manager; what is new."""
    with reading(database()) as session:
        due = raising.due(session, today)
    found = [each for ref in due for each in raising.raise_due(ref, today, last_check_on)]
    with reading(database()) as session:
        late = escalating.to_escalate(session, today)
    return found + [each for reference in late for each in escalating.escalate(reference, today)]


@task(task_run_name="note-check", **_WRITES)
def note_check(today: date, raised: int) -> None:
    """The day is noted as checked."""
    checks.note_check(today, raised)
