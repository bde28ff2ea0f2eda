"""`changeover rule` and `changeover rules`: what the law says, and the date it gives."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

import typer

from cli.doors import (
    AsJson,
    CouncilOption,
    KnownOn,
    console,
    parse_event,
    print_json,
    print_table,
    print_text,
)
from rules.arithmetic import plural, spoken, spoken_at
from rules.catalogue import catalogue
from rules.deadlines import Deadline, apply_rule
from rules.errors import UnknownName
from rules.policy import USUAL, Policy, council_policy
from rules.rule import Gives, Rule


def rule(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help="Such as ATI-05.")],
    event: Annotated[
        Any,
        typer.Option(
            "--event", parser=parse_event, metavar="DATE", help="The day, or time, counted from."
        ),
    ] = None,
    council: CouncilOption = None,
    known_on: KnownOn = None,
    as_json: AsJson = False,
) -> None:
    """What a rule says; with --event, the date it gives and how it was counted.

    Example: changeover rule ATI-05 --event 2026-10-13 --council southwark
    """
    policy = council_policy(council) if council else USUAL
    day = event.date() if isinstance(event, datetime) else event
    version = catalogue().rule(rule_id.upper(), day)
    governed = policy.govern(version)
    if event is None or version.gives is Gives.GATE:
        print_json({**sheet(version), "event": event}) if as_json else _print_sheet(version)
        return
    deadline = apply_rule(governed, event, lambda name: policy.named_calendar(name, known_on))
    if as_json:
        print_json(_answer(version, deadline))
    else:
        _print_answer(version, deadline, policy)


def rules(
    family: Annotated[str | None, typer.Option("--family", help="Such as TUPE.")] = None,
    as_json: AsJson = False,
) -> None:
    """Every rule, or one family of them.

    Example: changeover rules --family TUPE
    """
    found = [r for r in catalogue() if family is None or r.family == family.upper()]
    if not found:
        families = sorted({each.family for each in catalogue()})
        raise UnknownName(
            f"There is no family {family!r}.", f"one of {', '.join(families)}.", "name one."
        )
    if as_json:
        print_json([sheet(each) for each in found])
        return
    print_table(
        plural(len(found), "rule"),
        ("rule", "in force", "name", "gives", "standing", "owner"),
        [(r.id, _force(r), r.name, r.gives, r.standing, r.owner) for r in found],
    )


def sheet(version: Rule) -> dict[str, Any]:
    """A rule as plain values."""
    limits = {
        name: {"count": limit.count.primitive, **_amounts(limit.count), "why": limit.why}
        for name in ("legal", "safe", "target", "earliest", "opens")
        if (limit := getattr(version, name))
    }
    return {
        "rule": version.id,
        "version": version.version,
        "in_force_until": version.in_force_until,
        "name": version.name,
        "says": version.says,
        "gives": version.gives,
        "anchor": version.anchor,
        "jurisdiction": list(version.jurisdiction),
        "varies": version.varies,
        "standing": version.standing,
        "status": version.status,
        "owner": version.owner,
        "if_missed": version.if_missed,
        "exceptions": version.exceptions,
        "applies_if": version.applies_if,
        "gate": version.gate.text if version.gate else None,
        "limits": limits,
        "relief": [{"says": each.says, "rule": each.rule} for each in version.relief],
        "verified_on": version.verified_on,
        "sources": _sources(version),
    }


def _answer(version: Rule, deadline: Deadline) -> dict[str, Any]:
    return {
        "rule": version.id,
        "name": version.name,
        "rule_version": version.version,
        "event": deadline.event,
        "legal_limit": deadline.legal_limit,
        "safe_limit": deadline.safe_limit,
        "target": deadline.target,
        "not_before": deadline.not_before,
        "arithmetic": deadline.arithmetic,
        "calendar": deadline.calendar,
        "calendar_version": deadline.calendar_version,
        "reading": deadline.reading,
        "standing": deadline.standing,
        "sources": _sources(version),
    }


def _print_answer(version: Rule, deadline: Deadline, policy: Policy) -> None:
    days = (
        ("last lawful day", deadline.legal_limit),
        ("safe, on the strictest reading", deadline.safe_limit),
        ("target", deadline.target),
        ("not before", deadline.not_before),
    )
    lines = [f"{version.id} {version.name} ({version.standing}; policy: {policy.name})"]
    lines += [f"  {what}: {_day(day)}" for what, day in days if day]
    lines += [f"  {deadline.arithmetic}", f"  Reading: {deadline.reading}"]
    lines += [f"  Calendar: {deadline.calendar}, version {deadline.calendar_version}"]
    lines += [f"  Source ({s.standing}): {s.cite} {s.url}".rstrip() for s in version.sources]
    print_text("\n".join(lines))


def _print_sheet(version: Rule) -> None:
    from rich.markdown import Markdown

    from rules.sheet import one_rule

    console().print(Markdown("\n".join(one_rule(version)), hyperlinks=False))


def _amounts(count: Any) -> dict[str, Any]:
    names = ("days", "weeks", "months", "hours")
    found = {name: getattr(count, name) for name in names if getattr(count, name) is not None}
    if count.primitive.startswith(("clear-days",)):
        found["unit"] = count.unit
    if count.needs_calendar:
        found["calendar"] = count.calendar
    return found


def _sources(version: Rule) -> list[dict[str, str]]:
    return [{"cite": s.cite, "url": s.url, "standing": str(s.standing)} for s in version.sources]


def _force(version: Rule) -> str:
    until = f" to {version.in_force_until}" if version.in_force_until else ""
    return f"from {version.in_force_from}{until}"


def _day(day: Any) -> str:
    if isinstance(day, datetime):
        return spoken_at(day)
    return spoken(day) if isinstance(day, date) else str(day)


COMMANDS = [rule, rules]
