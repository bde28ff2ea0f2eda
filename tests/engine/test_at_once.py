"""Two processes with eight threads at the same two transitions, in either kind of database.

Nothing that one of them did is lost, none waits for ever, and no failure of the database reaches a
person: who comes second is told so.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from models.actor import Actor
from models.alerts.acknowledging import standing
from models.database import database, reading
from models.opening import open_transition
from models.reports import log_of
from models.tables import DeadlineCheck, Meeting
from models.verification import verify_all
from tests.engine.at_once import STEPS
from tests.engine.killing import LOADED, runner
from tests.engine.prepared import worked_example

PROCESSES, THREADS = 2, 4
MEETINGS = "date,status\n2026-12-08,held\n2026-12-15,held\n2027-01-19,held\n"


@pytest.fixture
def references(worked: str) -> list[str]:
    """The worked example, and the same once more with the same councils."""
    file = worked_example().model_copy(update={"reference": "worked-b"})
    assert open_transition(file, actor=Actor(name="a tester"))
    return [worked, "worked-b"]


def everybody(references: list[str], store: str, home: Path) -> list[dict[str, Any]]:
    """What the threads of each process did."""
    meetings = home / "meetings.csv"
    home.mkdir(exist_ok=True)
    meetings.write_text(MEETINGS, encoding="utf-8")
    given = json.dumps([THREADS, references, str(meetings)])
    code = f"from tests.engine.at_once import *; answer = all_at_once({{name!r}}, *{given})"
    environment = {"CHANGEOVER_DATABASE_URL": store, "CHANGEOVER_HOME": str(home)}
    with ExitStack() as stack:
        loaded = (*LOADED, "tests.engine.at_once")
        runners = [stack.enter_context(runner(dict(os.environ), loaded)) for _ in range(PROCESSES)]
        for number, each in enumerate(runners):
            each.start(code.format(name=f"process {number}"), **environment)
        return [each.answered() for each in runners]


def test_what_many_do_at_once_is_all_kept_once_and_nobody_meets_the_database(
    references: list[str], store: str, home: Path
) -> None:
    """Each step is closed and opened by one of them, each alert told and seen once, and the log,
    the rows and what everybody was told agree."""
    told = everybody(references, store, home)

    assert [each["errors"] for each in told] == [[], []]
    done = Counter((act, where, what) for each in told for act, where, what in each["done"])
    for reference in references:
        log = log_of(reference)
        acts = Counter(each["act"] for each in log)
        written = Counter(
            at_of(each["data"]) for each in log[17:] if each["act"] == "step-recorded"
        )
        assert written == Counter(map(str, STEPS))
        for at in map(str, STEPS):
            assert done["step-recorded", reference, at] == 1
            assert done["step-opened", reference, at] <= 1
        assert acts["alert-acknowledged"] == done["alert-acknowledged", reference, ""]
    assert done["holiday-added", "", ""] == 1
    alerts = standing(closed=True)
    named = ("reference", "step", "council", "limit_on", "level", "whom")
    assert max(Counter(tuple(each[name] for name in named) for each in alerts).values()) == 1
    assert sum(each["raised"] for each in told) == len(alerts)
    with reading(database()) as session:
        (check,) = session.exec(select(DeadlineCheck))
        assert check.raised == len(alerts)
        meetings = session.exec(select(Meeting.body_id, Meeting.meets_on)).all()
        assert len(set(meetings)) == len(meetings)
    assert len(verify_all()) == 2


def at_of(data: dict[str, Any]) -> str:
    """The instance of a step that an entry tells of."""
    return " ".join(filter(None, (data["step"], data["council"])))
