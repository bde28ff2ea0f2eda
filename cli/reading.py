"""`list`, `show`, `next` and `plan`: they only read, and never load Prefect."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import doors
from cli.doors import AsAt, AsJson, KnownOn, Reference, Today, print_json, print_table
from cli.reading_printed import (
    people_rows,
    print_diary,
    print_findings,
    print_versions,
    say_newer,
    stage_rows,
    who_does,
)

if TYPE_CHECKING:
    from rules.timetable import Timetable


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
    waiting = [each for each in found if each["newer_rule_set"] and not each["newer_left"]]
    newer = [each["reference"] for each in waiting]
    note = "" if found else "No transition yet: open one with changeover run FILE."
    note = (
        f"Newer rules have come for {', '.join(newer)}: see changeover upgrade." if newer else note
    )
    print_table("Transitions", columns, rows, note)


def show(
    reference: Reference, as_at: AsAt = None, today: Today = None, as_json: AsJson = False
) -> None:
    """Where a transition stands: its stages, its decisions and what needs attention.

    With --as-at, as it was known that day, with the calendars and the rules of that day.

    Example: changeover show southwark-2017 --as-at 2026-11-30
    """
    from models.reports import plan

    timetable = _timetable(reference, as_at, today)
    found = plan(timetable, _held(timetable, as_at))
    if as_at:
        from models.as_at import versions

        found |= {"as_at": as_at, **versions(timetable)}
    if as_json:
        print_json(found)
        return
    doors.print_text(
        f"{found['reference']}: the contract expires on {found['expiry_on']:%A %-d %B %Y}; "
        f"the new service starts on {found['commencement_on']:%A %-d %B %Y}."
    )
    if found["newer_rule_set"] and not as_at:
        from models.rule_sets.adopting import left_because

        say_newer(reference, left_because(reference))
    print_table("Stages", ("stage", "steps", "over", "ready", "waiting"), stage_rows(found))
    if people := people_rows(found["steps"]):
        print_table("People", ("who", "open steps", "ready now", "next last day"), people)
    print_findings(found["findings"])
    if as_at:
        print_versions(found, as_at)


def next_to_do(
    reference: Reference, as_at: AsAt = None, today: Today = None, as_json: AsJson = False
) -> None:
    """What to do now: who, by when, and why.

    Example: changeover next southwark-2017
    """
    from models.reports import next_steps

    timetable = _timetable(reference, as_at, today)
    found = next_steps(timetable, _held(timetable, as_at))
    if as_json:
        print_json(found)
        return
    rows = [
        (
            each["key"],
            each["council"],
            each["name"],
            who_does(each) or ", ".join(each["owners"]),
            each["by"],
            each["rule"],
            each["why"],
        )
        for each in found
    ]
    columns = ("step", "council", "what", "who", "by", "rule", "why")
    when = f"as known on {as_at}" if as_at else "now"
    print_table(f"To do {when}: {reference}", columns, rows)


def plan_transition(
    reference: Annotated[
        str, typer.Argument(metavar="REF", help="Reference, or a transition file to plan unkept.")
    ],
    today: Today = None,
    known_on: KnownOn = None,
    as_at: AsAt = None,
    as_json: AsJson = False,
) -> None:
    """The timetable: earliest and last days of every step, slack, and the diary of dates.

    Example: changeover plan worked-2027 --today 2026-03-31
    """
    from models.reports import plan

    timetable = _timetable(reference, as_at, today, known_on)
    found = plan(timetable, _held(timetable, as_at))
    if as_json:
        print_json(found)
        return
    columns = (
        "step",
        "council",
        "name",
        "who",
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
            who_does(each),
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


def _timetable(
    reference: str, as_at: date | None, today: date | None, known_on: date | None = None
) -> Timetable:
    """The timetable now, or as known on a day; then on that day too, unless another is given."""
    if as_at:
        from models.as_at import timetable_as_at

        return timetable_as_at(reference, as_at, today, known_on)
    from models.reports import timetable_of

    return timetable_of(reference, today or doors.today(), known_on)


def _held(timetable: Timetable, as_at: date | None) -> Any:
    """The steps that people hold, as of the day of the timetable."""
    from models.people.duties import duties_of

    where = timetable.situation
    return duties_of(where.reference, where.today, as_at)


COMMANDS = [
    ("list", list_transitions),
    show,
    ("next", next_to_do),
    ("plan", plan_transition),
]
