"""A Prefect server for as long as one command runs, where none is configured.

It keeps its own small database in the home folder, and ends with the command that started it.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.children import start_child, stop_child
from flows.prefect_server import HOST, QUIET, free_port, wait_until_up

_SETTINGS = {
    **QUIET,
    "PREFECT_SERVER_UI_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
}


def names_a_server() -> bool:
    """Whether the environment names a Prefect API."""
    return bool(os.environ.get("PREFECT_API_URL"))


def is_configured() -> bool:
    """Whether this machine names a Prefect API of its own, by variable or by profile."""
    if names_a_server():
        return True
    profiles = Path(
        os.environ.get("PREFECT_PROFILES_PATH", "~/.prefect/profiles.toml")
    ).expanduser()
    return profiles.is_file() and "PREFECT_API_URL" in profiles.read_text(encoding="utf-8")


@contextmanager
def temporary_server(home: Path) -> Iterator[str]:
    """The address of a server that is up; it is stopped on the way out.

    Must be entered before Prefect is first imported. Raises: OutsideError when it does not start.
    """
    port = free_port()
    url = f"http://{HOST}:{port}/api"
    with variables({**_SETTINGS, "PREFECT_HOME": str(home / "prefect"), "PREFECT_API_URL": url}):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        child = start_child(["flows.prefect_server", str(port)], **quiet)
        try:
            wait_until_up(child, url, "temporary Prefect server")
            yield url
        finally:
            stop_child(child)


@contextmanager
def variables(environment: dict[str, str]) -> Iterator[None]:
    """The environment has these inside, and what it had before afterwards."""
    before = {name: os.environ.get(name) for name in environment}
    os.environ.update(environment)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
