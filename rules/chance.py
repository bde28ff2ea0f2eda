"""The chance of going live by a day, and what it hangs on: from many runs of the plan."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from rules.errors import InputError
from rules.schedule import NEVER
from rules.simulation import Block, Model, simulate
from rules.situation import DecisionId, Situation, StepId

#: The days are given by which so many runs in a hundred have gone live.
PERCENTILES = (10, 50, 80, 90)


@dataclass(frozen=True, kw_only=True)
class Driving:
    """How far one step drives the day of go-live.

    `on_chain` is the share of runs in which go-live waits for it. `correlation` is that of its
    drawn working time with the day of go-live, by ranks, from -1 to 1; None for a step that is not
    drawn, or where either never varies.
    """

    step: StepId
    on_chain: float
    correlation: float | None


@dataclass(frozen=True, kw_only=True)
class Missing:
    """How often a decision came after its chosen meeting, and after every meeting that is known.

    Both are shares of the runs. `chosen_on` and `chosen` are None where no meeting was chosen.
    """

    decision: DecisionId
    chosen_on: date | None
    chosen: float | None
    known: float


@dataclass(frozen=True, kw_only=True)
class Chance:
    """What so many runs gave. Every share is of all runs, from 0 to 1.

    `in_time` is the share that go live on commencement, `by` the share that have by each day on
    which any does. `percentiles` are the days by which so many in a hundred have, None where that
    is past what the calendars know. `past_calendars` is the share that are: they count as late.
    """

    seed: int
    runs: int
    commencement_on: date
    in_time: float
    by: tuple[tuple[date, float], ...]
    percentiles: Mapping[int, date | None]
    driving: tuple[Driving, ...]
    missing: tuple[Missing, ...]
    past_calendars: float


def chance(
    situation: Situation,
    *,
    runs: int = 10_000,
    seed: int = 1,
    processes: int = 1,
    progress: Callable[[int], object] | None = None,
) -> Chance:
    """The chance of going live by each day; `progress` is told how many runs are over.

    The same seed gives the same answer on however many processes. Raises: InputError without an
    estimate of an open step, or with nothing to run; CalendarHorizonPassed and RuleRefused where
    the plan itself cannot be drawn up.
    """
    for name, value in (("runs", runs), ("processes", processes)):
        if value < 1:
            raise InputError(f"{name} is {value}.", "1 or more.", "give a whole number.")
    model = Model(situation)
    if not model.estimates:
        raise _unestimated(situation)
    blocks: list[Block] = []
    over = 0
    for block in simulate(situation, seed, runs, processes):
        blocks.append(block)
        over += len(block.days)
        if progress:
            progress(over)
    return _told(model, seed, blocks)


def _unestimated(situation: Situation) -> InputError:
    return InputError(
        f"No open step of {situation.reference} has an estimate, so nothing is left to chance.",
        "low, likely and high working days of at least one step that is still to be done.",
        'give them in the transition file, under [estimates]: "9.4" = { low = 10, likely = 15, '
        "high = 30 }.",
    )


def _told(model: Model, seed: int, blocks: list[Block]) -> Chance:
    days = [day for block in blocks for day in block.days]
    runs, commencement_on = len(days), model.where.commencement_on
    counts = sorted(Counter(day for day in days if day != NEVER).items())
    totals = list(accumulate(count for _, count in counts))
    by = [(date.fromordinal(day), total) for (day, _), total in zip(counts, totals, strict=True)]
    return Chance(
        seed=seed,
        runs=runs,
        commencement_on=commencement_on,
        in_time=max((total for day, total in by if day <= commencement_on), default=0) / runs,
        by=tuple((day, total / runs) for day, total in by),
        percentiles={
            each: next((day for day, total in by if total * 100 >= each * runs), None)
            for each in PERCENTILES
        },
        driving=tuple(_driving(model, blocks, days)),
        missing=tuple(_missing(model, blocks, runs)),
        past_calendars=1 - max(totals, default=0) / runs,
    )


def _driving(model: Model, blocks: list[Block], days: list[int]) -> list[Driving]:
    """Every step that is drawn or was ever waited for, the most waited for first."""
    on_chain = sum((block.on_chain for block in blocks), Counter[int]())
    drawn = {
        place: [value for block in blocks for value in block.drawn[number]]
        for number, place in enumerate(model.estimates)
    }
    found = [
        Driving(
            step=at,
            on_chain=on_chain[place] / len(days),
            correlation=_by_ranks(drawn[place], days) if place in drawn else None,
        )
        for at in model.net.before
        if (place := model.schedule.place[at]) in on_chain or place in drawn
    ]
    return sorted(found, key=lambda each: (-each.on_chain, -(each.correlation or 0.0)))


def _missing(model: Model, blocks: list[Block], runs: int) -> Iterator[Missing]:
    for place, decision in model.decisions.items():
        chosen_on = model.where.chosen.get(decision)
        missed = sum(block.missed[place] for block in blocks) / runs
        yield Missing(
            decision=decision,
            chosen_on=chosen_on,
            chosen=missed if chosen_on else None,
            known=sum(block.unlisted[place] for block in blocks) / runs,
        )


def _by_ranks(first: list[int], second: list[int]) -> float | None:
    """Spearman's correlation; equal values share their mean rank."""
    if min(first) == max(first) or min(second) == max(second):
        return None
    return statistics.correlation(_ranks(first), _ranks(second))


def _ranks(values: list[int]) -> list[float]:
    counts = sorted(Counter(values).items())
    ends = accumulate(count for _, count in counts)
    rank = {value: end - (count - 1) / 2 for (value, count), end in zip(counts, ends, strict=True)}
    return [rank[value] for value in values]
