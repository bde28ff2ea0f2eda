"""Changes adopted into the plan itself."""

from __future__ import annotations

from collections.abc import Iterator

from models.log import canonical
from models.projection.changes import Acts, Change, Data, Extend, Kept
from models.tables import Transition


def _adopted(entry: Kept, data: Data) -> Iterator[Change]:
    changes = tuple(map(canonical, data["changes"]))
    yield Extend(table=Transition, where={}, column="planning", name="adopted", values=changes)


ACTS: Acts = {"scenario-adopted": _adopted}
