"""Changes made to the rows of a database, in statements that are built once."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, bindparam, delete, insert, select, update
from sqlalchemy.sql.dml import Delete, Insert, Update
from sqlmodel import Session, SQLModel

from models.projection.changes import Add, Amend, Change, Drop, Extend, Put
from models.tables import insert_or, plain


def make(session: Session, transition_id: int, changes: list[Change]) -> None:
    """The rows are changed, and what the session remembers of their tables is read again."""
    for change in changes:
        _make(session, transition_id, change)
    touched = {change.table for change in changes}
    for row in [row for row in session.identity_map.values() if type(row) in touched]:
        session.expire(row)


def _make(session: Session, transition_id: int, change: Change) -> None:
    connection = session.connection()
    match change:
        case Add(table=table, values=values):
            row = {**defaults(table), **values, "transition_id": transition_id}
            connection.execute(_adding(table), row)
        case Put(table=table, key=key, values=values, first=first):
            putting = _putting(table, tuple(key), tuple(values), connection.dialect.name)
            row = {**defaults(table), **first, **key, **values, "transition_id": transition_id}
            connection.execute(putting, row)
        case Amend(table=table, where=where, values=values):
            amending = _amending(table, tuple(where), tuple(values))
            new = {f"new_{name}": value for name, value in values.items()}
            connection.execute(amending, {**_named(transition_id, where), **new})
        case Drop(table=table, where=where):
            connection.execute(_dropping(table, tuple(where)), _named(transition_id, where))
        case Extend(table=table, where=where, column=column, name=name, values=values):
            named = _named(transition_id, where)
            held = connection.execute(_holding(table, tuple(where), column), named).scalar_one()
            grown = {**held, name: [*held.get(name, ()), *values]}
            amending = _amending(table, tuple(where), (column,))
            connection.execute(amending, {**named, f"new_{column}": grown})


@cache
def defaults(table: type[SQLModel]) -> dict[str, Any]:
    """What a row takes where nothing is said."""
    fields = table.model_fields.items()
    return {
        name: field.get_default(call_default_factory=True)
        for name, field in fields
        if name != "id" and not field.is_required()
    }


def _named(transition_id: int, where: Any) -> dict[str, Any]:
    return {"of_transition": transition_id, **{f"of_{name}": where[name] for name in where}}


@cache
def _adding(table: type[SQLModel]) -> Insert:
    return insert(plain(table)).inline()


@cache
def _putting(
    table: type[SQLModel], key: tuple[str, ...], values: tuple[str, ...], dialect: str
) -> Insert:
    adding = insert_or(table, dialect)
    putting = adding.on_conflict_do_update(
        index_elements=["transition_id", *key],
        set_={name: adding.excluded[name] for name in values},
    )
    return cast(Insert, putting.inline())


@cache
def _amending(table: type[SQLModel], where: tuple[str, ...], values: tuple[str, ...]) -> Update:
    new: dict[str, Any] = {name: bindparam(f"new_{name}") for name in values}
    return update(plain(table)).where(*_conditions(table, where)).values(new)


@cache
def _dropping(table: type[SQLModel], where: tuple[str, ...]) -> Delete:
    return delete(plain(table)).where(*_conditions(table, where))


@cache
def _holding(table: type[SQLModel], where: tuple[str, ...], column: str) -> Select[Any]:
    held = plain(table).c[column]
    return select(held).where(*_conditions(table, where)).with_for_update()


def _conditions(table: type[SQLModel], where: tuple[str, ...]) -> list[ColumnElement[bool]]:
    columns = plain(table).c
    owner = columns["transition_id" if "transition_id" in columns else "id"]
    named = [columns[name] == bindparam(f"of_{name}") for name in where]
    return [owner == bindparam("of_transition"), *named]
