"""One table for a person, and the same figures as JSON."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.figure import Aim, Figure, Taken, Unit

COLUMNS = ("what", "figure", "middle half", "peer", "its figure", "ratio", "aim", "met")


def show(figures: Iterable[tuple[str, Figure]]) -> None:
    """Every figure, its spread, its peer's, the ratio of the two, and whether the aim is met."""
    table = Table(*COLUMNS)
    for _, figure in figures:
        table.add_row(*_row(figure))
    Console(width=160).print(table)


def keep(figures: Iterable[tuple[str, Figure]], path: Path) -> None:
    """The same in a file, with the machine they were measured on."""
    found = {
        "machine": {
            "processors": os.cpu_count(),
            "python": platform.python_version(),
            "system": platform.platform(),
        },
        "figures": [{"part": part, **figure.as_data()} for part, figure in figures],
    }
    path.write_text(f"{json.dumps(found, indent=2)}\n", encoding="utf-8")


def _row(figure: Figure) -> tuple[str, ...]:
    what = figure.what if figure.at == "p50" else f"{figure.what}, {figure.at}"
    return (
        what,
        _said(figure.value, figure.unit),
        _spread(figure.ours, figure.per, figure.unit),
        figure.peer,
        "" if figure.peer_value is None else _said(figure.peer_value, figure.unit),
        "" if figure.ratio is None else f"{figure.ratio:.3g}",
        _aimed(figure.aim, figure.unit),
        {True: "met", False: "NOT MET", None: ""}[figure.met],
    )


def _spread(taken: Taken, per: int, unit: Unit) -> str:
    ends = [seconds / per for seconds in (taken.p25, taken.p75)]
    if unit.startswith("/"):
        ends = [1 / seconds for seconds in reversed(ends)]
    return " to ".join(_said(end, unit) for end in ends)


def _aimed(aim: Aim | None, unit: Unit) -> str:
    if aim is None:
        return ""
    word, bound = ("at most", aim.at_most) if aim.at_least is None else ("at least", aim.at_least)
    assert bound is not None
    return f"{word} {_said(bound, unit) if aim.of == 'figure' else f'{bound:g}'}"


def _said(value: float, unit: Unit) -> str:
    if unit.startswith("/"):
        return f"{value:,.0f}{unit}"
    shown = f"{value * 1e6:.2f} µs" if value < 1e-3 else f"{value * 1e3:,.1f} ms"
    return f"{shown} CPU" if unit == "CPU s" else shown
