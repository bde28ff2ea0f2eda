"""The parts of the bench by name, in the order in which they run; each answers one question."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

from bench.figure import Figure
from bench.scale import Scale

#: Each part is a module of this package; it is loaded when it runs, since some need peers.
PARTS = (
    "starting",
    "counting",
    "planning",
    "recording",
    "checking",
    "verifying",
    "formats",
    "case",
    "many",
    "word",
    "pdf",
)


def part(name: str) -> Callable[[Scale], Iterator[Figure]]:
    """What measures the part of that name."""
    found: Callable[[Scale], Iterator[Figure]] = import_module(f"bench.{name}").figures
    return found
