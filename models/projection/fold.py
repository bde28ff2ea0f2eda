"""A log folded in memory: the rows that it leaves, each with the entry that changed it last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import count, takewhile
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from models.projection.acts import changes_of
from models.projection.changes import Add, Amend, Change, Drop, Extend, Kept, Put
from models.projection.rows import defaults
from models.tables import plain

#: The names by which a row is told from the others of its transition, and their values.
Identity = tuple[Any, ...]


@dataclass(kw_only=True, slots=True)
class Folded:
    """A row as the log leaves it, and the number of the entry that changed it last."""

    values: dict[str, Any]
    sequence: int


class Fold:
    """The projected rows of one transition, as far as entries were taken in."""

    def __init__(self) -> None:
        self.tables: dict[type[SQLModel], dict[Identity, Folded]] = {}

    def take(self, entries: Iterable[Kept]) -> Fold:
        """The entries are taken in, in their order."""
        for entry in entries:
            for change in changes_of(entry):
                self._make(change, entry.sequence)
        return self

    def _make(self, change: Change, sequence: int) -> None:
        rows = self.tables.setdefault(change.table, {})
        match change:
            case Add(table=table, values=values):
                added = {**defaults(table), **values}
                rows[identity(table, added, rows)] = Folded(values=added, sequence=sequence)
            case Put(table=table, key=key, values=values, first=first):
                named = identity(table, key, rows)
                held = rows.get(named)
                start = held.values if held else {**defaults(table), **first, **key}
                rows[named] = Folded(values={**start, **values}, sequence=sequence)
            case Amend(table=table, where=where, values=values):
                if not where and not rows:
                    rows[()] = Folded(values={}, sequence=sequence)
                for named in _matching(table, rows, where):
                    rows[named] = Folded(values={**rows[named].values, **values}, sequence=sequence)
            case Drop(table=table, where=where):
                for named in _matching(table, rows, where):
                    del rows[named]
            case Extend(table=table, where=where, column=column, name=name, values=values):
                if not where and not rows:
                    rows[()] = Folded(values={}, sequence=sequence)
                for named in _matching(table, rows, where):
                    held_values = rows[named].values
                    lists = held_values.get(column, {})
                    grown = {**lists, name: [*lists.get(name, ()), *values]}
                    rows[named] = Folded(values={**held_values, column: grown}, sequence=sequence)


def identity(
    table: type[SQLModel], values: Mapping[str, Any], rows: Mapping[Identity, object]
) -> Identity:
    """What tells a row apart: its key, or its entry and its place there where it has none."""
    if key := key_of(table):
        return tuple(values[name] for name in key)
    place = 0
    while (values["sequence"], place) in rows:
        place += 1
    return (values["sequence"], place)


@cache
def key_of(table: type[SQLModel]) -> tuple[str, ...]:
    """The columns of a table's unique constraint, the transition left out; empty without one."""
    for constraint in plain(table).constraints:
        if isinstance(constraint, UniqueConstraint):
            return tuple(c.name for c in constraint.columns if c.name != "transition_id")
    return ()


def _matching(
    table: type[SQLModel], rows: Mapping[Identity, Folded], where: Mapping[str, Any]
) -> list[Identity]:
    """The rows that bear these names; looked up, where they are what tells a row apart."""
    key = key_of(table)
    if key and where.keys() == set(key):
        named = tuple(where[name] for name in key)
        return [named] if named in rows else []
    if not key and where.keys() == {"sequence"}:
        places = ((where["sequence"], place) for place in count())
        return list(takewhile(rows.__contains__, places))
    return [
        named
        for named, row in rows.items()
        if all(row.values[name] == value for name, value in where.items())
    ]
