"""Effects claimed before they are made, and settled after."""

from __future__ import annotations

from collections.abc import Iterator

from models.projection.changes import Acts, Amend, Change, Data, Kept, Put
from models.tables import Effect


def _claimed(entry: Kept, data: Data) -> Iterator[Change]:
    """A second claim, of what a crash left unmade, takes the place of the first."""
    yield Put(
        table=Effect,
        key={"key": data["key"]},
        values={
            "path": data["path"],
            "digest": data["digest"],
            "claimed_at_sequence": entry.sequence,
        },
        first={"kind": data["kind"]},
    )


def _settled(entry: Kept, data: Data) -> Iterator[Change]:
    settled = {"settled_at_sequence": entry.sequence}
    yield Amend(table=Effect, where={"key": data["key"]}, values=settled)


ACTS: Acts = {"effect-claimed": _claimed, "effect-settled": _settled}
