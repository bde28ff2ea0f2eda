"""Effects claimed before they are made and settled after, and the messages among them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from models.projection.changes import Acts, Amend, Change, Data, Extend, Kept, Put
from models.tables import Effect


def _posted(entry: Kept, data: Data) -> Iterator[Change]:
    """A message waits under its key; its words are not in the log."""
    given = {name: data[name] for name in ("kind", "channel", "digest")}
    values = {**given, "path": "", "claimed_at_sequence": entry.sequence}
    yield Put(table=Effect, key=_key(data), values={**values, **_now(entry, "waiting")})


def _claimed(entry: Kept, data: Data) -> Iterator[Change]:
    """A second claim, of what a crash left unmade, takes the place of the first.

    Files and notes are claimed without naming a channel: one with a path is a file.
    """
    values = {
        "channel": data.get("channel") or ("file" if data["path"] else "log"),
        "path": data["path"],
        "digest": data["digest"],
        "claimed_at_sequence": entry.sequence,
    }
    yield Put(
        table=Effect,
        key=_key(data),
        values={**values, **_now(entry, "claimed")},
        first={"kind": data["kind"]},
    )


def _handed_over(entry: Kept, data: Data) -> Iterator[Change]:
    yield _amended(entry, data, "handed-over")


def _part_taken(entry: Kept, data: Data) -> Iterator[Change]:
    """Of a message that goes to several targets, one has it."""
    taken = (data["part"],)
    yield Extend(table=Effect, where=_key(data), column="parts", name="taken", values=taken)


def _settled(entry: Kept, data: Data) -> Iterator[Change]:
    yield _amended(entry, data, "settled", error="", settled_at_sequence=entry.sequence)


def _failed(entry: Kept, data: Data) -> Iterator[Change]:
    held = {"error": data["says"], "tries": data["tries"], "again": data["again"]}
    yield _amended(entry, data, "failed", **held)


def _doubtful(entry: Kept, data: Data) -> Iterator[Change]:
    yield _amended(entry, data, "doubtful", error=data["says"])


def _resolved(entry: Kept, data: Data) -> Iterator[Change]:
    """A person says what nobody could tell, or that what was refused may go out now."""
    sent = data["sent"]
    settled = {"settled_at_sequence": entry.sequence if sent else None}
    fresh = {"tries": 0, "again": True, "error": ""}
    yield _amended(entry, data, "settled" if sent else "waiting", **settled, **fresh)


def _dropped(entry: Kept, data: Data) -> Iterator[Change]:
    yield _amended(entry, data, "dropped")


def _key(data: Data) -> dict[str, Any]:
    return {"key": data["key"]}


def _now(entry: Kept, state: str) -> dict[str, Any]:
    return {"state": state, "state_at": entry.at}


def _amended(entry: Kept, data: Data, state: str, **values: Any) -> Amend:
    return Amend(table=Effect, where=_key(data), values={**_now(entry, state), **values})


ACTS: Acts = {
    "message-posted": _posted,
    "effect-claimed": _claimed,
    "effect-handed-over": _handed_over,
    "effect-part-taken": _part_taken,
    "effect-settled": _settled,
    "effect-failed": _failed,
    "effect-doubtful": _doubtful,
    "effect-resolved": _resolved,
    "message-dropped": _dropped,
}
