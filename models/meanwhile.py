"""What others did since somebody last looked: told to whoever comes second."""

from __future__ import annotations

import json
import re
from typing import Any

from sqlmodel import Session, select

from models.log import Chained, Entry, entries
from models.tables import SHARED, StepState
from rules.arithmetic import spoken
from rules.errors import AlreadyRecorded, InputError, MovedOn
from rules.situation import Situation, StepId

#: Data that the words of an entry leave out: long, or said already.
_UNSAID = ("arithmetic", "digest", "path", "changes", "moved", "of_act", "chain")
#: A SHA-256, of which people need no more than the beginning.
_DIGEST = re.compile("[0-9a-f]{64}")
#: Data that the words begin with; the rest follows by name.
_FIRST = ("step", "decision", "council", "name", "outcome", "on", "meeting_on", "by", "evidence")


def refuse_moved_on(session: Session, transition: Chained, expected: int | None) -> None:
    """The log is as long as the person saw it, or they did not say.

    Raises: MovedOn saying what happened since; InputError for a length it never had.
    """
    if expected is None or expected == transition.log_length:
        return
    reference = transition.reference
    if not 0 <= expected < transition.log_length:
        raise InputError(
            f"The log of {reference} never had {expected} entries: it has {transition.log_length}.",
            f"a number from 0 to {transition.log_length}.",
            f"see `changeover log {reference}` for its length.",
        )
    since = "\n".join(
        f"  - {told(entry)}" for entry in entries(session, transition, after=expected)
    )
    raise MovedOn(
        f"The log of {reference} has moved on since entry {expected}:\n{since}",
        f"a log of {expected} entries, as it was seen; nothing was written.",
        f"look at it again and, where it still holds, add --expect {transition.log_length}.",
    )


def refuse_closed(session: Session, transition: Chained, where: Situation, at: StepId) -> None:
    """The step is open, or only presumed. Raises: AlreadyRecorded saying who closed it, and how."""
    if at not in where.done:
        return
    closing = entry_that_closed(session, transition, at)
    reference = transition.reference
    raise AlreadyRecorded(
        f"Step {at} ({where.breakdown.step(at.key).name}) was recorded as done on "
        f"{spoken(where.done[at])}: {told(closing)}.",
        "a step that is still open.",
        f"put a mistake right with `changeover correct {reference} {closing.sequence}`; open the "
        f"step again with `changeover reopen {reference} {at.key}`.",
    )


def entry_that_closed(session: Session, transition: Chained, at: StepId) -> Entry:
    """The entry on which the state of a closed instance rests."""
    query = select(StepState.sequence).where(
        StepState.transition_id == transition.id,
        StepState.key == at.key,
        StepState.council == (at.council or SHARED),
    )
    sequence = session.exec(query).one()
    return entries(session, transition, after=sequence - 1, until=sequence)[0]


def told(entry: Entry) -> str:
    """An entry in words: its number and act, what it says, why, who wrote it and when."""
    what = ": ".join(filter(None, (entry.act.replace("-", " "), said(json.loads(entry.data)))))
    why = f", because {entry.reason}" if entry.reason else ""
    when = f"{entry.at[:10]} {entry.at[11:19]} UTC"
    return f"entry {entry.sequence}, {what}{why} ({acting(entry)}, {when})"


def said(data: dict[str, Any]) -> str:
    """What the data of an entry says, what is not given left out."""
    names = [*(name for name in _FIRST if name in data), *sorted(set(data) - {*_FIRST, *_UNSAID})]
    given = [name for name in names if data[name] not in (None, "", [], {})]
    return ", ".join(f"{name.replace('_', ' ')} {_plain(data[name])}" for name in given)


def acting(entry: Entry) -> str:
    """Who acted: the name, the office acted in and on whose behalf, as far as said."""
    behalf = f"on behalf of {entry.on_behalf_of}" if entry.on_behalf_of else ""
    return ", ".join(filter(None, (entry.actor, entry.role, behalf)))


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name.replace('_', ' ')} {each}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    return value[:12] if isinstance(value, str) and _DIGEST.fullmatch(value) else str(value)
