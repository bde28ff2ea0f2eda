"""What a file gave of the planning, as it is kept with the transition, read as values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, cast

from rules.almanac import calendar
from rules.calendars import WorkingCalendar
from rules.catalogue import catalogue
from rules.deadlines import apply_rule
from rules.errors import NoRuleInForce
from rules.gaps import Gap, GapUnit
from rules.rule_set import RuleSet
from rules.schedule import Link
from rules.situation import Situation, StepId
from rules.windows import Window, pre_election


def days_of(planning: dict[str, Any], name: str) -> dict[StepId, date]:
    """The days given under that name, by step."""
    return {StepId(key): date.fromisoformat(day) for key, day in planning.get(name, {}).items()}


def links_of(where: Situation, planning: dict[str, Any]) -> Iterator[Link]:
    """The further links of a file: between a council's own instances, or all with all."""
    steps = where.breakdown
    for row in planning.get("link", ()):
        for after in where.instances(steps.step(row["after"])):
            before = where.instances(steps.step(row["before"]))
            own = [at for at in before if after.council and at.council == after.council]
            for at in own or before:
                calendar = where.calendar("council", after.council)
                yield Link(
                    before=at,
                    after=after,
                    kind=row["kind"],
                    least=_gap(row["least"], calendar),
                    greatest=_gap(row["greatest"], calendar),
                )


def _gap(amount: dict[str, Any] | None, calendar: WorkingCalendar) -> Gap | None:
    if not amount:
        return None
    unit, number = next(iter(amount.items()))
    return Gap(amount=number, unit=cast(GapUnit, unit), calendar=calendar)


def windows_of(planning: dict[str, Any], known_on: date | None, rule_set: RuleSet) -> list[Window]:
    """The windows given, and one before each poll, from its notice where that is known."""
    found = [
        Window(
            name=row["name"],
            opens_on=date.fromisoformat(row["opens_on"]),
            closes_on=date.fromisoformat(row["closes_on"]),
            activities=frozenset(row["activities"]),
            basis=row["basis"],
            overrides=frozenset(each["step"] for each in row.get("override", ())),
        )
        for row in planning["window"]
    ]
    for poll in planning["poll"]:
        on = date.fromisoformat(poll["on"])
        try:
            rule = catalogue(rule_set).rule("ELEC-03", on)
        except NoRuleInForce:
            continue
        deadline = apply_rule(rule, on, lambda name: calendar(name, known_on, of=rule_set))
        notice = date.fromisoformat(poll["notice_on"]) if poll["notice_on"] else None
        opens = notice or deadline.not_before
        assert isinstance(opens, date)
        found.append(pre_election(on, opens, poll["where"], rule_set))
    return found
