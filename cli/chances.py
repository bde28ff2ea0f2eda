"""The chance of being in time, from many runs of the plan with working times that are drawn."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import doors
from cli.doors import AsJson, Reference, Today, print_json, print_table, print_text, say

if TYPE_CHECKING:
    from rules.chance import Chance

#: So many runs a further process is worth starting for.
RUNS_PER_PROCESS = 50_000
#: Rows of a table for a person; --json has them all.
MOST_ROWS = 15


def chance(
    reference: Reference,
    runs: Annotated[int, typer.Option("--runs", help="How often the plan is run.")] = 10_000,
    seed: Annotated[int, typer.Option("--seed", help="The same seed, the same answer.")] = 1,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """The chance of going live in time and by each later day, and the steps that it hangs on.

    Example: changeover chance worked-2027 --today 2026-09-01
    """
    from models.reports import timetable_of
    from rules.chance import chance as worked_out

    where = timetable_of(reference, today or doors.today()).situation
    found = worked_out(
        where, runs=runs, seed=seed, processes=_processes(runs), progress=_progress(runs)
    )
    if as_json:
        print_json({"reference": where.reference, "today": where.today, **_plain(found)})
        return
    _print(where.reference, found)


def _processes(runs: int) -> int:
    return max(1, min(os.cpu_count() or 1, runs // RUNS_PER_PROCESS))


def _progress(runs: int) -> Callable[[int], None]:
    """Tells a person once a second how many runs are over; nothing in the first second."""
    told = time.monotonic()

    def tell(over: int) -> None:
        nonlocal told
        if over < runs and time.monotonic() - told >= 1:
            told = time.monotonic()
            say(f"{over:,} of {runs:,} runs")

    return tell


def _plain(found: Chance) -> dict[str, Any]:
    return {
        "seed": found.seed,
        "runs": found.runs,
        "commencement_on": found.commencement_on,
        "in_time": found.in_time,
        "by": [{"on": day, "chance": share} for day, share in found.by],
        "percentiles": {str(each): day for each, day in found.percentiles.items()},
        "driving": [
            {
                "key": each.step.key,
                "council": each.step.council,
                "on_chain": each.on_chain,
                "correlation": each.correlation,
            }
            for each in found.driving
        ],
        "decisions": [
            {
                "decision": each.decision.decision,
                "council": each.decision.council,
                "chosen_on": each.chosen_on,
                "after_chosen": each.chosen,
                "after_every_known": each.known,
            }
            for each in found.missing
        ],
        "past_calendars": found.past_calendars,
    }


def _print(reference: str, found: Chance) -> None:
    print_text(
        f"{reference} goes live on {found.commencement_on:%A %-d %B %Y} in "
        f"{_share(found.in_time)} of {found.runs:,} runs (seed {found.seed})."
    )
    if found.past_calendars:
        print_text(f"{_share(found.past_calendars)} of them end past what the calendars know.")
    rows = [(f"{each}%", day or "not known") for each, day in found.percentiles.items()]
    print_table("By when", ("of the runs", "have gone live by"), rows)
    days = [(day, _share(share)) for day, share in found.by]
    print_table("The chance by day", ("day", "chance"), days[:MOST_ROWS], _more(days))
    steps = [
        (str(each.step), _share(each.on_chain), _correlation(each.correlation))
        for each in found.driving
    ]
    columns = ("step", "go-live waits for it in", "rank correlation")
    print_table("What drives it", columns, steps[:MOST_ROWS], _more(steps))
    decisions = [
        (
            f"{each.decision.decision} {each.decision.council}",
            each.chosen_on,
            None if each.chosen is None else _share(each.chosen),
            _share(each.known),
        )
        for each in found.missing
    ]
    heads = ("decision", "chosen meeting", "after it in", "after every known meeting in")
    if decisions:
        print_table("Decisions", heads, decisions)


def _share(share: float) -> str:
    return f"{share:.1%}"


def _correlation(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _more(rows: list[Any]) -> str:
    left = len(rows) - MOST_ROWS
    return f"{left} more: see --json." if left > 0 else ""


COMMANDS = [chance]
