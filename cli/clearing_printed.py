"""Papers and their clearance as tables for a person."""

from __future__ import annotations

from typing import Any

from cli.doors import print_table, print_text
from rules.arithmetic import plural

#: How many changes a list of papers tells of each.
MOST = 3


def print_papers(found: list[dict[str, Any]]) -> None:
    """A table of papers, and below it what makes any of them stale."""
    rows = [
        (
            each["kind"] + (" (exempt)" if each["exempt"] else ""),
            each["council"],
            each["occasion"],
            each["version"],
            len(each["gaps"]) or "none",
            "stale" if each["stale"] else "no",
            ", ".join(row["role"] for row in each["asked"] if row["state"] == "cleared"),
            each["says"],
        )
        for each in found
    ]
    columns = ("paper", "council", "for", "version", "gaps", "stale", "cleared by", "status")
    print_table(plural(len(found), "paper"), columns, rows)
    for each in found:
        name = f"{each['kind']}, {each['council'] or 'all councils'}, version {each['version']}"
        for change in each["stale"][:MOST]:
            print_text(f"{name} is stale. {change['says']}.")
        if len(each["stale"]) > MOST:
            print_text(
                f"{name}: {len(each['stale']) - MOST} more; see `changeover clearance show`."
            )
        for told in each["exempt_in_open_versions"]:
            print_text(f"{each['kind']}: exempt since it was written, and told: {told}.")


def _state(state: str, *, is_last: bool) -> str:
    return "not answered" if state == "asked" and not is_last else state


def print_life(found: dict[str, Any]) -> None:
    """The whole life of one paper: versions, clearance and comments."""
    print_text(f"{found['kind']}, {found['council'] or 'all councils'}: {found['says']}.")
    rows = [
        (row["number"], row["made_on"], row["made_by"], row["digest"][:16], row["locked_by_entry"])
        for row in found["versions"]
    ]
    made = ("version", "made on", "made by", "digest begins", "locked by entry")
    print_table("Versions", made, rows)
    for row in found["versions"]:
        for change in row["differs"]:
            print_text(f"Version {row['number']}. {change['says']}.")
    last = found["version"]
    asked = [
        (
            row["number"],
            each["role"],
            each["person"],
            each["asked_on"],
            each["due_on"],
            f"overdue by {plural(each['overdue_days'], 'day')}"
            if each["overdue_days"]
            else _state(each["state"], is_last=row["number"] == last),
            each["answered_on"],
            each["reason"],
        )
        for row in found["versions"]
        for each in row["asked"]
    ]
    heads = ("version", "role", "asked", "on", "due", "state", "answered on", "reason")
    print_table("Clearance", heads, asked)
    said = [
        (row["sequence"], row["role"], row["given_on"], row["text"], row["outcome"], row["reason"])
        for row in found["comments"]
    ]
    print_table("Comments", ("comment", "role", "given", "text", "answer", "reason"), said)
    for change in found["stale"]:
        print_text(f"Stale. {change['says']}.")
