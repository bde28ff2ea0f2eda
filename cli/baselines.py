"""`baseline` and `moved`: the plan as it was approved, and what moved since."""

from __future__ import annotations

from typing import Annotated

import typer

from cli import doors
from cli.doors import AsJson, PlanName, Reference, Today, print_json, print_table, print_text
from rules.arithmetic import plural


def baseline(
    reference: Reference, name: PlanName, today: Today = None, as_json: AsJson = False
) -> None:
    """Keep the plan as it stands, as the one approved.

    Example: changeover baseline worked-2027 "Board of June"
    """
    from models.baselines import take_baseline
    from models.settings import settings

    steps = take_baseline(reference, name, today or doors.today(), settings().actor)
    if as_json:
        print_json({"reference": reference, "baseline": name, "steps": steps})
    else:
        print_text(f"Kept {steps} steps of {reference} as {name!r}.")


def moved(
    reference: Reference,
    since: Annotated[str | None, typer.Option("--since", help="Baseline; else the latest.")] = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """What moved since a baseline, by how much and why.

    Example: changeover moved worked-2027 --since "Board of June"
    """
    from models.baselines import moved_since

    found = moved_since(reference, since, today or doors.today())
    if as_json:
        print_json(found)
        return
    rows = [
        (
            f"{each['step']} {each['council'] or ''}".strip(),
            each["name"],
            each["what"],
            each["before"],
            each["after"],
            each["by_working_days"],
            "; ".join(each["why"]),
        )
        for each in found["moved"]
    ]
    columns = ("step", "name", "what", "before", "after", "working days", "why")
    print_table(f"{plural(len(rows), 'date')} moved since {found['baseline']!r}", columns, rows)


COMMANDS = [baseline, moved]
