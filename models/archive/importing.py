"""An export taken in: proved first, then opened whole by folding its log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, func, select

from models.actor import Actor
from models.archive.export import (
    ELSEWHERE,
    ENTRY,
    KIND,
    LAYOUT,
    PAPERS,
    derived,
    effects_with_files,
)
from models.archive.given import disagreements, put_given
from models.archive.papers import others, put_in_place
from models.archive.rows import value_of
from models.archive.rule_files import RULES, keep_rules
from models.archive.unsealed import MOST_EXPORT_BYTES, Fault, Unsealed, refused, unsealed
from models.chain import verify
from models.database import database, take_turns, writing
from models.given_digests import given_breaks
from models.late_holidays import note_holidays
from models.log import Entry, Held
from models.outbox.message import Attachment, digest_of
from models.papers.versions import page_breaks
from models.projection import apply
from models.registers.held import register_breaks
from models.rule_sets import pin
from models.standing import situation, stored
from models.tables import Effect, LogEntry, PostedMessage, Transition, plain
from rules.errors import ChangeoverError

#: Why the log of an export that names no rule set goes on with the one that ships here.
_NO_RULES = "exported by a release that kept no rule sets; pinned to the one that ships here"
_TEXTS = ("README.txt", "given.json", "log.jsonl", "log.txt", "plan.txt")
#: What an export holds that does not follow from its log alone.
_OF_ITS_DAY = ("README.txt", "plan.txt", "plan.csv", "diary.csv", "findings.csv")


def import_transition(path: Path, *, today: date, actor: Actor) -> dict[str, Any]:
    """The transition of an export is held here, every row and paper of it; what was taken in.

    Its log is the one that was exported; only where a holiday that was proclaimed here moves its
    plan does an entry say so. Raises: BadFile with every fault, and then nothing was kept;
    OutsideError.
    """
    with unsealed(path, KIND, _is_known, MOST_EXPORT_BYTES) as zipped:
        told, log = _read(path, zipped)
        papers = {
            name.removeprefix(PAPERS): name for name in zipped.names if name.startswith(PAPERS)
        }
        with put_in_place(zipped, papers) as place, writing(database()) as session:
            take_turns(session.connection())
            if faults := list(_disagreements(session, told, zipped, papers)):
                raise refused(path, faults, "mend what is named; nothing was written.")
            try:
                transition = put_given(session, told)
                keep_rules(session, zipped)
                _fold(session, transition, log)
                situation(session, transition.reference, today)
            except _UNFIT as error:
                raise refused(path, [f"it cannot be opened ({_words(error)})"]) from error
            _refuse(path, _unproved(session, transition, zipped, told, log))
            if not transition.rule_set:
                pin(session, transition, actor, _NO_RULES)
            note_holidays(session, transition, _known(told), today=today, actor=actor)
            place()
            waiting = _waiting(session, transition)
        manifest = zipped.manifest
        return {name: manifest[name] for name in ("reference", "title", "log", "files")} | {
            "left_in_the_zip": [name for name in zipped.names if name.startswith(ELSEWHERE)],
            "messages_waiting": waiting,
        }


#: What rows of no sense lead to: they are the fault of the file.
_UNFIT = (KeyError, TypeError, ValueError, AttributeError, DBAPIError, ChangeoverError)


def _is_known(name: str) -> bool:
    return name in _TEXTS or (name.startswith((PAPERS, ELSEWHERE, RULES)) or name.endswith(".csv"))


def _read(path: Path, zipped: Unsealed) -> tuple[dict[str, Any], list[Entry]]:
    """What was given, and the log, its chain proved. Raises: BadFile."""
    manifest = zipped.manifest
    try:
        told = json.loads(zipped.read("given.json"))
        table = plain(LogEntry)
        log = [
            Entry(transition_id=0, **{name: value_of(table, name, row[name]) for name in ENTRY})
            for row in zipped.rows("log.jsonl")
        ]
        faults = [f"log entry {each.sequence}: {each.says}" for each in verify(_end(manifest), log)]
        if told["transition"]["reference"] != manifest["reference"]:
            faults.append("given.json and manifest.json name two references")
        if manifest["layout"] > LAYOUT:
            faults.append(f"its layout is {manifest['layout']}; this release reads {LAYOUT}")
    except _UNFIT as error:
        raise refused(path, [f"given.json or log.jsonl cannot be read ({error!r})"]) from error
    _refuse(path, faults)
    return told, log


def _end(manifest: dict[str, Any]) -> Held:
    """The end that the log must have."""
    end = manifest["log"]
    return Held(
        id=0,
        reference=manifest["reference"],
        log_length=end["entries"],
        log_head=end["head"],
    )


def _disagreements(
    session: Session, told: dict[str, Any], zipped: Unsealed, papers: dict[str, str]
) -> Iterator[Fault]:
    try:
        yield from disagreements(session, told)
    except _UNFIT as error:
        yield f"given.json cannot be read ({error!r})"
        return
    for place in papers:
        if not place.startswith(f"{told['transition']['reference']}/"):
            yield f"{PAPERS}{place}: no paper of this transition lies there"
    for place in others(zipped, papers):
        yield f"{PAPERS}{place}: another file is in the papers folder already"


def _fold(session: Session, transition: Transition, log: list[Entry]) -> None:
    """The log is there, and every row that it leads to."""
    assert transition.id
    log = [replace(entry, transition_id=transition.id) for entry in log]
    session.connection().execute(plain(LogEntry).insert(), [asdict(entry) for entry in log])
    for entry in log:
        apply(session, entry)
    session.refresh(transition)
    transition.log_length, transition.log_head = len(log), log[-1].digest
    session.add(transition)
    session.flush()


def _unproved(
    session: Session,
    transition: Transition,
    zipped: Unsealed,
    told: dict[str, Any],
    log: list[Entry],
) -> Iterator[Fault]:
    """What the export shows that its log does not lead to."""
    files = {name: effect.digest for name, effect in effects_with_files(session, transition)}
    for name, member in zipped.manifest["members"].items():
        if name.startswith((PAPERS, ELSEWHERE)) and files.get(name) != member["sha256"]:
            yield f"{name}: the log knows of no such file"
    yield from _other_messages(session, transition)
    for broken in given_breaks(session, transition.reference, log[0]):
        yield f"given.json: {broken.says}"
    yield from (f"given.json: {each.says}" for each in register_breaks(session, transition))
    for digest in page_breaks(session, transition):
        yield f"given.json: the page kept as {digest[:12]} is another one"
    if zipped.manifest["layout"] != LAYOUT:
        return
    rows = stored(session, transition.reference)
    again = dict(derived(session, rows, log, told["holidays"]))
    for name in zipped.names:
        if name.startswith((PAPERS, ELSEWHERE)) or name in _OF_ITS_DAY:
            continue
        if name not in again:
            yield f"{name}: nothing of that name belongs in it"
        elif again[name] != zipped.read(name):
            yield f"{name}: it is not what the log and given.json lead to"
    yield from (f"{name}: missing" for name in again if name not in zipped.names)


def _other_messages(session: Session, transition: Transition) -> Iterator[Fault]:
    """Messages that are not those whose digest the log has."""
    query = select(PostedMessage, Effect).where(
        PostedMessage.transition_id == transition.id,
        Effect.transition_id == PostedMessage.transition_id,
        Effect.key == PostedMessage.key,
    )
    for message, effect in session.exec(query):
        attachments = tuple(Attachment(**each) for each in message.attachments)
        if digest_of(message.subject, message.body, attachments) != effect.digest:
            yield f"given.json: the message {message.key!r} is not the one that was posted"


def _waiting(session: Session, transition: Transition) -> int:
    """How many messages have yet to go out: from where it was exported as well."""
    query = select(func.count()).select_from(Effect)
    waiting = Effect.transition_id == transition.id, Effect.state == "waiting"
    return session.exec(query.where(*waiting)).one()


def _known(told: dict[str, Any]) -> set[tuple[str, date]]:
    return {(day["calendar"], date.fromisoformat(day["closes_on"])) for day in told["holidays"]}


def _refuse(path: Path, found: Iterator[Fault] | list[Fault]) -> None:
    faults = list(found)
    if faults:
        raise refused(path, faults)


def _words(error: Exception) -> str:
    return " ".join(str(getattr(error, "orig", error)).split()) or repr(error)
