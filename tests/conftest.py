"""What tests of every kind share: a home of their own, two kinds of database, the real command."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.needed import needed
from tests.postgresql import DURABLE, HASTY, NotInstalled, Postgresql, postgresql_server

ROOT = Path(__file__).parent.parent
COMMAND = Path(sys.executable).with_name("changeover")

#: A transition that can be opened as it stands: two councils, one meeting, nothing done.
A_TRANSITION = """\
reference = "a-transition"
title = "A council leaves a contract"

[supplier]
name = "A supplier"

[contract]
title = "A contract"
started_on = 2022-04-01
expiry_on = 2027-03-31
commencement_on = 2027-04-01

[[council]]
code = "southwark"
role = "leaving"
body = "Cabinet"

[[council]]
code = "brent"
role = "host"
body = "Cabinet"

[[meeting]]
council = "southwark"
on = [2026-10-13]
source = "calendar of meetings"
"""

TransitionFile = Callable[..., Path]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Golden files can be written anew, to be looked at as a difference before they are kept."""
    says = "write what golden tests compare with anew"
    parser.addoption("--rewrite-golden", action="store_true", help=says)


@pytest.fixture
def rewrite_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written anew instead of being compared with."""
    return bool(request.config.getoption("--rewrite-golden"))


# ---- The command --------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Command:
    """The installed command, run as a process of its own in a home of its own."""

    home: Path

    def environment(self, **more: str) -> dict[str, str]:
        """The environment without what this machine or another test has set for the product."""
        ours = ("CHANGEOVER_", "PREFECT_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        return {
            **kept,
            "CHANGEOVER_HOME": str(self.home),
            "CHANGEOVER_ACTOR": "a tester",
            "PREFECT_PROFILES_PATH": str(self.home / "no-profiles.toml"),
            **more,
        }

    def __call__(self, line: str, **more: str) -> subprocess.CompletedProcess[str]:
        """What the command answers to a line typed after its name; `more` is set for it."""
        return subprocess.run(
            [COMMAND, *shlex.split(line)],
            env=self.environment(**more),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    def json(self, line: str, **more: str) -> Any:
        """What the command prints with --json, when it succeeds."""
        answer = self(f"{line} --json", **more)
        assert answer.returncode == 0, answer.stderr
        return json.loads(answer.stdout)

    def start(self, line: str, **more: str) -> subprocess.Popen[bytes]:
        """The command under way, its output dropped."""
        return subprocess.Popen(
            [COMMAND, *shlex.split(line)],
            env=self.environment(**more),
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


@pytest.fixture
def changeover(tmp_path: Path) -> Command:
    """The command in a fresh home."""
    return Command(home=tmp_path / "home")


@pytest.fixture
def a_transition(tmp_path: Path) -> TransitionFile:
    """Writes a transition file, valid unless changed.

    `changes` are texts to put in place of others, each of which must be there; `more` is added at
    the end; `of` is the text to start from.
    """

    def write(
        changes: dict[str, str] | None = None, more: str = "", of: str = A_TRANSITION
    ) -> Path:
        text = of
        for old, new in (changes or {}).items():
            assert old in text, f"{old!r} is not in the file"
            text = text.replace(old, new)
        path = tmp_path / "a-transition.toml"
        path.write_text(f"{text}\n{more}", encoding="utf-8")
        return path

    return write


# ---- Homes and databases ------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home that only this test has; every database opened in it is closed afterwards."""
    from sqlalchemy import Connection, Engine, event

    from models import database

    place = tmp_path / "home"
    monkeypatch.setenv("CHANGEOVER_HOME", str(place))
    monkeypatch.setenv("CHANGEOVER_ACTOR", "a tester")
    monkeypatch.delenv("CHANGEOVER_DATABASE_URL", raising=False)
    monkeypatch.delenv("CHANGEOVER_PAPERS", raising=False)
    opened: set[Engine] = set()

    def note(connection: Connection) -> None:
        opened.add(connection.engine)

    database._opened.cache_clear()
    event.listen(Engine, "engine_connect", note)
    yield place
    event.remove(Engine, "engine_connect", note)
    database._opened.cache_clear()
    for engine in opened:
        engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty database that only this test has, of either kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{home / 'changeover.db'}"
    else:
        url = request.getfixturevalue("postgresql").new_database()
    monkeypatch.setenv("CHANGEOVER_DATABASE_URL", url)
    return url


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Postgresql]:
    """A PostgreSQL of its own for as long as the tests run."""
    yield from _a_postgresql(HASTY)


@pytest.fixture
def own_postgresql() -> Iterator[Postgresql]:
    """A PostgreSQL that only this test has, to be stopped and started; it keeps what it says."""
    yield from _a_postgresql(DURABLE)


def _a_postgresql(how: tuple[str, ...]) -> Iterator[Postgresql]:
    with ExitStack() as stack:
        try:
            server = stack.enter_context(postgresql_server(how))
        except NotInstalled as error:
            needed(None, str(error))
        yield server


# ---- Prefect ------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The home of a temporary Prefect server that every flow of this process talks to."""
    from flows.temporary_server import temporary_server

    place = tmp_path_factory.mktemp("prefect")
    with temporary_server(place):
        if "prefect" in sys.modules:
            from prefect.context import refresh_global_settings_context

            refresh_global_settings_context()
        yield place / "prefect"
        _tell_the_server_everything()


def _tell_the_server_everything() -> None:
    if "prefect.events.worker" in sys.modules:
        from prefect.events.worker import EventsWorker

        EventsWorker.drain_all(timeout=10)
