"""One transition as one file that can be read, checked and taken in elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from models.archive.given import given_of
from models.archive.papers import digest_of_file
from models.archive.readable import log_in_words, plan_members, readme
from models.archive.rows import line
from models.archive.rule_files import rule_members
from models.archive.sealed import Sealing, chunks_of, sealing
from models.archive.state import state_of
from models.chain import refuse_broken, verify
from models.database import SCHEMA, database, reading
from models.effects import path_of
from models.log import Entry, entries
from models.standing import Stored, stored
from models.tables import Effect, LogEntry, Transition

KIND = "changeover-export"
#: How the tables in an export are written: a change that an import could trip over adds one.
LAYOUT = 2
PAPERS, ELSEWHERE = "papers/", "elsewhere/"
#: What an entry is in an export: all of it but the numbers of one database.
ENTRY = tuple(name for name in LogEntry.model_fields if name not in ("id", "transition_id"))


def export(reference: str, path: Path, today: date) -> dict[str, Any]:
    """The transition is at that path as a zip; what is in it. The same state gives the same bytes.

    Files that are gone, or no longer what was made, are left out and named. Raises: UnknownName;
    LogBroken; InputError when the file is there; OutsideError.
    """
    with sealing(path) as sealed, reading(database()) as session:
        rows = stored(session, reference)
        log = entries(session, rows.transition)
        refuse_broken(list(verify(rows.transition, log)))
        about = _about(rows.transition, today)
        sealed.add("README.txt", [readme(about)])
        for name, content in derived(session, rows, log):
            sealed.add(name, [content])
        for name, content in plan_members(session, reference, today):
            sealed.add(name, [content])
        about["files"], about["left_out"] = _add_files(sealed, session, rows.transition)
        sealed.close(KIND, about)
    return about


def derived(
    session: Session,
    rows: Stored,
    log: Iterable[Entry],
    holidays: list[dict[str, Any]] | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Everything that follows from the log and from what was given: what an import proves."""
    log = list(log)
    told = given_of(session, rows, log, holidays)
    yield "given.json", json.dumps(told, indent=1, ensure_ascii=False).encode()
    yield (
        "log.jsonl",
        b"".join(line({name: getattr(entry, name) for name in ENTRY}) for entry in log),
    )
    yield "log.txt", log_in_words(log)
    yield from rule_members(session, log)
    yield from state_of(session, rows.transition)


def effects_with_files(session: Session, transition: Transition) -> Iterator[tuple[str, Effect]]:
    """Every file made for a transition, with the name of its member; the last made under each."""
    query = select(Effect).where(Effect.transition_id == transition.id, Effect.path != "")
    found: dict[str, Effect] = {}
    for effect in session.exec(query.order_by(col(Effect.claimed_at_sequence))):
        place = Path(effect.path)
        if place.is_absolute():
            found[f"{ELSEWHERE}{effect.claimed_at_sequence}-{place.name}"] = effect
        else:
            found[f"{PAPERS}{place.as_posix()}"] = effect
    yield from sorted(found.items())


def _about(transition: Transition, today: date) -> dict[str, Any]:
    return {
        "reference": transition.reference,
        "title": transition.title,
        "today": today.isoformat(),
        "schema": SCHEMA,
        "layout": LAYOUT,
        "log": {"entries": transition.log_length, "head": transition.log_head},
    }


def _add_files(
    sealed: Sealing, session: Session, transition: Transition
) -> tuple[int, dict[str, str]]:
    """How many files went in, and why each that did not was left out."""
    left_out: dict[str, str] = {}
    count = 0
    for name, effect in effects_with_files(session, transition):
        path = path_of(effect)
        if digest_of_file(path) != effect.digest:
            left_out[effect.path] = "was changed after it was made" if path.exists() else "has gone"
            continue
        with path.open("rb") as file:
            sealed.add(name, chunks_of(file))
        count += 1
    return count, left_out
