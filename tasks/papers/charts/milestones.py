"""The main dates of a paper as a picture: a row for each, a sign on each of its days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tasks.drawing.axis import Axis, Month, axis_over
from tasks.drawing.lettering import legible, short_date, width_of, wrapped
from tasks.papers.wording import long_date, sentence

TEMPLATE = "charts/milestones.svg.j2"

_WIDTH, _NAMES, _RIGHT = 680.0, 268.0, 672.0
_TOP, _LINE, _BETWEEN, _SIZE = 66.0, 14.0, 5.0, 11.0
#: What each kind of day is drawn as; the form tells it apart, not the colour.
_SIGNS = {
    "last day": "square",
    "safe last day": "triangle",
    "target": "ring",
    "first day": "arrow",
    "meeting": "diamond",
    "last day of the contract": "end",
    "first day of the service": "start",
}
_MEANINGS = {
    "square": "last day",
    "triangle": "safe last day",
    "ring": "target",
    "arrow": "first day",
    "diamond": "meeting",
    "end": "contract ends",
    "start": "service starts",
}


#: What a row stands for, and its days with the kind of each, earliest first; at least one.
Told = tuple[str, Sequence[tuple[date, str]]]


@dataclass(frozen=True, kw_only=True)
class Row:
    """A milestone: its name in lines, a sign with its place for each day, the days beside them."""

    y: float
    height: float
    lines: tuple[str, ...]
    signs: tuple[tuple[str, float], ...]
    text: str
    text_x: float
    is_left: bool


@dataclass(frozen=True, kw_only=True)
class Key:
    """A sign and its meaning, and where the two stand."""

    sign: str
    text: str
    x: float


@dataclass(frozen=True, kw_only=True)
class Milestones:
    """The chart, everything in its place, in pixels."""

    title: str
    description: str
    width: float
    height: float
    top: float
    bottom: float
    axis: Axis
    months: tuple[Month, ...]
    keys: tuple[Key, ...]
    rows: tuple[Row, ...]


def milestones(told: Sequence[Told]) -> Milestones:
    """The chart of at least one row, in the order given."""
    days = [day for _, limits in told for day, _ in limits]
    axis = axis_over(min(days), max(days), _NAMES, _RIGHT - _NAMES)
    rows: list[Row] = []
    y = _TOP
    for what, limits in told:
        row = _row(axis, y, what, limits)
        rows.append(row)
        y += row.height
    return Milestones(
        title="Main dates",
        description=_description(told),
        width=_WIDTH,
        height=y + 12,
        top=_TOP,
        bottom=y,
        axis=axis,
        months=tuple(axis.months()),
        keys=_keys(rows),
        rows=tuple(rows),
    )


def _row(axis: Axis, y: float, what: str, limits: Sequence[tuple[date, str]]) -> Row:
    lines = wrapped(sentence(what), _NAMES - 20, _SIZE)
    signs = tuple((_SIGNS.get(kind, "ring"), axis.x(day)) for day, kind in limits)
    text = ", ".join(dict.fromkeys(short_date(day) for day, _ in limits))
    is_left = signs[-1][1] + 12 + width_of(text, _SIZE) > _RIGHT
    return Row(
        y=y,
        height=_LINE * len(lines) + _BETWEEN,
        lines=lines,
        signs=signs,
        text=text,
        text_x=signs[0][1] - 11 if is_left else signs[-1][1] + 11,
        is_left=is_left,
    )


def _keys(rows: Sequence[Row]) -> tuple[Key, ...]:
    found: list[Key] = []
    x = 12.0
    for sign in dict.fromkeys(sign for row in rows for sign, _ in row.signs):
        text = _MEANINGS[sign]
        found.append(Key(sign=sign, text=text, x=x))
        x += 34 + width_of(text, _SIZE)
    return tuple(found)


def _description(told: Sequence[Told]) -> str:
    each = (f"{long_date(day)}, {what} ({kind})" for what, limits in told for day, kind in limits)
    every = "; ".join(each)
    return legible(f"A row for each date, in the order of the table that follows: {every}.")
