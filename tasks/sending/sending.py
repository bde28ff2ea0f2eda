"""Sends what is to be sent: a turn, the handing over, a receipt, and the log."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

from models.effects import receipts, turns
from models.interruption import write_point
from models.outbox import Posted, message_named, outbox
from rules.errors import OutsideError, StateError
from tasks.sending.channel import Channel, NotKnown, NotTaken, Send
from tasks.sending.routing import channels, way_named, way_of
from tasks.sending.settling import settle_message

#: A message that failed is left alone for 2, 4, 8 and so on minutes, at most for so long.
LONGEST_WAIT = timedelta(hours=6)


def to_send(now: datetime | None = None) -> list[Posted]:
    """The messages that some way now on can carry, oldest first.

    With `now`, one that failed is left alone for a while before it is tried again.
    """
    on = channels()
    return [
        each
        for each in outbox()
        if each.state in ("waiting", "claimed", "failed")
        and each.again
        and way_of(each, on)
        and (now is None or _is_due(each, now))
    ]


def send_all() -> tuple[list[Posted], OutsideError | None]:
    """Everything that can be sent was tried once: how each stands after that, and the first way
    out that could not be reached, whose messages wait."""
    tried: list[Posted] = []
    unreached: dict[str, OutsideError] = {}
    for message in to_send():
        way = way_named(message)
        if way not in unreached:
            try:
                tried.append(send_message(str(message.id)))
            except OutsideError as error:
                unreached[way] = error
    return tried, next(iter(unreached.values()), None)


def send_message(name: str, *, asked: bool = False) -> Posted:
    """The message of that number or key was given away if it was to be; how it stands after that.

    One that failed for good is tried again only when a person `asked`.
    Raises: UnknownName; InputError for settings that cannot be; OutsideError when the way out
    cannot be reached: nothing is in the log of that.
    """
    message, on = message_named(name), channels()
    channel = way_of(message, on)
    if channel is None or not turns.may_go(message.state, again=message.again or asked):
        return message
    with channel.opened() as send:
        turn = turns.take_turn(message.reference, message.key, channel.name, asked=asked)
        if turn:
            _give_away(message, turn, send, on)
    return message_named(name)


def _give_away(message: Posted, turn: turns.Turn, send: Send, on: dict[str, Channel]) -> None:
    try:
        answer = send(message, turn)
    except NotTaken as refused:
        turn.fail(refused.says, again=refused.again)
    except NotKnown as lost:
        turn.give_up()
        left = message_named(str(message.id))
        with suppress(OutsideError):
            settle_message(left, on, datetime.now(UTC), unless=str(lost))
    except StateError:
        return
    else:
        write_point("handed-over")
        receipts.keep(turn.reference, turn.key, answer)
        turns.settle(turn.reference, turn.key, answer)
        receipts.forget(turn.reference, turn.key)


def _is_due(message: Posted, now: datetime) -> bool:
    if message.state != "failed":
        return True
    wait = min(timedelta(minutes=2**message.tries), LONGEST_WAIT)
    return datetime.fromisoformat(message.state_at) + wait <= now
