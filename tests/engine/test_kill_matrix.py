"""The kill matrix in its short form; `make soak` runs the whole of it, over both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.soak.kills import Matrix, matrix
from tests.soak.life import LIFE
from tests.soak.places import Database, OnServer, Sqlite

#: The acts of the life that are tried here, and how many write points each has. What a kill leaves
#: of papers and messages is tried in test_effects_survive_kill.py, of tables in test_released.py.
WANTED = {"letter left": 4, "1.7 northmere recorded": 2, "first check": 6}
NAMES = [act.name for act in LIFE]


@pytest.fixture(params=["sqlite", "postgresql"])
def killed(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Matrix]:
    """The beginning of a life, in either kind of database."""
    database: Database = Sqlite()
    if request.param == "postgresql":
        database = OnServer(request.getfixturevalue("postgresql"))
    with matrix(tmp_path / "life", database, acts=NAMES.index("first check") + 1) as found:
        yield found


def test_a_life_goes_on_as_if_nothing_had_been_wherever_it_is_killed(killed: Matrix) -> None:
    """At every write point of these acts, then twice anywhere from the beginning: the log is whole,
    nothing is lost and nothing made twice, and the rows are a fold of the log."""
    killed.in_turn(map(NAMES.index, WANTED))
    killed.at_random(2, Random(5))
    assert killed.tally.faults == []
    assert (killed.tally.in_turn, killed.tally.at_random) == (sum(WANTED.values()), 2)
