"""Answers that are worked out only when a template asks, so that gaps stay in reading order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

#: Questions by name; each takes nothing, and gives plain values.
Questions = Mapping[str, Callable[[], Any]]


def questions_of(worker: object, *names: str) -> Questions:
    """A question for each of these properties of a worker."""
    return {name: _question(worker, name) for name in names}


def _question(worker: object, name: str) -> Callable[[], Any]:
    return lambda: getattr(worker, name)
