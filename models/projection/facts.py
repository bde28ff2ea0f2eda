"""Facts, each with its source and how well it is known."""

from __future__ import annotations

from collections.abc import Iterator

from models.projection.changes import Acts, Change, Data, Kept, Put
from models.tables import Fact


def _recorded(entry: Kept, data: Data) -> Iterator[Change]:
    key = {name: data[name] for name in ("council", "name")}
    given = {name: data[name] for name in ("value", "source", "url", "standing")}
    yield Put(table=Fact, key=key, values={**given, "sequence": entry.sequence})


ACTS: Acts = {"fact-recorded": _recorded}
