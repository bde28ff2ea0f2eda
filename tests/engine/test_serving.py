"""`changeover serve`: one command starts what one machine needs, and leaves nothing behind."""

from __future__ import annotations

import json
import signal
import socket
import sqlite3
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from flows.serving.place import folder_of, served
from models.actor import Actor
from models.opening import open_transition, read_and_check
from models.reports import log_of
from tests.conftest import COMMAND, ROOT, Command
from tests.engine.servers import wait_until

EXAMPLE = ROOT / "examples" / "worked-2027.toml"


@pytest.fixture
def opened(home: Path) -> str:
    """The worked example, opened in the home of the command, and never stepped."""
    file = read_and_check(EXAMPLE)
    assert open_transition(file, actor=Actor(name="a tester"))
    return file.reference


@pytest.fixture
def serving(
    changeover: Command, opened: str, prefect_home: Path
) -> Iterator[subprocess.Popen[str]]:
    """`changeover serve` under way; the tables of Prefect's database are there already."""
    folder = folder_of(changeover.home)
    folder.mkdir(parents=True)
    with (
        closing(sqlite3.connect(prefect_home / "prefect.db")) as made,
        closing(sqlite3.connect(folder / "prefect.db")) as copy,
    ):
        made.backup(copy)
    process = subprocess.Popen(
        [COMMAND, "serve", "--json"],
        env=changeover.environment(),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_a_fact_is_stepped_by_itself_and_a_signal_leaves_no_process(
    changeover: Command, serving: subprocess.Popen[str], opened: str
) -> None:
    """What was there before is caught up with; what another process records is stepped by the
    automation; a second `serve` is refused; SIGTERM ends every process, and with 0."""
    page = ready(serving)["page"]
    children = processes_of(serving.pid)
    assert len(children) >= 2
    assert listens_on(page) == {"127.0.0.1"}
    assert "connect-src 'self' ws://127.0.0.1" in policy_of(page)
    wait_until(lambda: "step-opened" in acts(opened), seconds=60)
    wait_until(lambda: "COMPLETED" in runs(page, "catch-up"), seconds=120)

    wait_until(lambda: scheduled(page) > 0, seconds=60)
    assert "ERROR" not in (folder_of(changeover.home) / "server.log").read_text()

    second = changeover("serve")
    assert second.returncode == 4
    assert f"is served already by process {serving.pid}, with its page at {page}" in second.stderr

    line = f"record {opened} 2.4 --on 2026-05-11 --today 2026-05-11 --by Ann --evidence letter"
    assert changeover(line).returncode == 0
    wait_until(lambda: runs(page, f"step-{opened}")[1:2] == ["COMPLETED"], seconds=60)

    children = processes_of(serving.pid) | children
    serving.send_signal(signal.SIGTERM)
    _, said = serving.communicate(timeout=30)
    assert serving.returncode == 0, said
    assert said.endswith("Stopping.\nStopped.\n")
    assert [command_of(process) for process in children if command_of(process)] == []
    assert served(changeover.home) is None


def ready(process: subprocess.Popen[str]) -> dict[str, Any]:
    """What it prints once all is in place."""
    assert process.stdout
    told = ""
    while not told.endswith("}\n}\n") and not told.endswith("]\n}\n"):
        line = process.stdout.readline()
        assert line, process.communicate()[1]
        told += line
    found: dict[str, Any] = json.loads(told)
    return found


def processes_of(parent: int) -> set[int]:
    """Every process below one, however deep."""
    table = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            process, rest = path.read_text().split(" (", 1)
        except OSError:
            continue
        table[int(process)] = int(rest.rpartition(") ")[2].split()[1])
    found, above = set(), {parent}
    while above:
        above = {process for process, its_parent in table.items() if its_parent in above}
        found |= above
    return found


def command_of(process: int) -> str:
    """The command of a process that runs; empty when it has ended."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def listens_on(page: str) -> set[str]:
    """The addresses of this machine that answer on the port of the page."""
    port = int(page.rpartition(":")[2])
    own = {"127.0.0.1", *socket.gethostbyname_ex(socket.gethostname())[2]}
    found = set()
    for address in own:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex((address, port)) == 0:
                found.add(address)
    return found


def policy_of(page: str) -> str:
    """Whom a browser lets the page talk to."""
    with urllib.request.urlopen(page, timeout=30) as answer:
        return str(answer.headers["Content-Security-Policy"])


def runs(page: str, name: str) -> list[str]:
    """The states of the flow runs of that name, the oldest first."""
    found = flow_runs(page, name={"any_": [name]})
    return [run["state_type"] for run in sorted(found, key=lambda run: str(run["created"]))]


def scheduled(page: str) -> int:
    """How many runs the schedules have made for days to come."""
    return len(flow_runs(page, state={"type": {"any_": ["SCHEDULED"]}}))


def flow_runs(page: str, **wanted: Any) -> list[dict[str, Any]]:
    """The flow runs that the server tells of."""
    request = urllib.request.Request(
        f"{page}/api/flow_runs/filter",
        data=json.dumps({"flow_runs": wanted}).encode(),
        headers={"Content-Type": "application/json", **csrf(page)},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        found: list[dict[str, Any]] = json.load(answer)
    return found


def csrf(page: str) -> dict[str, str]:
    """What a client of the server shows, so that no other page can ask in its name."""
    with urllib.request.urlopen(f"{page}/api/csrf-token?client=tests", timeout=30) as answer:
        token = json.load(answer)["token"]
    return {"Prefect-Csrf-Token": token, "Prefect-Csrf-Client": "tests"}


def acts(reference: str) -> list[str]:
    """The acts of a log in order."""
    return [each["act"] for each in log_of(reference)]
