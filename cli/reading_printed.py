"""Where a transition stands, for a person: its findings, diary, stages and people."""

from __future__ import annotations

from datetime import date
from typing import Any

from cli.doors import print_table, print_text
from rules.arithmetic import plural


def print_versions(found: dict[str, Any], as_at: date) -> None:
    """What the dates rest on, for whoever wants to work them out again."""
    calendars = ", ".join(f"{each['calendar']} ({each['version']})" for each in found["calendars"])
    rules = ", ".join(f"{each['rule']} ({each['in_force_from']})" for each in found["rules"])
    whose = ", other than that of this release" if found["newer_rule_set"] else ""
    print_text(
        f"As known at the end of {as_at} (UTC), by the rule set {found['rule_set'][:12]}{whose}.\n"
        f"Calendars, without what was proclaimed later: {calendars}.\n"
        f"Rules, each with the day it is in force from: {rules}."
    )


def print_findings(found: list[dict[str, Any]]) -> None:
    """What needs attention, councils that share a finding together, and what each could do."""
    if not found:
        print_text("Nothing needs attention.")
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
    print_table(plural(len(found), "finding"), columns, rows)


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


def say_newer(reference: str, left: str) -> None:
    """That this release has newer rules than the transition is planned by; why they were left."""
    print_text(
        "It is planned by the rules it was opened with, or adopted last; this release has newer "
        f"ones, {f'left: {left}' if left else f'see changeover upgrade {reference} --dry-run'}."
    )


def stage_rows(found: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Each stage with how many of its steps are over, ready and waiting."""
    rows = []
    for stage in found["stages"]:
        number = str(stage["number"])
        own = [s["status"] for s in found["steps"] if s["key"].split(".")[0] == number]
        over = sum(status in ("done", "presumed", "not-required") for status in own)
        ready, waiting = own.count("ready"), own.count("waiting") + own.count("decided")
        rows.append((f"{number} {stage['name']}", len(own), over, ready, waiting))
    return rows


def who_does(step: dict[str, Any]) -> str:
    """Who holds a step, or does it for them today; empty where nobody is named."""
    return f"{step['deputy']} for {step['person']}" if step["deputy"] else str(step["person"])


def people_rows(steps: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Each person with open steps: how many, how many of them are ready, the first last day."""
    own: dict[str, list[dict[str, Any]]] = {}
    for each in steps:
        if who_does(each) and each["status"] in ("ready", "waiting", "decided"):
            own.setdefault(who_does(each), []).append(each)
    rows = []
    for who, held in sorted(own.items()):
        days = [day for each in held if (day := each["legal_limit"] or each["target_on"])]
        ready = sum(each["status"] == "ready" for each in held)
        rows.append((who, len(held), ready, min(days, default=None)))
    return rows
