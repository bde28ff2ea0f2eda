"""Start-up: a count from the command line beside a Python that does nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.measure import Figure, side_by_side

COUNT = ["count", "clear-days-before", "--event", "2026-10-13", "--days", "5", "--json"]


def figures() -> Iterator[Figure]:
    """`changeover count` and `changeover --help`, start to end."""
    command = str(Path(sys.executable).with_name("changeover"))

    def bare() -> None:
        subprocess.run([sys.executable, "-c", "pass"], check=True)

    for name, arguments in (("count", COUNT), ("--help", ["--help"])):
        yield side_by_side(
            f"changeover {name}, start to end",
            lambda arguments=arguments: subprocess.run(
                [command, *arguments], check=True, stdout=subprocess.DEVNULL
            ),
            "python -c pass",
            bare,
        )
