"""The deadline check: does it cost more where more is live that is not due?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from bench.figure import Aim, Figure
from bench.live import FIRST, live_transitions
from bench.pace import Work, in_turn
from bench.places import Store, stores
from bench.scale import Scale
from models.alerts.checks import gap_before, is_working_day, note_check
from models.alerts.looking import look
from models.alerts.telling import tell_all, work_out_all
from models.database import database

_FLAT, _TWICE = Aim(at_most=1.5), Aim(at_most=2)
#: How much more often it is looked than told: it is quick, and can be done again.
_LOOKS = 20
#: One statement that reads every due row, and of which transition it is.
_DUE = (
    "SELECT t.reference, w.* FROM watch w JOIN transition t ON t.id = w.transition_id "
    "WHERE w.next_on <= ? AND t.live"
)


def figures(scale: Scale) -> Iterator[Figure]:
    """On either kind of database: what is due is found, beside the bare query; then it is told."""
    days = [FIRST + timedelta(days=number) for number in range(1, scale.rounds + 2)]
    for store in stores():
        for size in scale.live:
            store.use(_name(size))
            live_transitions(size, scale.due, days)
        yield from _finding(store, scale, days[0])
        yield from _telling(store, scale, days)


def _name(size: int) -> str:
    return f"live-{size}"


def _finding(store: Store, scale: Scale, day: date) -> Iterator[Figure]:
    query, on = store.mark(_DUE), day if store.server else day.isoformat()
    works = []
    for size in scale.live:
        bare = store.bare(_name(size))
        find = Work(
            run=partial(_find, day), ready=partial(store.use, _name(size)), repeat=scale.repeat
        )
        read = Work(
            run=lambda bare=bare: bare.execute(query, (on,)).fetchall(),  # type: ignore[misc]
            repeat=scale.repeat,
        )
        works += [find, read]
    taken = in_turn(works, rounds=scale.rounds * _LOOKS // 4 + 1)
    found, read_bare = taken[::2], taken[1::2]
    peer = f"the query, bare {store.driver}"
    for size, ours, theirs in zip(scale.live, found, read_bare, strict=True):
        what = f"find {scale.due} due of {size:,} live, {store.kind}"
        yield Figure(what=what, ours=ours, peer=peer, theirs=theirs, aim=_TWICE)
    yield Figure(
        what=what, ours=found[-1], peer=f"of {scale.live[0]:,} live", theirs=found[0], aim=_FLAT
    )


def _find(day: date) -> None:
    found = look(database(), day)
    assert found.due
    assert not found.to_work_out


def _telling(store: Store, scale: Scale, days: list[date]) -> Iterator[Figure]:
    """A whole check, on a day of its own each round, for each of which as many are due."""
    works = []
    for size in scale.live:
        coming = iter(days)
        works.append(
            Work(
                run=lambda coming=coming: _check(next(coming), scale.due),  # type: ignore[misc]
                ready=partial(store.use, _name(size)),
            )
        )
    taken = in_turn(works, rounds=scale.rounds)
    for size, after in list(zip(scale.live, taken, strict=True))[1:]:
        yield Figure(
            what=f"a check that tells {scale.due} of {size:,} live, {store.kind}",
            ours=after,
            peer=f"of {scale.live[0]:,} live",
            theirs=taken[0],
            aim=_FLAT,
        )


def _check(day: date, due: int) -> None:
    """What the flow does, without Prefect, which costs the same whatever is live."""
    is_working_day(day)
    gap = gap_before(day)
    work_out_all(day)
    raised = tell_all(day, gap.last_on)
    note_check(day, len(raised))
    assert len(raised) >= due, f"{len(raised)} told on {day}"
