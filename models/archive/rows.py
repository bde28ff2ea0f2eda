"""Rows of tables as JSON lines, and back: for any tables, in either kind of database."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, func, select, text
from sqlalchemy.types import JSON, TypeDecorator, TypeEngine

#: How many rows go to the database, or come from it, at a time.
_AT_ONCE = 1_000
#: What a column holds, by what it is in Python: what JSON has for it, and how it is read from that.
_READ: dict[type, tuple[type, Callable[[Any], Any]]] = {
    bool: (bool, bool),
    int: (int, int),
    float: (float, float),
    str: (str, str),
    datetime: (str, datetime.fromisoformat),
    date: (str, date.fromisoformat),
    Decimal: (str, Decimal),
}

Row = dict[str, Any]


def lines(connection: Connection, table: Table) -> Iterator[bytes]:
    """Every row of a table, in the order of its key, as a line of JSON."""
    query = select(table).order_by(*table.primary_key.columns)
    for row in connection.execution_options(yield_per=_AT_ONCE).execute(query).mappings():
        yield line(dict(row))


def line(row: Mapping[str, Any]) -> bytes:
    """A row as one line of JSON, in the order it has; days and times as ISO text."""
    packed = json.dumps(row, separators=(",", ":"), ensure_ascii=False, default=_as_text)
    return f"{packed}\n".encode()


def insert(connection: Connection, table: Table, rows: Iterable[Row]) -> int:
    """The rows are in the table, with the numbers they had; how many there were.

    Raises: ValueError for a row that the table cannot hold.
    """
    found, count = (values(table, row) for row in rows), 0
    while batch := list(islice(found, _AT_ONCE)):
        connection.execute(table.insert(), batch)
        count += len(batch)
    _number_on(connection, table)
    return count


def values(table: Table, row: Row) -> Row:
    """A row from JSON as its columns hold it. Raises: ValueError."""
    odd = set(row) ^ set(table.columns.keys())
    if odd:
        raise ValueError(f"a row of {table.name} differs from its columns in {sorted(odd)}")
    return {name: value_of(table, name, value) for name, value in row.items()}


def value_of(table: Table, name: str, value: Any) -> Any:
    """A value from JSON as its column holds it. Raises: ValueError."""
    column = table.columns[name]
    if value is None and column.nullable:
        return None
    if isinstance(column.type, JSON):
        return value
    wanted, read = _READ[_kind(column.type)]
    if type(value) is not wanted and not (wanted is float and type(value) is int):
        raise ValueError(f"{table.name}.{name} is {value!r}")
    return read(value)


def _kind(of: TypeEngine[Any]) -> type:
    if isinstance(of, TypeDecorator):
        of = of.impl_instance
    return next(kind for kind in _READ if issubclass(of.python_type, kind))


def _number_on(connection: Connection, table: Table) -> None:
    """PostgreSQL gives the next row the number after the last; SQLite does so by itself."""
    key = list(table.primary_key.columns)
    if connection.dialect.name != "postgresql" or len(key) != 1 or _kind(key[0].type) is not int:
        return
    last = connection.execute(select(func.max(key[0]))).scalar()
    if last is not None:
        sequence = "select setval(pg_get_serial_sequence(:table, :column), :last)"
        named = {"table": f'"{table.name}"', "column": key[0].name, "last": last}
        connection.execute(text(sequence), named)


def _as_text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in JSON")
