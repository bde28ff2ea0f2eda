"""`list`, `show`, `next` and `plan`: they only read, and never load Prefect."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cli import doors
from cli.doors import AsJson, KnownOn, Reference, Today, print_json, print_table


def list_transitions(today: Today = None, as_json: AsJson = False) -> None:
    """Every transition and how it stands.

    Example: changeover list
    """
    from models.reports import transitions

    found = transitions(today or doors.today())
    if as_json:
        print_json(found)
        return
    columns = ("reference", "supplier", "councils", "expires", "starts", "steps over", "grave")
    rows = [
        (
            each["reference"],
            each["supplier"],
            ", ".join(each["councils"]),
            each["expiry_on"],
            each["commencement_on"],
            f"{each['steps_over']} of {each['steps']}",
            each["grave_findings"],
        )
        for each in found
    ]
    newer = [each["reference"] for each in found if each["newer_rule_set"]]
    note = "" if found else "No transition yet: open one with changeover run FILE."
    note = (
        f"Newer rules have come for {', '.join(newer)}: see changeover upgrade." if newer else note
    )
    print_table("Transitions", columns, rows, note)


def show(reference: Reference, today: Today = None, as_json: AsJson = False) -> None:
    """Where a transition stands: its stages, its decisions and what needs attention.

    Example: changeover show southwark-2017
    """
    from models.reports import plan, timetable_of

    found = plan(timetable_of(reference, today or doors.today()))
    if as_json:
        print_json(found)
        return
    doors.print_text(
        f"{found['reference']}: the contract expires on {found['expiry_on']:%A %-d %B %Y}; "
        f"the new service starts on {found['commencement_on']:%A %-d %B %Y}."
    )
    if found["newer_rule_set"]:
        say_newer(found["reference"])
    print_table("Stages", ("stage", "steps", "over", "ready", "waiting"), _stages(found))
    print_findings(found["findings"])


def next_to_do(reference: Reference, today: Today = None, as_json: AsJson = False) -> None:
    """What to do now: who, by when, and why.

    Example: changeover next southwark-2017
    """
    from models.reports import next_steps, timetable_of

    found = next_steps(timetable_of(reference, today or doors.today()))
    if as_json:
        print_json(found)
        return
    rows = [
        (
            each["key"],
            each["council"],
            each["name"],
            ", ".join(each["owners"]),
            each["by"],
            each["rule"],
            each["why"],
        )
        for each in found
    ]
    columns = ("step", "council", "what", "who", "by", "rule", "why")
    print_table(f"To do now: {reference}", columns, rows)


def plan_transition(
    reference: Annotated[
        str, typer.Argument(metavar="REF", help="Reference, or a transition file to plan unkept.")
    ],
    today: Today = None,
    known_on: KnownOn = None,
    as_json: AsJson = False,
) -> None:
    """The timetable: earliest and last days of every step, slack, and the diary of dates.

    Example: changeover plan worked-2027 --today 2026-03-31
    """
    from models.reports import plan, timetable_of

    found = plan(timetable_of(reference, today or doors.today(), known_on))
    if as_json:
        print_json(found)
        return
    columns = (
        "step",
        "council",
        "name",
        "status",
        "earliest",
        "last lawful",
        "target",
        "slack",
        "rule",
    )
    rows = [
        (
            each["key"],
            each["council"],
            each["name"],
            each["status"],
            each["earliest_on"],
            each["legal_limit"],
            each["target_on"],
            each["slack_working_days"],
            each["rule"],
        )
        for each in found["steps"]
    ]
    print_table(f"Timetable of {found['reference']} on {found['today']}", columns, rows)
    print_diary(found["diary"])
    print_findings(found["findings"])


def print_findings(found: list[dict[str, Any]]) -> None:
    """What needs attention, councils that share a finding together, and what each could do."""
    if not found:
        doors.print_text("Nothing needs attention.")
        return
    shared: dict[tuple[str, str, str], list[str]] = {}
    for each in found:
        says = each["says"]
        if each["council"]:
            says = says.replace(f"{each['step']} {each['council']} ", f"{each['step']} ", 1)
        relief = each["relief"][0]["says"] if each["relief"] else ""
        shared.setdefault((each["kind"], says, relief), []).append(each["council"] or "")
    rows = [
        (kind, says, ", ".join(filter(None, councils)), relief)
        for (kind, says, relief), councils in shared.items()
    ]
    columns = ("finding", "what", "councils", "what may still be done")
    print_table(f"{len(found)} findings", columns, rows)


def print_diary(found: list[dict[str, Any]]) -> None:
    """The dates in order, each with what fixes it; councils that share a date on one line."""
    lines: dict[tuple[Any, ...], list[str]] = {}
    for each in found:
        what = (
            each["what"] if each["binds"] else f"{each['what']} (usual term, not this contract's)"
        )
        key = (each["on"], each["kind"], what, each["rule"], each["step"])
        lines.setdefault(key, []).append(each["council"] or "")
    rows = [
        (on, kind, what, ", ".join(filter(None, who)), rule)
        for (on, kind, what, rule, _), who in lines.items()
    ]
    print_table("Diary", ("day", "kind", "what", "councils", "rule"), rows)


def say_newer(reference: str) -> None:
    """That this release has newer rules than those the transition is planned by."""
    doors.print_text(
        f"It is planned by the rules it was opened with, or adopted last; this release has newer "
        f"ones: see changeover upgrade {reference} --dry-run."
    )


def _stages(found: dict[str, Any]) -> list[tuple[Any, ...]]:
    rows = []
    for stage in found["stages"]:
        number = str(stage["number"])
        own = [s["status"] for s in found["steps"] if s["key"].split(".")[0] == number]
        over = sum(status in ("done", "presumed", "not-required") for status in own)
        ready, waiting = own.count("ready"), own.count("waiting") + own.count("decided")
        rows.append((f"{number} {stage['name']}", len(own), over, ready, waiting))
    return rows


COMMANDS = [
    ("list", list_transitions),
    show,
    ("next", next_to_do),
    ("plan", plan_transition),
]
