"""Meetings chosen and withdrawn, and how councils decided."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from models.projection.changes import Acts, Change, Data, Drop, Kept, Put, day
from models.tables import Decision


def _chosen(entry: Kept, data: Data) -> Iterator[Change]:
    yield _decision(entry, data)


def _withdrawn(entry: Kept, data: Data) -> Iterator[Change]:
    yield Drop(table=Decision, where=_key(data))


def _recorded(entry: Kept, data: Data) -> Iterator[Change]:
    yield _decision(
        entry,
        data,
        outcome=data["outcome"],
        note=data["note"],
        published_on=day(data["published_on"]),
        effective_on=day(data["effective_on"]),
    )


def _decision(entry: Kept, data: Data, **values: Any) -> Put:
    held = {"meeting_on": day(data["meeting_on"]), "sequence": entry.sequence}
    return Put(table=Decision, key=_key(data), values={**held, **values})


def _key(data: Data) -> dict[str, str]:
    return {name: data[name] for name in ("decision", "council")}


ACTS: Acts = {
    "meeting-chosen": _chosen,
    "meeting-withdrawn": _withdrawn,
    "decision-recorded": _recorded,
}
