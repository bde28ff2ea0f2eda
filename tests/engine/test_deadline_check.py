"""The deadline check: each person told once for each deadline and level, and nobody missed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.alerts.acknowledging import standing
from models.database import database, writing
from models.log import locked
from models.outbox import message_named, outbox
from models.reports import log_of
from models.verification import verify_all
from rules.alerts import LEVELS
from tests.engine.checking import another, check, told

Happened = Callable[..., Any]
OPENED = date(2026, 3, 31)


def test_each_owner_is_told_of_a_deadline_that_has_come_near(worked: str) -> None:
    """The assistance notice is due by 30 November 2026: from 16 November it is due soon, and its
    two owners are told."""
    check(date(2026, 11, 13))
    new = check(date(2026, 11, 16))
    assert told(new, "2.4") == [
        ("due-soon", "Contract manager"),
        ("due-soon", "Legal adviser"),
    ]


def test_a_step_of_each_council_is_told_to_the_officer_of_that_council(worked: str) -> None:
    """Three councils publish a notice each: three officers hear of their own."""
    assert told(check(date(2026, 4, 20)), "1.7") == [
        ("due-soon", f"Democratic services manager, {council}")
        for council in ("eastholt", "northmere", "westbrook")
    ]


def test_a_check_that_runs_again_tells_nobody_twice(worked: str) -> None:
    """The same day, and the next day, on which no further level is reached."""
    assert check(date(2026, 11, 16))
    length = len(log_of(worked))
    assert check(date(2026, 11, 16)) == []
    assert len(log_of(worked)) == length


def test_a_graver_level_takes_the_place_of_the_one_before(worked: str) -> None:
    """Near, then passed: the first alert no longer stands beside the second."""
    check(date(2026, 11, 16))
    check(date(2026, 12, 1))
    found = [each for each in standing(worked, closed=True) if each["step"] == "2.4"]
    assert {(each["level"], each["closed_by_act"]) for each in found} == {
        ("due-soon", "superseded"),
        ("breached", ""),
    }


def test_a_level_that_was_passed_over_is_not_told_beside_the_graver_one(worked: str) -> None:
    """Nobody checked between October and December: of the notice only the breach is told."""
    check(date(2026, 10, 1))
    new = check(date(2026, 12, 4))
    assert {level for level, _ in told(new, "2.4")} == {"breached"}


def test_a_transition_that_cannot_be_planned_is_told_and_hides_no_other(worked: str) -> None:
    """Two of its steps wait for each other; the other transition is checked all the same."""
    another("worked-b")
    with writing(database()) as session:
        transition = locked(session, "worked-b")
        loop = {"before": "9.2", "after": "9.1", "kind": "finish-to-start"}
        links = [{**loop, "least": None, "greatest": None}]
        transition.planning = {**transition.planning, "link": links}
        session.add(transition)
    new = check(date(2026, 11, 16))
    lost = [each for each in new if each["reference"] == "worked-b"]
    assert [each["level"] for each in lost] == ["unplannable"]
    assert lost[0]["says"].startswith("worked-b cannot be planned: ")
    assert told([each for each in new if each["reference"] == worked], "2.4")


def test_each_person_gets_one_message_for_all_that_a_check_tells(worked: str) -> None:
    """Not one for each deadline. It waits in the outbox, for no address is known."""
    alerts = check(date(2026, 12, 1))
    mine = [each for each in alerts if each["whom"] == "Contract manager"]
    assert len(mine) > 1
    digests = [each for each in outbox() if each.kind == "deadline-digest"]
    assert len(digests) == len({each["whom"] for each in alerts})
    (digest,) = [each for each in digests if (each.role, each.council) == ("Contract manager", "")]
    message = message_named(digest.key)
    assert message.subject.startswith(f"worked-2027: {len(mine)} deadlines: ")
    for alert in mine:
        assert f"{alert['sequence']}. {alert['says']}" in message.body
    assert "changeover acknowledge worked-2027 " in message.body
    assert check(date(2026, 12, 1)) == []
    assert len([each for each in outbox() if each.kind == "deadline-digest"]) == len(digests)


def test_a_message_shows_how_its_dates_were_counted(worked: str) -> None:
    """The arithmetic of the assistance notice stands beside it, with its rule."""
    check(date(2026, 11, 16))
    (digest,) = [e for e in outbox() if (e.role, e.kind) == ("Legal adviser", "deadline-digest")]
    assert "Rule CON-04." in message_named(digest.key).body
    assert "30 November 2026" in message_named(digest.key).body


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.integers(1, 45), min_size=3, max_size=12))
def test_whenever_it_is_checked_nobody_is_told_twice_and_no_level_is_told_after_a_graver(
    home: Path, waits: list[int]
) -> None:
    """Checks at random distances over a year and a half of a transition that nobody touches."""
    reference = f"random-{abs(hash(tuple(waits)))}"
    another(reference)
    day = OPENED
    for wait in waits:
        day += timedelta(days=wait)
        check(day)
    found = standing(reference, closed=True)
    keys = Counter((a["step"], a["council"], a["limit_on"], a["level"], a["whom"]) for a in found)
    assert set(keys.values()) <= {1}
    graver: dict[tuple[Any, ...], int] = {}
    for alert in sorted(found, key=lambda each: each["sequence"]):
        key = (alert["step"], alert["council"], alert["limit_on"])
        gravity = LEVELS.index(alert["level"])
        assert gravity >= graver.get(key, 0)
        graver[key] = gravity
        assert alert["reached_on"] <= alert["raised_on"]
    assert verify_all()
