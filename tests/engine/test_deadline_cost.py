"""What a deadline check costs: it reads what is due, and nothing that is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from models.alerts.looking import look
from models.database import database
from tests.engine.checking import another, check

Happened = Callable[..., Any]
OPENED = date(2026, 3, 31)


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements sent to the database inside."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    event.listen(database(), "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database(), "before_cursor_execute", note)


def test_what_is_not_due_costs_a_check_nothing(worked: str) -> None:
    """A day on which nothing is due takes as many statements with six transitions as with one."""
    check(date(2026, 4, 8))
    with statements() as with_one:
        assert check(date(2026, 4, 9)) == []
    for name in "bcdef":
        another(f"worked-{name}")
    check(date(2026, 4, 10))
    with statements() as with_six:
        assert check(date(2026, 4, 13)) == []
    assert len(with_six) == len(with_one)


def test_deadlines_are_looked_up_by_the_day_on_which_they_are_due(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite says which index it uses. The one that is read from end to end holds those alone whose
    log has grown."""
    another("worked-b")
    check(date(2026, 4, 1))
    with statements() as sent:
        look(database(), date(2026, 4, 2))
    with database().connect() as connection:
        for statement in sent:
            if statement.startswith("SELECT"):
                plan = connection.exec_driver_sql(
                    f"explain query plan {statement}", ("2026-04-02",) * statement.count("?")
                )
                scanned = {row[3] for row in plan if row[3].startswith("SCAN")}
                assert scanned <= {"SCAN transition USING INDEX transition_unwatched"}, statement
