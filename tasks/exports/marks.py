"""A step as it is drawn: its bar, its shapes, and what is written beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from rules.arithmetic import plural, spoken
from rules.situation import Situation
from rules.timetable import PlannedStep
from tasks.drawing.axis import Axis
from tasks.drawing.lettering import legible, short_date, width_of
from tasks.exports.lanes import party_name, short_by

Kind = Literal["earliest", "meeting", "unlisted", "target", "safe", "legal", "late"]
#: Half the width of the widest shape, and the size of what is written beside it.
_REACH, _SIZE = 11, 11


@dataclass(frozen=True, kw_only=True)
class Shape:
    """A shape at the place of a day on the axis; each kind has a form of its own."""

    kind: Kind
    on: date
    x: float


@dataclass(frozen=True, kw_only=True)
class Bar:
    """Slack between two places, thin, or a conflict: thick, hatched, from limit to earliest day."""

    kind: Literal["slack", "conflict"]
    x: float
    width: float
    height: float


@dataclass(frozen=True, kw_only=True)
class Passed:
    """The governing day of a step, where it lies before the axis begins."""

    kind: Kind
    text: str


@dataclass(frozen=True, kw_only=True)
class Note:
    """The last day drawn of a step, written beside its shape."""

    text: str
    x: float
    width: float


@dataclass(frozen=True, kw_only=True)
class Marks:
    """All that is drawn for one step; `says` is all of it in words."""

    bar: Bar | None
    shapes: tuple[Shape, ...]
    passed: Passed | None
    slack: str
    is_late: bool
    note: Note | None
    says: str


def marks(where: Situation, planned: PlannedStep, axis: Axis) -> Marks:
    """What is drawn of a step. Of limits on one day only the firmest is drawn."""
    kinds = _limits(planned)
    shapes = _shapes(where, planned, kinds, axis)
    last = max((shape.on for shape in shapes), default=None)
    return Marks(
        bar=_bar(planned, axis),
        shapes=tuple(shapes),
        passed=_passed(kinds, axis),
        slack=_slack(planned),
        is_late=short_by(planned) > 0,
        note=_note(last, axis) if last else None,
        says=legible(_says(where, planned)),
    )


def _limits(planned: PlannedStep) -> dict[date, Kind]:
    """The days of its limits, firmest first, and the firmest limit that falls on each."""
    found: dict[date, Kind] = {}
    limits: tuple[tuple[Kind, date | None], ...] = (
        ("legal", planned.legal_limit),
        ("safe", planned.safe_limit),
        ("target", planned.target_on),
    )
    for kind, day in limits:
        if day:
            found.setdefault(day, kind)
    return found


def _shapes(
    where: Situation, planned: PlannedStep, kinds: dict[date, Kind], axis: Axis
) -> list[Shape]:
    """Every shape that the axis holds, those to be drawn on top last."""
    known = planned.meeting_on in where.meetings.get(planned.id.council or "", ())
    days: list[tuple[Kind, date | None]] = [
        ("meeting" if known else "unlisted", planned.meeting_on)
    ]
    days += [(kind, day) for day, kind in reversed(kinds.items())]
    first: Kind = "late" if short_by(planned) else "earliest"
    days.insert(len(days) if first == "late" else 0, (first, planned.earliest_on))
    return [
        Shape(kind=kind, on=day, x=axis.x(day)) for kind, day in days if day and axis.holds(day)
    ]


def _bar(planned: PlannedStep, axis: Axis) -> Bar | None:
    limit, earliest = planned.legal_limit, planned.earliest_on
    if limit is None or earliest is None or limit == earliest:
        return None
    start, end = axis.x(min(limit, earliest)), axis.x(max(limit, earliest))
    width = round(end - start, 1)
    if earliest > limit:
        return Bar(kind="conflict", x=start, width=width, height=10)
    return Bar(kind="slack", x=start, width=width, height=4)


def _passed(kinds: dict[date, Kind], axis: Axis) -> Passed | None:
    for day, kind in kinds.items():
        if day < axis.first:
            return Passed(kind=kind, text=short_date(day))
        return None
    return None


def _slack(planned: PlannedStep) -> str:
    if short := short_by(planned):
        return f"{short} short"
    if planned.slack_working_days is None:
        return ""
    return plural(planned.slack_working_days, "day")


def _note(day: date, axis: Axis) -> Note:
    text = short_date(day)
    return Note(text=text, x=axis.x(day) + _REACH + 3, width=width_of(text, _SIZE))


def _says(where: Situation, planned: PlannedStep) -> str:
    """The row in words: what an SVG viewer shows when the pointer rests on it."""
    who = party_name(where, planned.id.council)
    parts = [f"{planned.id.key} {planned.step.name}" + (f" ({who})" if who else "")]
    days = (
        ("earliest", planned.earliest_on),
        ("last lawful day", planned.legal_limit),
        ("safe last day", planned.safe_limit),
        ("target", planned.target_on),
        ("meeting", planned.meeting_on),
    )
    parts += [f"{what} {spoken(day)}" for what, day in days if day]
    if short := short_by(planned):
        parts.append(f"{plural(short, 'working day')} short")
    return "; ".join(parts)
