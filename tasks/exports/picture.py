"""The timeline as values, everything in its place: what its template is given, in pixels."""

from __future__ import annotations

from dataclasses import dataclass

from tasks.drawing.axis import Axis, Month
from tasks.drawing.lettering import Label
from tasks.exports.marks import Marks


@dataclass(frozen=True, kw_only=True)
class LegendItem:
    """A sign and its meaning, and where the two stand."""

    kind: str
    text: str
    x: float
    y: float


@dataclass(frozen=True, kw_only=True)
class Row:
    """A step as drawn: its top and height, its name in lines, and its marks."""

    y: float
    height: float
    key: str
    lines: tuple[str, ...]
    marks: Marks


@dataclass(frozen=True, kw_only=True)
class DrawnLane:
    """A lane as drawn: its heading, `heading` high, then its rows. `meetings` are places in it."""

    y: float
    heading: float
    height: float
    lines: tuple[str, ...]
    meetings: tuple[float, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class Band:
    """A window across every lane; neighbours are hatched in turn this way and that."""

    x: float
    width: float
    pattern: int


@dataclass(frozen=True, kw_only=True)
class Picture:
    """The whole timeline. The lanes lie between `top` and `bottom`; labels stand at `labels_y`.

    `expiry_x` is None for a contract that expired before the axis begins.
    """

    width: float
    height: float
    title: str
    description: str
    summary: tuple[str, ...]
    legend: tuple[LegendItem, ...]
    labels: tuple[Label, ...]
    labels_y: float
    axis: Axis
    months: tuple[Month, ...]
    top: float
    bottom: float
    bands: tuple[Band, ...]
    today_x: float
    expiry_x: float | None
    lanes: tuple[DrawnLane, ...]
