"""What a crash left half done is settled by looking, never by doing it again."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

from models.effects import receipts, turns
from models.outbox import Posted, message_named, outbox
from rules.errors import InputError, OutsideError
from tasks.sending.channel import Channel
from tasks.sending.routing import channels

#: What the log says of a message nobody can tell about.
_UNKNOWN = "it was handed over, and nobody can tell whether it was taken"


def settle_messages(reference: str | None = None, now: datetime | None = None) -> list[Posted]:
    """Messages that a run handed over and did not settle are settled by looking; which were.

    One that cannot be looked for now stays as it is, for the next run.
    """
    left = [each for each in outbox(reference) if each.state in ("handed-over", "doubtful")]
    on, settled = _that_can_be_asked() if left else {}, []
    for message in left:
        with suppress(OutsideError):
            if settle_message(message, on, now or datetime.now(UTC)):
                settled.append(message_named(str(message.id)))
    return settled


def _that_can_be_asked() -> dict[str, Channel]:
    """The ways that are on; none where the settings cannot be, which who sends is told."""
    try:
        return channels()
    except InputError:
        return {}


def settle_message(
    message: Posted, on: dict[str, Channel], now: datetime, unless: str = _UNKNOWN
) -> bool:
    """The log says how the handing over ended, as far as anybody can tell; whether that is new.

    `unless` is what it says of a message nobody can tell about.
    Raises: OutsideError when the other side cannot be asked now.
    """
    where, key = message.reference, message.key
    if answer := receipts.found(where, key):
        settled = turns.settle(where, key, answer)
        receipts.forget(where, key)
        return settled
    if message.state != "handed-over" or not turns.is_left(where, key):
        return False
    channel = on.get(message.channel)
    if channel is None:
        return message.channel != "notify" and turns.found_doubtful(where, key, unless)
    taken = channel.look(message, now)
    if taken is None:
        return turns.found_doubtful(where, key, unless)
    if taken:
        return turns.settle(where, key, f"found at {channel.name}")
    return turns.found_not_taken(where, key, f"{channel.name} does not know it")
