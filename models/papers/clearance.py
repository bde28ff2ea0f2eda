"""Clearance: asked of an officer on a day, commented on, given or refused. Silence is never it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from models.actor import Actor
from models.database import database, writing
from models.log import locked
from models.papers.four_eyes import acting_as, why_not_clear
from models.papers.locking import Answered, lock_if_cleared
from models.papers.made_from import MadeFrom
from models.papers.paper import PaperId
from models.papers.record import asked_of, authors, comments_on
from models.papers.refusing import open_version, refuse_to_come
from models.papers.staleness import changed
from models.projection import write
from models.tables import Clearance, PaperVersion, Transition
from rules.arithmetic import plural
from rules.errors import InputError, StateError

#: The fewest characters of a digest that name a version.
SHORTEST_DIGEST = 8
#: What a paper would be made from now, read in the caller's transaction.
Now = Callable[[Session, PaperVersion], MadeFrom]


@dataclass(frozen=True, kw_only=True)
class Officer:
    """Who is asked: in which role for the house, in which office, by name."""

    role: str
    office: str
    person: str


def ask(
    reference: str,
    paper: PaperId,
    officer: Officer,
    *,
    on: date,
    due_on: date | None,
    today: date,
    actor: Actor,
) -> int:
    """The officer is asked to comment on and clear the last version; its number.

    Raises: StateError when there is none, it is locked, or the officer wrote it; InputError.
    """
    _refuse_blank("--person", officer.person, "the name of the officer who is asked")
    refuse_to_come(on, today)
    with writing(database()) as session:
        transition = locked(session, reference)
        version = open_version(session, transition, paper)
        _refuse_before(on, version)
        asked = Actor(name=officer.person)
        wrote = authors(session, transition, paper)
        if why := why_not_clear(session, transition, asked, officer.person, wrote, today):
            raise _own_paper(paper, why)
        data = {
            "paper": str(paper),
            "number": version.number,
            "role": officer.role,
            "office": officer.office,
            "person": officer.person,
            "asked_on": on,
            "asked_by": actor.name,
            "due_on": due_on,
        }
        write(session, transition, actor=actor, act="clearance-asked", data=data)
        return version.number


def clear(
    reference: str,
    paper: PaperId,
    role: str,
    digest: str,
    *,
    needed: Collection[str],
    now: Now,
    today: date,
    actor: Actor,
    note: str = "",
) -> Answered:
    """The role has cleared the version of that digest; it is locked once all have.

    `needed` are the roles that the house asks. Raises: InputError for a digest of another version;
    StateError when the version is locked, lacks facts, is stale, has comments that nobody answered,
    was not asked of this officer, or is the officer's own.
    """
    with writing(database()) as session:
        transition = locked(session, reference)
        version = open_version(session, transition, paper)
        _refuse_other_digest(version, digest)
        asked = _asked(session, version, role)
        wrote = authors(session, transition, paper)
        if why := why_not_clear(session, transition, actor, asked.person, wrote, today):
            raise _own_paper(paper, why)
        actor = acting_as(session, transition, actor, asked.person, today)
        _refuse_unready(session, transition, paper, version, now)
        _answer(session, transition, asked, "cleared", note, today, actor)
        return lock_if_cleared(session, transition, version, needed, actor)


def refuse(
    reference: str,
    paper: PaperId,
    role: str,
    reason: str,
    *,
    today: date,
    actor: Actor,
) -> int:
    """The role refuses the last version, with its reason; the number of the version."""
    _refuse_blank("--reason", reason, "why it is not cleared")
    with writing(database()) as session:
        transition = locked(session, reference)
        version = open_version(session, transition, paper)
        asked = _asked(session, version, role)
        if why := why_not_clear(session, transition, actor, asked.person, (), today):
            raise _own_paper(paper, why)
        actor = acting_as(session, transition, actor, asked.person, today)
        _answer(session, transition, asked, "refused", reason, today, actor)
        return version.number


def _answer(
    session: Session,
    transition: Transition,
    asked: Clearance,
    state: str,
    reason: str,
    today: date,
    actor: Actor,
) -> None:
    data = {
        "paper": asked.paper,
        "number": asked.number,
        "role": asked.role,
        "answered_on": today,
        "answered_by": actor.name,
        "answered_for": actor.on_behalf_of,
    }
    write(session, transition, actor=actor, act=f"paper-{state}", data=data, reason=reason)


def _asked(session: Session, version: PaperVersion, role: str) -> Clearance:
    rows = {row.role: row for row in asked_of(session, version)}
    if role not in rows or rows[role].state != "asked":
        state = rows[role].state if role in rows else "never asked"
        raise StateError(
            f"{role} has nothing to answer for version {version.number}: {state}.",
            "an officer who was asked and has not answered.",
            "ask with `changeover clearance ask`.",
        )
    return rows[role]


def _refuse_unready(
    session: Session, transition: Transition, paper: PaperId, version: PaperVersion, now: Now
) -> None:
    """Nothing is cleared with a gap, on facts that have changed, or over an unanswered comment."""
    if version.gaps:
        raise StateError(
            f"{plural(len(version.gaps), 'fact')} missing before this paper can be cleared: "
            f"{', '.join(version.gaps)}.",
            "a version without gaps.",
            f"record them with `changeover fact {transition.reference}`, then write it again.",
        )
    changes = changed(session, version, now(session, version))
    if changes:
        raise StateError(
            f"Version {version.number} is stale: {'; '.join(each.says for each in changes)}.",
            "a version made from the facts as they stand.",
            "write the paper again; its new version is asked to be cleared.",
        )
    pending = [c.sequence for c in comments_on(session, transition, paper) if not c.outcome]
    if pending:
        raise StateError(
            f"Comments {', '.join(map(str, pending))} are neither included nor set aside.",
            "every comment answered.",
            "answer each with `changeover clearance answer`, with the reason.",
        )


def _refuse_other_digest(version: PaperVersion, digest: str) -> None:
    given = digest.strip().lower()
    if len(given) < SHORTEST_DIGEST or not version.digest.startswith(given):
        raise InputError(
            f"The digest {digest!r} is not that of version {version.number}.",
            f"the first {SHORTEST_DIGEST} characters or more of {version.digest}.",
            "read the version, and give the digest of what you read.",
        )


def _own_paper(paper: PaperId, why: str) -> StateError:
    return StateError(
        f"Nobody clears their own paper, and nobody another's request: {why}.",
        f"the officer who was asked to clear {paper.words}, or who stands in, and is not its "
        "author.",
        "ask another officer; agree a stand-in with `changeover stand-in`, or say for whom with "
        "CHANGEOVER_ON_BEHALF_OF.",
    )


def _refuse_blank(option: str, text: str, what: str) -> None:
    if not text.strip():
        raise InputError(f"{option} is empty.", f"{what}.", f"give {option}.")


def _refuse_before(on: date, version: PaperVersion) -> None:
    if on < version.made_on:
        raise InputError(
            f"Version {version.number} was made on {version.made_on}, after {on}.",
            "a day on or after the one it was made on.",
            "give the day on which this version was sent.",
        )
