"""Planning beside named peers: a whole timetable, then both passes over random networks of tasks.

Every peer is given the same tasks and links, and has to come to the same last day.
"""

from __future__ import annotations

import csv
import math
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import networkx

from bench.measure import Figure, side_by_side
from rules.almanac import calendar
from rules.backward import backward
from rules.forward import Forward
from rules.schedule import Link, Schedule, Task

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "worked-2027.toml"
#: A Monday; 10,000 tasks from then are over while the calendar lasts.
TODAY = date(2013, 1, 7)
SEED = 1
#: A task follows two of so many that come before it, so that a network is deep as well as wide.
REACH = 40
SIZES = (100, 1_000, 10_000)

Drawn = tuple[list[Task], list[Link]]


def figures() -> Iterator[Figure]:
    """One timetable; 1,000 tasks beside each peer; and growth from 100 tasks to 10,000."""
    yield _timetable()
    tasks, links = drawn(1_000)
    schedule = Schedule(tasks, links)
    assert last_day(schedule) == _day_after(bare(schedule)) == _day_after(graph(tasks, links))
    yield side_by_side(
        "1,000 tasks, both passes",
        lambda: last_day(schedule),
        "the bare two passes on integers",
        lambda: bare(schedule),
        rounds=15,
        repeat=20,
        aim="at most 4",
    )
    yield side_by_side(
        "1,000 tasks, from lists: order, both passes",
        lambda: last_day(Schedule(tasks, links)),
        "networkx DiGraph",
        lambda: graph(tasks, links),
        repeat=5,
    )
    yield _task_juggler(tasks, links)
    yield from _growth()


def _timetable() -> Figure:
    """70 steps, three councils: both passes with law, calendars and meetings."""
    from models.reports import timetable_of
    from rules.dating import Dating
    from rules.network import network
    from rules.timetable import draw_up

    where = timetable_of(str(EXAMPLE), date(2026, 3, 31)).situation
    net = network(where, Dating(where))
    schedule = net.schedules["legal_limit"]
    return side_by_side(
        f"one timetable, {len(net.before)} steps",
        lambda: draw_up(where),
        "the bare two passes on integers",
        lambda: bare(schedule),
        repeat=5,
        peer_repeat=200,
    )


def drawn(size: int) -> Drawn:
    """So many tasks of 0 to 5 working days and their links, the same each time."""
    draw, england = random.Random(SEED), calendar("england-and-wales")
    tasks = [Task(id=i, calendar=england, working_days=draw.randint(0, 5)) for i in range(size)]
    links = [
        Link(before=before, after=after)
        for after in range(1, size)
        for before in sorted({draw.randrange(max(0, after - REACH), after) for _ in range(2)})
    ]
    return tasks, links


def last_day(schedule: Schedule) -> date:
    """Ours: the day on which everything is over, and the latest days that keep it."""
    early = Forward(schedule).run(TODAY)
    end = date.fromordinal(max(early.finish))
    late = backward(schedule, {task.id: end for task in schedule.tasks})
    assert late.start[0] >= early.start[0]
    return end


def bare(schedule: Schedule) -> int:
    """Nothing but the algorithm, in days without a calendar, over the same order and links."""
    before, after = schedule.plain_before, schedule.plain_after
    order, durations = schedule.order, schedule.working_days
    size = len(durations)
    finish, late = [0] * size, [0] * size
    start, latest = [0] * size, [0] * size
    for i in order:
        day = 0
        for j in before[i]:
            if finish[j] > day:
                day = finish[j]
        start[i] = day
        finish[i] = day + durations[i]
    end = max(finish)
    for i in reversed(order):
        day = end
        for j in after[i]:
            if latest[j] < day:
                day = latest[j]
        late[i] = day
        latest[i] = day - durations[i]
    assert latest[0] >= start[0]
    return end


def graph(tasks: list[Task], links: list[Link]) -> int:
    """The same on a graph of networkx, put in order by it."""
    made = networkx.DiGraph()
    made.add_nodes_from((task.id, {"days": task.working_days}) for task in tasks)
    made.add_edges_from((link.before, link.after) for link in links)
    order = list(networkx.topological_sort(made))
    days, before, after = dict(made.nodes(data="days")), made.pred, made.succ
    finish: dict[object, int] = {}
    for i in order:
        finish[i] = max((finish[j] for j in before[i]), default=0) + days[i]
    end = max(finish.values())
    latest: dict[object, int] = {}
    for i in reversed(order):
        latest[i] = min((latest[j] for j in after[i]), default=end) - days[i]
    return end


def _day_after(working_days: int) -> date:
    return calendar("england-and-wales").nth_after(TODAY, working_days)


def whole_process() -> None:
    """Ours as a process of its own: start, calendar, network, both passes, and the last day."""
    print(last_day(Schedule(*drawn(1_000))))


def _task_juggler(tasks: list[Task], links: list[Link]) -> Figure:
    """Ours and TaskJuggler, each as a whole process; `tj3` is optional."""
    command = [sys.executable, "-c", "from bench.planning import whole_process as w; w()"]
    what, peer = "1,000 tasks, a whole process", "TaskJuggler tj3"
    ours = [_taken(command, ROOT) for _ in range(4)][1:]
    if shutil.which("tj3") is None:
        peer = f"{peer}: not installed (apt-get install tj3)"
        median = statistics.median(ours)
        return Figure(what=what, peer=peer, seconds=median, peer_seconds=math.nan)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "bench.tjp").write_text(_project(tasks, links), encoding="utf-8")
        theirs = [_taken(["tj3", "--silent", "bench.tjp"], place) for _ in range(2)]
        with (place / "out.csv").open(encoding="utf-8") as rows:
            end = max(row["End"] for row in csv.DictReader(rows, delimiter=";"))
    before = calendar("england-and-wales").nth_before(last_day(Schedule(tasks, links)), 1)
    assert end == before.isoformat(), (end, before)
    median, peer_median = statistics.median(ours), statistics.median(theirs)
    return Figure(what=what, peer=peer, seconds=median, peer_seconds=peer_median)


def _taken(command: list[str], folder: Path) -> float:
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - started


def _project(tasks: list[Task], links: list[Link]) -> str:
    """The network as TaskJuggler reads it: lengths in working days, the same closed days."""
    follows: dict[object, list[str]] = {task.id: [] for task in tasks}
    for link in links:
        follows[link.after].append(f"!t{link.before}")
    lines = [f'project bench "Bench" {TODAY} +3y {{ timeformat "%Y-%m-%d" }}']
    closed = [day.on for day in tasks[0].calendar.holidays if day.is_known(None)]
    lines += [f'leaves holiday "Closed" {on}' for on in closed if TODAY <= on <= date(2015, 12, 31)]
    for task in tasks:
        takes = f"length {task.working_days}d" if task.working_days else "milestone"
        after = ", ".join(follows[task.id])
        begins = f"depends {after}" if after else f"start {TODAY}"
        lines.append(f'task t{task.id} "t{task.id}" {{ {takes} {begins} }}')
    lines.append('taskreport out "out" { formats csv columns id, end }')
    return "\n".join(lines)


def _growth() -> Iterator[Figure]:
    """The time of one task in a network, beside that in one of a tenth of the size."""
    schedules = {size: Schedule(*drawn(size)) for size in SIZES}
    for small, large in ((SIZES[0], SIZES[1]), (SIZES[1], SIZES[2])):
        found = side_by_side(
            f"{large:,} tasks, both passes, per task",
            lambda schedule=schedules[large]: last_day(schedule),
            f"{small:,} tasks, per task",
            lambda schedule=schedules[small]: last_day(schedule),
            repeat=SIZES[-1] // large,
            peer_repeat=SIZES[-1] // small,
        )
        yield Figure(
            what=found.what,
            peer=found.peer,
            seconds=found.seconds / large,
            peer_seconds=found.peer_seconds / small,
            aim="close to 1",
        )
