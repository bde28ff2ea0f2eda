"""Planning beside named peers: a whole timetable, then both passes over random networks of tasks.

Every peer is given the same tasks and links, and has to come to the same last day.
"""

from __future__ import annotations

import csv
import itertools
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import networkx

from bench.cases import EXAMPLE
from bench.figure import Aim, Figure
from bench.pace import Work, in_turn
from bench.places import home
from bench.scale import Scale
from rules.almanac import calendar
from rules.backward import backward
from rules.forward import Forward
from rules.schedule import Link, Schedule, Task

ROOT = Path(__file__).parent.parent
#: A Monday; 10,000 tasks from then are over while the calendar lasts.
TODAY = date(2013, 1, 7)
SEED = 1
#: A task follows two of so many that come before it, so that a network is deep as well as wide.
REACH = 40

Drawn = tuple[list[Task], list[Link]]


def figures(scale: Scale) -> Iterator[Figure]:
    """One timetable; a network beside each peer; and growth over networks of several sizes."""
    yield _timetable(scale)
    _, size, _ = scale.tasks
    tasks, links = drawn(size)
    schedule = Schedule(tasks, links)
    assert last_day(schedule) == _day_after(bare(schedule)) == _day_after(graph(tasks, links))
    ours, integers, listed, networkx_took = in_turn(
        [
            Work(run=lambda: last_day(schedule), repeat=scale.repeat),
            Work(run=lambda: bare(schedule), repeat=scale.repeat),
            Work(run=lambda: last_day(Schedule(tasks, links)), repeat=scale.repeat // 4 + 1),
            Work(run=lambda: graph(tasks, links), repeat=scale.repeat // 4 + 1),
        ],
        rounds=scale.rounds,
    )
    peer, aim = "the bare two passes on integers", Aim(at_most=4)
    what = f"{size:,} tasks, both passes"
    yield Figure(what=what, ours=ours, peer=peer, theirs=integers, aim=aim)
    what = f"{size:,} tasks, from lists: order, both passes"
    yield Figure(what=what, ours=listed, peer="networkx DiGraph", theirs=networkx_took)
    yield _task_juggler(tasks, links)
    yield from _growth(scale)


def _timetable(scale: Scale) -> Figure:
    """70 steps, three councils: both passes with law, calendars and meetings."""
    from models.database import database
    from models.reports import timetable_of
    from rules.dating import Dating
    from rules.network import network
    from rules.timetable import draw_up

    with home():
        where = timetable_of(str(EXAMPLE), date(2026, 3, 31)).situation
        database().dispose()
    net = network(where, Dating(where))
    schedule = net.schedules["legal_limit"]
    ours, theirs = in_turn(
        [
            Work(run=lambda: draw_up(where), repeat=scale.repeat // 4 + 1),
            Work(run=lambda: bare(schedule), repeat=scale.repeat * 10),
        ],
        rounds=scale.rounds,
    )
    what, peer = f"one timetable, {len(net.before)} steps", "the bare two passes on integers"
    return Figure(what=what, ours=ours, peer=peer, theirs=theirs)


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


def whole_process(size: int) -> None:
    """Ours as a process of its own: start, calendar, network, both passes, and the last day."""
    print(last_day(Schedule(*drawn(size))))


def _task_juggler(tasks: list[Task], links: list[Link]) -> Figure:
    """Ours and TaskJuggler, each as a whole process; `tj3` is optional."""
    program = f"from bench.planning import whole_process as w; w({len(tasks)})"
    ours = Work(run=lambda: _run([sys.executable, "-c", program], ROOT))
    what, peer = f"{len(tasks):,} tasks, a whole process", "TaskJuggler tj3"
    if shutil.which("tj3") is None:
        (taken,) = in_turn([ours], rounds=3)
        return Figure(what=what, ours=taken, peer=f"{peer}: not installed (apt-get install tj3)")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "bench.tjp").write_text(_project(tasks, links), encoding="utf-8")
        theirs = Work(run=lambda: _run(["tj3", "--silent", "bench.tjp"], place))
        taken, peer_taken = in_turn([ours, theirs], rounds=2)
        with (place / "out.csv").open(encoding="utf-8") as rows:
            end = max(row["End"] for row in csv.DictReader(rows, delimiter=";"))
    before = calendar("england-and-wales").nth_before(last_day(Schedule(tasks, links)), 1)
    assert end == before.isoformat(), (end, before)
    return Figure(what=what, ours=taken, peer=peer, theirs=peer_taken)


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


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


def _growth(scale: Scale) -> Iterator[Figure]:
    """The time of one task in a network, beside that in a smaller one; by processor time, since a
    long run is interrupted where a short one is not."""
    schedules = [Schedule(*drawn(size)) for size in scale.tasks]
    works = [
        Work(
            run=lambda schedule=schedule: last_day(schedule),  # type: ignore[misc]
            repeat=max(1, scale.repeat * 500 // size),
        )
        for schedule, size in zip(schedules, scale.tasks, strict=True)
    ]
    taken = in_turn(works, rounds=scale.rounds, clock=time.process_time)
    sizes = list(zip(scale.tasks, taken, strict=True))
    for (small, before), (large, after) in itertools.pairwise(sizes):
        yield Figure(
            what=f"{large:,} tasks, both passes, per task",
            ours=after,
            per=large,
            peer=f"{small:,} tasks, per task",
            theirs=before,
            peer_per=small,
            unit="CPU s",
            aim=Aim(at_most=1.5),
        )
