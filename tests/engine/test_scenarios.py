"""What-if beside the live plan: tried, kept, compared, adopted; baselines; meetings imported."""

from datetime import date
from pathlib import Path

import pytest

from models.actor import Actor
from models.baselines import moved_since, take_baseline
from models.happened import Happened
from models.meeting_calendars import import_meetings
from models.opening import open_transition, read_and_check
from models.recording import record_step
from models.reports import log_of, timetable_of
from models.scenarios import (
    adopt_scenario,
    keep_scenario,
    kept_scenarios,
    scenario_changes,
    try_changes,
)
from rules.changes import ChooseMeeting, MoveExpiry, Slip
from rules.errors import AlreadyRecorded, BadFile, InputError, UnknownName
from rules.situation import DecisionId, StepId

REF = "worked-2027"
TODAY = date(2026, 3, 31)
EXAMPLE = Path(__file__).parent.parent.parent / "examples" / f"{REF}.toml"
LATER = (MoveExpiry(expiry_on=date(2027, 6, 30)), Slip(step=StepId("9.4"), working_days=5))


@pytest.fixture(autouse=True)
def _opened(home: Path) -> None:
    open_transition(read_and_check(EXAMPLE), actor=Actor(name="test"))


def planned(key: str, council: str | None = None, today: date = TODAY) -> date | None:
    return timetable_of(REF, today).steps[StepId(key, council)].legal_limit


def test_trying_changes_leaves_the_live_plan_alone() -> None:
    """What-if shows the move of the assistance notice, and keeps nothing."""
    before = log_of(REF)
    found = try_changes(timetable_of(REF, TODAY).situation, LATER)
    moved = {(m.step.key, m.what): (m.before, m.after) for m in found.differs.moved}
    # 30 June 2027 less four months: 28 February 2027, both ways.
    assert moved[("2.4", "last lawful day")] == (date(2026, 11, 30), date(2027, 2, 28))
    assert planned("2.4") == date(2026, 11, 30)
    assert log_of(REF) == before


def test_a_kept_scenario_is_compared_with_the_plan() -> None:
    """Side by side: the day the contract expires and the day of go-live."""
    keep_scenario(REF, "summer", LATER, Actor(name="test"))
    rows = {row["scenario"]: row for row in kept_scenarios(REF, TODAY)}
    assert rows["as planned"]["go_live_on"] == date(2027, 4, 1)
    assert rows["summer"]["expiry_on"] == date(2027, 6, 30)
    assert rows["summer"]["go_live_on"] == date(2027, 7, 1)
    assert scenario_changes(REF, "summer") == list(LATER)


def test_a_name_is_kept_once_and_an_unknown_one_names_the_known() -> None:
    """Two scenarios of one name would be two plans of one name."""
    keep_scenario(REF, "summer", LATER, Actor(name="test"))
    with pytest.raises(AlreadyRecorded):
        keep_scenario(REF, "summer", LATER, Actor(name="test"))
    with pytest.raises(UnknownName, match="summer"):
        scenario_changes(REF, "winter")


def test_adopting_a_scenario_makes_it_the_plan_with_its_reason_in_the_log() -> None:
    """From then on every date is counted from the new expiry."""
    keep_scenario(REF, "summer", LATER, Actor(name="test"))
    says = adopt_scenario(REF, "summer", "Agreed by the board", Actor(name="sro"), TODAY)
    assert says.startswith("the contract expires on Wednesday 30 June 2027")
    assert planned("2.4") == date(2027, 2, 28)
    last = log_of(REF)[-1]
    assert (last["act"], last["actor"]) == ("scenario-adopted", "sro")
    assert last["data"]["reason"] == "Agreed by the board"


def test_adoption_without_a_reason_is_refused() -> None:
    """An eighteen-month exit is not re-planned for no reason."""
    keep_scenario(REF, "summer", LATER, Actor(name="test"))
    with pytest.raises(InputError):
        adopt_scenario(REF, "summer", "  ", Actor(name="sro"), TODAY)
    assert planned("2.4") == date(2026, 11, 30)


def test_what_moved_since_the_board_says_by_how_much_and_why() -> None:
    """The slip of 5 working days in 9.4 moves it from Mon 26 Oct to Mon 2 Nov 2026."""
    take_baseline(REF, "June board", TODAY, Actor(name="test"))
    keep_scenario(REF, "slip", [Slip(step=StepId("9.4"), working_days=5)], Actor(name="test"))
    adopt_scenario(REF, "slip", "Supplier late", Actor(name="sro"), TODAY)
    found = moved_since(REF, None, TODAY)
    row = next(r for r in found["moved"] if r["step"] == "9.4" and r["what"] == "earliest")
    assert (row["before"], row["after"]) == (date(2026, 10, 26), date(2026, 11, 2))
    assert row["by_working_days"] == 5
    assert any("Supplier late" in why for why in row["why"])


def test_without_a_baseline_nothing_can_have_moved_since_it() -> None:
    """The error says how to keep one."""
    with pytest.raises(UnknownName, match="changeover baseline"):
        moved_since(REF, None, TODAY)


def test_a_step_recorded_in_time_is_not_told_as_a_move_of_its_limit() -> None:
    """Recording what was planned changes no limit of another step."""
    take_baseline(REF, "June board", TODAY, Actor(name="test"))
    happened = Happened(on=TODAY, by="CM", evidence="served", actor=Actor(name="test"), today=TODAY)
    record_step(REF, "2.4", None, happened)
    moved = [r for r in moved_since(REF, None, TODAY)["moved"] if r["step"] != "2.4"]
    assert moved == []


def test_a_calendar_of_meetings_is_taken_from_csv_and_re_dates_the_plan(tmp_path: Path) -> None:
    """13 October is cancelled: the final decision can be taken on 10 November at the earliest."""
    path = tmp_path / "meetings.csv"
    path.write_text("date,status\n2026-09-08,\n2026-10-13,cancelled\n2026-11-10,\n2026-12-08,\n")
    change = import_meetings(
        REF, "northmere", path, today=TODAY, actor=Actor(name="test"), keep=True
    )
    assert change.dropped == (date(2026, 10, 13),)
    assert change.unchosen == ("final",)
    step = timetable_of(REF, TODAY).steps[StepId("1.12", "northmere")]
    assert step.earliest_on == date(2026, 11, 10)
    assert planned("1.11", "eastholt") == date(2026, 9, 14)


def test_a_dry_run_of_an_import_keeps_nothing(tmp_path: Path) -> None:
    """The difference is listed for approval first."""
    path = tmp_path / "meetings.csv"
    path.write_text("date\n2026-09-08\n2026-11-10\n")
    change = import_meetings(
        REF, "northmere", path, today=TODAY, actor=Actor(name="test"), keep=False
    )
    assert change.dropped == (date(2026, 10, 13),)
    assert change.differs.moved
    assert timetable_of(REF, TODAY).steps[StepId("1.12", "northmere")].earliest_on == date(
        2026, 10, 13
    )


def test_a_calendar_of_meetings_is_taken_from_icalendar(tmp_path: Path) -> None:
    """VEVENTs with a day or a time, cancelled ones by their status."""
    path = tmp_path / "meetings.ics"
    path.write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n"
        "BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\n"
        "DTSTART:20261020T183000\r\nEND:VEVENT\r\n"
        "BEGIN:VEVENT\r\nUID:2\r\nDTSTAMP:20260101T000000Z\r\n"
        "DTSTART;VALUE=DATE:20261013\r\nSTATUS:CANCELLED\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    change = import_meetings(
        REF, "westbrook", path, today=TODAY, actor=Actor(name="test"), keep=True
    )
    assert change.added == (date(2026, 10, 20),)
    assert change.dropped == (date(2026, 10, 13),)


def test_a_bad_calendar_lists_every_bad_row_and_writes_nothing(tmp_path: Path) -> None:
    """A Sunday, words for a date and a day past the calendar: three rows, one error."""
    path = tmp_path / "meetings.csv"
    path.write_text("date\n2026-10-11\nnext Tuesday\n2031-01-07\n2026-11-10\n")
    before = log_of(REF)
    with pytest.raises(BadFile) as caught:
        import_meetings(REF, "northmere", path, today=TODAY, actor=Actor(name="test"), keep=True)
    assert [row in caught.value.found for row in ("row 2", "row 3", "row 4")] == [True] * 3
    assert log_of(REF) == before


def test_a_meeting_chosen_by_an_adopted_scenario_gives_way_to_the_decision_taken() -> None:
    """A kept choice must not move a decision that was since taken elsewhere."""
    change = ChooseMeeting(decision=DecisionId("final", "northmere"), meeting_on=date(2027, 2, 9))
    keep_scenario(REF, "later", [change], Actor(name="test"))
    adopt_scenario(REF, "later", "Cabinet asked", Actor(name="sro"), TODAY)
    assert timetable_of(REF, TODAY).steps[StepId("1.12", "northmere")].earliest_on == date(
        2027, 2, 9
    )
