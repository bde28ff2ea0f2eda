"""The project file tells MS Project what the plan is, and a program that knows only it agrees."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from models.reports import timetable_of
from rules.gaps import Gap
from rules.schedule import Link
from rules.situation import StepId
from rules.timetable import Timetable, draw_up
from tasks.exports.project_xml import project_xml

NS = "{http://schemas.microsoft.com/project}"
#: The order of the published schema, as far as the file uses it.
ORDER = (
    *("UID", "ID", "Name", "Active", "Manual", "Type", "IsNull", "WBS", "OutlineNumber"),
    *("OutlineLevel", "Start", "Finish", "Duration", "DurationFormat", "EffortDriven"),
    *("Estimated", "Milestone", "Summary", "PercentComplete", "ActualStart", "ActualFinish"),
    *("ActualDuration", "RemainingDuration", "ConstraintType", "CalendarUID", "ConstraintDate"),
    *("Deadline", "IgnoreResourceCalendar", "Notes", "PredecessorLink"),
)


@dataclass(frozen=True, kw_only=True)
class ReadTask:
    """A task as read back: its fields as text, its links as (UID, type, elapsed lag)."""

    values: dict[str, str]
    links: list[tuple[str, str, timedelta]]

    def at(self, name: str) -> datetime:
        """A moment."""
        return datetime.fromisoformat(self.values[name])

    @property
    def is_leaf(self) -> bool:
        """Whether it is a step, not a heading."""
        return self.values["Summary"] == "0"


def read(timetable: Timetable) -> tuple[ElementTree.Element, list[ReadTask]]:
    """The document and its tasks."""
    root = ElementTree.fromstring(project_xml(timetable))
    assert root.tag == f"{NS}Project"
    return root, [_task(each) for each in root.iterfind(f"{NS}Tasks/{NS}Task")]


def _task(element: ElementTree.Element) -> ReadTask:
    values = {each.tag.removeprefix(NS): each.text or "" for each in element}
    links = []
    for link in element.iterfind(f"{NS}PredecessorLink"):
        found = {each.tag.removeprefix(NS): each.text or "" for each in link}
        lag = timedelta(seconds=6 * int(found["LinkLag"]))
        assert found["LagFormat"] == ("8" if lag else "7")
        links.append((found["PredecessorUID"], found["Type"], lag))
    return ReadTask(values=values, links=links)


def named(tasks: list[ReadTask], start: str) -> ReadTask:
    """The first task whose name begins so."""
    return next(task for task in tasks if task.values["Name"].startswith(start))


@pytest.fixture(params=[date(2026, 3, 31), date(2026, 12, 1)])
def worked(home: Path, request: pytest.FixtureRequest) -> Timetable:
    """The worked example, in time and too late."""
    return timetable_of("worked-2027", request.param)


@pytest.fixture
def in_time(home: Path) -> Timetable:
    """The worked example on the day its plan is approved."""
    return timetable_of("worked-2027", date(2026, 3, 31))


def test_tasks_are_numbered_without_a_gap_and_in_outline_order(worked: Timetable) -> None:
    """Stage, step, council: 13 stages and 68 steps that are needed."""
    _, tasks = read(worked)
    numbers = [str(n) for n in range(1, len(tasks) + 1)]
    assert [task.values["ID"] for task in tasks] == numbers
    assert [task.values["UID"] for task in tasks] == numbers
    outlines = [[int(n) for n in task.values["OutlineNumber"].split(".")] for task in tasks]
    assert outlines == sorted(outlines)
    assert [int(task.values["OutlineLevel"]) for task in tasks] == list(map(len, outlines))
    assert sum(len(outline) == 1 for outline in outlines) == 13
    assert sum(len(outline) == 2 for outline in outlines) == 68
    assert [t.values["Name"] for t in tasks if t.values["Name"].startswith("6.6 ")] == [
        "6.6 Information letter to representatives issued",
        "6.6 Information letter to representatives issued: Northmere Borough Council",
        "6.6 Information letter to representatives issued: Eastholt District Council",
        "6.6 Information letter to representatives issued: Westbrook City Council",
        "6.6 Information letter to representatives issued: Supplier",
    ]


def test_elements_stand_in_the_order_of_the_schema(worked: Timetable) -> None:
    """MS Project refuses a file whose elements stand otherwise; durations are ISO 8601 in hours."""
    _, tasks = read(worked)
    for task in tasks:
        names = list(task.values)
        assert names == sorted(names, key=ORDER.index)
        for name in ("Duration", "RemainingDuration"):
            assert re.fullmatch(r"PT\d+H0M0S", task.values[name])


def test_links_lead_to_steps_that_are_there(worked: Timetable) -> None:
    """Never to a heading or to itself; 2.2 is not needed, and no link is lost with it."""
    _, tasks = read(worked)
    leaves = {task.values["UID"] for task in tasks if task.is_leaf}
    for task in tasks:
        ends = {uid for uid, _, _ in task.links}
        assert ends <= leaves - {task.values["UID"]}
        assert task.is_leaf or not ends
    assert not [task for task in tasks if task.values["Name"].startswith("2.2 ")]


def test_a_step_with_working_time_runs_for_it_and_a_decision_is_its_meeting(
    in_time: Timetable,
) -> None:
    """40 working days from Monday 29 June 2026 end on Friday 21 August; no holiday between."""
    _, tasks = read(in_time)
    due_diligence = named(tasks, "1.10 ")
    assert due_diligence.values["Start"] == "2026-06-29T08:00:00"
    assert due_diligence.values["Finish"] == "2026-08-21T17:00:00"
    assert due_diligence.values["Duration"] == "PT320H0M0S"
    assert due_diligence.values["Milestone"] == "0"
    decision = named(tasks, "1.8 In-principle cabinet decisions taken: Northmere")
    assert decision.values["Start"] == decision.values["Finish"] == "2026-06-16T17:00:00"
    assert decision.values["Milestone"] == "1"
    assert decision.values["Duration"] == "PT0H0M0S"


def test_the_law_between_two_steps_is_a_lag(in_time: Timetable) -> None:
    """28 clear days end on the 29th; a decision of 16 June takes effect on 26 June, 10 days on."""
    _, tasks = read(in_time)
    notice = named(tasks, "1.7 In-principle forward-plan notices published: Northmere")
    decision = named(tasks, "1.8 In-principle cabinet decisions taken: Northmere")
    assert (notice.values["UID"], "1", timedelta(days=29)) in decision.links
    after = named(tasks, "1.9 ")
    assert (decision.values["UID"], "1", timedelta(days=10)) in after.links


def test_deadlines_are_last_lawful_days_and_constraints_hold_what_links_do_not(
    in_time: Timetable,
) -> None:
    """The assistance notice by 30 November 2026; go-live no earlier than 1 April 2027."""
    _, tasks = read(in_time)
    assert named(tasks, "2.4 ").values["Deadline"] == "2026-11-30T17:00:00"
    assert "Deadline" not in named(tasks, "8.6 ").values
    go_live = named(tasks, "11.1 ")
    assert go_live.values["ConstraintType"] == "4"
    assert go_live.values["ConstraintDate"] == "2027-04-01T17:00:00"
    assert named(tasks, "1.10 ").values["ConstraintType"] == "0"
    assert "ConstraintDate" not in named(tasks, "1.10 ").values


def test_what_is_done_is_complete_on_the_day_it_was_done(in_time: Timetable) -> None:
    """1.1 to 1.6 were done on 27 March 2026."""
    _, tasks = read(in_time)
    done = [task for task in tasks if task.values["PercentComplete"] == "100"]
    assert [task.values["Name"].split()[0] for task in done] == [
        *("1.1", "1.2", "1.3", "1.4", "1.5", "1.6")
    ]
    assert {task.values["ActualFinish"] for task in done} == {"2026-03-27T17:00:00"}
    assert {task.values["ConstraintType"] for task in done} == {"0"}


def test_the_calendar_closes_weekends_and_the_holidays_of_england_and_wales(
    in_time: Timetable,
) -> None:
    """Good Friday 2027 is 26 March and Easter Monday 29 March."""
    root, _ = read(in_time)
    working, every = root.iterfind(f"{NS}Calendars/{NS}Calendar")
    assert root.findtext(f"{NS}CalendarUID") == working.findtext(f"{NS}UID") == "1"
    assert [d.findtext(f"{NS}DayWorking") for d in working.iter(f"{NS}WeekDay")] == list("0111110")
    assert [d.findtext(f"{NS}DayWorking") for d in every.iter(f"{NS}WeekDay")] == list("1111111")
    holidays = _holidays(root)
    assert {date(2027, 3, 26): "Good Friday", date(2027, 3, 29): "Easter Monday"}.items() <= (
        holidays.items()
    )
    assert date(2026, 12, 28) in holidays


def test_a_program_that_knows_only_the_file_arrives_at_the_same_dates(worked: Timetable) -> None:
    """Links, lags, durations, constraints and the calendar are enough to schedule it again."""
    root, tasks = read(worked)
    holidays = _holidays(root)
    finished: dict[str, tuple[datetime, datetime]] = {}
    waiting = [task for task in tasks if task.is_leaf]
    while waiting:
        ready = [t for t in waiting if all(uid in finished for uid, _, _ in t.links)]
        assert ready, "the links go round in a circle"
        for task in ready:
            finished[task.values["UID"]] = _scheduled(task, finished, set(holidays))
            waiting.remove(task)
    for task in tasks:
        if task.is_leaf:
            assert finished[task.values["UID"]] == (task.at("Start"), task.at("Finish"))


def _scheduled(
    task: ReadTask, finished: dict[str, tuple[datetime, datetime]], closed: set[date]
) -> tuple[datetime, datetime]:
    """As soon as the file allows, in its calendar: the way of any project program."""
    if "ActualStart" in task.values:
        return task.at("ActualStart"), task.at("ActualFinish")
    allowed = [finished[uid][type_ == "1"] + lag for uid, type_, lag in task.links if type_ != "0"]
    if task.values["ConstraintType"] == "4":
        allowed.append(task.at("ConstraintDate"))
    start = max(allowed)
    days = int(re.sub(r"\D", "", task.values["Duration"].split("H")[0])) // 8
    if not days:
        return start, start
    day = start.date() if start.time() == time(8) else start.date() + timedelta(days=1)
    worked: list[date] = []
    while len(worked) < days:
        if day.weekday() < 5 and day not in closed:
            worked.append(day)
        day += timedelta(days=1)
    return datetime.combine(worked[0], time(8)), datetime.combine(worked[-1], time(17))


def test_links_of_other_kinds_keep_their_kind_and_gap(in_time: Timetable) -> None:
    """Shadowing may start ten days after the build has; the build may not end before it has."""
    where = in_time.situation
    calendar = where.calendar("england-and-wales", None)
    build, shadowing = StepId("9.2"), StepId("9.3")
    ten = Gap(amount=10, unit="days", calendar=calendar)
    links = (
        Link(before=build, after=shadowing, kind="start-to-start", least=ten),
        Link(before=shadowing, after=StepId("9.4"), kind="finish-to-finish"),
    )
    found = draw_up(replace(where, links=links))
    _, tasks = read(found)
    kinds = {type_ for _, type_, _ in named(tasks, "9.3 ").links}
    assert "3" in kinds
    assert "0" in {type_ for _, type_, _ in named(tasks, "9.4 ").links}


def test_a_milestone_on_a_closed_day_keeps_its_day(in_time: Timetable) -> None:
    """1 May 2027 is a Saturday: the task is given the calendar in which every day is open."""
    where = in_time.situation
    weekend = replace(where, expiry_on=date(2027, 4, 30), commencement_on=date(2027, 5, 1))
    _, tasks = read(draw_up(weekend))
    go_live = named(tasks, "11.1 ")
    assert go_live.values["Start"] == "2027-05-01T17:00:00"
    assert go_live.values["CalendarUID"] == "2"


def test_a_hostile_name_stays_text(in_time: Timetable) -> None:
    """Also what XML cannot carry, and a name longer than the format allows."""
    where = in_time.situation
    name = '=1+1 <b>&"\x00' + "x" * 600
    parties = tuple(replace(party, name=name) for party in where.parties)
    _, tasks = read(draw_up(replace(where, parties=parties)))
    names = [task.values["Name"] for task in tasks]
    assert max(map(len, names)) == 512
    assert any('=1+1 <b>&"' in each for each in names)


def _holidays(root: ElementTree.Element) -> dict[date, str]:
    found = {}
    for each in root.iter(f"{NS}Exception"):
        assert each.findtext(f"{NS}DayWorking") == "0"
        day = each.findtext(f"{NS}TimePeriod/{NS}FromDate") or ""
        found[date.fromisoformat(day[:10])] = each.findtext(f"{NS}Name") or ""
    return found
