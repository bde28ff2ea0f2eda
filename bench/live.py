"""Many live transitions with deadlines that are watched, of which the same few are due each day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from bench.cases import ACTOR, worked
from models.alerts.watching import work_out
from models.database import database, writing
from models.opening import open_transition
from models.tables import Decision, LogEntry, Party, StepState, Transition, Watch, plain

#: A working day on which nothing is due yet; the bench checks the days after it.
FIRST = date(2026, 4, 20)
#: When whatever is not to come due is due.
FAR = date(2031, 1, 1)
_OF_EACH = (Party, StepState, Decision, LogEntry, Watch)
_TRANSITION, _WATCH = plain(Transition), plain(Watch)


def live_transitions(number: int, due: int, days: Iterable[date]) -> None:
    """So many live transitions; on each of these days one deadline of each of `due` is due.

    They are the worked example, opened and worked out once and then copied.
    """
    first = worked()
    open_transition(first, actor=ACTOR)
    work_out(first.reference, FIRST)
    with writing(database()) as session:
        connection = session.connection()
        _copy(connection, number - 1)
        connection.execute(update(_WATCH).values(next_on=FAR, next_level="due-soon"))
        _make_due(connection, due, days)
    _settle()


def _copy(connection: Connection, times: int) -> None:
    """The one transition there is, so many times more, with all that hangs on it."""
    row = connection.execute(select(_TRANSITION)).mappings().one()
    original = row["id"]
    copies = [
        {**row, "id": original + number, "reference": f"live-{number}"}
        for number in range(1, times + 1)
    ]
    if not copies:
        return
    connection.execute(insert(_TRANSITION), copies)
    for table in map(plain, _OF_EACH):
        named = [column for column in table.c if column.name not in ("id", "transition_id")]
        joined = table.join(_TRANSITION, _TRANSITION.c.id != original)
        rows = select(*named, _TRANSITION.c.id).select_from(joined)
        rows = rows.where(table.c.transition_id == original)
        names = [column.name for column in named]
        connection.execute(insert(table).from_select([*names, "transition_id"], rows))


def _make_due(connection: Connection, due: int, days: Iterable[date]) -> None:
    """On each day a deadline of its own in each of the last `due` transitions."""
    last = connection.execute(select(func.max(_TRANSITION.c.id))).scalar_one()
    owned = select(_WATCH.c.id, _WATCH.c.transition_id).where(_WATCH.c.transition_id > last - due)
    rows: dict[int, list[int]] = {}
    for watch, transition in connection.execute(owned.order_by(_WATCH.c.id)):
        rows.setdefault(transition, []).append(watch)
    again = update(_WATCH).where(_WATCH.c.id == bindparam("watch"))
    for place, day in enumerate(days):
        changes = [{"watch": watches[place], **_due_on(day)} for watches in rows.values()]
        connection.execute(again, changes)


def _due_on(day: date) -> dict[str, Any]:
    """A deadline comes near on that day, and reaches no other level for years."""
    levels = [["upcoming", day.isoformat()], ["due-soon", FAR.isoformat()]]
    return {"next_on": day, "next_level": "upcoming", "levels": levels}


def _settle() -> None:
    """The tables are as those of a database that was not filled just now."""
    engine = database().execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        if engine.name == "postgresql":
            connection.exec_driver_sql("VACUUM ANALYZE")
        else:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
