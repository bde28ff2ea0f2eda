"""Where everything in the timeline stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rules.situation import Situation
from rules.timetable import PlannedStep
from tasks.drawing.axis import Axis, axis_over
from tasks.drawing.lettering import kept_apart, legible, short_date, width_of, wrapped
from tasks.exports.lanes import Lane
from tasks.exports.marks import marks
from tasks.exports.picture import Band, DrawnLane, LegendItem, Picture, Row

#: Across, in pixels: the margin, the room for a step's name, the axis, the room for its notes.
_MARGIN, _NAME_WIDTH, _HEADING_WIDTH = 16, 290, 510
_AXIS_X, _AXIS_WIDTH, _NOTES = 550, 680, 94
_WIDTH = _AXIS_X + _AXIS_WIDTH + _NOTES + _MARGIN
#: Down: a line of text, what surrounds the lines of a row, a row of labels, a row of the legend.
_LINE, _AROUND, _LABEL_ROW, _LEGEND_ROW = 15, 11, 19, 24
#: The room that the names of the months take above the lanes and below them.
_MONTHS = 40
_TEXT, _SUMMARY, _HEADING = 12, 13, 14
_LEGEND = (
    ("earliest", "earliest day"),
    ("slack", "slack"),
    ("target", "target"),
    ("safe", "safe last day, on the strictest reading"),
    ("legal", "last lawful day, or the last that serves the rest"),
    ("meeting", "meeting"),
    ("unlisted", "meeting needed that is in no list"),
    ("conflict", "conflict: past the last day"),
    ("late", "earliest day, too late"),
    ("window", "window that keeps steps out"),
)


def laid_out(where: Situation, lanes: tuple[Lane, ...], title: str, description: str) -> Picture:
    """The timeline of these lanes with everything in its place."""
    axis = axis_over(where.today, _last_day(where, lanes), _AXIS_X, _AXIS_WIDTH)
    summary = wrapped(description, _WIDTH - 2 * _MARGIN, _SUMMARY)
    legend = tuple(_legend(52 + 18 * len(summary)))
    labels = kept_apart(_labels(where, axis), _MARGIN, axis.right + _NOTES, _TEXT)
    labels_y = legend[-1].y + 32 + _LABEL_ROW * max(label.row for label in labels)
    drawn = tuple(_lanes(where, lanes, axis, labels_y + 10 + _MONTHS))
    bottom = drawn[-1].y + drawn[-1].height
    return Picture(
        width=_WIDTH,
        height=bottom + _MONTHS + 8,
        title=title,
        description=description,
        summary=summary,
        legend=legend,
        labels=labels,
        labels_y=labels_y,
        axis=axis,
        months=tuple(axis.months()),
        top=drawn[0].y,
        bottom=bottom,
        bands=tuple(_bands(where, axis)),
        today_x=axis.x(where.today),
        expiry_x=axis.x(where.expiry_on) if axis.holds(where.expiry_on) else None,
        lanes=drawn,
    )


def _last_day(where: Situation, lanes: tuple[Lane, ...]) -> date:
    """The last day that anything but a window is drawn on."""
    days = [where.today, where.expiry_on, where.commencement_on]
    for planned in (planned for lane in lanes for planned in lane.steps):
        days += [day for day in _days(planned) if day]
    return max(days)


def _days(planned: PlannedStep) -> tuple[date | None, ...]:
    limits = (planned.legal_limit, planned.safe_limit, planned.target_on)
    return (planned.earliest_on, planned.meeting_on, *limits)


def _legend(y: float) -> Iterator[LegendItem]:
    x: float = _MARGIN
    for kind, text in _LEGEND:
        width = 34 + width_of(text, _TEXT) + 12
        if x + width > _WIDTH - _MARGIN:
            x, y = _MARGIN, y + _LEGEND_ROW
        yield LegendItem(kind=kind, text=text, x=round(x, 1), y=y)
        x += width


def _labels(where: Situation, axis: Axis) -> Iterator[tuple[float, str]]:
    yield axis.x(where.today), f"today, {short_date(where.today)}"
    if axis.holds(where.expiry_on):
        yield axis.x(where.expiry_on), f"contract expires, {short_date(where.expiry_on)}"
    for window in where.windows:
        if window.opens_on <= axis.last and window.closes_on >= axis.first:
            span = f"{short_date(window.opens_on)} to {short_date(window.closes_on)}"
            yield axis.x(window.opens_on), legible(f"{window.name}, {span}")


def _bands(where: Situation, axis: Axis) -> Iterator[Band]:
    shown = sorted(where.windows, key=lambda window: (window.opens_on, window.name))
    for number, window in enumerate(shown):
        if window.opens_on <= axis.last and window.closes_on >= axis.first:
            x, days = axis.x(window.opens_on), (window.closes_on - axis.first).days + 1
            end = min(axis.left + axis.width * days / axis.days, axis.right)
            yield Band(x=x, width=round(end - x, 1), pattern=number % 2 + 1)


def _lanes(where: Situation, lanes: tuple[Lane, ...], axis: Axis, y: float) -> Iterator[DrawnLane]:
    for lane in lanes:
        text = f"{lane.name} ({lane.detail})" + ("" if lane.steps else ": nothing to draw")
        lines = wrapped(text, _HEADING_WIDTH, _HEADING, bold=True)
        heading = 18 * len(lines) + 10
        rows = tuple(_rows(where, lane, axis, y + heading))
        height = heading + sum(row.height for row in rows)
        places = tuple(axis.x(day) for day in lane.meetings if axis.holds(day))
        yield DrawnLane(
            y=y, heading=heading, height=height, lines=lines, meetings=places, rows=rows
        )
        y += height


def _rows(where: Situation, lane: Lane, axis: Axis, y: float) -> Iterator[Row]:
    for planned in lane.steps:
        lines = wrapped(planned.step.name, _NAME_WIDTH, _TEXT)
        height = _LINE * len(lines) + _AROUND
        drawn = marks(where, planned, axis)
        yield Row(y=y, height=height, key=planned.id.key, lines=lines, marks=drawn)
        y += height
