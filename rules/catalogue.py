"""Reads the rules in `rules/law/*.toml` and refuses what is unknown, unsourced or contradictory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, timedelta
from functools import cache
from typing import Any

from rules.almanac import calendar_names
from rules.count import Count, count_from
from rules.errors import ChangeoverError, NoRuleInForce, RuleRefused, UnknownName
from rules.gates import read_gate
from rules.rule import Example, Gives, Limit, Relief, Rule, Source, Standing, Varies
from rules.rule_set import RuleSet, shipped
from rules.ways import find

#: Calendars that are settled only when a rule is applied, by the council or the contract.
OWN_CALENDARS = ("council", "contract")
MIN_EXAMPLES = 2

_LIMITS = ("legal", "safe", "target", "earliest", "opens")
_REQUIRED = (
    *("id", "name", "says", "gives", "anchor", "from", "to", "jurisdiction", "varies"),
    *("in_force", "standing", "owner", "if_missed", "verified_on", "source", "example"),
)
_OPTIONAL = (*_LIMITS, "gate", "relief", "exceptions", "applies_if", "status", "parameter")
_COUNT_KEYS = {field.name for field in fields(Count)} - {"primitive"} | {"count", "why"}
_WORDS = {
    "unit": ("working", "calendar"),
    "reading": ("literal", "strict"),
    "roll": ("none", "back", "forward"),
}
_WANTS: dict[Gives, tuple[str, ...]] = {
    Gives.LAST_DAY: ("legal", "safe", "target"),
    Gives.EARLIEST_DAY: ("earliest",),
    Gives.WINDOW: ("opens",),
    Gives.GATE: ("gate",),
}


class Catalogue:
    """Every version of every rule, by id."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._versions: dict[str, list[Rule]] = {}
        for rule in sorted(rules, key=lambda rule: (rule.id, rule.in_force_from)):
            self._versions.setdefault(rule.id, []).append(rule)

    def __iter__(self) -> Any:
        return (rule for versions in self._versions.values() for rule in versions)

    def ids(self) -> list[str]:
        """The ids, in order."""
        return list(self._versions)

    def versions(self, rule_id: str) -> list[Rule]:
        """Every version of a rule, oldest first. Raises: UnknownName."""
        if rule_id not in self._versions:
            near = [other for other in self.ids() if other.split("-")[0] == rule_id.split("-")[0]]
            raise UnknownName(
                f"There is no rule {rule_id!r}.",
                f"one of {', '.join(near or self.ids())}.",
                "see `changeover rules`.",
            )
        return self._versions[rule_id]

    def rule(self, rule_id: str, on: date | None = None) -> Rule:
        """The version in force on a day; None gives the newest.

        Raises: UnknownName; NoRuleInForce when no version was in force on that day.
        """
        versions = self.versions(rule_id)
        if on is None:
            return versions[-1]
        for rule in versions:
            if rule.in_force(on):
                return rule
        spans = ", ".join(f"{r.in_force_from} to {r.in_force_until or 'now'}" for r in versions)
        raise NoRuleInForce(
            f"{rule_id} was not in force on {on}.", f"a day in {spans}.", "check the date."
        )


def catalogue(of: RuleSet | None = None) -> Catalogue:
    """The rules of a rule set, the one that ships unless named. Raises: RuleRefused."""
    return _catalogue(of or shipped())


@cache
def _catalogue(of: RuleSet) -> Catalogue:
    return read_catalogue(of)


def read_catalogue(of: RuleSet) -> Catalogue:
    """Every rule of these files. Raises: RuleRefused naming file, rule and remedy."""
    rules: list[Rule] = []
    calendars = (*calendar_names(of), *OWN_CALENDARS)
    for file, table in of.tables("law").items():
        strange = sorted(set(table) - {"rule"})
        if strange:
            raise _refused(file, f"the unknown table {', '.join(strange)}", "use [[rule]]")
        found = [read_rule(row, file, calendars) for row in table.get("rule", [])]
        for rule in found:
            _refuse_overlap(rule, rules, file)
            rules.append(rule)
    return Catalogue(rules)


def read_rule(row: dict[str, Any], file: str, calendars: Sequence[str]) -> Rule:
    """One rule from its table. Raises: RuleRefused."""
    where = f"{file}, rule {row.get('id', 'without an id')}"
    _refuse_keys(row, where)
    try:
        rule = _built(row, where, calendars)
    except (KeyError, TypeError, ValueError, ChangeoverError) as error:
        if isinstance(error, RuleRefused) and error.found.startswith(where):
            raise
        raise RuleRefused(f"{where}: {error}", "the values the field takes.", "mend it.") from error
    wanted = _WANTS[rule.gives]
    if not any(getattr(rule, name) for name in wanted):
        raise _refused(where, f"gives {rule.gives} without {' or '.join(wanted)}", "add one")
    strays = [n for n in (*_LIMITS, "gate") if getattr(rule, n) and n not in wanted]
    if strays:
        raise _refused(where, f"gives {rule.gives} and also {', '.join(strays)}", "drop it")
    return rule


def read_limit(table: dict[str, Any], where: str, calendars: Sequence[str]) -> Limit:
    """One reading from its table. Raises: RuleRefused, UnknownName."""
    strange = sorted(set(table) - _COUNT_KEYS)
    if strange:
        raise _refused(where, f"a count with the unknown key {', '.join(strange)}", "drop it")
    count = count_from(table)
    primitive = find(count.primitive)
    if getattr(count, primitive.amount) is None:
        raise _refused(where, f"{count.primitive} without {primitive.amount}", "give the amount")
    for name, known in _WORDS.items():
        if getattr(count, name) not in known:
            raise _refused(where, f"{name} {getattr(count, name)!r}", f"use {' or '.join(known)}")
    if not isinstance(getattr(count, primitive.amount), int):
        raise _refused(where, f"{primitive.amount} that is no whole number", "give a number")
    if count.unit == "working" and not count.primitive.startswith("clear-days"):
        raise _refused(where, f"{count.primitive} with a unit", "drop unit; it has its own")
    if count.calendar not in calendars:
        raise _refused(where, f"the unknown calendar {count.calendar!r}", "name one that ships")
    return Limit(count=count, why=table.get("why", ""))


def _built(row: dict[str, Any], where: str, calendars: Sequence[str]) -> Rule:
    force = row["in_force"]
    limits: dict[str, Any] = {
        name: read_limit(row[name], where, calendars) for name in _LIMITS if name in row
    }
    return Rule(
        **{key: row[key] for key in ("id", "name", "says", "anchor", "owner", "if_missed")},
        **{k: row[k] for k in ("exceptions", "applies_if", "status", "parameter") if k in row},
        **limits,
        gives=Gives(row["gives"]),
        starts=row["from"],
        ends=row["to"],
        jurisdiction=tuple(row["jurisdiction"]),
        varies=Varies(row["varies"]),
        in_force_from=force["from"],
        in_force_until=force.get("until"),
        standing=Standing(row["standing"]),
        verified_on=row["verified_on"],
        sources=tuple(_source(source, where) for source in row["source"]),
        examples=tuple(Example(**example) for example in row["example"]),
        gate=read_gate(row["gate"]) if "gate" in row else None,
        relief=tuple(Relief(**relief) for relief in row.get("relief", ())),
    )


def _source(table: dict[str, Any], where: str) -> Source:
    if not table.get("cite"):
        raise _refused(where, "a source that cites nothing", "give cite")
    return Source(
        cite=table["cite"], url=table.get("url", ""), standing=Standing(table["standing"])
    )


def _refuse_keys(row: dict[str, Any], where: str) -> None:
    strange = sorted(set(row) - {*_REQUIRED, *_OPTIONAL})
    if strange:
        raise _refused(where, f"the unknown key {', '.join(strange)}", "drop or rename it")
    missing = [key for key in _REQUIRED if not row.get(key)]
    if missing:
        raise _refused(where, f"no {', '.join(missing)}", "a rule without them does not load; add")
    if len(row["example"]) < MIN_EXAMPLES:
        raise _refused(where, f"{len(row['example'])} worked example", "add a second")


def _refuse_overlap(rule: Rule, earlier: list[Rule], file: str) -> None:
    where = f"{file}, rule {rule.id}"
    older = [other for other in earlier if other.id == rule.id]
    if not older:
        return
    last = max(older, key=lambda other: other.in_force_from)
    if last.in_force_until is None or last.in_force_until >= rule.in_force_from:
        until = last.in_force_until or "no end"
        raise _refused(
            where,
            f"in force from {rule.in_force_from}, overlapping the one to {until} (or a reused id)",
            "end the older version the day before",
        )
    if last.in_force_until + timedelta(days=1) != rule.in_force_from:
        raise _refused(
            where,
            f"a gap between {last.in_force_until} and {rule.in_force_from}",
            "let one version follow the other",
        )


def _refused(where: str, what: str, remedy: str) -> RuleRefused:
    return RuleRefused(f"{where}: {what}.", "a complete rule (docs/rules-format.md).", f"{remedy}.")
