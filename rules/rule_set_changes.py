"""What differs between two rule sets: rules, steps, closed days and policies, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from rules.almanac import calendar, calendar_names, source_of
from rules.breakdown import Dated, breakdown
from rules.catalogue import catalogue
from rules.count import Count
from rules.no_go.steps import compensation
from rules.policy import policies
from rules.rule import Limit
from rules.rule_set import RuleSet
from rules.sheet import how_counted
from rules.windows import pre_election_activities

#: What is said of a thing, by what is said of it.
Facets = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class RuleSetChange:
    """One thing that differs. `change` is `added`, `changed` or `removed`.

    A version of a rule that ends is changed: its `in force until` says so. `before` and `after` say
    only what differs; they are empty where there was, or will be, nothing.
    """

    kind: str
    what: str
    change: str
    before: str
    after: str

    def row(self) -> dict[str, str]:
        """As plain values."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


def rule_set_changes(before: RuleSet, after: RuleSet) -> list[RuleSetChange]:
    """Everything that differs, rules first. Raises: RuleRefused where one cannot be read."""
    return [
        change
        for kind, told in _KINDS.items()
        for change in _compared(kind, told(before), told(after))
    ]


def _compared(
    kind: str, before: Mapping[str, Facets], after: Mapping[str, Facets]
) -> Iterator[RuleSetChange]:
    for what in dict.fromkeys((*before, *after)):
        old, new = before.get(what), after.get(what)
        if old == new:
            continue
        change = "added" if old is None else "removed" if new is None else "changed"
        names = [name for name in {**(old or {}), **(new or {})} if _differs(old, new, name)]
        yield RuleSetChange(
            kind=kind, what=what, change=change, before=_said(old, names), after=_said(new, names)
        )


def _differs(old: Facets | None, new: Facets | None, name: str) -> bool:
    return (old or {}).get(name, "") != (new or {}).get(name, "")


def _said(facets: Facets | None, names: list[str]) -> str:
    if facets is None:
        return ""
    return "; ".join(f"{name}: {facets.get(name) or 'nothing'}" for name in names)


def _rules(of: RuleSet) -> dict[str, Facets]:
    """Each version of each rule."""
    known = catalogue(of)
    return {f"{rule.id} from {rule.version}": _facets(rule, ("id", "examples")) for rule in known}


def _steps(of: RuleSet) -> dict[str, Facets]:
    return {step.key: _facets(step, ("key",)) for step in breakdown(of)}


def _order(of: RuleSet) -> dict[str, Facets]:
    return {step.key: _facets(step, ("key",)) for step in compensation(of)}


def _activities(of: RuleSet) -> dict[str, Facets]:
    found = pre_election_activities(of).items()
    return {name: _facets(each, ("activity",)) for name, each in found}


def _policies(of: RuleSet) -> dict[str, Facets]:
    """Each setting of each council, and the days on which it closes of its own."""
    found: dict[str, Facets] = {}
    for code, policy in policies(of).items():
        for name, setting in policy.settings.items():
            found[f"{code}, {name}"] = {"value": str(setting.value), "cite": setting.cite}
        for day in policy.extra_closed_days:
            found[f"{code}, closed on {day.on}"] = {"name": day.name}
    return found


def _days(of: RuleSet) -> dict[str, Facets]:
    """Each closed day of each calendar that lists its own, and how far the calendar goes."""
    found: dict[str, Facets] = {}
    for name in calendar_names(of):
        known = calendar(name, of=of)
        found[name] = {"from": str(known.first_day), "known until": str(known.known_until)}
        if "union" not in source_of(name, of):
            for day in known.holidays:
                record = f", known from {day.known_from}" if day.withdrawn_from else ""
                found[f"{name}, {day.on}{record}"] = _facets(day, ("on",))
    return found


def _facets(thing: Any, without: tuple[str, ...]) -> Facets:
    """What a value says of itself, field by field, in words."""
    values = {each.name: getattr(thing, each.name) for each in fields(thing)}
    return {
        name.replace("_", " "): _words(value)
        for name, value in values.items()
        if name not in without and value not in (None, "", ())
    }


def _words(value: Any) -> str:
    if isinstance(value, Limit):
        return f"{how_counted(value.count)}{f' ({value.why})' if value.why else ''}"
    if isinstance(value, Count):
        return how_counted(value)
    if isinstance(value, Dated):
        how = value.rule or (how_counted(value.practice.count) if value.practice else "")
        switch = f" if {value.applies_if}" if value.applies_if else ""
        return f"{value.what}: {how} from {value.event}{switch}"
    if isinstance(value, tuple):
        return ", ".join(map(_words, value))
    return str(getattr(value, "text", value))


_KINDS: dict[str, Callable[[RuleSet], dict[str, Facets]]] = {
    "rule": _rules,
    "step": _steps,
    "calendar": _days,
    "policy": _policies,
    "pre-election activity": _activities,
    "compensation": _order,
}
