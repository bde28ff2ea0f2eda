"""The main dates of a paper as a picture: a row for each, a sign on its day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tasks.drawing.axis import Axis, Month, axis_over
from tasks.drawing.lettering import legible, short_date, width_of, wrapped
from tasks.papers.wording import long_date, sentence

TEMPLATE = "charts/milestones.svg.j2"

_WIDTH, _NAMES, _RIGHT = 680.0, 268.0, 672.0
_TOP, _LINE, _SIZE = 66.0, 14.0, 11.0
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


@dataclass(frozen=True, kw_only=True)
class Row:
    """A milestone: its name in lines, its sign, and its day beside the sign."""

    y: float
    height: float
    lines: tuple[str, ...]
    sign: str
    x: float
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


def milestones(days: Sequence[tuple[date, str, str]]) -> Milestones:
    """The chart of at least one day, each with what it is and its kind, in the order given."""
    axis = axis_over(min(d for d, *_ in days), max(d for d, *_ in days), _NAMES, _RIGHT - _NAMES)
    rows: list[Row] = []
    y = _TOP
    for day, what, kind in days:
        row = _row(axis, y, day, what, kind)
        rows.append(row)
        y += row.height
    return Milestones(
        title="Main dates",
        description=_description(days),
        width=_WIDTH,
        height=y + 12,
        top=_TOP,
        bottom=y,
        axis=axis,
        months=tuple(axis.months()),
        keys=_keys(rows),
        rows=tuple(rows),
    )


def _row(axis: Axis, y: float, day: date, what: str, kind: str) -> Row:
    lines = wrapped(sentence(what), _NAMES - 20, _SIZE)
    x, text = axis.x(day), short_date(day)
    is_left = x + 12 + width_of(text, _SIZE) > _RIGHT
    return Row(
        y=y,
        height=_LINE * len(lines) + 8,
        lines=lines,
        sign=_SIGNS.get(kind, "ring"),
        x=x,
        text=text,
        text_x=x - 11 if is_left else x + 11,
        is_left=is_left,
    )


def _keys(rows: Sequence[Row]) -> tuple[Key, ...]:
    found: list[Key] = []
    x = 12.0
    for sign in dict.fromkeys(row.sign for row in rows):
        text = _MEANINGS[sign]
        found.append(Key(sign=sign, text=text, x=x))
        x += 34 + width_of(text, _SIZE)
    return tuple(found)


def _description(days: Sequence[tuple[date, str, str]]) -> str:
    told = "; ".join(f"{long_date(day)}, {what} ({kind})" for day, what, kind in days)
    return legible(f"A row for each date, in the order of the table that follows: {told}.")
