"""Starts what one machine needs, keeps it until a signal, and leaves no process behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn

from flows.children import start_child, stop_child
from flows.prefect_server import HOST, free_port, is_free, wait_until_up
from flows.serving import environment
from flows.serving.deployments import declared
from flows.serving.place import held
from models.database import database
from models.settings import settings
from rules.errors import InputError, OutsideError

#: The port that Prefect's page usually has.
USUAL_PORT = 4200
#: What the child that serves the runs says first.
READY = b"ready\n"
STOP_SECONDS = 15

Say = Callable[[str], None]
_Child = subprocess.Popen[bytes]


class _AskedToStop(Exception):
    """A signal came."""


def serve(port: int | None, limit: int, say: Say, on_ready: Callable[[str], None]) -> None:
    """What one machine needs is running until SIGINT or SIGTERM, and afterwards nothing is.

    `port` is a free one where it is None; at most `limit` runs go on at once. `on_ready` is given
    the address of the page. Raises: InputError, AlreadyServed, OutsideError.
    """
    if os.environ.get("PREFECT_API_URL"):
        raise InputError(
            "PREFECT_API_URL names a Prefect server, and `serve` starts one of its own.",
            "PREFECT_API_URL unset.",
            "unset it; or see docs/operations.md for workers of a server that runs elsewhere.",
        )
    with suppress(_AskedToStop), _stopped_by_signals(say):
        # Settings that cannot be are refused here, and not in the log of a child.
        database()
        declared()
        chosen = _port(port)
        page = f"http://{HOST}:{chosen}"
        with held(settings().home, page) as folder:
            say("Starting Prefect's server (about 20 seconds the first time, then about 8).")
            with _server(folder, chosen) as server, _runs(folder, page, limit) as runs:
                on_ready(page)
                _wait_until_one_ends({"Prefect's server": server, "what serves the runs": runs})
    say("Stopped.")


@contextmanager
def _stopped_by_signals(say: Say) -> Iterator[None]:
    """The first signal ends what is inside by an exception; later ones change nothing."""
    came: list[int] = []

    def stop(number: int, _: Any) -> None:
        came.append(number)
        if len(came) == 1:
            say("Stopping.")
            raise _AskedToStop

    before = {each: signal.signal(each, stop) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _port(asked: int | None) -> int:
    if asked is None:
        return USUAL_PORT if is_free(USUAL_PORT) else free_port()
    if not is_free(asked):
        raise InputError(
            f"Port {asked} of {HOST} is taken.",
            "a port that nobody listens on.",
            "name another with --port, or leave it out for a free one.",
        )
    return asked


@contextmanager
def _server(folder: Path, port: int) -> Iterator[_Child]:
    variables = environment.of_server(folder, port)
    # Turns that an earlier `serve` held: nobody has them now.
    shutil.rmtree(folder / "concurrency_leases", ignore_errors=True)
    with _log(folder / "server.log") as log:
        child = start_child(
            ["flows.prefect_server", str(port)], stdout=log, **_apart(variables, log)
        )
    with _ended_afterwards(child):
        wait_until_up(child, variables["PREFECT_API_URL"], "Prefect server")
        yield child


@contextmanager
def _runs(folder: Path, page: str, limit: int) -> Iterator[_Child]:
    command = ["flows.serving.runs", str(limit)]
    with _log(folder / "runs.log") as log:
        variables = environment.of_runs(folder, page)
        child = start_child(command, stdout=subprocess.PIPE, **_apart(variables, log))
    with _ended_afterwards(child):
        assert child.stdout
        if child.stdout.readline() != READY:
            _refuse("What serves the runs did not start.")
        yield child


def _apart(variables: dict[str, str], log: Any) -> dict[str, Any]:
    """How a child is started: its own settings, and a group that Ctrl-C in a terminal spares."""
    variables = {**environment.without_prefect(), **variables}
    return {"env": variables, "stderr": log, "start_new_session": True}


@contextmanager
def _ended_afterwards(child: _Child) -> Iterator[None]:
    """The child has ended, and so has every process it started."""
    try:
        yield
    finally:
        stop_child(child, STOP_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)


@contextmanager
def _log(path: Path) -> Iterator[Any]:
    """A new log; that of the last time is kept beside it."""
    if path.exists():
        path.replace(path.with_suffix(".1.log"))
    with path.open("wb") as file:
        yield file


def _wait_until_one_ends(children: dict[str, _Child]) -> NoReturn:
    while True:
        for name, child in children.items():
            if child.poll() is not None:
                _refuse(f"{name[0].upper()}{name[1:]} ended by itself.")
        time.sleep(0.5)


def _refuse(found: str) -> NoReturn:
    raise OutsideError(
        found, "a process that runs until it is asked to stop.", "see the logs; start it again."
    )
