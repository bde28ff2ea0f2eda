"""Tells of the deadlines of every live transition that are due to be told of."""

from __future__ import annotations

from datetime import date
from typing import Any

from prefect import flow
from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact

from flows.clock import today_in_london
from flows.report import account_of_check, row_of_deadline
from models.alerts.checks import gap_before, is_working_day
from rules.arithmetic import spoken
from tasks import alerting
from tasks.discretion import discreet
from tasks.looking import deadlines_to_come

#: How many deadlines the table shows, soonest first.
SHOWN = 200


@flow(name="check-deadlines", flow_run_name="check-deadlines")
@discreet
async def check_deadlines(today: date | None = None) -> list[dict[str, Any]]:
    """Each deadline that has reached a level is told once; the alerts of this run, by their ids.

    On a schedule, where no day is given, it rests on days that are not working days. Whom an alert
    tells, and what, stands in the product's own database alone.

    Args:
        today: a day to check as on, working day or not; None is today
    """
    day = today or today_in_london()
    if today is None and not is_working_day(day):
        return []
    gap = gap_before(day)
    alerting.work_out(day)
    raised = alerting.raise_alerts(day, gap.last_on)
    alerting.note_check(day, len(raised))
    rows = [each.ids() for each in raised]
    await acreate_markdown_artifact(key="check", markdown=account_of_check(day, rows, gap.says))
    await acreate_table_artifact(
        key="deadlines",
        table=[row_of_deadline(each) for each in deadlines_to_come(day, SHOWN)],
        description=f"Deadlines of open steps, soonest first, as on {spoken(day)}: at most {SHOWN}",
    )
    return rows
