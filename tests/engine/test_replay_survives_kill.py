"""A replay that is killed anywhere and run again ends where one that was left alone ends."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import time
from collections import Counter
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Command

pytestmark = pytest.mark.prefect

REPLAY = "replay examples/southwark-2017.toml"
REFERENCE = "southwark-2017"
#: How often the replay is killed: once it is opened, then evenly over what it writes.
KILLS = 6
#: Longer than any replay here takes, on a machine that does other work as well.
PATIENCE_SECONDS = 180

Log = list[dict[str, Any]]


@pytest.fixture(scope="module")
def left_alone(tmp_path_factory: pytest.TempPathFactory) -> tuple[Command, Log]:
    """A home in which the replay ran to its end at once, and its log."""
    from tests.conftest import Command

    command = Command(home=tmp_path_factory.mktemp("left-alone"))
    answer = command(REPLAY)
    assert answer.returncode == 0, answer.stderr
    return command, command.json(f"log {REFERENCE}")


@pytest.fixture(scope="module")
def killed(
    left_alone: tuple[Command, Log], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Command, Log, list[int]]:
    """A home in which the replay was killed six times and then ran to its end: the command, its
    log, and how long the log was at each kill."""
    from tests.conftest import Command

    command = Command(home=tmp_path_factory.mktemp("killed") / "home")
    # The tables of the Prefect server take long to make and are none of ours.
    shutil.copytree(left_alone[0].home / "prefect", command.home / "prefect")
    lengths: list[int] = []
    for place in places(left_alone[1]):
        lengths.append(kill_when_the_log_has(command, max(place, *lengths, 0) + 1))
    answer = command(REPLAY)
    assert answer.returncode == 0, answer.stderr
    return command, command.json(f"log {REFERENCE}"), lengths


def places(log: Log) -> list[int]:
    """Entries of a whole log, evenly spread over those that are written one or a few at a time."""
    slow = [each["sequence"] for each in log if each["act"] != "step-presumed"]
    opened = next(n for n, each in enumerate(log) if each["act"].startswith("effect"))
    written = [sequence for sequence in slow if sequence > opened]
    return [0, *(written[len(written) * part // KILLS] for part in range(1, KILLS))]


def kill_when_the_log_has(command: Command, entries: int) -> int:
    """The replay was killed as soon as its log was that long; how long it then was."""
    running = command.start(REPLAY)
    database = command.home / "changeover.db"
    deadline = time.monotonic() + PATIENCE_SECONDS
    while log_length(database) < entries:
        assert running.poll() is None, f"the replay ended before its log had {entries} entries"
        assert time.monotonic() < deadline
        time.sleep(0.001)
    running.kill()
    running.wait()
    length = log_length(database)
    wait_until_no_server(command.home)
    return length


def log_length(database: Path) -> int:
    """How many entries the log has; 0 while there is none."""
    if not database.exists():
        return 0
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return int(connection.execute("select count(*) from logentry").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
    finally:
        connection.close()


def servers_of(home: Path) -> list[int]:
    """The processes of temporary Prefect servers that were started for a home."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            line = (place / "cmdline").read_bytes()
            environment = (place / "environ").read_bytes()
        except OSError:
            continue
        if b"flows.prefect_server" in line and f"CHANGEOVER_HOME={home}\0".encode() in environment:
            found.append(int(place.name))
    return found


def wait_until_no_server(home: Path) -> None:
    """The server of a command that was killed ends by itself, though nobody told it to."""
    deadline = time.monotonic() + 20
    while left := servers_of(home):
        assert time.monotonic() < deadline, f"{left} outlived their command"
        time.sleep(0.05)


def said(log: Log) -> Counter[tuple[Any, ...]]:
    """What the entries of a log say, however they are ordered: act, and of what."""
    names = ("step", "council", "key", "decision", "name", "on", "outcome", "effective_on")
    return Counter((each["act"], *(each["data"].get(name) for name in names)) for each in log)


def test_the_replay_was_killed_at_six_different_places(
    killed: tuple[Command, Log, list[int]], left_alone: tuple[Command, Log]
) -> None:
    """Each time further on, and always before its end."""
    lengths = killed[2]
    assert len(lengths) == KILLS
    assert all(before < after for before, after in pairwise(lengths))
    assert lengths[-1] < len(left_alone[1])


def test_the_log_verifies_after_six_kills(killed: tuple[Command, Log, list[int]]) -> None:
    """Every entry follows the one before, and as many were written as there are."""
    command, log, _ = killed
    (found,) = command.json("verify")
    assert (found["reference"], found["entries"]) == (REFERENCE, len(log))


def test_nothing_is_missing_and_nothing_was_done_twice(
    killed: tuple[Command, Log, list[int]], left_alone: tuple[Command, Log]
) -> None:
    """The same acts as often as where nobody killed it."""
    assert said(killed[1]) == said(left_alone[1])


def test_no_letter_paper_or_gate_was_claimed_twice(
    killed: tuple[Command, Log, list[int]],
) -> None:
    """One claim under each key, and each of them settled."""
    keys = {
        act: Counter(each["data"]["key"] for each in killed[1] if each["act"] == act)
        for act in ("effect-claimed", "effect-settled")
    }
    assert set(keys["effect-claimed"].values()) == {1}
    assert keys["effect-claimed"] == keys["effect-settled"]


def test_every_claimed_file_is_there_as_it_was_claimed(
    killed: tuple[Command, Log, list[int]], left_alone: tuple[Command, Log]
) -> None:
    """With the digest of the log, the same as where nobody killed it, and no half-written one."""
    command, log, _ = killed
    papers = command.home / "papers"
    claimed = {papers / each["data"]["path"]: each["data"]["digest"] for each in files(log)}
    assert len(claimed) == 13
    for path, digest in claimed.items():
        assert sha256(path.read_bytes()).hexdigest() == digest
    here = {path for path in papers.rglob("*") if path.is_file()}
    assert here == set(claimed)
    assert Counter(claimed.values()) == Counter(
        each["data"]["digest"] for each in files(left_alone[1])
    )


def files(log: Log) -> Log:
    """The entries that claim a file."""
    return [each for each in log if each["act"] == "effect-claimed" and each["data"]["path"]]


def test_the_state_is_that_of_a_replay_left_alone(
    killed: tuple[Command, Log, list[int]], left_alone: tuple[Command, Log]
) -> None:
    """The plan at the end shows the same steps and the same findings."""
    question = f"plan {REFERENCE} --today 2017-11-01"
    assert killed[0].json(question) == left_alone[0].json(question)


def test_no_server_outlives_the_command_that_started_it(
    killed: tuple[Command, Log, list[int]],
) -> None:
    """Neither after a kill nor after an orderly end."""
    assert servers_of(killed[0].home) == []


def test_a_server_ends_with_a_command_that_is_killed_while_it_starts(
    left_alone: tuple[Command, Log], tmp_path: Path
) -> None:
    """Killed before the server answered: no process is left, and the next run succeeds."""
    from tests.conftest import Command

    command = Command(home=tmp_path / "home")
    running: subprocess.Popen[bytes] = command.start(REPLAY)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not servers_of(command.home):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    running.kill()
    running.wait()
    wait_until_no_server(command.home)
    assert command(f"step {REFERENCE} --today 2017-01-05").returncode == 0
