"""`make bench`: every figure, one table."""

from __future__ import annotations

from math import isnan

from rich.console import Console
from rich.table import Table

from bench import counting, planning, recording, start


def main() -> None:
    """Prints ours, the peer's and the ratio, medians; a peer that is missing has no time."""
    table = Table("what", "ours", "peer", "its time", "ours / peer", "aim")
    for part in (start, counting, planning, recording):
        for figure in part.figures():
            table.add_row(
                figure.what,
                _shown(figure.seconds),
                figure.peer,
                "" if isnan(figure.ratio) else _shown(figure.peer_seconds),
                "" if isnan(figure.ratio) else f"{figure.ratio:.3g}",
                figure.aim,
            )
    Console(width=130).print(table)


def _shown(seconds: float) -> str:
    if seconds < 1e-3:
        return f"{seconds * 1e6:.2f} µs"
    return f"{seconds * 1e3:.2f} ms"


if __name__ == "__main__":
    main()
