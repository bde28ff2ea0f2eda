"""The deadline check: each person told once for each deadline and level, and nobody missed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from flows.clock import day_in_london
from models.actor import Actor
from models.alerts.acknowledging import acknowledge, standing
from models.alerts.checks import gap_before, is_working_day
from models.alerts.looking import look
from models.database import database, reading, writing
from models.log import locked
from models.opening import open_transition, read_and_check
from models.outbox import message_named, outbox
from models.recording import record_step
from models.reports import log_of
from models.verification import verify_all
from rules.alerts import LEVELS
from rules.errors import AlreadyRecorded, InputError, UnknownName
from tests.engine.checking import check

Happened = Callable[..., Any]
EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "worked-2027.toml"
TESTER = Actor(name="a tester")
OPENED = date(2026, 3, 31)


def told(alerts: list[dict[str, Any]], step: str) -> list[tuple[str, str]]:
    """Level and person of each alert of a step."""
    return sorted((each["level"], each["whom"]) for each in alerts if each["step"] == step)


def another(reference: str) -> None:
    """The worked example once more, under another reference."""
    file = read_and_check(EXAMPLE).model_copy(update={"reference": reference})
    open_transition(file, actor=TESTER)


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


def test_a_machine_that_was_off_over_christmas_says_how_late_it_found_what(
    store: str, a_transition: Any
) -> None:
    """The service was to start on Friday 1 January 2027. Last check Wednesday 23 December, next
    Thursday 7 January: no check on 24, 29, 30, 31 December, 4, 5 and 6 January. That it had not
    started could have been told on Monday 4 January, so it is found three working days late."""
    path = a_transition(
        {
            "expiry_on = 2027-03-31": "expiry_on = 2026-12-31",
            "commencement_on = 2027-04-01": "commencement_on = 2027-01-01",
        }
    )
    open_transition(read_and_check(path), actor=TESTER)
    check(date(2026, 12, 23))
    assert gap_before(date(2027, 1, 7)).says == (
        "No check ran for 7 working days: the last one was on Wednesday 23 December 2026."
    )
    (alert, *_) = [each for each in check(date(2027, 1, 7)) if each["step"] == "11.1"]
    assert (alert["level"], alert["reached_on"]) == ("breached", date(2027, 1, 2))
    assert alert["says"].endswith(
        "Found 3 working days late: this level was reached on Saturday 2 January 2027."
    )


def test_a_level_reached_over_a_weekend_is_not_late_on_monday(worked: str) -> None:
    """A limit of Friday 30 October is passed from Saturday on; the check of Monday is the first
    that could tell, and says nothing of lateness."""
    check(date(2026, 10, 30))
    new = check(date(2026, 11, 2))
    for alert in new:
        assert "late" not in alert["says"]
    assert gap_before(date(2026, 11, 2)).says == ""


def test_on_its_schedule_the_check_rests_on_closed_days(worked: str) -> None:
    """Christmas Day, a Saturday and the substitute for Boxing Day 2026, which is a Saturday."""
    closed = (date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 28))
    assert [is_working_day(each) for each in closed] == [False, False, False]
    assert is_working_day(date(2026, 12, 29))


def test_alerts_lapse_when_their_step_is_closed(worked: str, happened: Happened) -> None:
    """The notice was served: nobody need do anything about it any more."""
    check(date(2026, 11, 16))
    record_step(worked, "2.4", None, happened(date(2026, 11, 17), presume_earlier=True))
    check(date(2026, 11, 18))
    found = [each for each in standing(worked, closed=True) if each["step"] == "2.4"]
    assert {each["closed_by_act"] for each in found} == {"lapsed"}


def test_an_acknowledged_alert_no_longer_stands_and_is_not_escalated(worked: str) -> None:
    """Who saw it and what is being done stand in the log."""
    new = [each for each in check(date(2026, 12, 1)) if each["step"] == "2.4"]
    numbers = [each["sequence"] for each in new]
    acknowledge(worked, numbers, TESTER, "Counsel is asked about relief")
    entry = log_of(worked)[-1]
    assert (entry["act"], entry["actor"]) == ("alert-acknowledged", "a tester")
    assert entry["reason"] == "Counsel is asked about relief"
    later = check(date(2026, 12, 8))
    assert told(later, "2.4") == []
    assert [each for each in standing(worked) if each["step"] == "2.4"] == []


def test_what_nobody_acknowledges_goes_to_the_sponsor_once(worked: str) -> None:
    """A breach waits one working day; then the senior responsible owner is told who was told."""
    check(date(2026, 12, 1))
    (escalated,) = [each for each in check(date(2026, 12, 2)) if each["step"] == "2.4"]
    assert (escalated["whom"], escalated["level"]) == ("Senior responsible owner", "breached")
    assert escalated["says"].endswith(
        "Told on Tuesday 1 December 2026, not acknowledged: Contract manager and Legal adviser."
    )
    assert told(check(date(2026, 12, 3)), "2.4") == []


@pytest.mark.parametrize("reason", ["", "   "])
def test_an_alert_is_not_acknowledged_without_saying_what_is_done(worked: str, reason: str) -> None:
    """An empty reason is refused, and the alert stands."""
    (first, *_) = check(date(2026, 12, 1))
    with pytest.raises(InputError, match="The reason is empty"):
        acknowledge(worked, [first["sequence"]], TESTER, reason)
    assert len(standing(worked)) == len(standing(worked, closed=True))


def test_alerts_are_acknowledged_all_or_none(worked: str) -> None:
    """One of the numbers is that of no alert: the others stay as they were."""
    new = check(date(2026, 12, 1))
    with pytest.raises(UnknownName, match="has no alert 1"):
        acknowledge(worked, [new[0]["sequence"], 1], TESTER, "seen")
    assert len(standing(worked)) == len(new)


def test_an_alert_is_acknowledged_once(worked: str) -> None:
    """The second is told who was first."""
    (first, *_) = check(date(2026, 12, 1))
    acknowledge(worked, [first["sequence"]], TESTER, "seen")
    with pytest.raises(AlreadyRecorded, match="was acknowledged before, by a tester"):
        acknowledge(worked, [first["sequence"]], TESTER, "seen")


def test_what_is_out_of_reach_is_told_on_the_day_it_becomes_so(worked: str) -> None:
    """Nothing is recorded. On 18 May 2026 the forward-plan notice for 16 June may still go out; on
    the 19th it may not, and the decision of 16 June is told as out of reach, though nobody touched
    the transition and no rule of its own has passed."""
    check(date(2026, 5, 18))
    new = check(date(2026, 5, 19))
    assert ("unreachable", "Monitoring officer, northmere") in told(new, "1.8") or {
        level for level, _ in told(new, "1.8")
    } == {"unreachable"}


def test_the_last_day_of_a_contract_may_be_29_february(home: Path, a_transition: Any) -> None:
    """A contract that expires on Tuesday 29 February 2028: the service starts on 1 March, and from
    2 March its start is breached."""
    path = a_transition(
        {
            "expiry_on = 2027-03-31": "expiry_on = 2028-02-29",
            "commencement_on = 2027-04-01": "commencement_on = 2028-03-01",
        }
    )
    open_transition(read_and_check(path), actor=TESTER)
    check(date(2028, 2, 29))
    check(date(2028, 3, 1))
    assert {level for level, _ in told(standing("a-transition"), "11.1")} != {"breached"}
    check(date(2028, 3, 2))
    found = [each for each in standing("a-transition") if each["step"] == "11.1"]
    assert {(each["level"], each["reached_on"]) for each in found} == {
        ("breached", date(2028, 3, 2))
    }


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        # Clocks go forward at 01:00 UTC on 29 March 2026, and back at 01:00 UTC on 25 October.
        (datetime(2026, 3, 28, 23, 30, tzinfo=UTC), date(2026, 3, 28)),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 22, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 23, 0, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 10, 24, 23, 0, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 59, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 26, 0, 0, tzinfo=UTC), date(2026, 10, 26)),
        (datetime(2028, 2, 28, 23, 59, tzinfo=UTC), date(2028, 2, 28)),
        (datetime(2028, 2, 29, 0, 0, tzinfo=UTC), date(2028, 2, 29)),
    ],
)
def test_the_day_of_a_check_is_the_day_in_london(instant: datetime, day: date) -> None:
    """In summer it begins at 23:00 UTC, in winter at midnight, and on the days on which the clocks
    change it has 23 or 25 hours."""
    assert day_in_london(instant) == day


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


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements sent to the database inside."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    event.listen(database(), "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database(), "before_cursor_execute", note)


def test_what_is_not_due_costs_a_check_nothing(worked: str) -> None:
    """A day on which nothing is due takes as many statements with six transitions as with one."""
    check(date(2026, 4, 8))
    with statements() as with_one:
        assert check(date(2026, 4, 9)) == []
    for name in "bcdef":
        another(f"worked-{name}")
    check(date(2026, 4, 10))
    with statements() as with_six:
        assert check(date(2026, 4, 13)) == []
    assert len(with_six) == len(with_one)


def test_deadlines_are_looked_up_by_the_day_on_which_they_are_due(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite says which index it uses. The one that is read from end to end holds those alone whose
    log has grown."""
    another("worked-b")
    check(date(2026, 4, 1))
    with statements() as sent, reading(database()) as session:
        look(session, date(2026, 4, 2))
    with database().connect() as connection:
        for statement in sent:
            if statement.startswith("SELECT"):
                plan = connection.exec_driver_sql(
                    f"explain query plan {statement}", ("2026-04-02",) * statement.count("?")
                )
                scanned = {row[3] for row in plan if row[3].startswith("SCAN")}
                assert scanned <= {"SCAN transition USING INDEX transition_unwatched"}, statement


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
