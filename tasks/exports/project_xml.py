"""A plan in Microsoft's Project XML (MSPDI), which MS Project opens and others import.

Elements stand in the order of the published schema: MS Project refuses a file that has another.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from rules.calendars import WorkingCalendar
from rules.situation import StepId
from rules.timetable import Timetable
from tasks.drawing.lettering import legible
from tasks.exports.project_links import DAY_ENDS, DAY_STARTS, StepLink
from tasks.exports.project_tasks import CALENDAR, ProjectTask, project_tasks

NAMESPACE = "http://schemas.microsoft.com/project"
#: Numbers that the schema gives: of calendars, constraints, links and ways to show a duration.
WORKING_DAYS, EVERY_DAY = 1, 2
AS_SOON_AS_POSSIBLE, START_NO_EARLIER = 0, 4
LINK_TYPES = {"finish-to-finish": 0, "finish-to-start": 1, "start-to-start": 3}
_DAYS, _ELAPSED_DAYS = 7, 8
_FIXED_DURATION = 1
_LONGEST_NAME = 512
_HOURS = 8
#: The hours of a working day, with an hour's break.
_SHIFTS = (("08:00:00", "12:00:00"), ("13:00:00", "17:00:00"))


def project_xml(timetable: Timetable) -> bytes:
    """The plan as an XML document, its deadlines the last lawful days."""
    where = timetable.situation
    tasks = project_tasks(timetable)
    start, finish = min(task.start for task in tasks), max(task.finish for task in tasks)
    project = Element("Project", xmlns=NAMESPACE)
    _fill(
        project,
        SaveVersion=14,
        Name=f"{where.reference}.xml",
        Title=f"Plan of {where.reference}, {where.today}",
        ScheduleFromStart=1,
        StartDate=datetime.combine(start.date(), DAY_STARTS),
        FinishDate=finish,
        CurrencyCode="GBP",
        CalendarUID=WORKING_DAYS,
        DefaultStartTime=DAY_STARTS.isoformat(),
        DefaultFinishTime=DAY_ENDS.isoformat(),
        MinutesPerDay=60 * _HOURS,
        MinutesPerWeek=300 * _HOURS,
        DaysPerMonth=20,
        DurationFormat=_DAYS,
        HonorConstraints=1,
        StatusDate=datetime.combine(where.today, DAY_ENDS),
        CurrentDate=datetime.combine(where.today, DAY_STARTS),
    )
    calendar = where.calendar(CALENDAR, None)
    _calendars(SubElement(project, "Calendars"), calendar, start.date(), finish.date())
    listed = SubElement(project, "Tasks")
    numbers = {task.planned.id: n for n, task in enumerate(tasks, start=1) if task.planned}
    for number, task in enumerate(tasks, start=1):
        _task(SubElement(listed, "Task"), number, task, numbers)
    indent(project)
    made: bytes = tostring(project, encoding="utf-8", xml_declaration=True)
    return made


def _calendars(into: Element, calendar: WorkingCalendar, first: date, last: date) -> None:
    named = SubElement(into, "Calendar")
    _fill(named, UID=WORKING_DAYS, Name="England and Wales", IsBaseCalendar=1, BaseCalendarUID=-1)
    _week(named, [day not in calendar.closed_weekdays for day in range(7)])
    exceptions = SubElement(named, "Exceptions")
    for day, name in _holidays(calendar, first, last):
        one = SubElement(exceptions, "Exception")
        _fill(one, EnteredByOccurrences=0)
        _fill(SubElement(one, "TimePeriod"), FromDate=f"{day}T00:00:00", ToDate=f"{day}T23:59:00")
        _fill(one, Occurrences=1, Name=name, Type=1, DayWorking=0)
    every = SubElement(into, "Calendar")
    _fill(every, UID=EVERY_DAY, Name="Every day", IsBaseCalendar=1, BaseCalendarUID=-1)
    _week(every, [True] * 7)


def _week(calendar: Element, open_days: list[bool]) -> None:
    """The seven days, Monday first in `open_days`; the format counts them from Sunday as 1."""
    days = SubElement(calendar, "WeekDays")
    for number in range(1, 8):
        is_open = open_days[(number - 2) % 7]
        day = SubElement(days, "WeekDay")
        _fill(day, DayType=number, DayWorking=int(is_open))
        if is_open:
            times = SubElement(day, "WorkingTimes")
            for begins, ends in _SHIFTS:
                _fill(SubElement(times, "WorkingTime"), FromTime=begins, ToTime=ends)


def _holidays(calendar: WorkingCalendar, first: date, last: date) -> Iterator[tuple[date, str]]:
    """Closed days other than weekends, from a plan's first year to the one after its last."""
    day = max(date(first.year, 1, 1), calendar.first_day)
    until = min(date(last.year + 1, 12, 31), calendar.known_until)
    while day <= until:
        why = calendar.why_closed(day)
        if why and day.weekday() not in calendar.closed_weekdays:
            yield day, why
        day += timedelta(days=1)


def _task(into: Element, number: int, task: ProjectTask, numbers: dict[StepId, int]) -> None:
    summary = task.planned is None
    duration = f"PT{task.working_days * _HOURS}H0M0S"
    constraint = START_NO_EARLIER if task.is_held else AS_SOON_AS_POSSIBLE
    _fill(
        into,
        UID=number,
        ID=number,
        Name=task.name[:_LONGEST_NAME],
        Active=1,
        Manual=0,
        Type=_FIXED_DURATION,
        IsNull=0,
        WBS=task.outline,
        OutlineNumber=task.outline,
        OutlineLevel=task.level,
        Start=task.start,
        Finish=task.finish,
        Duration=duration,
        DurationFormat=_DAYS,
        EffortDriven=0,
        Estimated=0,
        Milestone=int(not summary and task.working_days == 0),
        Summary=int(summary),
        PercentComplete=100 if task.done else 0,
        ActualStart=task.start if task.done else None,
        ActualFinish=task.finish if task.done else None,
        ActualDuration=duration if task.done else "PT0H0M0S",
        RemainingDuration="PT0H0M0S" if task.done else duration,
        ConstraintType=constraint,
        CalendarUID=EVERY_DAY if task.any_day else None,
        ConstraintDate=task.start if task.is_held else None,
        Deadline=task.deadline,
        IgnoreResourceCalendar=1 if task.any_day else None,
        Notes=task.note or None,
    )
    for link in task.links:
        _link(SubElement(into, "PredecessorLink"), link, numbers[link.before])


def _link(into: Element, link: StepLink, before: int) -> None:
    tenths_of_minutes = round(link.lag.total_seconds() / 6)
    _fill(
        into,
        PredecessorUID=before,
        Type=LINK_TYPES[link.kind],
        CrossProject=0,
        LinkLag=tenths_of_minutes,
        LagFormat=_ELAPSED_DAYS if tenths_of_minutes else _DAYS,
    )


def _fill(into: Element, **values: object) -> None:
    """Adds an element for each value that there is, in the order given."""
    for name, value in values.items():
        if value is not None:
            text = value.isoformat() if isinstance(value, datetime) else str(value)
            SubElement(into, name).text = legible(text)
