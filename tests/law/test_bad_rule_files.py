"""Rule files that must not load: each is refused with the file, the rule and what to do."""

from __future__ import annotations

import pytest

from rules.catalogue import catalogue, read_catalogue
from rules.errors import CalendarHorizonPassed, NoRuleInForce, RuleRefused, UnknownName
from rules.rule_set import RuleSet, shipped

#: A valid rule, key by key as TOML: five clear working days before a meeting.
VALID = {
    "id": '"TEST-01"',
    "name": '"Agenda published"',
    "says": '"The agenda is open to inspection five clear days before the meeting."',
    "gives": '"last-day"',
    "anchor": '"meeting"',
    "from": '"agenda published"',
    "to": '"meeting held"',
    "jurisdiction": '["england"]',
    "varies": '"longer"',
    "in_force": "{ from = 2012-09-10 }",
    "standing": '"confirmed"',
    "owner": '"Democratic services manager"',
    "if_missed": '"The item waits for the next meeting."',
    "verified_on": "2026-06-17",
    "legal": '{ count = "clear-days-before", days = 5, unit = "working" }',
}
SOURCE = """
[[rule.source]]
cite = "SI 2012/2089, regulation 7"
url = "https://www.legislation.gov.uk/uksi/2012/2089"
standing = "confirmed"
"""
TUESDAY = "\n[[rule.example]]\nevent = 2026-10-13\nlegal = 2026-10-05\n"
AFTER_EASTER = "\n[[rule.example]]\nevent = 2027-04-06\nlegal = 2027-03-25\n"


def a_rule(*, source: str = SOURCE, examples: str = TUESDAY + AFTER_EASTER, **changes: str) -> str:
    """A rule as TOML, valid but for these changes; a key changed to nothing is left out."""
    keys = {**VALID, **changes}
    lines = [f"{key} = {value}" for key, value in keys.items() if value]
    return "\n".join(["[[rule]]", *lines, source, examples])


def with_law(**files: str) -> RuleSet:
    """The rule set that ships, with these files of law in place of its own."""
    kept = {name: text for name, text in shipped().files.items() if not name.startswith("law/")}
    return RuleSet({**kept, **{f"law/{name}.toml": text for name, text in files.items()}})


@pytest.fixture
def load():
    """The catalogue of one file that holds these rules."""

    def read(*rules: str, name: str = "test"):
        return read_catalogue(with_law(**{name: "\n".join(rules)}))

    return read


def test_a_rule_with_its_source_and_two_examples_loads_and_meets_them(load, check_example):
    """So each refusal below is of the one thing changed."""
    rule = load(a_rule()).rule("TEST-01")
    for example in rule.examples:
        check_example(rule, example)


BAD = {
    "no source": (a_rule(source=""), "no source"),
    "a source that cites nothing": (
        a_rule(source=SOURCE.replace("SI 2012/2089, regulation 7", "")),
        "a source that cites nothing",
    ),
    "one example": (a_rule(examples=TUESDAY), "1 worked example"),
    "no example": (a_rule(examples=""), "no example"),
    "no owner": (a_rule(owner=""), "no owner"),
    "an unknown key": (a_rule(deadline="5"), "the unknown key deadline"),
    "an unknown key in a count": (
        a_rule(legal='{ count = "clear-days-before", days = 5, units = "working" }'),
        "a count with the unknown key units",
    ),
    "an unknown key in an example": (
        a_rule(examples=TUESDAY + AFTER_EASTER + "legall = 2027-03-25\n"),
        "legall",
    ),
    "an unknown way of counting": (
        a_rule(legal='{ count = "sunny-days-before", days = 5 }'),
        "no way of counting called 'sunny-days-before'",
    ),
    "a count without its amount": (
        a_rule(legal='{ count = "months-before", days = 5 }'),
        "months-before without months",
    ),
    "an unknown calendar": (
        a_rule(legal='{ count = "clear-days-before", days = 5, calendar = "france" }'),
        "the unknown calendar 'france'",
    ),
    "a last day without a limit": (a_rule(legal=""), "last-day without legal or safe or target"),
    "a limit of another kind": (
        a_rule(gives='"earliest-day"', earliest='{ count = "days-after", days = 5 }'),
        "gives earliest-day and also legal",
    ),
    "a standing nobody defined": (a_rule(standing='"certain"'), "'certain'"),
    "a gate with a call in it": (
        a_rule(gives='"gate"', legal="", gate="\"__import__('os').getcwd() == '/'\""),
        "uses \"__import__('os').getcwd()\"",
    ),
    "a gate that cannot be read": (
        a_rule(gives='"gate"', legal="", gate='"employees << "'),
        "cannot be read",
    ),
    "a gate with no gate": (a_rule(gives='"gate"', legal=""), "gives gate without gate"),
}


@pytest.mark.parametrize(("text", "what"), BAD.values(), ids=BAD)
def test_the_rule_is_refused_and_the_refusal_names_file_rule_and_remedy(load, text, what):
    """Nothing of a file with such a rule is loaded."""
    with pytest.raises(RuleRefused) as refused:
        load(text)
    error = refused.value
    assert error.found.startswith("test.toml, rule TEST-01: ")
    assert what in error.found
    assert error.expected
    assert error.remedy


@pytest.mark.parametrize(
    ("first", "second", "what"),
    [
        ("{ from = 2012-09-10 }", "{ from = 2020-01-01 }", "to no end"),
        (
            "{ from = 2012-09-10, until = 2020-01-01 }",
            "{ from = 2020-01-01 }",
            "overlapping",
        ),
        (
            "{ from = 2012-09-10, until = 2019-12-30 }",
            "{ from = 2020-01-01 }",
            "a gap between 2019-12-30 and 2020-01-01",
        ),
        ("{ from = 2012-09-10 }", "{ from = 2012-09-10 }", "(or a reused id)"),
    ],
    ids=["no-end", "one-day-overlap", "one-day-gap", "reused-id"],
)
def test_versions_of_a_rule_must_follow_each_other_to_the_day(load, first, second, what):
    """Law that changes is a new row: one ends the day before the next begins."""
    with pytest.raises(RuleRefused) as refused:
        load(a_rule(in_force=first), a_rule(in_force=second))
    assert refused.value.found.startswith("test.toml, rule TEST-01: ")
    assert what in refused.value.found
    assert refused.value.remedy


def test_versions_that_follow_each_other_answer_each_for_their_own_days(load):
    """The last day of the old one is inclusive; before the first there is no rule."""
    found = load(
        a_rule(in_force="{ from = 2012-09-10, until = 2019-12-31 }", owner='"the old owner"'),
        a_rule(in_force="{ from = 2020-01-01 }", owner='"the new owner"'),
    )
    first, second = found.versions("TEST-01")
    assert (first.owner, second.owner) == ("the old owner", "the new owner")
    assert found.rule("TEST-01", first.in_force_until) is first
    assert found.rule("TEST-01", second.in_force_from) is second
    assert found.rule("TEST-01") is second
    with pytest.raises(NoRuleInForce) as refused:
        found.rule("TEST-01", first.in_force_from.replace(day=9))
    assert "2012-09-10 to 2019-12-31, 2020-01-01 to now" in refused.value.expected


def test_an_id_used_in_another_file_is_refused_where_it_is_used_again():
    """The second file is the one to mend."""
    with pytest.raises(RuleRefused, match=r"^two\.toml, rule TEST-01"):
        read_catalogue(with_law(one=a_rule(), two=a_rule()))


def test_a_file_that_is_not_toml_is_refused_by_its_name(load):
    """With the line that the parser stopped at."""
    with pytest.raises(RuleRefused, match=r"^broken\.toml: .*line 1"):
        load("[[rule]", name="broken")


def test_a_rule_without_an_id_is_refused_by_its_file(load):
    """There is nothing else to name it by."""
    with pytest.raises(RuleRefused, match=r"^test\.toml, rule without an id: no id"):
        load(a_rule(id=""))


def test_an_example_whose_figures_are_wrong_fails_the_check_of_the_shipped_ones(
    load, check_example
):
    """The file loads, and the suite does not pass: the commonest slip, 7 October for the 5th."""
    rule = load(a_rule(examples=TUESDAY.replace("2026-10-05", "2026-10-07") + AFTER_EASTER))
    wrong, right = rule.rule("TEST-01").examples
    check_example(rule.rule("TEST-01"), right)
    with pytest.raises(AssertionError):
        check_example(rule.rule("TEST-01"), wrong)


def test_an_example_that_says_no_answer_fails_the_check(load, check_example):
    """It would pass whatever the rule did."""
    silent = TUESDAY.replace("legal = 2026-10-05", 'note = "to be worked out"')
    rule = load(a_rule(examples=silent + AFTER_EASTER)).rule("TEST-01")
    with pytest.raises(AssertionError, match="must say what comes out"):
        check_example(rule, rule.examples[0])


def test_an_example_past_the_horizon_of_its_calendar_is_refused_and_not_guessed(
    load, check_example
):
    """The holidays of 2029 are not published."""
    beyond = TUESDAY.replace("2026-10-13", "2029-10-16").replace("2026-10-05", "2029-10-08")
    rule = load(a_rule(examples=beyond + AFTER_EASTER)).rule("TEST-01")
    with pytest.raises(CalendarHorizonPassed, match="16 October 2029 lies after"):
        check_example(rule, rule.examples[0])


def test_a_rule_nobody_wrote_is_refused_with_its_neighbours():
    """Those of the same family, so that a slip is seen at once."""
    with pytest.raises(UnknownName, match="no rule 'CALL-99'") as refused:
        catalogue().rule("CALL-99")
    assert "CALL-01" in refused.value.expected
    assert "ATI-01" not in refused.value.expected
