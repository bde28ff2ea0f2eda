"""The settings of what is served: of Prefect's server, and of the runs that talk to it."""

from __future__ import annotations

import os
from pathlib import Path

from flows.prefect_server import HOST, QUIET

#: A command that starts a run tells its log to the page, and not to whoever typed it.
QUIET_TERMINAL = {"PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL"}


def of_server(folder: Path, port: int) -> dict[str, str]:
    """The environment of the server: its things in `folder`, and nothing called outside.

    Its page is asked from this machine only, so another site open in the browser can ask nothing.
    """
    page = f"http://{HOST}:{port}"
    return {
        **_ours(folder),
        **QUIET,
        "PREFECT_API_URL": f"{page}/api",
        "PREFECT_SERVER_API_HOST": HOST,
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_SERVER_UI_API_URL": f"{page}/api",
        "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": page,
        "PREFECT_SERVER_API_CSRF_PROTECTION_ENABLED": "true",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": (
            "prefect.server.concurrency.lease_storage.filesystem"
        ),
        "PREFECT_SERVER_SERVICES_TRIGGERS_READ_BATCH_SIZE": "100",
        "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_READ_BATCH_SIZE": "100",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    }


def of_runs(folder: Path, page: str) -> dict[str, str]:
    """The environment of the runs: they talk to the server, and to nobody else."""
    return {
        **_ours(folder),
        "DO_NOT_TRACK": "1",
        "PREFECT_API_URL": f"{page}/api",
        "PREFECT_RUNNER_POLL_FREQUENCY": "2",
        "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
    }


def without_prefect() -> dict[str, str]:
    """The environment of this process, without what it says to Prefect."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}


def _ours(folder: Path) -> dict[str, str]:
    """A home of its own, so that no profile of this user has a say."""
    return {"PREFECT_HOME": str(folder), "PREFECT_PROFILES_PATH": str(folder / "profiles.toml")}
