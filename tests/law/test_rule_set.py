"""Rule sets: files as a value, told apart by their digest, and what differs between two."""

from __future__ import annotations

from datetime import date

import pytest

from rules.almanac import calendar
from rules.breakdown import breakdown
from rules.catalogue import catalogue
from rules.errors import RuleRefused
from rules.policy import council_policy
from rules.rule_set import FOLDERS, RuleSet, shipped
from rules.rule_set_changes import rule_set_changes

LAW = "law/access-to-information.toml"


def changed(path: str, after: str, old: str, new: str) -> RuleSet:
    """The set that ships, with the first text after another in a file put in place of its own."""
    files = shipped().files
    head, found, tail = files[path].partition(after)
    assert found, f"{after!r} is not in {path}"
    assert old in tail, f"{old!r} does not come after {after!r}"
    return RuleSet({**files, path: f"{head}{after}{tail.replace(old, new, 1)}"})


def an_agenda_of(days: int) -> RuleSet:
    """The set that ships, but that an agenda is due so many clear days before."""
    return changed(LAW, 'id = "ATI-05"', "days = 5", f"days = {days}")


def test_the_set_that_ships_holds_every_file_that_a_plan_rests_on() -> None:
    """Law, policies, programme and calendars, by their path."""
    assert {path.split("/")[0] for path in shipped().files} == set(FOLDERS)
    assert "law/call-in.toml" in shipped().files


def test_a_digest_is_that_of_the_files_in_the_order_of_their_paths() -> None:
    """As `printf '[["a", "1"], ["b", "2"]]' | sha256sum` has it."""
    one, two = RuleSet({"b": "2", "a": "1"}), RuleSet({"a": "1", "b": "2"})
    assert one.digest == "ddc7523b594d0dff5bb4dc052a820fbcc7b651c1eff8c3b7945644d10952fd7e"
    assert one == two
    assert RuleSet({"a": "1", "b": "3"}) != one


def test_each_set_gives_its_own_rules_steps_policies_and_calendars() -> None:
    """What ships is untouched by another that was read."""
    longer = an_agenda_of(7)
    limit = catalogue(longer).rule("ATI-05").legal
    assert limit
    assert limit.count.days == 7
    own = catalogue().rule("ATI-05").legal
    assert own
    assert own.count.days == 5
    renamed = changed("policy/brent.toml", "code", "London", "New London")
    assert council_policy("brent", renamed).name.startswith("New London")
    assert not council_policy("brent").name.startswith("New London")
    assert breakdown(longer).steps.keys() == breakdown().steps.keys()


def test_a_policy_counts_on_the_calendars_of_its_own_set() -> None:
    """A holiday struck out of the file is a working day to whoever plans by that file."""
    day = date(2026, 12, 28)
    struck = RuleSet(
        {
            path: text.replace("2026-12-28", "2026-12-30") if "calendars/" in path else text
            for path, text in shipped().files.items()
        }
    )
    assert not calendar("england-and-wales").is_working_day(day)
    assert calendar("england-and-wales", of=struck).is_working_day(day)
    assert council_policy("southwark", struck).working_calendar().is_working_day(day)
    assert not council_policy("southwark").working_calendar().is_working_day(day)


def test_a_set_that_cannot_be_read_names_its_file() -> None:
    """Not when it is made, but when it is asked."""
    broken = RuleSet({**shipped().files, "law/call-in.toml": "[[rule]"})
    with pytest.raises(RuleRefused, match=r"^call-in\.toml"):
        catalogue(broken)


def test_a_set_differs_from_itself_in_nothing() -> None:
    """Nor from one of the same content."""
    assert rule_set_changes(shipped(), RuleSet(shipped().files)) == []


def test_a_changed_amount_is_told_with_the_old_and_the_new() -> None:
    """And nothing else of the rule."""
    longer = an_agenda_of(7)
    [found] = rule_set_changes(shipped(), longer)
    assert (found.kind, found.what, found.change) == ("rule", "ATI-05 from 2012-09-10", "changed")
    assert "5 clear working days" in found.before
    assert "7 clear working days" in found.after
    assert found.before.startswith("legal: ")


def test_a_rule_that_ends_says_when() -> None:
    """Repeal is an `until`, and it is told as a change."""
    force = "in_force = { from = 2012-09-10"
    ended = changed(LAW, 'id = "ATI-05"', f"{force} }}", f"{force}, until = 2027-12-31 }}")
    [found] = rule_set_changes(shipped(), ended)
    assert found.before == "in force until: nothing"
    assert found.after == "in force until: 2027-12-31"


def test_a_step_a_setting_and_a_closed_day_that_come_or_go_are_told() -> None:
    """Each by its name, from the one to the other and back."""
    path = "programme/13-benefits.toml"
    more = RuleSet(
        {
            **shipped().files,
            path: shipped().files[path]
            + '\n[[step]]\nkey = "13.99"\nname = "Look back"\nowners = ["Board"]\n'
            'after = []\nevidence = "A note"\n',
        }
    )
    [added] = rule_set_changes(shipped(), more)
    assert (added.kind, added.what, added.change, added.before) == ("step", "13.99", "added", "")
    assert "Look back" in added.after
    [removed] = rule_set_changes(more, shipped())
    assert (removed.change, removed.after) == ("removed", "")
