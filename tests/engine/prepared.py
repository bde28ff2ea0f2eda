"""The worked example made ready once, in a SQLite file that each test starts from a copy of."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.actor import Actor
from models.database import _opened, database
from models.happened import Happened
from models.opening import open_transition, read_and_check
from models.recording import record_step
from models.transition_file import TransitionFile

WORKED = Path(__file__).parent.parent.parent / "examples" / "worked-2027.toml"
#: So many of its facts are enough to try the engine on.
FACTS = 4
REFERENCE, COUNCILS = "worked-2027", ("northmere", "eastholt", "westbrook")


def worked_example() -> TransitionFile:
    """The worked example with its first facts; the others are for documents, and many."""
    file = read_and_check(WORKED)
    return file.model_copy(update={"fact": file.fact[:FACTS]})


def given(on: date, **changes: Any) -> Happened:
    """Something that happened on a day and is recorded the same day, valid unless changed."""
    valid = {"by": "A manager", "evidence": "A minute", "actor": Actor(name="a tester")}
    return Happened(on=on, **{**valid, "today": on, **changes})


def prepared(path: Path, prepare: Callable[[], None]) -> Path:
    """A file with the worked example in it, as `prepare` leaves it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHANGEOVER_DATABASE_URL", f"sqlite:///{path}")
        open_transition(worked_example(), actor=Actor(name="a tester"))
        prepare()
        closed()
    return path


def notices_published() -> None:
    """Every council has published its forward-plan notice."""
    for council in COUNCILS:
        record_step(REFERENCE, "1.7", council, given(date(2026, 5, 11)))


def copied(path: Path, home: Path) -> None:
    """The database of this home is a fresh copy of a prepared file."""
    closed()
    home.mkdir(parents=True, exist_ok=True)
    for left in home.glob("changeover.db*"):
        left.unlink()
    shutil.copy(path, home / "changeover.db")


def closed() -> None:
    """No database is open any more."""
    database().dispose()
    _opened.cache_clear()
