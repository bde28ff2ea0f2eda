"""The entry to be corrected, with all that corrected it before, while it still stands."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from models.log import Chained, Entry, entries
from models.meanwhile import told
from models.tables import Decision, Fact, StepState
from rules.errors import InputError, StateError, UnknownName

#: What each act that can be corrected calls the things that may be given.
FIELDS = {
    "step-recorded": {"on": "on", "by": "by", "evidence": "evidence"},
    "decision-recorded": {"on": "meeting_on", "published": "published_on", "evidence": "note"},
    "fact-recorded": {"value": "value", "source": "source"},
}
#: Where each keeps its row, and the names that its entry and its row have in common.
_ROWS: dict[str, tuple[type[SQLModel], dict[str, str]]] = {
    "step-recorded": (StepState, {"key": "step", "council": "council"}),
    "decision-recorded": (Decision, {"decision": "decision", "council": "council"}),
    "fact-recorded": (Fact, {"name": "name", "council": "council"}),
}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a row rests on: `chain` is the first entry and its corrections; `data` the last says."""

    act: str
    chain: tuple[int, ...]
    data: dict[str, Any]


def standing(session: Session, transition: Chained, sequence: int) -> Standing:
    """What an entry, or a correction of it, now says.

    Raises: UnknownName; InputError for an act that cannot be corrected; StateError when another
    entry has taken its place.
    """
    named = _read(_entry(session, transition, sequence))
    table, names = _ROWS[named.act]
    query = select(col(table.sequence)).where(col(table.transition_id) == transition.id)  # type: ignore[attr-defined]
    for column, name in names.items():
        query = query.where(getattr(table, column) == named.data[name])
    now = session.exec(query).one_or_none()
    if now in named.chain:
        return named
    later = _entry(session, transition, now) if now else None
    if later and later.act == "corrected":
        last = _read(later)
        if sequence in last.chain:
            return last
    raise StateError(
        f"Entry {sequence} of {transition.reference} no longer stands: "
        f"{told(later) if later else 'its row was dropped'}.",
        "an entry that nothing has taken the place of.",
        "correct the later entry; of a decision that moved on, see `changeover decision --help`.",
    )


def _entry(session: Session, transition: Chained, sequence: int) -> Entry:
    if not 1 <= sequence <= transition.log_length:
        raise UnknownName(
            f"The log of {transition.reference} has no entry {sequence}.",
            f"a number from 1 to {transition.log_length}.",
            f"see `changeover log {transition.reference}`.",
        )
    return entries(session, transition, after=sequence - 1, until=sequence)[0]


def _read(entry: Entry) -> Standing:
    data = json.loads(entry.data)
    act, before = data.get("of_act", entry.act), data.get("chain", ())
    if act not in FIELDS:
        raise InputError(
            f"It is {told(entry)}, which cannot be corrected.",
            f"an entry of {', '.join(FIELDS)}, or a correction of one.",
            "what else went wrong is put right by a new record, or by `changeover reopen`.",
        )
    return Standing(act=act, chain=(*before, entry.sequence), data=data)
