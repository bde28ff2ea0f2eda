"""The 480 networks of the academic benchmark PSPLIB, set j30, give the published critical path."""

from __future__ import annotations

import gzip
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from rules.backward import backward
from rules.calendars import WorkingCalendar
from rules.forward import Forward
from rules.schedule import Link, Pass, Schedule, Task

FILE = Path(__file__).parent / "data" / "psplib_j30_cpm.jsonl.gz"
TODAY = date(2026, 3, 2)
#: Every day is open, so that a working day is a unit of the benchmark.
OPEN = WorkingCalendar(
    name="open",
    title="Open every day",
    published_on=date(2026, 1, 1),
    first_day=date(2026, 1, 1),
    known_until=date(2027, 12, 31),
    holidays=(),
    closed_weekdays=frozenset(),
)


def published() -> list[dict[str, Any]]:
    """The networks: id, durations and successors of 32 jobs, and the published length."""
    with gzip.open(FILE, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


NETWORKS = published()


def schedule_of(network: dict[str, Any]) -> Schedule:
    """Its jobs as tasks, numbered from 1 as published."""
    tasks = [
        Task(id=job, calendar=OPEN, working_days=duration)
        for job, duration in enumerate(network["durations"], 1)
    ]
    links = [
        Link(before=job, after=after)
        for job, successors in enumerate(network["successors"], 1)
        for after in successors
    ]
    return Schedule(tasks, links)


def both_passes(network: dict[str, Any]) -> tuple[Schedule, Pass, Pass]:
    """Forward from today, and backward from the published length after it."""
    schedule = schedule_of(network)
    end = TODAY + timedelta(days=network["mpm_time"])
    early = Forward(schedule).run(TODAY)
    return schedule, early, backward(schedule, {network["jobs"]: end})


def test_the_file_holds_the_whole_set_of_480_networks_of_32_jobs():
    """Forty-eight parameter settings with ten instances each, every one with its length."""
    names = {f"j30{setting}_{instance}" for setting in range(1, 49) for instance in range(1, 11)}
    assert {network["id"] for network in NETWORKS} == names
    assert len(NETWORKS) == 480
    for network in NETWORKS:
        assert network["jobs"] == len(network["durations"]) == len(network["successors"]) == 32
        assert network["mpm_time"] > 0


@pytest.mark.parametrize("network", NETWORKS, ids=[network["id"] for network in NETWORKS])
def test_the_forward_pass_gives_the_published_critical_path_length(network):
    """The last job is over as many days after today as was published, and no job is later."""
    schedule, early, late = both_passes(network)
    last = schedule.place[network["jobs"]]
    assert (
        early.finish[last] - TODAY.toordinal()
        == network["mpm_time"]
        == max(finish - TODAY.toordinal() for finish in early.finish)
    )
    slack = [b - a for a, b in zip(early.start, late.start, strict=True)]
    assert slack == [b - a for a, b in zip(early.finish, late.finish, strict=True)]
    assert min(slack) == 0
    assert is_critical_chain(schedule, early, slack, first=schedule.place[1], last=last)


def is_critical_chain(
    schedule: Schedule, early: Pass, slack: list[int], *, first: int, last: int
) -> bool:
    """Whether jobs without slack lead from first to last, each over as the next one starts."""
    reached, waiting = {first}, [first]
    while waiting:
        i = waiting.pop()
        for j in schedule.plain_after[i]:
            tight = slack[i] == slack[j] == 0 and early.finish[i] == early.start[j]
            if tight and j not in reached:
                reached.add(j)
                waiting.append(j)
    return last in reached
