"""What tests of the engine share: transitions opened in a database, and short ways to record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.actor import Actor

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
    from models.opening import open_transition
    from tests.engine.prepared import worked_example

    file = worked_example()
    assert open_transition(file, actor=Actor(name="a tester"))
    return file.reference


@pytest.fixture
def lived(worked: str, happened: HappenedOn, home: Path, tmp_path: Path) -> str:
    """A transition to which everything has happened, in either kind of database."""
    from tests.engine.exporting import everything_happens

    everything_happens(worked, happened, home, tmp_path)
    return worked


@pytest.fixture
def elsewhere(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[[str], Path]:
    """Moves to an empty home with an empty database of the given kind."""

    def move(kind: str = "sqlite") -> Path:
        place = tmp_path / "elsewhere"
        url = f"sqlite:///{place / 'changeover.db'}"
        if kind == "postgresql":
            url = request.getfixturevalue("postgresql").new_database()
        monkeypatch.setenv("CHANGEOVER_HOME", str(place))
        monkeypatch.setenv("CHANGEOVER_DATABASE_URL", url)
        return place

    return move


@pytest.fixture(scope="session")
def prepared_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """SQLite files in which the worked example stands as some tests start from it.

    What is kept in either kind of database is tried in test_projection.py.
    """
    from tests.engine.deciding import all_approved
    from tests.engine.prepared import notices_published, prepared

    place = tmp_path_factory.mktemp("prepared")
    return {
        "opened": prepared(place / "opened.db", lambda: None),
        "noticed": prepared(place / "noticed.db", notices_published),
        "approved": prepared(place / "approved.db", all_approved),
    }


@pytest.fixture
def opened(home: Path, prepared_files: dict[str, Path]) -> str:
    """The worked example as it was opened, in a SQLite file."""
    return _copied(prepared_files["opened"], home)


@pytest.fixture
def noticed(home: Path, prepared_files: dict[str, Path]) -> str:
    """The worked example with every notice published, in a SQLite file."""
    return _copied(prepared_files["noticed"], home)


@pytest.fixture
def approved(home: Path, prepared_files: dict[str, Path]) -> str:
    """Every council has approved in principle and published it the same day, in a SQLite file."""
    return _copied(prepared_files["approved"], home)


def _copied(file: Path, home: Path) -> str:
    from tests.engine.prepared import REFERENCE, copied

    copied(file, home)
    return REFERENCE


@pytest.fixture
def acts() -> Callable[[str], list[tuple[int, str, dict[str, Any]]]]:
    """Reads a log as number, act and data of each entry."""
    from models.reports import log_of

    def read(reference: str) -> list[tuple[int, str, dict[str, Any]]]:
        return [(each["sequence"], each["act"], each["data"]) for each in log_of(reference)]

    return read


Resealed = Callable[..., Path]


@pytest.fixture
def resealed() -> Resealed:
    """Writes a sealed zip again with members changed, added or dropped (None), digests and all.

    `manifest` changes the manifest itself; with `honest=False` it still tells of the old members.
    """
    import hashlib
    import json
    from zipfile import ZIP_DEFLATED, ZipFile

    def write(
        path: Path,
        changes: dict[str, bytes | None],
        manifest: dict[str, Any] | None = None,
        *,
        honest: bool = True,
    ) -> Path:
        with ZipFile(path) as file:
            told = json.loads(file.read("manifest.json"))
            members = {name: file.read(name) for name in told["members"]}
        members = {
            name: content for name, content in {**members, **changes}.items() if content is not None
        }
        if honest:
            told["members"] = {
                name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
                for name, content in members.items()
            }
        changed = path.with_name(f"changed-{path.name}")
        with ZipFile(changed, "w", ZIP_DEFLATED) as file:
            for name, content in members.items():
                file.writestr(name, content)
            file.writestr("manifest.json", json.dumps({**told, **(manifest or {})}))
        return changed

    return write
