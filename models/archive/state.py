"""Where a transition stands, as tables to read: every row that its log, or nobody, made."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table, UniqueConstraint, select
from sqlmodel import Session, SQLModel

from models.csv_file import csv_file
from models.tables import (
    Assignment,
    Decision,
    Effect,
    Evidence,
    Fact,
    KeptPage,
    Lease,
    LogEntry,
    Party,
    StandIn,
    StepState,
    Transition,
    Watch,
    plain,
)

#: Names for people; any other table is named as it is.
NAMES: dict[str, str] = {
    plain(StepState).name: "steps",
    plain(Decision).name: "decisions",
    plain(Evidence).name: "evidence",
    plain(Fact).name: "facts",
    plain(Effect).name: "effects",
    plain(Assignment).name: "assignments",
    plain(StandIn).name: "stand-ins",
}
#: Tables of a transition that an export tells elsewhere, or that say nothing of what happened.
LEFT_OUT = (LogEntry, Party, Lease, Watch, KeptPage)
_UNTOLD = ("id", "transition_id")


def state_of(session: Session, transition: Transition) -> Iterator[tuple[str, bytes]]:
    """By name, each table of a transition as CSV, in an order that no database chooses."""
    for table in state_tables():
        columns = [column for column in table.columns if column.name not in _UNTOLD]
        query = select(*columns).where(table.c.transition_id == transition.id)
        rows = [dict(row) for row in session.connection().execute(query).mappings()]
        order = _order(table)
        rows.sort(key=lambda row: [_natural(row[name]) for name in order])
        cells = ([_cell(row[column.name]) for column in columns] for row in rows)
        name = NAMES.get(table.name, table.name)
        yield f"{name}.csv", csv_file([column.name for column in columns], cells)


def state_tables() -> list[Table]:
    """Every table whose rows belong to one transition."""
    told = [plain(each) for each in LEFT_OUT]
    return [
        table
        for table in SQLModel.metadata.sorted_tables
        if "transition_id" in table.columns and table not in told
    ]


def _order(table: Table) -> list[str]:
    """The columns that a row is known by, then all others."""
    known = [
        column.name
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint)
        for column in constraint.columns
    ]
    names = [*known, *(["sequence"] if "sequence" in table.columns else []), *table.columns.keys()]
    return [name for name in dict.fromkeys(names) if name not in _UNTOLD]


def _natural(value: Any) -> list[tuple[int, int | str]]:
    """What puts 1.9 before 1.10."""
    parts = re.split(r"(\d+)", str(value))
    return [(0, int(part)) if part.isdecimal() else (1, part) for part in parts if part]


def _cell(value: Any) -> Any:
    if isinstance(value, dict | list):
        return json.dumps(value, sort_keys=True, ensure_ascii=False)
    return str(value).lower() if isinstance(value, bool) else value
