"""One recorded step: does it cost more than its two statements, and more in a long transition?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from bench.cases import ACTOR, DAY, with_steps_closed
from bench.durable_step import bare_step, dbos_steps, has_dbos
from bench.figure import Aim, Figure, Taken
from bench.pace import Work, in_turn
from bench.places import Store, stores
from bench.scale import Scale
from models.database import database, writing
from models.happened import Happened
from models.log import held
from models.projection import write
from models.recording import record_step
from models.tables import SHARED

#: A step that waits for every council, and on which nothing rests.
STEP = "8.6"
_PERCENTILES: tuple[Literal["p50", "p95"], ...] = ("p50", "p95")


def figures(scale: Scale) -> Iterator[Figure]:
    """At each size, on either kind of database: beside bare, a DBOS step, and the smallest size."""
    for store in stores():
        bare, *ours = _measured(store, scale)
        dbos = ours.pop() if has_dbos() else None
        names = [f"record a step, {size:,} closed, {store.kind}" for size in scale.steps]
        peer = f"the two statements, bare {store.driver}"
        for what, taken in zip(names, ours, strict=True):
            for at in _PERCENTILES:
                most = Aim(at_most=4)
                yield Figure(what=what, ours=taken, peer=peer, theirs=bare, at=at, aim=most)
        what, taken = names[-1], ours[-1]
        peer = "a DBOS step" if dbos else "a DBOS step: not installed (make bench)"
        for at in _PERCENTILES:
            faster = Aim(at_most=1)
            yield Figure(what=what, ours=taken, peer=peer, theirs=dbos, at=at, aim=faster)
        smallest = f"with {scale.steps[0]} closed"
        yield Figure(what=what, ours=taken, peer=smallest, theirs=ours[0], aim=Aim(at_most=1.25))


def _measured(store: Store, scale: Scale) -> list[Taken]:
    """Bare, the product at each size, then DBOS, in turn; within a DBOS workflow where it is."""
    works = [
        Work(run=bare_step(store)),
        *(_recording(with_steps_closed(size, STEP)) for size in scale.steps),
    ]
    if not has_dbos():
        return in_turn(works, rounds=scale.samples)
    found: list[Taken] = []
    with dbos_steps(store) as inside:
        inside(lambda step: found.extend(in_turn([*works, Work(run=step)], rounds=scale.samples)))
    return found


def _recording(reference: str) -> Work:
    """The step is recorded; before each round it is opened again, by an entry of its own."""
    happened = Happened(on=DAY, by="bench", evidence="measured", actor=ACTOR, today=DAY)

    def again() -> None:
        with writing(database()) as session:
            data = {"step": STEP, "council": SHARED}
            write(session, held(session, reference), actor=ACTOR, act="step-reopened", data=data)

    return Work(run=lambda: record_step(reference, STEP, None, happened), ready=again)
