"""Tells somebody who waits what is being done, once it has taken more than a second."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer

PATIENCE_SECONDS = 1.0


@contextmanager
def said_when_slow(say: Callable[[str], None], what: str) -> Iterator[None]:
    """What is done is said if it is still being done after a second; nothing is said before."""
    timer = Timer(PATIENCE_SECONDS, say, [f"{what} ..."])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
