"""A Prefect server on loopback only: `python -m flows.prefect_server PORT`.

As a child it ends however its parent ends: it watches its standard input, which closes when the
parent dies, by SIGKILL too.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from flows.children import end_with_parent
from rules.errors import OutsideError

HOST = "127.0.0.1"
START_SECONDS = 180
#: What every server of ours is told: nothing is called over the network, and tasks are noted in
#: batches, since one at a time is ten times slower.
QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
}

_App = Callable[[MutableMapping[str, Any], Any, Any], Awaitable[None]]


def wait_until_up(child: subprocess.Popen[bytes], url: str, called: str) -> None:
    """The server answers. Raises: OutsideError when it ends instead, or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and child.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise OutsideError(
        f"The {called} did not start.",
        f"an answer within {START_SECONDS} seconds.",
        "run it again; or see docs/operations.md for a server of your own.",
    )


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    """Whether a server can listen on a port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def keeping_to_itself(app: _App, port: int) -> _App:
    """The same server, whose pages a browser lets talk to this server and nobody else.

    Prefect's page would call a supplier of statistics from the browser, whatever the settings say.
    """
    policy = (
        f"default-src 'self'; connect-src 'self' ws://{HOST}:{port}; img-src 'self' data:; "
        "font-src 'self' data:; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; "
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'; frame-ancestors 'none'"
    )
    header = (b"content-security-policy", policy.encode())

    async def answer(scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        async def with_policy(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), header]}
            await send(message)

        await app(scope, receive, with_policy if scope["type"] == "http" else send)

    return answer


def let_schedules_make_runs() -> None:
    """Prefect's scheduler can write the runs that are due, under SQLAlchemy 2.1 too.

    It hands over the state of a run with its columns and writes the state by itself afterwards.
    SQLAlchemy 2.0 passes over what is no column; 2.1 refuses it, and no schedule ever fires.
    """
    from prefect.server.database.orm_models import FlowRun

    def pass_over(_class: type, mapping: MutableMapping[str, Any], _value: Any) -> None:
        mapping.pop("state", None)

    state = vars(FlowRun)["state"]
    if getattr(state, "bulk_dml_setter", pass_over) is None:
        state.bulk_dml_setter = pass_over


def _serve(port: int) -> None:
    import uvicorn
    from prefect.server.api.server import create_app

    end_with_parent()
    let_schedules_make_runs()
    app = keeping_to_itself(create_app(final=True), port)
    uvicorn.run(app, host=HOST, port=port, log_level="error")


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
