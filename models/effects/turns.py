"""One run's turn to give a message away: claimed, handed over, and how that ended.

What may never happen is that a message goes out twice. So the log is told before a message is
handed over, in a transaction that checks that the turn is still this run's; and what was handed
over is never handed over again unless somebody knows that it was not taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from models.actor import ENGINE
from models.database import database, writing
from models.effects import leases
from models.effects.kept import effect_of
from models.interruption import write_point
from models.log import locked
from models.projection import write
from models.tables import Effect, Transition
from rules.errors import StateError

#: How long a run may take to give one message away before another looks at it.
LEASE_SECONDS = 600
#: After so many failures nobody tries again unasked.
MOST_TRIES = 10
#: The states in which a message has certainly not left the house.
_AT_HOME = ("waiting", "claimed", "failed")


@dataclass(frozen=True, kw_only=True)
class Turn:
    """This run is to give away the message of that key, and nobody else is."""

    reference: str
    key: str
    holder: str

    def hand_over(self) -> None:
        """The log says that the message is being handed over: from here on it may have been taken.

        Raises: StateError when another run took the turn over.
        """
        with self._own() as (session, transition, effect):
            if effect.state == "claimed":
                _write(session, transition, "effect-handed-over", self.key)
        write_point("handing-over")

    def part_taken(self, part: str) -> None:
        """The log says which target has the message; others are still to come."""
        with self._own() as (session, transition, _):
            _write(session, transition, "effect-part-taken", self.key, part=part)

    def fail(self, says: str, *, again: bool) -> None:
        """The log says that the message was certainly not taken; `says` names no person."""
        with self._own() as (session, transition, effect):
            tries = effect.tries + 1
            again = again and tries < MOST_TRIES
            data = {"says": says, "tries": tries, "again": again}
            _write(session, transition, "effect-failed", self.key, **data)
            leases.give_back(session, transition, self.key, self.holder)

    def give_up(self) -> None:
        """The turn is over, and how it ended is not known: whoever comes next looks first."""
        with writing(database()) as session:
            transition = locked(session, self.reference)
            leases.give_back(session, transition, self.key, self.holder)

    @contextmanager
    def _own(self) -> Iterator[tuple[Session, Transition, Effect]]:
        """The effect, in a transaction, while the turn is this run's. Raises: StateError."""
        with writing(database()) as session:
            transition = locked(session, self.reference)
            effect = effect_of(session, transition, self.key)
            held = leases.is_held(session, transition, self.key, self.holder)
            if effect is None or not held or effect.state not in ("claimed", "handed-over"):
                raise StateError(
                    f"Another run took over message {self.key}, or a person dropped it.",
                    f"a message handed over within {LEASE_SECONDS // 60} minutes.",
                    "see `changeover outbox`; it was not handed over here.",
                )
            yield session, transition, effect


def may_go(state: str, *, again: bool) -> bool:
    """Whether a message in that state may be given away, as far as its state goes."""
    return state in _AT_HOME and again


def take_turn(reference: str, key: str, channel: str, *, asked: bool = False) -> Turn | None:
    """This run's turn to give the message away; None when it is not to be given away now.

    It is not while another run is at it, or when it was sent, dropped or is doubtful. One that
    failed for good is given away again only when a person `asked`.
    """
    turn = Turn(reference=reference, key=key, holder=leases.new_holder())
    with writing(database()) as session:
        transition = locked(session, reference)
        effect = effect_of(session, transition, key)
        if effect is None or not may_go(effect.state, again=effect.again or asked):
            return None
        if not leases.take(session, transition, key, turn.holder, LEASE_SECONDS):
            return None
        if (effect.state, effect.channel) != ("claimed", channel):
            data = {"kind": effect.kind, "path": "", "digest": effect.digest, "channel": channel}
            _write(session, transition, "effect-claimed", key, **data)
    write_point("claimed")
    return turn


def settle(reference: str, key: str, says: str) -> bool:
    """The log says that the message was taken, whoever found that out; whether this call said so.

    Knowing is enough: it is settled though the turn was lost or the message taken for doubtful.
    """
    with writing(database()) as session:
        transition = locked(session, reference)
        effect = effect_of(session, transition, key)
        if effect is None or effect.state == "settled":
            return False
        _write(session, transition, "effect-settled", key, says=says)
        leases.drop(session, transition, key)
    write_point("settled")
    return True


def found_not_taken(reference: str, key: str, says: str) -> bool:
    """The log says that what was handed over was not taken, as the other side was asked."""
    return _after_looking(reference, key, "effect-failed", says=says, again=True)


def found_doubtful(reference: str, key: str, says: str) -> bool:
    """The log says that nobody can tell whether what was handed over was taken."""
    return _after_looking(reference, key, "effect-doubtful", says=says)


def is_left(reference: str, key: str) -> bool:
    """Whether the run that handed the message over has ended, or taken too long."""
    with writing(database()) as session:
        transition = locked(session, reference)
        effect = effect_of(session, transition, key)
        handed_over = effect is not None and effect.state == "handed-over"
        return handed_over and leases.is_free(session, transition, key)


def _after_looking(reference: str, key: str, act: str, **data: Any) -> bool:
    with writing(database()) as session:
        transition = locked(session, reference)
        effect = effect_of(session, transition, key)
        if effect is None or effect.state != "handed-over":
            return False
        if act == "effect-failed":
            data["tries"] = effect.tries + 1
        _write(session, transition, act, key, **data)
        leases.drop(session, transition, key)
        return True


def _write(session: Session, transition: Transition, act: str, key: str, **data: Any) -> None:
    write(session, transition, actor=ENGINE, act=act, data={"key": key, **data})
