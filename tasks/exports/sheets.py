"""A plan as three tables of plain cells: its steps, its diary and its findings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rules.diary import diary
from rules.findings import findings
from rules.timetable import Timetable
from tasks.exports.lanes import party_name

Cell = str | int | Decimal | date | None


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A table with a name; each column has a heading and a width in characters."""

    name: str
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[Cell, ...], ...]


def sheets(timetable: Timetable) -> tuple[Sheet, Sheet, Sheet]:
    """Steps, diary, findings."""
    return steps_sheet(timetable), diary_sheet(timetable), findings_sheet(timetable)


def steps_sheet(timetable: Timetable) -> Sheet:
    """Every instance in the order of the breakdown."""
    where = timetable.situation
    stages = {stage.number: stage.name for stage in where.breakdown.stages}
    return Sheet(
        name="Steps",
        columns=(
            *(("Step", 7), ("Stage", 26), ("What", 46), ("Council", 28), ("Status", 13)),
            *(("Earliest day", 16), ("Over on", 16), ("Last lawful day", 16)),
            *(("Safe last day", 16), ("Target", 16), ("Meeting", 16)),
            *(("Slack in working days", 12), ("Rule", 10), ("Waits for", 30), ("Note", 50)),
        ),
        rows=tuple(
            (
                *(planned.id.key, stages[planned.step.stage], planned.step.name),
                *(party_name(where, planned.id.council), planned.status),
                *(planned.earliest_on, planned.over_on, planned.legal_limit),
                *(planned.safe_limit, planned.target_on, planned.meeting_on),
                *(planned.slack_working_days, planned.rule),
                *(", ".join(str(at) for at in planned.blocked_by), planned.note),
            )
            for planned in timetable
        ),
    )


def diary_sheet(timetable: Timetable) -> Sheet:
    """Every dated thing, by day."""
    where = timetable.situation
    return Sheet(
        name="Diary",
        columns=(
            *(("Day", 16), ("Kind", 14), ("What", 56), ("Step", 7), ("Council", 28)),
            *(("Rule", 10), ("Binds", 18), ("How it was counted", 90), ("Standing", 12)),
        ),
        rows=tuple(
            (
                *(entry.on, entry.kind, entry.what, entry.step.key if entry.step else None),
                party_name(where, entry.step.council) if entry.step else None,
                *(entry.rule, "yes" if entry.binds else "usual term only"),
                *(entry.arithmetic, entry.standing),
            )
            for entry in diary(timetable)
        ),
    )


def findings_sheet(timetable: Timetable) -> Sheet:
    """Every finding, gravest first."""
    where = timetable.situation
    return Sheet(
        name="Findings",
        columns=(
            *(("Finding", 16), ("Step", 7), ("Council", 28), ("Limit", 16)),
            *(("Short by working days", 12), ("What", 80), ("What may still be done", 80)),
            *(("Rule", 10), ("Chain", 50)),
        ),
        rows=tuple(
            (
                *(found.kind, found.step.key, party_name(where, found.step.council)),
                *(found.limit_on, found.short_by_working_days, found.says),
                "\n".join(relief.says for relief in found.relief),
                *(found.rule, " > ".join(str(at) for at in found.chain)),
            )
            for found in findings(timetable)
        ),
    )
