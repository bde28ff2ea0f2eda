"""The rule sheet: each rule on one screen, in words, from its data. `make docs` writes it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from rules.arithmetic import spoken, spoken_at
from rules.catalogue import Catalogue, catalogue
from rules.count import Count
from rules.rule import Example, Gives, Rule, Standing
from rules.ways import find

FAMILIES = {
    "ATI": "Executive decisions and access to information",
    "BH": "Bank holidays proclaimed late",
    "CALL": "Call-in",
    "CON": "Contract exit",
    "DP": "Data protection and information rights",
    "ELEC": "Elections",
    "GOV": "Authority and governance",
    "PROC": "Procurement",
    "TUPE": "Staff transfer, redundancy and pensions",
}
_STANDING = {
    Standing.CONFIRMED: "confirmed from its source",
    Standing.PART: "confirmed in part; a detail is from memory",
    Standing.MEMORY: "from memory: have a lawyer check it before relying on it",
    Standing.PRACTICE: "practice, not law",
}
_LIMITS = {
    "legal": "Last lawful day",
    "safe": "On the strictest reading",
    "target": "Target",
    "earliest": "Not before",
    "opens": "Opens",
}
_VARIES = {
    "no": "fixed: nobody may vary it",
    "longer": "a floor: may be lengthened, never shortened",
    "yes": "set by the constitution or the contract",
}


def rule_sheet(rules: Catalogue) -> str:
    """The whole sheet as Markdown, family by family."""
    lines = [
        "# The rules",
        "",
        "Written from `rules/law/` by `make docs`; do not edit. Not legal advice: what is marked",
        "as from memory must be checked by a lawyer. Law as understood in June 2026.",
        "",
    ]
    for family, name in FAMILIES.items():
        lines += [f"## {name}", ""]
        for rule in rules:
            if rule.family == family:
                lines += [*one_rule(rule), ""]
    return "\n".join(lines).rstrip() + "\n"


def one_rule(rule: Rule) -> Iterator[str]:
    """One rule as Markdown lines."""
    yield f"### {rule.id} {rule.name}"
    yield ""
    yield rule.says
    yield ""
    yield from _facts(rule)
    limits = [(name, getattr(rule, name)) for name in _LIMITS if getattr(rule, name)]
    for name, limit in limits:
        yield f"- **{_LIMITS[name]}**: {how_counted(limit.count)}{_because(limit.why)}"
    if rule.gate:
        yield f"- **Holds when**: `{rule.gate.text}`"
    if rule.gives is Gives.LAST_DAY and not rule.legal:
        yield "- **Last lawful day**: none fixed by law"
    yield f"- **If missed**: {rule.if_missed}"
    for each in rule.relief:
        yield f"- **What may still be done**: {each.says}{f' ({each.rule})' if each.rule else ''}"
    if rule.exceptions:
        yield f"- **Exceptions**: {rule.exceptions}"
    for example in rule.examples:
        yield f"- **Example**: {_example(rule, example)}"
    for source in rule.sources:
        cited = f"[{source.cite}]({source.url})" if source.url else source.cite
        yield f"- **Source** ({source.standing}): {cited}"


def how_counted(count: Count) -> str:
    """A count in words, without an event: `less 5 clear working days, council's calendar`."""
    words = find(count.primitive).label(count)
    if count.needs_calendar:
        own = {"council": "the council's calendar", "contract": "the contract's calendar"}
        words += f", on {own.get(count.calendar, count.calendar)}"
    if count.roll != "none":
        words += ", then to the working day " + ("before" if count.roll == "back" else "after")
    return words


def _facts(rule: Rule) -> Iterator[str]:
    until = f" to {_day(rule.in_force_until)}" if rule.in_force_until else ""
    yield f"- **Standing**: {_STANDING[rule.standing]}; read on {_day(rule.verified_on)}"
    if rule.status:
        yield f"- **Status**: {rule.status}"
    yield f"- **In force**: from {_day(rule.in_force_from)}{until}; {_where(rule)}"
    if rule.applies_if:
        yield f"- **Applies**: {rule.applies_if}"
    parameter = f" (`{rule.parameter}`)" if rule.parameter else ""
    yield f"- **Owner**: {rule.owner}. May it vary? {_VARIES[rule.varies].capitalize()}{parameter}"
    yield f"- **From** {rule.starts} **to** {rule.ends}"


def _example(rule: Rule, example: Example) -> str:
    note = f" ({example.note})" if example.note else ""
    if rule.gives is Gives.GATE:
        facts = ", ".join(f"{name} {_said(value)}" for name, value in example.facts.items())
        return f"{facts}: {'holds' if example.holds else 'does not hold'}{note}"
    found = [
        f"{_LIMITS[name].lower()} {_said(getattr(example, name))}"
        for name in _LIMITS
        if getattr(example, name) is not None
    ]
    known = f", calendar known on {_day(example.known_on)}" if example.known_on else ""
    where = f", {example.calendar}" if example.calendar else ""
    return f"{rule.anchor} on {_said(example.event)}{where}{known}: {'; '.join(found)}{note}"


def _said(value: Any) -> str:
    if isinstance(value, datetime):
        return spoken_at(value)
    if isinstance(value, date):
        return spoken(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _where(rule: Rule) -> str:
    return ", ".join(place.replace("-", " ").capitalize() for place in rule.jurisdiction)


def _because(why: str) -> str:
    return f" ({why})" if why else ""


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(rule_sheet(catalogue()), encoding="utf-8")
