"""The state log: append-only, one sequence per transition, each entry chained to the one before.

An entry's digest is the SHA-256 of the digest before it and of the entry in canonical form, so an
entry that is edited, removed, inserted or moved breaks the chain at a place that can be named.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from json.encoder import encode_basestring
from typing import Any, Protocol

from sqlalchemy import bindparam, insert, update
from sqlalchemy import select as select_columns
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, select

from models.actor import Actor
from models.tables import LogEntry, Transition, plain
from rules.errors import UnknownName

#: What stands before the first entry of a transition.
GENESIS = "0" * 64
#: What the digest of an entry written now covers; see `digest_of`.
FORM = 2
#: What follows the date in the last instant of a day.
DAY_ENDS = "T23:59:59.999999Z"


_LOG, _TRANSITION = plain(LogEntry), plain(Transition)


class Chained(Protocol):
    """What a chain grows from: a transition, or as little of it as an entry needs."""

    @property
    def id(self) -> int | None: ...
    @property
    def reference(self) -> str: ...
    @property
    def log_length(self) -> int: ...
    @property
    def log_head(self) -> str: ...


@dataclass(kw_only=True, slots=True)
class Held:
    """The end of a transition's log, its row held until the transaction ends."""

    id: int
    reference: str
    log_length: int
    log_head: str
    rule_set: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One entry of a log, as `LogEntry` keeps it."""

    transition_id: int
    sequence: int
    at: str
    actor: str
    role: str = ""
    on_behalf_of: str = ""
    act: str
    reason: str = ""
    data: str
    previous: str
    digest: str
    form: int = FORM


_COLUMNS = [_LOG.c[name] for name in Entry.__slots__]
_HELD = (
    select_columns(*(_TRANSITION.c[name] for name in Held.__slots__))
    .where(_TRANSITION.c.reference == bindparam("wanted"))
    .with_for_update()
)
_APPENDED = insert(_LOG).inline()
_GROWN = (
    update(_TRANSITION)
    .where(_TRANSITION.c.id == bindparam("grown"))
    .values(log_length=bindparam("length"), log_head=bindparam("head"))
)


def locked(session: Session, reference: str) -> Transition:
    """The transition's row, held until the transaction ends. Raises: UnknownName."""
    found = session.exec(
        select(Transition).where(Transition.reference == reference).with_for_update()
    ).one_or_none()
    if found is None:
        raise no_transition(session, reference)
    return found


def no_transition(session: Session, reference: str) -> UnknownName:
    """The error that says which transitions there are."""
    known = session.exec(select(Transition.reference).order_by(Transition.reference)).all()
    return UnknownName(
        f"There is no transition {reference!r}.",
        f"one of {', '.join(known)}." if known else "a transition that was opened.",
        "open one with `changeover run FILE`; see `changeover list`.",
    )


def held(session: Session, reference: str) -> Held:
    """The end of a log, the transition's row held as by `locked` and read no further.

    Raises: UnknownName.
    """
    row = session.connection().execute(_HELD, {"wanted": reference}).one_or_none()
    if row is None:
        raise no_transition(session, reference)
    return Held(**row._mapping)


def append(
    session: Session,
    transition: Chained,
    *,
    actor: Actor,
    act: str,
    data: dict[str, Any],
    reason: str = "",
) -> Entry:
    """One more entry at the end of the log, in the caller's transaction.

    The caller holds the row (`locked`, `held`), so no two writers can take the same number.
    """
    assert transition.id is not None
    draft = Entry(
        transition_id=transition.id,
        sequence=transition.log_length + 1,
        at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        actor=actor.name,
        role=actor.role,
        on_behalf_of=actor.on_behalf_of,
        act=act,
        reason=reason,
        data=canonical(data),
        previous=transition.log_head or GENESIS,
        digest="",
    )
    entry = replace(draft, digest=digest_of(transition.reference, draft))
    session.flush()
    connection = session.connection()
    connection.execute(_APPENDED, {name: getattr(entry, name) for name in Entry.__slots__})
    grown = {"grown": transition.id, "length": entry.sequence, "head": entry.digest}
    connection.execute(_GROWN, grown)
    _note(transition, entry)
    return entry


def _note(transition: Chained, entry: Entry) -> None:
    """The object at hand ends where the row now does; a stored one is not written a second time."""
    end = {"log_length": entry.sequence, "log_head": entry.digest}
    for name, value in end.items():
        if isinstance(transition, Transition):
            set_committed_value(transition, name, value)
        else:
            setattr(transition, name, value)


def entries(
    session: Session,
    transition: Chained,
    as_at: date | None = None,
    *,
    after: int = 0,
    until: int | None = None,
) -> list[Entry]:
    """The entries in order; with `as_at`, those written by the end of that day (UTC).

    `after` is the last number left out and `until` the last taken.
    """
    query = select_columns(*_COLUMNS).where(_LOG.c.transition_id == transition.id)
    if as_at:
        query = query.where(_LOG.c.at <= f"{as_at.isoformat()}{DAY_ENDS}")
    if after:
        query = query.where(_LOG.c.sequence > after)
    if until is not None:
        query = query.where(_LOG.c.sequence <= until)
    session.flush()
    rows = session.connection().execute(query.order_by(_LOG.c.sequence)).all()
    return [Entry(**dict(zip(Entry.__slots__, row, strict=True))) for row in rows]


def canonical(data: dict[str, Any]) -> str:
    """JSON with sorted keys and no spaces; dates as ISO text."""
    return json.dumps(
        data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_as_text
    )


def digest_of(reference: str, entry: Entry | LogEntry) -> str:
    """The digest that an entry must have, from its content and the digest before it.

    It is the SHA-256 of a JSON list in UTF-8: previous digest, reference, sequence, instant, actor,
    act and data; then, from form 2 on, role, on behalf of, reason and the form itself.
    """
    content = [
        *(entry.previous, reference, str(entry.sequence), entry.at, entry.actor, entry.act),
        entry.data,
    ]
    if entry.form >= FORM:
        content += [entry.role, entry.on_behalf_of, entry.reason, str(entry.form)]
    listed = ", ".join(map(encode_basestring, content))
    return sha256(f"[{listed}]".encode()).hexdigest()


def _as_text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")
