"""Start-up: from nothing to the answer of a command, beside a Python that does nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.cases import ACTOR, worked
from bench.figure import Aim, Figure
from bench.pace import Work, in_turn, processor_time
from bench.places import home
from bench.scale import Scale
from models.database import _opened, database
from models.opening import open_transition

COMMAND = Path(sys.executable).with_name("changeover")
COUNT = ("count", "clear-days-before", "--event", "2026-10-13", "--days", "5", "--json")
NEXT = ("next", "worked-2027", "--today", "2026-05-11", "--json")
#: What the command must do without, and how long it may take, in seconds.
UNWANTED, LONGEST = "prefect", 1.0


def figures(scale: Scale) -> Iterator[Figure]:
    """`count` and `--help` need no database; `next` reads a transition and plans it."""
    peer = "python -c pass"
    with home():
        open_transition(worked(), actor=ACTOR)
        database().dispose()
        _opened.cache_clear()
        refuse_loaded(NEXT)
        works = [Work(run=_pass), *(_command(line) for line in (NEXT, COUNT, ("--help",)))]
        bare, first, count, help_ = in_turn(works, rounds=scale.rounds, clock=processor_time)
        bare_wall, wall = in_turn(works[:2], rounds=scale.rounds)
    soon = Aim(of="figure", at_most=LONGEST)
    what = "restart to first answer of next"
    yield Figure(what=what, ours=wall, peer=peer, theirs=bare_wall, aim=soon)
    yield Figure(what=what, ours=first, peer=peer, theirs=bare, unit="CPU s", aim=soon)
    for name, taken in (("count", count), ("--help", help_)):
        what = f"changeover {name}, start to end"
        yield Figure(what=what, ours=taken, peer=peer, theirs=bare, unit="CPU s")


def refuse_loaded(line: tuple[str, ...]) -> None:
    """Nothing when the command answers without Prefect. Raises: AssertionError."""
    program = (
        "import sys; from cli.main import app\n"
        f"try: app({list(line)!r})\n"
        f"except SystemExit: pass\nsys.exit({UNWANTED!r} in sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, check=False)
    assert answer.returncode == 0, f"changeover {' '.join(line)} loaded {UNWANTED}"
    assert answer.stdout, f"changeover {' '.join(line)} answered nothing"


def _command(line: tuple[str, ...]) -> Work:
    """The command as a person starts it; Python keeps what it compiled, as it does unless told."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    return Work(
        run=lambda: subprocess.run(
            [COMMAND, *line], check=True, stdout=subprocess.DEVNULL, env=environment
        )
    )


def _pass() -> None:
    subprocess.run([sys.executable, "-c", "pass"], check=True)
