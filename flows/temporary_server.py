"""A Prefect server for as long as one command runs, where none is configured.

It listens on loopback only, keeps its own small database in the home folder, and ends with the
command that started it: the child watches its standard input, which closes however the parent dies.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rules.errors import OutsideError

START_SECONDS = 180
_QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_ENABLED": "false",
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_SERVER_LEVEL": "ERROR",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
}


def is_configured() -> bool:
    """Whether this machine names a Prefect API of its own, by variable or by profile."""
    if os.environ.get("PREFECT_API_URL"):
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
    port = _free_port()
    url = f"http://127.0.0.1:{port}/api"
    environment = {**_QUIET, "PREFECT_HOME": str(home / "prefect"), "PREFECT_API_URL": url}
    before = {name: os.environ.get(name) for name in environment}
    os.environ.update(environment)
    child = subprocess.Popen(
        [sys.executable, "-m", "flows.temporary_server", str(port)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_up(child, url)
        yield url
    finally:
        child.terminate()
        child.communicate()
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _wait_until_up(child: subprocess.Popen[bytes], url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and child.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise OutsideError(
        "The temporary Prefect server did not start.",
        f"an answer within {START_SECONDS} seconds.",
        "run it again; or start `prefect server start` and set PREFECT_API_URL.",
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def _serve(port: int) -> None:
    import uvicorn

    threading.Thread(target=_end_with_parent, daemon=True).start()
    uvicorn.run(
        "prefect.server.api.server:create_app",
        factory=True,
        host="127.0.0.1",
        port=port,
        log_level="error",
    )


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
