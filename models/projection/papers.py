"""The life of papers: versions written and locked, clearance asked and answered, comments."""

from __future__ import annotations

from collections.abc import Iterator

from models.projection.changes import Acts, Add, Amend, Change, Data, Drop, Kept, Put, day
from models.tables import Clearance, Exemption, PaperComment, PaperVersion


def _written(entry: Kept, data: Data) -> Iterator[Change]:
    values = {name: data[name] for name in ("digest", "made_from", "gaps", "made_by", "made_for")}
    days = {name: day(data[name]) for name in ("meeting_on", "made_on")}
    word = {"word_digest": data.get("word_digest", ""), "reason": entry.reason}
    yield Add(
        table=PaperVersion,
        values={**_version(data), **values, **days, **word, "sequence": entry.sequence},
    )


def _locked(entry: Kept, data: Data) -> Iterator[Change]:
    values = {"files": data["files"], "locked_at_sequence": entry.sequence}
    yield Amend(table=PaperVersion, where=_version(data), values=values)


def _asked(entry: Kept, data: Data) -> Iterator[Change]:
    """Asked again, an earlier answer on the same version no longer stands."""
    names = ("office", "person", "asked_by")
    days = {name: day(data[name]) for name in ("asked_on", "due_on")}
    unanswered = {"answered_on": None, "answered_by": "", "answered_for": "", "reason": ""}
    yield Put(
        table=Clearance,
        key={**_version(data), "role": data["role"]},
        values={
            **{name: data[name] for name in names},
            **days,
            **unanswered,
            "state": "asked",
            "sequence": entry.sequence,
        },
    )


def _answered(state: str) -> Acts:
    def answered(entry: Kept, data: Data) -> Iterator[Change]:
        yield Amend(
            table=Clearance,
            where={**_version(data), "role": data["role"]},
            values={
                "state": state,
                "answered_on": day(data["answered_on"]),
                "answered_by": data["answered_by"],
                "answered_for": data["answered_for"],
                "reason": entry.reason,
                "sequence": entry.sequence,
            },
        )

    return {f"paper-{state}": answered}


def _commented(entry: Kept, data: Data) -> Iterator[Change]:
    given = {name: data[name] for name in ("role", "person", "text")}
    values = {**_version(data), **given, "given_on": day(data["given_on"])}
    yield Add(table=PaperComment, values={**values, "sequence": entry.sequence})


def _comment_decided(entry: Kept, data: Data) -> Iterator[Change]:
    yield Amend(
        table=PaperComment,
        where={"sequence": data["comment"]},
        values={
            "outcome": data["outcome"],
            "reason": entry.reason,
            "decided_on": day(data["decided_on"]),
            "decided_by": data["decided_by"],
            "decided_for": data["decided_for"],
        },
    )


def _exempted(entry: Kept, data: Data) -> Iterator[Change]:
    given = {name: data[name] for name in ("paragraph", "public_interest", "said_by")}
    days = {"since_on": day(data["since_on"])}
    yield Put(
        table=Exemption, key=_fact(data), values={**given, **days, "sequence": entry.sequence}
    )


def _exemption_ended(entry: Kept, data: Data) -> Iterator[Change]:
    yield Drop(table=Exemption, where=_fact(data))


def _version(data: Data) -> Data:
    return {name: data[name] for name in ("paper", "number")}


def _fact(data: Data) -> Data:
    return {name: data[name] for name in ("council", "name")}


ACTS: Acts = {
    "paper-written": _written,
    "paper-locked": _locked,
    "clearance-asked": _asked,
    **_answered("cleared"),
    **_answered("refused"),
    "paper-commented": _commented,
    "comment-decided": _comment_decided,
    "information-exempted": _exempted,
    "exemption-ended": _exemption_ended,
}
