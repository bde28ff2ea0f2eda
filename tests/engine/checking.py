"""A deadline check without a Prefect server: the tasks of the flow in their order."""

from __future__ import annotations

from datetime import date
from typing import Any

from models.alerts.acknowledging import standing
from models.alerts.checks import gap_before
from tasks import alerting


def check(day: date) -> list[dict[str, Any]]:
    """The deadlines are checked; the alerts that are new, as they stand."""
    gap = gap_before(day)
    alerting.work_out.fn(day)
    raised = alerting.raise_alerts.fn(day, gap.last_on)
    alerting.note_check.fn(day, len(raised))
    new = {(each.reference, each.sequence) for each in raised}
    return [a for a in standing(closed=True) if (a["reference"], a["sequence"]) in new]
