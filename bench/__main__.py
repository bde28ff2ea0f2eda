"""`make bench`, or `python -m bench PART...` for some parts: every figure, one table."""

from __future__ import annotations

import argparse
import sys
import traceback
from pathlib import Path

from bench.parts import PARTS, part
from bench.scale import FULL, TINY
from bench.showing import keep, show


def main(arguments: list[str] | None = None) -> None:
    """Prints the table, and writes it as JSON where that is asked.

    A part that fails is told and the others run all the same; then the exit code is 1.
    """
    given = _parser().parse_args(arguments)
    figures, failed = [], []
    for name in given.part or PARTS:
        print(f"{name} ...", file=sys.stderr)
        try:
            figures += [(name, figure) for figure in part(name)(TINY if given.tiny else FULL)]
        except Exception:
            traceback.print_exc()
            failed.append(name)
        if given.json:
            keep(figures, given.json)
    show(figures)
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("part", nargs="*", choices=[*PARTS, []], help="all when left out")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument("--tiny", action="store_true", help="so little that only errors show")
    return parser


if __name__ == "__main__":
    main()
