"""What tests of the engine share: transitions opened in a database, and short ways to record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.actor import Actor

EXAMPLES = Path(__file__).parent.parent.parent / "examples"

HappenedOn = Callable[..., Any]


@pytest.fixture
def happened() -> HappenedOn:
    """Something that happened on a day and is recorded the same day, valid unless changed."""
    from models.happened import Happened

    def build(on: date, **changes: Any) -> Happened:
        given = {
            "by": "A manager",
            "evidence": "A minute",
            "actor": Actor(name="a tester"),
            "today": on,
        }
        return Happened(on=on, **{**given, **changes})

    return build


@pytest.fixture
def worked(store: str) -> str:
    """The reference of the worked example, opened in either kind of database."""
    from models.opening import open_transition, read_and_check

    file = read_and_check(EXAMPLES / "worked-2027.toml")
    assert open_transition(file, actor=Actor(name="a tester"))
    return file.reference


@pytest.fixture
def acts() -> Callable[[str], list[tuple[int, str, dict[str, Any]]]]:
    """Reads a log as number, act and data of each entry."""
    from models.reports import log_of

    def read(reference: str) -> list[tuple[int, str, dict[str, Any]]]:
        return [(each["sequence"], each["act"], each["data"]) for each in log_of(reference)]

    return read
