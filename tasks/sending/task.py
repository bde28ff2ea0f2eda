"""The tasks that send one message, and that settle what a crash left. Prefect is told ids only."""

from __future__ import annotations

from prefect import task
from prefect.cache_policies import NO_CACHE

from models.effects import settle_files
from tasks.retrying import only_outside
from tasks.sending.sending import send_message
from tasks.sending.settling import settle_messages

_ONCE = {"cache_policy": NO_CACHE, "persist_result": False, **only_outside}


@task(task_run_name="send-message-{message_id}", **_ONCE)
def send(message_id: int) -> str:
    """The message was given away if it was to be; how it stands."""
    return send_message(str(message_id)).says


@task(task_run_name="settle-what-was-left", **_ONCE)
def settle(reference: str | None = None) -> int:
    """What a crash left half done is settled by looking; how much was."""
    files = settle_files(reference) if reference else 0
    return files + len(settle_messages(reference))
