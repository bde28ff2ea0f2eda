"""The plan turned over: why, what if, scenarios, and calendars of meetings."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from cli import doors
from cli.doors import (
    AsJson,
    CouncilOption,
    PlanName,
    Reference,
    Today,
    parse_day,
    print_json,
    print_table,
    print_text,
)
from rules.arithmetic import plural
from rules.changes import Change, ChooseMeeting, MoveExpiry, Slip, WaiveCallIn, next_decision
from rules.errors import InputError
from rules.situation import Situation, StepId

Reason = Annotated[str, typer.Option("--reason", help="Why, for the log.")]


def why(
    reference: Reference,
    step: Annotated[str, typer.Argument(metavar="STEP", help="Key of the step, such as 6.8.")],
    council: CouncilOption = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Why a step has its dates: the chain behind each, the arithmetic, and what would help.

    Example: changeover why worked-2027 6.8 --today 2026-12-01
    """
    from models.explaining import explain
    from models.reports import timetable_of

    found = explain(timetable_of(reference, today or doors.today()), step, council)
    if as_json:
        print_json(found)
        return
    for line in found["says"]:
        print_text(line)
    _print_chain("What its earliest day waits for", found["chain"])
    _print_chain("What sets its last day", found["bound"])
    rows = [(each["rule"], each["what"], each["arithmetic"]) for each in found["dates"]]
    print_table("How its dates were worked out", ("rule", "what", "arithmetic"), rows)
    if found["remedies"]:
        rows = [
            (each["says"], ", ".join(each["rules"]), "; ".join(each["costs"]))
            for each in found["remedies"]
        ]
        print_table("What would bring it in time", ("change", "rules", "what it takes"), rows)


def what_if(
    reference: Reference,
    slip: Annotated[
        list[str] | None, typer.Option("--slip", help="STEP=10wd, or STEP:COUNCIL=-5wd.")
    ] = None,
    meeting: Annotated[
        list[str] | None, typer.Option("--meeting", help="COUNCIL=2027-02-09, its next decision.")
    ] = None,
    expiry: Annotated[
        date | None, typer.Option("--expiry", parser=parse_day, metavar="DATE", help="Expiry.")
    ] = None,
    without_call_in: Annotated[
        list[str] | None, typer.Option("--without-call-in", help="COUNCIL, its next decision.")
    ] = None,
    scenario: Annotated[
        str | None, typer.Option("--scenario", help="Start from a kept scenario.")
    ] = None,
    keep: Annotated[str | None, typer.Option("--keep", help="Keep it under this name.")] = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """What would move if something changed; the live plan is not touched.

    Example: changeover what-if worked-2027 --slip 9.4=10wd --today 2026-03-31
    """
    from models.explaining import what_if_rows
    from models.reports import timetable_of
    from models.scenarios import keep_scenario, scenario_changes, try_changes
    from models.settings import settings

    where = timetable_of(reference, today or doors.today()).situation
    changes: list[Change] = scenario_changes(reference, scenario) if scenario else []
    changes += [_slip(text) for text in slip or ()]
    changes += [_meeting(where, text) for text in meeting or ()]
    changes += [MoveExpiry(expiry_on=expiry)] if expiry else []
    waived = [WaiveCallIn(decision=next_decision(where, c)) for c in without_call_in or ()]
    changes += waived
    if not changes:
        raise InputError("Nothing was changed.", "--slip, --meeting, --expiry ...", "give one.")
    found = what_if_rows(try_changes(where, changes))
    if keep:
        keep_scenario(reference, keep, changes, settings().actor)
    if as_json:
        print_json({**found, "kept_as": keep})
        return
    print_text(f"If {found['says']}:")
    _print_moved(found["moved"])
    for title, key in (("Findings that appear", "appeared"), ("Findings that go", "gone")):
        told = [(each["kind"], each["says"]) for each in found[key]]
        if told:
            print_table(f"{title}: {len(told)}", ("finding", "what"), told)
    print_text(found["cost"])
    print_text(f"Kept as {keep!r}." if keep else "Nothing was kept.")


def scenarios(reference: Reference, today: Today = None, as_json: AsJson = False) -> None:
    """The kept scenarios of a transition side by side with its plan.

    Example: changeover scenarios worked-2027
    """
    from models.scenarios import kept_scenarios

    found = kept_scenarios(reference, today or doors.today())
    if as_json:
        print_json(found)
        return
    columns = ("scenario", "expires", "go-live", "slack", "breached", "cannot be met")
    print_table(f"Scenarios of {reference}", columns, [list(each.values()) for each in found])


def adopt(
    reference: Reference,
    name: PlanName,
    reason: Reason,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Make a kept scenario the plan, with its reason in the log.

    Example: changeover adopt worked-2027 "later go-live" --reason "Agreed by the board"
    """
    from models.scenarios import adopt_scenario
    from models.settings import settings

    says = adopt_scenario(reference, name, reason, settings().actor, today or doors.today())
    if as_json:
        print_json({"reference": reference, "adopted": name, "says": says})
    else:
        print_text(f"Adopted: {says}.")


def meetings(
    reference: Reference,
    council: Annotated[str, typer.Argument(metavar="COUNCIL", help="Whose body meets.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV or iCalendar (.ics).")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show; keep nothing.")] = False,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Import a body's calendar of meetings, and show what moved or cancelled ones re-date.

    Example: changeover meetings worked-2027 northmere meetings.csv --dry-run
    """
    from models.late_holidays import rows as difference_rows
    from models.meeting_calendars import import_meetings
    from models.settings import settings

    change = import_meetings(
        reference,
        council.lower(),
        file,
        today=today or doors.today(),
        actor=settings().actor,
        keep=not dry_run,
    )
    found: dict[str, Any] = {
        "kept": not dry_run,
        "added": list(change.added),
        "dropped": list(change.dropped),
        "without_meeting": list(change.unchosen),
        "moved": difference_rows(change.differs),
    }
    if as_json:
        print_json(found)
        return
    print_text(f"{plural(len(change.added), 'meeting')} added, {len(change.dropped)} dropped.")
    _print_moved(found["moved"])
    print_text("Nothing was kept (dry run)." if dry_run else "Kept.")


def _slip(text: str) -> Slip:
    match = re.fullmatch(r"([\d.]+)(?::([a-z0-9-]+))?=(-?\d+)wd", text)
    if not match:
        raise InputError(f"--slip {text!r}.", "STEP=10wd, such as 9.4=10wd.", "write it so.")
    key, council, days = match.groups()
    return Slip(step=StepId(key, council), working_days=int(days))


def _meeting(where: Situation, text: str) -> ChooseMeeting:
    council, _, day = text.partition("=")
    return ChooseMeeting(decision=next_decision(where, council.lower()), meeting_on=parse_day(day))


def _print_moved(moved: list[dict[str, Any]]) -> None:
    rows = [(e["step"], e["what"], e["before"], e["after"], e["rule"]) for e in moved]
    title = f"What moves: {plural(len(rows), 'date')}"
    print_table(title, ("step", "what", "before", "after", "rule"), rows)


def _print_chain(title: str, chain: list[dict[str, Any]]) -> None:
    rows = [(e["step"], e["name"], e["day"], e["because"]) for e in chain]
    print_table(title, ("step", "name", "day", "because"), rows)


COMMANDS = [why, ("what-if", what_if), scenarios, adopt, meetings]
