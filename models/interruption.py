"""Places where a run may be cut off, so that tests can cut it off there.

A process in whose environment `CHANGEOVER_KILL_AT` names a write point ends there by SIGKILL, as by
a power cut: nothing is tidied up. `renamed` names the first time that point is passed, `renamed:3`
the third, and `any:17` the seventeenth write point of whatever name. Unset, nothing happens.

Every place that keeps a transaction, puts a file in its place or gives a message away passes one;
tests/engine/test_write_points.py finds those that do not.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter
from collections.abc import Callable
from typing import Literal, get_args

from rules.errors import InputError

#: The write points. What has just happened where each is passed:
Point = Literal[
    "before-commit",  # a transaction was written, and is not yet kept
    "after-commit",  # a transaction was kept
    "claimed",  # an effect was claimed, and nothing of it is made
    "draft-written",  # a file lies whole on the disk beside its place
    "renamed",  # a file is in its place, and the log does not say so yet
    "handing-over",  # the log says that a message is about to be handed over
    "handed-over",  # the other side, or a target, said that it took a message; nobody noted that
    "receipt-kept",  # that it was taken is on this disk, and not yet in the log
    "settled",  # the log says that an effect was made
]
POINTS: tuple[str, ...] = get_args(Point)
VARIABLE = "CHANGEOVER_KILL_AT"
_ANY = "any"

#: Told of each write point that is passed: for tests that ask which are.
listeners: list[Callable[[Point], None]] = []

_passed: Counter[str] = Counter()
_counting = threading.Lock()


def write_point(name: Point) -> None:
    """The process has ended, when this is the write point it is to end at; else nothing.

    Raises: InputError when the variable names no write point.
    """
    for listener in listeners:
        listener(name)
    if not (wanted := os.environ.get(VARIABLE)):
        return
    point, time = _parsed(wanted)
    with _counting:
        _passed[name] += 1
        _passed[_ANY] += 1
        if point in (name, _ANY) and _passed[point] == time:
            os.kill(os.getpid(), signal.SIGKILL)


def _parsed(wanted: str) -> tuple[str, int]:
    """The point and which time it is passed, from 1."""
    point, _, time = wanted.partition(":")
    if point not in (*POINTS, _ANY) or not (time or "1").isdecimal() or int(time or "1") < 1:
        raise InputError(
            f"{VARIABLE} is {wanted!r}.",
            f"{_ANY} or one of {', '.join(POINTS)}; then which time, such as renamed:2.",
            "it is for tests only: leave it out.",
        )
    return point, int(time or "1")
