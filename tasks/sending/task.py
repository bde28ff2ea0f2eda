"""The tasks that send one message, and that settle what a crash left. Prefect is told ids only."""

from __future__ import annotations

from models.effects import settle_files
from tasks.effect import effect
from tasks.sending.sending import send_message
from tasks.sending.settling import settle_messages


@effect("send-message-{message_id}")
def send(message_id: int) -> str:
    """The message was given away if it was to be; how it stands."""
    return send_message(str(message_id)).says


@effect("settle-what-was-left")
def settle(reference: str | None = None) -> int:
    """What a crash left half done is settled by looking; how much was."""
    files = settle_files(reference) if reference else 0
    return files + len(settle_messages(reference))
