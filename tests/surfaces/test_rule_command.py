"""`changeover rule` and `changeover rules`: what the law says, and the date it gives."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Command
    from tests.surfaces.conftest import Refusal

LAW = Path(__file__).parent.parent.parent / "rules" / "law"
KEYS = {
    *("rule", "event", "legal_limit", "safe_limit", "target", "not_before", "arithmetic"),
    *("calendar", "calendar_version", "reading", "standing", "sources"),
}
#: The rules that the Southwark case meets.
WANTED = {
    *(f"ATI-{number:02}" for number in range(1, 11)),
    *(f"CALL-{number:02}" for number in range(1, 9)),
    *(f"GOV-{number:02}" for number in (1, 2, 3, 4, 7)),
    *(f"TUPE-{number:02}" for number in range(1, 9)),
    *(f"CON-{number:02}" for number in (1, 2, 3, 4, 5, 9, 11, 15, 18, 19)),
    *("PROC-01", "DP-01", "DP-02", "ELEC-03", "ELEC-04", "ELEC-05"),
}


def test_a_rule_gives_three_limits_and_says_how(changeover: Command) -> None:
    """ATI-01 for a cabinet on 7 February 2017: Monday 9 January by the calendar; counted in
    working days, with 26, 27 December and 2 January closed, Friday 23 December 2016."""
    words = "ATI-01 --event 2017-02-07 --council southwark"
    found = changeover.json(f"rule {words}")
    assert set(found) >= KEYS
    assert (found["rule"], found["event"]) == ("ATI-01", "2017-02-07")
    assert (found["legal_limit"], found["safe_limit"]) == ("2017-01-09", "2016-12-23")
    assert (found["target"], found["not_before"]) == ("2017-01-09", None)
    assert "is Monday 9 January 2017" in found["arithmetic"]
    assert "Friday 23 December 2016" in found["arithmetic"]
    assert found["reading"].startswith("legal: ")
    for source in found["sources"]:
        assert set(source) == {"cite", "url", "standing"}
        assert source["cite"]


@pytest.mark.parametrize(
    ("words", "field", "day"),
    [
        # southwark.md A8: the agendas of February and June 2017
        ("ATI-05 --event 2017-02-07 --council southwark", "legal_limit", "2017-01-30"),
        ("ATI-05 --event 2017-02-08 --council lewisham", "legal_limit", "2017-01-31"),
        ("ATI-05 --event 2017-02-13 --council brent", "legal_limit", "2017-02-03"),
        ("ATI-05 --event 2017-06-20 --council southwark", "legal_limit", "2017-06-12"),
        ("ATI-01 --event 2017-06-20 --council southwark", "legal_limit", "2017-05-22"),
        # rules.md section 15
        ("TUPE-01 --event 2027-04-01", "legal_limit", "2027-03-04"),
        ("TUPE-01 --event 2027-04-01", "safe_limit", "2027-03-03"),
        ("CON-04 --event 2027-03-31", "target", "2026-11-30"),
        ("GOV-07 --event 2026-10-13", "legal_limit", "2027-01-13"),
        ("PROC-01 --event 2027-03-31", "legal_limit", "2027-04-29"),
    ],
)
def test_a_rule_gives_the_day_of_the_record(
    changeover: Command, words: str, field: str, day: str
) -> None:
    """Worked out by hand in rules.md and southwark.md."""
    assert changeover.json(f"rule {words}")[field] == day


def test_a_rule_that_fixes_an_earliest_day_has_no_limits(changeover: Command) -> None:
    """CALL-03: published on Thursday 15 October 2026, a decision takes effect on Friday the 23rd
    and may be acted upon on any day after."""
    found = changeover.json("rule CALL-03 --event 2026-10-15")
    assert found["not_before"] == "2026-10-23"
    assert [found["legal_limit"], found["safe_limit"], found["target"]] == [None, None, None]


@pytest.mark.parametrize(("council", "day"), [("southwark", "2023-06-17"), (None, "2023-06-19")])
def test_a_council_calls_in_by_its_own_policy(
    changeover: Command, council: str | None, day: str
) -> None:
    """Southwark's decision published on 9 June 2023 took effect on Saturday the 17th, the next day;
    where no council is named the usual constitution waits for the next working day."""
    named = f"--council {council}" if council else ""
    found = changeover.json(f"rule CALL-03 --event 2023-06-09 {named}")
    assert found["not_before"] == day


def test_a_rule_counts_as_the_calendar_stood_that_day(changeover: Command) -> None:
    """V-03 by rule: before the proclamation of 10 September 2022 the 12th was in time."""
    words = "ATI-05 --event 2022-09-20 --known-on"
    assert changeover.json(f"rule {words} 2022-09-09")["legal_limit"] == "2022-09-12"
    assert changeover.json(f"rule {words} 2022-09-12")["legal_limit"] == "2022-09-09"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("XXX-01 --event 2026-10-13", 2, "no rule 'XXX-01'.\nExpected: one of ATI-01, ATI-02"),
        ("PROC-01 --event 2017-10-31", 3, "PROC-01 was not in force on 2017-10-31"),
        ("ATI-05 --event 2012-09-01", 3, "ATI-05 was not in force on 2012-09-01"),
        ("ATI-05 --event 2031-01-01", 3, "lies after the calendar"),
        ("ATI-05 --event soon", 2, "'soon' is not a date"),
        (
            "CALL-03 --event 2026-10-15 --council nowhere",
            2,
            "council 'nowhere'.\nExpected: one of brent, lewisham, southwark",
        ),
    ],
)
def test_what_a_rule_cannot_say_is_refused_with_what_to_do(
    changeover: Command, refusal: Refusal, words: str, code: int, said: str
) -> None:
    """An unknown name is the asker's: 2. A rule that is silent on that day: 3."""
    assert said in refusal(changeover(f"rule {words} --json"), code)


def test_a_rule_without_an_event_is_shown_as_a_sheet(changeover: Command) -> None:
    """What it says, who owns it, what follows if it is missed, and where it was read."""
    found = changeover.json("rule ati-05")
    assert (found["rule"], found["event"]) == ("ATI-05", None)
    for key in ("name", "says", "owner", "if_missed", "relief", "verified_on", "sources"):
        assert found[key], key
    shown = changeover("rule ATI-05").stdout
    assert "five clear days" in " ".join(shown.split())
    assert "Elitestone" in shown


def test_a_gate_has_no_date_but_a_condition(changeover: Command) -> None:
    """GOV-01: every partner has decided; asked with an event it still gives no day."""
    found = changeover.json("rule GOV-01 --event 2027-03-31")
    assert found["gate"] == "partners_effective == partners_total"


def test_every_rule_is_listed(changeover: Command) -> None:
    """As many rows as the law files have, and among them all that the Southwark case meets."""
    rows = [
        row["id"] for path in LAW.glob("*.toml") for row in tomllib.loads(path.read_text())["rule"]
    ]
    listed = changeover.json("rules")
    assert sorted(each["rule"] for each in listed) == sorted(rows)
    assert set(rows) >= WANTED
    assert len(set(rows)) >= 127


def test_one_family_can_be_listed(changeover: Command, refusal: Refusal) -> None:
    """The call-in rules, and an error that names the families where there is none such."""
    listed = {each["rule"] for each in changeover.json("rules --family call")}
    assert listed == {f"CALL-0{number}" for number in range(1, 10)}
    said = refusal(changeover("rules --family LUNAR --json"), 2)
    assert "one of ATI, BH, CALL, CON, DP, ELEC, GOV, PROC, TUPE" in said


def test_people_see_a_table_of_rules(changeover: Command) -> None:
    """The number of rules, and of each its name and standing."""
    answer = changeover("rules --family CALL")
    assert answer.returncode == 0
    assert "9 rules" in answer.stdout
    assert "CALL-03" in answer.stdout
