"""The timeline as a page: the picture, and below it the same facts as tables."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from rules.arithmetic import plural
from rules.timetable import PlannedStep, Timetable
from tasks.drawing.lettering import legible
from tasks.exports.lanes import Lane, lanes, short_by
from tasks.exports.picture import Picture
from tasks.exports.timeline import description, picture
from tasks.papers.rendering import environment
from tasks.papers.vocabulary import TEMPLATES

TEMPLATE = "pages/timeline.html.j2"


@dataclass(frozen=True, kw_only=True)
class StepRow:
    """An open step in the table; `note` says what its dates do not."""

    key: str
    name: str
    earliest_on: date | None
    legal_limit: date | None
    safe_limit: date | None
    target_on: date | None
    meeting_on: date | None
    slack: str
    is_late: bool
    rule: str
    note: str


@dataclass(frozen=True, kw_only=True)
class LaneRows:
    """The rows of a lane, under its name; `meetings` are days known on which its body meets."""

    name: str
    detail: str
    meetings: tuple[date, ...]
    rows: tuple[StepRow, ...]


@dataclass(frozen=True, kw_only=True)
class WindowRow:
    """A span that keeps steps out, both ends inclusive."""

    name: str
    opens_on: date
    closes_on: date
    basis: str


@dataclass(frozen=True, kw_only=True)
class TimelinePage:
    """All that the template of the page uses."""

    reference: str
    today: date
    expiry_on: date
    commencement_on: date
    summary: str
    over: int
    picture: Picture
    lanes: tuple[LaneRows, ...]
    windows: tuple[WindowRow, ...]


def timeline_page(timetable: Timetable) -> str:
    """The page as HTML, with everything it needs in it."""
    page = page_of(timetable)
    values = {field.name: getattr(page, field.name) for field in fields(page)}
    return environment(TEMPLATES).get_template(TEMPLATE).render(values)


def page_of(timetable: Timetable) -> TimelinePage:
    """The page as its template is given it."""
    where = timetable.situation
    found = lanes(timetable)
    drawn = picture(timetable)
    return TimelinePage(
        reference=where.reference,
        today=where.today,
        expiry_on=where.expiry_on,
        commencement_on=where.commencement_on,
        summary=description(timetable),
        over=len(timetable.steps) - sum(len(lane.steps) for lane in found),
        picture=drawn,
        lanes=tuple(_lane(lane) for lane in found),
        windows=tuple(
            WindowRow(
                name=legible(window.name),
                opens_on=window.opens_on,
                closes_on=window.closes_on,
                basis=legible(window.basis),
            )
            for window in sorted(where.windows, key=lambda each: (each.opens_on, each.name))
            if window.opens_on <= drawn.axis.last and window.closes_on >= drawn.axis.first
        ),
    )


def _lane(lane: Lane) -> LaneRows:
    return LaneRows(
        name=legible(lane.name),
        detail=legible(lane.detail),
        meetings=lane.meetings,
        rows=tuple(_row(planned) for planned in lane.steps),
    )


def _row(planned: PlannedStep) -> StepRow:
    late, slack = short_by(planned), planned.slack_working_days
    words = f"{plural(late, 'working day')} short" if late else ""
    if slack is not None and not late:
        words = plural(slack, "working day")
    return StepRow(
        key=planned.id.key,
        name=legible(planned.step.name),
        earliest_on=planned.earliest_on,
        legal_limit=planned.legal_limit,
        safe_limit=planned.safe_limit,
        target_on=planned.target_on,
        meeting_on=planned.meeting_on,
        slack=words,
        is_late=late > 0,
        rule=planned.rule or "",
        note=legible(planned.note),
    )
