"""Messages to Apprise targets: chat channels, telephones and the like; they cannot be asked.

Apprise says yes or no. No may also mean that a target took the message and its answer was lost, so
a target that did not say yes makes the message doubtful. What each target took is in the log, so
that a message sent again goes only to those that do not have it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from models.effects.turns import Turn
from models.interruption import write_point
from models.outbox import Posted
from rules.errors import InputError
from tasks.sending.channel import NotKnown, Send, quiet


@dataclass(frozen=True, kw_only=True)
class Targets:
    """The targets of this installation in the order of the settings, which also names them."""

    urls: tuple[str, ...] = field(repr=False)
    name: str = "apprise"

    @contextmanager
    def opened(self) -> Iterator[Send]:
        """Every target is one that Apprise knows. Raises: InputError, which repeats no URL."""
        yield partial(self._send, self._targets())

    def look(self, message: Posted, now: datetime) -> None:
        """Nobody can tell: a target has no way to be asked."""

    def _targets(self) -> dict[str, Any]:
        """An Apprise for each target under its name: its place in the list, and what it is."""
        from apprise import Apprise

        quiet("apprise")
        found = {}
        for place, url in enumerate(self.urls, start=1):
            target = Apprise()
            if not target.add(url):
                raise InputError(
                    f"URL {place} of CHANGEOVER_APPRISE_URLS is of no kind that Apprise knows.",
                    "URLs as Apprise writes them, such as msteams:// or json://, spaces between.",
                    "mend it.",
                )
            found[f"{place}-{url.partition(':')[0]}"] = target
        return found

    def _send(self, targets: dict[str, Any], message: Posted, turn: Turn) -> str:
        silent = []
        for name, target in targets.items():
            if name in message.taken:
                continue
            turn.hand_over()
            if target.notify(title=message.subject, body=message.body, body_format="text"):
                write_point("handed-over")
                turn.part_taken(name)
            else:
                silent.append(name)
        if silent:
            raise NotKnown(f"did not say that it took the message: target {', '.join(silent)}")
        return f"taken by {len(targets)} targets"
