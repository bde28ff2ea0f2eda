"""Meetings chosen and withdrawn, and how councils decided."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from models.projection.changes import Acts, Change, Data, Drop, Kept, Put, day
from models.tables import Decision, DecisionCondition
from rules.decisions.life import CARRIED

#: What may happen to a decision once it was taken.
_LIFE = ("called_in_on", "released_on", "referred_back_on", "reheard_on", "reheard")


def _chosen(entry: Kept, data: Data) -> Iterator[Change]:
    yield _decision(entry, data)


def _withdrawn(entry: Kept, data: Data) -> Iterator[Change]:
    yield Drop(table=Decision, where=_key(data))


def _recorded(entry: Kept, data: Data) -> Iterator[Change]:
    """The decision starts on a new life; only a waiver agreed before it is kept, if it carried."""
    again: dict[str, Any] = dict.fromkeys(_LIFE)
    if data["outcome"] not in CARRIED:
        again["waived_on"] = None
    yield _decision(
        entry,
        data,
        outcome=data["outcome"],
        note=data["note"],
        published_on=day(data["published_on"]),
        effective_on=day(data["effective_on"]),
        **again,
    )
    yield Drop(table=DecisionCondition, where=_key(data))
    for number, text in enumerate(data.get("conditions", ()), start=1):
        numbered = {**_key(data), "number": number}
        kept = {"text": text, "sequence": entry.sequence}
        yield Put(table=DecisionCondition, key=numbered, values=kept)


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
