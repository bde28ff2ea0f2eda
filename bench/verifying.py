"""Log verification: how many entries a second, beside SHA-256 over the same bytes and no more."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from sqlmodel import Session

from bench.cases import ACTOR, worked
from bench.figure import Aim, Figure
from bench.pace import Work, in_turn, processor_time
from bench.places import stores
from bench.scale import Scale
from models.database import database, writing
from models.log import locked
from models.opening import open_transition
from models.projection import write
from models.verification import verify_all

_FAST = Aim(of="figure", at_least=20_000)
#: How many transitions the entries are spread over.
_TRANSITIONS = 10
_READ = "SELECT data, previous, digest FROM logentry ORDER BY transition_id, sequence"

_HAPPENED = {"on": "2026-05-11", "by": "bench", "evidence": "A minute of the board"}
_GIVEN = {"value": "A value", "source": "bench", "url": "", "standing": "recorded"}
_ALERT = {
    **dict.fromkeys(("limit_on", "reached_on", "raised_on", "escalate_on"), "2026-05-11"),
    "level": "due-soon",
    "whom": "Contract manager",
    "rule": None,
    "says": "It is due soon.",
}


def figures(scale: Scale) -> Iterator[Figure]:
    """Every chain walked, and every row held to what its log says, on either kind of database.

    By processor time, since it is bound by nothing else; what a server spends is not counted.
    """
    for store in stores():
        entries = _filled(scale.entries)
        bare = store.bare("changeover")
        ours, theirs = in_turn(
            [Work(run=verify_all), Work(run=lambda bare=bare: _hashed(bare))],  # type: ignore[misc]
            rounds=scale.rounds,
            clock=processor_time,
        )
        yield Figure(
            what=f"verify {entries:,} entries, {store.kind}",
            ours=ours,
            per=entries,
            peer=f"read and hashed, bare {store.driver}",
            theirs=theirs,
            peer_per=entries,
            unit="/CPU s",
            aim=_FAST,
        )


def _filled(entries: int) -> int:
    """Transitions with so many entries or some more, of the kinds that a life is made of."""
    for number in range(_TRANSITIONS):
        file = worked().model_copy(update={"reference": f"log-{number}"})
        open_transition(file, actor=ACTOR)
        with writing(database()) as session:
            _live(session, file.reference, entries // _TRANSITIONS)
    return sum(each["entries"] for each in verify_all())


def _live(session: Session, reference: str, entries: int) -> None:
    """Steps recorded and opened again, facts, and alerts acknowledged, in turn."""
    transition = locked(session, reference)
    while (number := transition.log_length) < entries:
        step = {"step": f"{number % 12 + 1}.1", "council": ""}
        for act, data in (
            ("step-recorded", {**step, **_HAPPENED}),
            ("step-reopened", step),
            ("fact-recorded", {"council": "", "name": f"fact_{number}", **_GIVEN}),
            ("alert-raised", {**step, **_ALERT}),
            ("alert-acknowledged", {**step, "alert": number + 4}),
        ):
            write(session, transition, actor=ACTOR, act=act, data=data)


def _hashed(bare: Any) -> int:
    """Every entry read, and a digest made of its bytes: the least that a verification can be."""
    rows = bare.execute(_READ).fetchall()
    return sum(len(sha256("".join(row).encode()).digest()) for row in rows)
