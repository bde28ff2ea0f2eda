"""The plan run many times with working times that are drawn, here or in other processes.

Each run is a forward pass over the schedule of the legal level, so meetings, notices and windows
are in the loop: a step that comes a day too late for an agenda waits for the next meeting. Runs
come in blocks, each with a stream of chance of its own, so that the same seed gives the same runs
on however many processes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from rules.dating import Dating
from rules.errors import CalendarHorizonPassed
from rules.forward import Forward, driver
from rules.network import GO_LIVE, LEVELS, network
from rules.schedule import NEVER
from rules.situation import Situation, StepId

#: Runs drawn from one stream of chance; a stream has the seed and its own number.
BLOCK_RUNS = 250
#: Shares of the work that each process is given, so that none is long idle at the end.
_SHARES_PER_PROCESS = 4


@dataclass(frozen=True, kw_only=True)
class Block:
    """What the runs of one block gave.

    `days` are the days of go-live, ordinals, NEVER where that is past what the calendars know, and
    `drawn` the working times of each drawn task, both by run. Of the tasks, by place, it counts the
    runs in which each stood on the chain that go-live waited for, came after its chosen meeting,
    or ran out of listed days.
    """

    days: list[int] = field(default_factory=list)
    drawn: list[list[int]] = field(default_factory=list)
    on_chain: Counter[int] = field(default_factory=Counter)
    missed: Counter[int] = field(default_factory=Counter)
    unlisted: Counter[int] = field(default_factory=Counter)


class Model:
    """The schedule of a situation, and what of it is drawn and watched. It does not pickle.

    `estimates` and `decisions` are those still open, by place. Raises: CalendarHorizonPassed,
    RuleRefused where the plan itself cannot be drawn up.
    """

    def __init__(self, situation: Situation) -> None:
        self.where = situation
        self.net = network(situation, Dating(situation))
        self.schedule = self.net.schedules[LEVELS[0]]
        self.forward = Forward(self.schedule)
        self.forward.run(situation.today)
        places = {at: self.schedule.place[at] for at in self.net.before if self.net.is_open(at)}
        self.go_live = self.schedule.place[StepId(GO_LIVE)]
        self.estimates = {
            place: estimate for at, place in places.items() if (estimate := situation.estimate(at))
        }
        self.decisions = {
            place: decision
            for at, place in places.items()
            if (decision := self.net.decision(at)) and not situation.has_carried(decision)
        }
        self.chosen = {
            place: situation.chosen[decision].toordinal()
            for place, decision in self.decisions.items()
            if decision in situation.chosen
        }

    def block(self, seed: int, number: int, runs: int) -> Block:
        """So many runs from the stream of that number."""
        random = Random(f"{seed}/{number}")
        found = Block(drawn=[[] for _ in self.estimates])
        durations = self.schedule.working_days.copy()
        for _ in range(runs):
            for (place, estimate), values in zip(self.estimates.items(), found.drawn, strict=True):
                low, likely, high = estimate
                durations[place] = round(random.triangular(low, high, likely))
                values.append(durations[place])
            self._run(durations, found)
        return found

    def _run(self, durations: Sequence[int], into: Block) -> None:
        today = self.where.today
        try:
            early = self.forward.run(today, durations)
        except CalendarHorizonPassed:
            into.days.append(NEVER)
            return
        into.days.append(early.start[self.go_live])
        at = driver(self.schedule, early, self.go_live, today, durations)
        while at is not None:
            into.on_chain[at] += 1
            at = driver(self.schedule, early, at, today, durations)
        into.unlisted.update(early.unlisted)
        into.missed.update(p for p, chosen in self.chosen.items() if early.start[p] > chosen)


def simulate(situation: Situation, seed: int, runs: int, processes: int) -> Iterator[Block]:
    """The blocks of so many runs, in order."""
    sizes = [min(BLOCK_RUNS, runs - first) for first in range(0, runs, BLOCK_RUNS)]
    numbered = list(enumerate(sizes))
    if processes == 1:
        yield from _blocks(situation, seed, numbered)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    share = max(1, len(sizes) // (_SHARES_PER_PROCESS * processes))
    shares = [numbered[first : first + share] for first in range(0, len(numbered), share)]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        for done in [pool.submit(_worked, situation, seed, each) for each in shares]:
            yield from done.result()


def _worked(situation: Situation, seed: int, numbered: list[tuple[int, int]]) -> list[Block]:
    return list(_blocks(situation, seed, numbered))


def _blocks(
    situation: Situation, seed: int, numbered: Iterable[tuple[int, int]]
) -> Iterator[Block]:
    model = Model(situation)
    for number, runs in numbered:
        yield model.block(seed, number, runs)
