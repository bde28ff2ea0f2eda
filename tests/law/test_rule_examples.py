"""Every worked example in the rule files, as a test of the rule it stands in."""

from datetime import date
from typing import Any

import pytest

from rules.almanac import calendar
from rules.calendars import WorkingCalendar
from rules.catalogue import OWN_CALENDARS, catalogue
from rules.deadlines import apply_rule
from rules.rule import Example, Gives, Rule

CASES = [
    pytest.param(rule, example, id=f"{rule.id}@{rule.version}-{number}")
    for rule in catalogue()
    for number, example in enumerate(rule.examples, 1)
]


def _calendars(example: Example) -> Any:
    def named(name: str) -> WorkingCalendar:
        chosen = (example.calendar or "england-and-wales") if name in OWN_CALENDARS else name
        return calendar(chosen, example.known_on)

    return named


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_the_rule_gives_what_its_worked_example_says(rule: Rule, example: Example) -> None:
    """The figures were worked by hand in the file; the rule must reach each of them."""
    if rule.gives is Gives.GATE:
        assert rule.gate is not None
        assert rule.gate.holds(example.facts) is example.holds
        return
    found = apply_rule(rule, example.event, _calendars(example))
    said = {
        "legal_limit": example.legal,
        "safe_limit": example.safe,
        "target": example.target,
        "not_before": example.earliest or example.opens,
    }
    expected = {key: value for key, value in said.items() if value is not None}
    assert expected, "an example must say what comes out"
    assert {key: getattr(found, key) for key in expected} == expected


@pytest.mark.parametrize("rule", [pytest.param(r, id=f"{r.id}@{r.version}") for r in catalogue()])
def test_every_rule_says_who_owns_it_what_if_it_is_missed_and_when_it_was_read(rule: Rule) -> None:
    """A rule nobody owns, or that was never read, is not one to plan on."""
    assert rule.owner
    assert rule.if_missed
    assert date(2012, 1, 1) <= rule.verified_on
    assert all(source.cite for source in rule.sources)
