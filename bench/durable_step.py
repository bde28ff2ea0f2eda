"""The peers of one recorded step: the same two statements without the product, and a DBOS step."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec

from bench.places import Store

#: What the product keeps of a recorded step, in the statements that keep it.
_TABLES = (
    "CREATE TABLE log (id {key}, transition INTEGER, sequence INTEGER, at TEXT, actor TEXT, "
    "act TEXT, data TEXT, previous TEXT, digest TEXT, UNIQUE (transition, sequence))",
    "CREATE TABLE state (id {key}, transition INTEGER, step TEXT, council TEXT, status TEXT, "
    "closed_on TEXT, closed_by TEXT, UNIQUE (transition, step, council))",
)
_LOG = (
    "INSERT INTO log (transition, sequence, at, actor, act, data, previous, digest) "
    "VALUES (1, ?, ?, ?, ?, ?, ?, ?)"
)
_STATE = (
    "INSERT INTO state (transition, step, council, status, closed_on, closed_by) "
    "VALUES (1, ?, '', ?, ?, ?) ON CONFLICT (transition, step, council) "
    "DO UPDATE SET status = excluded.status, closed_on = excluded.closed_on"
)
_DATA = (
    '{"by":"bench","council":"","evidence":"measured","on":"2027-06-01","step":"8.6"}',
    "0" * 64,
    "f" * 64,
)
_AT = "2027-06-01T09:00:00.000000Z"


def bare_step(store: Store) -> Callable[[], None]:
    """The entry and the state it leads to, in one transaction of the bare library."""
    connection = store.bare("bare")
    key = "SERIAL PRIMARY KEY" if store.server else "INTEGER PRIMARY KEY"
    for table in _TABLES:
        connection.execute(table.format(key=key))
    log, state = store.mark(_LOG), store.mark(_STATE)
    begin = "BEGIN" if store.server else "BEGIN IMMEDIATE"
    numbers = itertools.count(1)

    def record() -> None:
        connection.execute(begin)
        connection.execute(log, (next(numbers), _AT, "bench", "step-recorded", *_DATA))
        connection.execute(state, ("8.6", "done", "2027-06-01", "bench"))
        connection.execute("COMMIT")

    return record


def has_dbos() -> bool:
    """Whether DBOS is installed: `make bench` sees to it."""
    return find_spec("dbos") is not None


@contextmanager
def dbos_steps(store: Store) -> Iterator[Callable[[Callable[[Callable[[], None]], None]], None]]:
    """Runs something inside a DBOS workflow, given a step that does nothing and is recorded.

    Its database is as durable as the product's: with SQLite, a write-ahead log flushed at each
    commit, which is cheaper than the journal that DBOS would take by itself.
    """
    from dbos import DBOS, DBOSConfig

    url = store.url("dbos")
    if store.server is None:
        store.bare("dbos").close()
    config: DBOSConfig = {
        "name": "bench",
        "system_database_url": url.replace("postgresql:", "postgresql+psycopg:"),
        "log_level": "ERROR",
    }
    logging.getLogger("dbos").setLevel(logging.ERROR)
    DBOS(config=config)

    @DBOS.step()
    def step() -> None:
        """Nothing: what is measured is that it is recorded."""

    waiting: list[Callable[[Callable[[], None]], None]] = []

    @DBOS.workflow()
    def workflow() -> None:
        waiting.pop()(step)

    def inside(work: Callable[[Callable[[], None]], None]) -> None:
        waiting.append(work)
        workflow()

    DBOS.launch()
    try:
        yield inside
    finally:
        DBOS.destroy()
