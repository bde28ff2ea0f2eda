"""Looks over every live transition for limits passed, near or out of reach."""

from __future__ import annotations

from datetime import date
from typing import Any

from prefect import flow
from prefect.artifacts import acreate_table_artifact

from flows.clock import today_in_london
from tasks.looking import look_over
from tasks.recording import note_findings


@flow(name="check-deadlines", flow_run_name="check-deadlines")
async def check_deadlines(today: date | None = None) -> list[dict[str, Any]]:
    """Every finding of every live transition on that day, each noted in its log once.

    On a schedule, where no day is given, it rests on days that are not working days.

    Args:
        today: the day to check, working day or not; leave it out for today
    """
    day = today or today_in_london()
    rows: list[dict[str, Any]] = []
    for reference, found in look_over(day, only_working_days=today is None).items():
        note_findings(reference, found)
        rows += [{"transition": reference, **finding.row()} for finding in found]
    await acreate_table_artifact(
        key="deadlines",
        table=rows or [{"transition": "none", "says": "nothing found"}],
        description=f"What the deadline check of {day} found",
    )
    return rows
