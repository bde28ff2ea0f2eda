"""Start-up is light: a command loads only what it needs, and says how it is used."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import typer

from cli.main import app
from models.actor import Actor
from models.database import close_files

if TYPE_CHECKING:
    from tests.conftest import Command

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "worked-2027.toml"
#: Commands that the product must have.
WANTED = {
    *("run", "replay", "list", "show", "next", "plan", "step", "record", "decide", "check"),
    *("paper", "log", "verify", "rule", "rules", "count"),
    *(
        f"count {way}"
        for way in (
            *("clear-days-before", "clear-days-elapsed", "clear-days-between"),
            *("not-less-than-before", "period-beginning-with", "nth-working-day-after"),
            *("working-days-beginning-with", "working-days-before"),
            *("months-after", "months-before", "deemed-service"),
        )
    ),
}


def every_command(group: Any = None, before: str = "") -> Iterator[str]:
    """The name of every command, those inside a group after its name."""
    for name, command in (group or typer.main.get_command(app)).commands.items():
        yield f"{before}{name}"
        if hasattr(command, "commands"):
            yield from every_command(command, f"{before}{name} ")


def loaded(changeover: Command, line: str) -> tuple[subprocess.CompletedProcess[str], set[str]]:
    """What a command answers, and the packages that Python loaded for it."""
    answer = changeover(line, PYTHONPROFILEIMPORTTIME="1")
    rows = (row for row in answer.stderr.splitlines() if row.startswith("import time:"))
    modules = {row.rsplit("|", 1)[-1].strip() for row in rows}
    assert "cli.main" in modules
    return answer, {module.split(".")[0] for module in modules}


@pytest.mark.parametrize(
    "line",
    [
        "--help",
        "count --help",
        "run --help",
        "count clear-days-before --event 2026-10-13 --days 5",
        "count deemed-service --sent 2026-11-27T17:30 --method email --json",
        "rule ATI-05 --event 2026-10-13 --council southwark --json",
        "rules --json",
    ],
)
def test_help_counting_and_law_load_neither_prefect_nor_a_database(
    changeover: Command, line: str
) -> None:
    """They answer from the rules alone."""
    answer, packages = loaded(changeover, line)
    assert answer.returncode == 0
    assert not packages & {"prefect", "sqlmodel", "sqlalchemy", "alembic", "jinja2"}
    assert not changeover.home.exists()


@pytest.fixture
def worked(home: Path) -> str:
    """The worked example, opened in the home of the command."""
    from models.opening import open_transition, read_and_check

    file = read_and_check(EXAMPLE)
    open_transition(file, actor=Actor(name="a tester"))
    return file.reference


@pytest.mark.parametrize(
    "line",
    [
        "list --today 2026-05-11",
        "show worked-2027 --today 2026-05-11",
        "next worked-2027 --today 2026-05-11",
        "plan worked-2027 --today 2026-05-11",
        "log worked-2027",
        "verify",
        "record worked-2027 2.4 --on 2026-05-11 --today 2026-05-11 --by Ann --evidence letter",
        "decide worked-2027 northmere --meeting 2026-06-16 --outcome noted --today 2026-06-16",
        "paper worked-2027 forward-plan-notice --council northmere --today 2026-05-11",
    ],
)
def test_what_only_reads_or_records_never_loads_prefect(
    changeover: Command, worked: str, line: str
) -> None:
    """A person who records a fact waits for no flow."""
    answer, packages = loaded(changeover, line)
    assert answer.returncode == 0, answer.stderr[-500:]
    assert "sqlmodel" in packages
    assert "prefect" not in packages


def test_a_file_is_read_without_what_a_server_needs(changeover: Command, worked: str) -> None:
    """The driver of PostgreSQL is loaded for whoever has a server; a file does without it."""
    answer, _ = loaded(changeover, "next worked-2027 --today 2026-05-11")
    assert answer.returncode == 0
    assert "sqlalchemy.dialects.sqlite" in answer.stderr
    assert "sqlalchemy.dialects.postgresql" not in answer.stderr


def test_a_command_leaves_one_whole_file_behind(changeover: Command, worked: str) -> None:
    """Whoever copies it has all: no write-ahead log stays beside it."""
    close_files()
    line = "record worked-2027 2.4 --on 2026-05-11 --today 2026-05-11 --by Ann --evidence letter"
    assert changeover(line).returncode == 0
    assert [path.name for path in changeover.home.glob("changeover.db*")] == ["changeover.db"]


def test_the_commands_are_those_that_were_promised() -> None:
    """Each of the issue's commands is there; there may be more."""
    assert set(every_command()) >= WANTED


@pytest.mark.parametrize("name", sorted(set(every_command())))
def test_every_command_shows_an_example_of_its_use(changeover: Command, name: str) -> None:
    """`--help` says what it does and shows a line that can be typed."""
    answer = changeover(f"{name} --help")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "Example: changeover" in " ".join(answer.stdout.replace("│", " ").split())
