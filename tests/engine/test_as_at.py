"""As at a day: what a transition shows of the past is what it showed then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from models.actor import Actor
from models.as_at import timetable_as_at, versions
from models.corrections.correcting import correct
from models.corrections.reopening import reopen
from models.database import database
from models.deciding import decide_next
from models.late_holidays import add_holiday
from models.meeting_calendars import import_meetings
from models.opening import open_transition
from models.recording import record_step
from models.reports import log_of, plan, timetable_of
from models.rule_sets.adopting import adopt
from models.scenarios import adopt_scenario, keep_scenario
from rules.calendars import Holiday
from rules.changes import Slip
from rules.errors import InputError, UnknownName
from rules.rule_set import shipped
from rules.situation import StepId
from tests.engine.prepared import REFERENCE, worked_example
from tests.engine.rule_sets import older, planned_by
from tests.engine.test_projection import busy_life

Happened = Callable[..., Any]
TESTER = Actor(name="a tester")


def written_on(reference: str, day: date, after: int) -> int:
    """The entries after that number were written on that day; how many there are."""
    with database().begin() as connection:
        connection.execute(
            text("update logentry set at = :at where sequence > :after"),
            {"at": f"{day.isoformat()}T12:00:00.000000Z", "after": after},
        )
    return len(log_of(reference))


def life(reference: str, happened: Happened, folder: Path) -> dict[date, Callable[[], object]]:
    """By day, something that was recorded on it; each moves what the plan says."""
    meetings = folder / "meetings.csv"
    meetings.write_text("date\n2026-10-14\n2026-12-08\n", encoding="utf-8")
    holiday = Holiday(
        on=date(2026, 9, 14),
        name="A jubilee",
        known_from=date(2026, 7, 13),
        cite="Proclamation",
    )
    given = {"reason": "The letter says so", "actor": TESTER}

    def adopted() -> None:
        keep_scenario(reference, "later", [Slip(step=StepId("9.2"), working_days=5)], TESTER)
        adopt_scenario(reference, "later", "Agreed", TESTER, date(2026, 7, 6))

    return {
        date(2026, 4, 1): lambda: None,
        date(2026, 5, 11): lambda: record_step(reference, "2.4", None, happened(date(2026, 5, 11))),
        date(2026, 5, 12): lambda: correct(
            reference, 18, {"on": date(2026, 5, 8)}, today=date(2026, 5, 12), **given
        ),
        date(2026, 6, 17): lambda: decide_next(
            reference,
            "northmere",
            None,
            "approved",
            happened(date(2026, 6, 16), today=date(2026, 6, 17), presume_earlier=True),
            date(2026, 6, 16),
        ),
        date(2026, 6, 18): lambda: reopen(reference, "2.4", None, today=date(2026, 6, 18), **given),
        date(2026, 7, 1): lambda: import_meetings(
            reference, "westbrook", meetings, today=date(2026, 7, 1), actor=TESTER, keep=True
        ),
        date(2026, 7, 6): adopted,
        date(2026, 7, 13): lambda: add_holiday(
            "england-and-wales", holiday, date(2026, 7, 13), TESTER
        ),
    }


def test_each_day_reads_back_as_it_was_seen_then(
    worked: str, happened: Happened, tmp_path: Path
) -> None:
    """A record, its correction, a decision, a reopening, meetings, a scenario, a holiday."""
    seen, length = {}, 0
    for day, act in life(worked, happened, tmp_path).items():
        act()
        length = written_on(worked, day, length)
        seen[day] = plan(timetable_of(worked, day, day))
    assert len({str(each["steps"]) for each in seen.values()}) == len(seen)
    for day, then in seen.items():
        assert plan(timetable_as_at(worked, day)) == then, day


def test_what_was_known_then_can_be_planned_on_another_day(worked: str, happened: Happened) -> None:
    """`today` moves the day of planning and not what is known."""
    length = written_on(worked, date(2026, 4, 1), 0)
    record_step(worked, "2.4", None, happened(date(2026, 5, 11)))
    written_on(worked, date(2026, 5, 11), length)
    later = timetable_as_at(worked, date(2026, 5, 10), today=date(2026, 6, 1))
    assert later.situation.today == date(2026, 6, 1)
    assert later.steps[StepId("2.4")].status == "ready"


def test_a_day_before_the_first_entry_is_refused_with_the_first_day(worked: str) -> None:
    """Nothing was known of it then."""
    written_on(worked, date(2026, 4, 1), 0)
    with pytest.raises(InputError, match="a day from 2026-04-01 on"):
        timetable_as_at(worked, date(2026, 3, 31))
    with pytest.raises(UnknownName, match="no transition 'nowhere'"):
        timetable_as_at("nowhere", date(2026, 3, 31))


def test_the_versions_that_a_plan_rests_on_are_told(worked: str) -> None:
    """Each rule with the day from which its wording is in force, each calendar with its version."""
    written_on(worked, date(2026, 4, 1), 0)
    found = versions(timetable_as_at(worked, date(2026, 4, 1)))
    assert {"rule": "ATI-01", "in_force_from": "2012-09-10"} in found["rules"]
    assert "england-and-wales" in {each["calendar"] for each in found["calendars"]}


def test_each_day_is_planned_by_the_rule_set_of_that_day(worked: str) -> None:
    """An agenda was due 7 clear days before by the older set: for 16 June 2026, Thursday 4 June.

    By the set adopted on 13 May it is Monday 8 June; a day before the first pin has the first set.
    """
    planned_by(worked, older())
    length = written_on(worked, date(2026, 5, 11), 0)
    adopt(worked, date(2026, 5, 13), "The law was read again", TESTER)
    written_on(worked, date(2026, 5, 13), length)
    for day, last_day, rules in (
        (date(2026, 5, 12), date(2026, 6, 4), older()),
        (date(2026, 5, 13), date(2026, 6, 8), shipped()),
    ):
        timetable = timetable_as_at(worked, day)
        assert versions(timetable)["rule_set"] == rules.digest
        due = {
            dated.limit("legal_limit")
            for dated in timetable.steps[StepId("1.8", "northmere")].dates
            if dated.deadline.rule_id == "ATI-05"
        }
        assert due == {last_day}


def test_every_kind_of_entry_can_be_read_back(
    home: Path, happened: Happened, tmp_path: Path
) -> None:
    """A life in which every act was written reads back today as it stands today."""
    open_transition(worked_example(), actor=TESTER)
    busy_life(REFERENCE, happened, tmp_path)
    today = datetime.now(UTC).date()
    assert plan(timetable_as_at(REFERENCE, today)) == plan(timetable_of(REFERENCE, today, today))
