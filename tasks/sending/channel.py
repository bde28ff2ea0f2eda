"""What every way out has in common: it is opened, sends, and can or cannot be asked afterwards."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from models.effects.turns import Turn
from models.outbox import Posted

#: Gives one message away in a turn; what the other side answered when it took it. It calls
#: `turn.hand_over` just before that which cannot be called back. Raises: NotTaken, NotKnown.
Send = Callable[[Posted, Turn], str]


class Channel(Protocol):
    """A way out of this installation."""

    @property
    def name(self) -> str:
        """What the log calls it."""

    def opened(self) -> AbstractContextManager[Send]:
        """Ready to send. Raises: OutsideError when it cannot be reached; InputError for settings
        that cannot be."""

    def look(self, message: Posted, now: datetime) -> bool | None:
        """Whether a message that was handed over was taken; None when nobody can tell.

        Raises: OutsideError when it cannot be asked now.
        """


class NotTaken(Exception):
    """The message was certainly not taken; `again` says whether trying again may help.

    `says` stands in the log: it names no person and repeats no server's words.
    """

    def __init__(self, says: str, *, again: bool) -> None:
        super().__init__(says)
        self.says = says
        self.again = again


class NotKnown(Exception):
    """The message was handed over, and how that ended did not come back."""


def quiet(library: str) -> None:
    """What a library would say of a message on the terminal is not said: it may name a person."""
    logger = logging.getLogger(library)
    if not any(isinstance(each, logging.NullHandler) for each in logger.handlers):
        logger.addHandler(logging.NullHandler())
    logger.propagate = False
