"""A deadline check without a Prefect server: the tasks of the flow in their order."""

from __future__ import annotations

from datetime import date
from typing import Any

from models.actor import Actor
from models.alerts.acknowledging import standing
from models.alerts.checks import gap_before
from models.opening import open_transition
from tasks import alerting
from tests.engine.prepared import worked_example

TESTER = Actor(name="a tester")


def told(alerts: list[dict[str, Any]], step: str) -> list[tuple[str, str]]:
    """Level and person of each alert of a step."""
    return sorted((each["level"], each["whom"]) for each in alerts if each["step"] == step)


def another(reference: str) -> None:
    """The worked example once more, under another reference."""
    file = worked_example().model_copy(update={"reference": reference})
    open_transition(file, actor=TESTER)


def check(day: date) -> list[dict[str, Any]]:
    """The deadlines are checked; the alerts that are new, as they stand."""
    gap = gap_before(day)
    alerting.work_out.fn(day)
    raised = alerting.raise_alerts.fn(day, gap.last_on)
    alerting.note_check.fn(day, len(raised))
    new = {(each.reference, each.sequence) for each in raised}
    return [a for a in standing(closed=True) if (a["reference"], a["sequence"]) in new]
