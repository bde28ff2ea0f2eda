"""`check`, `alerts` and `acknowledge`: deadlines that somebody must be told of."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cli import doors
from cli.doors import AsJson, Reference, Today, print_json, print_table, print_text, say
from rules.arithmetic import plural

Of = Annotated[str | None, typer.Option("--of", metavar="REF", help="Of this transition alone.")]
Whom = Annotated[
    str | None,
    typer.Option("--for", metavar="WHO", help='A person or role: "Contract manager".'),
]


def check(today: Today = None, as_json: AsJson = False) -> None:
    """Tell of every deadline that has come near, is at risk, out of reach or passed, once.

    Example: changeover check
    """
    from flows import launch
    from models.alerts.acknowledging import standing
    from models.alerts.checks import gap_before

    day = today or doors.today()
    gap = gap_before(day)
    with launch.engine(say):
        new = {(each["transition"], each["alert"]) for each in launch.check(day)}
    stands = standing()
    raised = [each for each in stands if (each["reference"], each["sequence"]) in new]
    if as_json:
        print_json({"late": gap.says, "raised": raised, "standing": len(stands)})
        return
    if gap.says:
        print_text(gap.says)
    _print_alerts(f"{len(raised)} new alerts on {day:%-d %B %Y}", raised)
    print_text(f"In all {plural(len(stands), 'alert')} to see to: see changeover alerts.")


def alerts(
    of: Of = None,
    whom: Whom = None,
    every: Annotated[
        bool, typer.Option("--all", help="Those acknowledged or lapsed as well.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """The alerts that stand, gravest first: what is late or soon, and who was told.

    Example: changeover alerts --for "Contract manager"
    """
    from models.alerts.acknowledging import standing
    from models.reports import require

    if of:
        require(of)
    found = standing(of, whom, closed=every)
    if as_json:
        print_json(found)
    else:
        _print_alerts(plural(len(found), "alert"), found)


def acknowledge(
    reference: Reference,
    numbers: Annotated[
        list[int], typer.Argument(metavar="NUMBER...", help="Numbers of the alerts.")
    ],
    reason: Annotated[str, typer.Option("--reason", help="What is being done about it.")],
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Say that alerts have been seen, and what is being done; they are not escalated then.

    Example: changeover acknowledge worked-2027 57 58 --reason "Notice goes out on Friday"
    """
    from models.alerts.acknowledging import acknowledge as acknowledging
    from models.settings import settings

    found = acknowledging(reference, numbers, settings().actor, reason, today or doors.today())
    if as_json:
        print_json(found)
    else:
        print_text(f"Acknowledged: {', '.join(str(each['sequence']) for each in found)}.")


def _print_alerts(title: str, found: list[dict[str, Any]]) -> None:
    rows = [
        (
            each["reference"],
            each["sequence"],
            each["level"],
            each["limit_on"],
            each["says"],
            each["whom"],
            each["closed_by_act"] or "stands",
        )
        for each in found
    ]
    columns = ("transition", "no.", "level", "last day", "what", "told", "now")
    print_table(title, columns, rows)


COMMANDS = [check, alerts, acknowledge]
