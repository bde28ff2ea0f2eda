"""The task that keeps a plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from models.actor import ENGINE
from models.reports import require, timetable_of
from tasks.effect import effect
from tasks.exports.keeping import keep_plan


@effect("keep-plan-{reference}")
def keep(reference: str, formats: Sequence[str], today: date) -> dict[str, Path]:
    """The plan is kept in these formats; where each file is. Raises: UnknownName."""
    require(reference)
    return keep_plan(timetable_of(reference, today), formats, ENGINE)
