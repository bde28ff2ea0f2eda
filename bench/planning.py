"""A whole timetable beside the bare two passes over the same links on integers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bench.measure import Figure, side_by_side

EXAMPLE = Path(__file__).parent.parent / "examples" / "worked-2027.toml"


def figures() -> Iterator[Figure]:
    """70 steps, three councils: both passes with law, calendars and meetings."""
    from models.reports import timetable_of
    from rules.network import Network
    from rules.timetable import draw_up

    where = timetable_of(str(EXAMPLE), date(2026, 3, 31)).situation
    network = Network(where)

    def bare() -> None:
        early: dict[object, int] = {}
        for at in network.order:
            early[at] = 1 + max((early[b] for b in network.before[at]), default=0)
        late: dict[object, int] = {}
        for at in reversed(network.order):
            late[at] = min((late[a] - 1 for a in network.after[at]), default=10_000)

    yield side_by_side(
        f"one timetable, {len(network.order)} steps",
        lambda: draw_up(where),
        "the bare two passes on integers",
        bare,
        repeat=5,
        peer_repeat=200,
    )
