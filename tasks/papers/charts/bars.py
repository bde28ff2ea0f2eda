"""Costs and savings by year as bars: solid for a cost, hatched for a saving."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from tasks.drawing.lettering import legible, width_of
from tasks.papers.charts.amounts import Year, said

TEMPLATE = "charts/bars.svg.j2"

_WIDTH, _LEFT, _RIGHT = 680.0, 64.0, 668.0
_TOP, _BOTTOM, _HEIGHT = 44.0, 262.0, 300.0
_SIZE = 11.0
#: Of the room of a year, what its two bars take together.
_FILLED = 0.72
_STEPS = (1, 2, 5, 10)
_MOST_LINES = 6


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A bar, and its amount above it, or below it where it hangs; empty where there is no room."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    text: str
    text_y: float


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line across the chart and the amount it stands for."""

    y: float
    text: str


@dataclass(frozen=True, kw_only=True)
class YearName:
    """A year beneath its bars; empty where the names would run into one another."""

    x: float
    text: str


@dataclass(frozen=True, kw_only=True)
class Bars:
    """The chart, everything in its place, in pixels."""

    title: str
    description: str
    width: float
    height: float
    left: float
    right: float
    zero_y: float
    lines: tuple[Line, ...]
    bars: tuple[Bar, ...]
    names: tuple[YearName, ...]
    names_y: float


def bars(years: Sequence[Year]) -> Bars:
    """The chart of at least one year."""
    step = _step(years)
    low = _on_line(_least(years), step, ROUND_FLOOR)
    high = max(_on_line(_most(years), step, ROUND_CEILING), low + step)
    scale = (Decimal(str(_BOTTOM)) - Decimal(str(_TOP))) / (high - low)

    def y(amount: Decimal) -> float:
        return round(float(Decimal(str(_BOTTOM)) - (amount - low) * scale), 1)

    count = int((high - low) / step)
    levels = [low + step * number for number in range(count + 1)]
    return Bars(
        title="Costs and savings by year",
        description=_description(years),
        width=_WIDTH,
        height=_HEIGHT,
        left=_LEFT,
        right=_RIGHT,
        zero_y=y(Decimal(0)),
        lines=tuple(Line(y=y(level), text=said(level)) for level in levels),
        bars=tuple(_bars(years, y)),
        names=tuple(_names(years)),
        names_y=_BOTTOM + 20,
    )


def _bars(years: Sequence[Year], y: Callable[[Decimal], float]) -> Iterator[Bar]:
    room = (_RIGHT - _LEFT) / len(years)
    width = round(room * _FILLED / 2, 1)
    for place, year in enumerate(years):
        start = _LEFT + room * place + room * (1 - _FILLED) / 2
        for number, (kind, amount) in enumerate((("cost", year.cost), ("saving", year.saving))):
            top, foot = sorted((y(amount), y(Decimal(0))))
            text = said(amount) if width_of(said(amount), _SIZE) <= room * _FILLED / 2 + 8 else ""
            yield Bar(
                kind=kind,
                x=round(start + width * number, 1),
                y=top,
                width=width,
                height=round(foot - top, 1),
                text=text,
                text_y=top - 5 if amount >= 0 else foot + 13,
            )


def _names(years: Sequence[Year]) -> Iterator[YearName]:
    room = (_RIGHT - _LEFT) / len(years)
    widest = max(width_of(year.name, _SIZE) for year in years) + 8
    every = int(-(-widest // room))
    for place, year in enumerate(years):
        if place % every == 0:
            yield YearName(x=round(_LEFT + room * (place + 0.5), 1), text=legible(year.name))


def _description(years: Sequence[Year]) -> str:
    told = "; ".join(
        f"{year.name}: cost {_whole(year.cost)}, saving {_whole(year.saving)}" for year in years
    )
    return legible(
        f"For each year a solid bar for the cost and a hatched one for the saving. {told}."
    )


def _whole(amount: Decimal) -> str:
    return f"{'-' if amount < 0 else ''}£{abs(amount):,.0f}"


def _most(years: Sequence[Year]) -> Decimal:
    return max(Decimal(0), *(max(year.cost, year.saving) for year in years))


def _least(years: Sequence[Year]) -> Decimal:
    return min(Decimal(0), *(min(year.cost, year.saving) for year in years))


def _on_line(amount: Decimal, step: Decimal, rounding: str) -> Decimal:
    return (amount / step).to_integral_value(rounding) * step


def _step(years: Sequence[Year]) -> Decimal:
    """The distance of the lines: 1, 2 or 5 with noughts, so that there are few of them."""
    span = (_most(years) - _least(years)) or Decimal(1)
    power = Decimal(10) ** ((span / _MOST_LINES).adjusted())
    return next(power * each for each in _STEPS if span / (power * each) <= _MOST_LINES)
