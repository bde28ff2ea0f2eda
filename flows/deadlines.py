"""Tells of the deadlines of every live transition that are due to be told of."""

from __future__ import annotations

from datetime import date
from typing import Any

from prefect import flow
from prefect.artifacts import acreate_table_artifact

from flows.clock import today_in_london
from models.alerts.checks import gap_before, is_working_day
from tasks import alerting


@flow(name="check-deadlines", flow_run_name="check-deadlines")
async def check_deadlines(today: date | None = None) -> list[dict[str, Any]]:
    """Each deadline that has reached a level is told once; the alerts of this run, by their ids.

    On a schedule, where no day is given, it rests on days that are not working days. Whom an alert
    tells, and what, stands in the product's own database alone.

    Args:
        today: the day to check, working day or not; leave it out for today
    """
    day = today or today_in_london()
    if today is None and not is_working_day(day):
        return []
    gap = gap_before(day)
    alerting.work_out(day)
    raised = alerting.raise_alerts(day, gap.last_on)
    alerting.note_check(day, len(raised))
    rows = [each.ids() for each in raised]
    await acreate_table_artifact(
        key="deadlines",
        table=rows or [{"transition": "none", "level": "nothing new"}],
        description=f"What the deadline check of {day} found. {gap.says}".strip(),
    )
    return rows
