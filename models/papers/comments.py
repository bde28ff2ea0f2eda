"""Comments on a version: given by an officer, then included or set aside by its author."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, select

from models.actor import Actor
from models.database import database, writing
from models.log import locked
from models.papers.paper import PaperId
from models.papers.refusing import open_version, refuse_to_come
from models.projection import write
from models.tables import PaperComment, Transition
from rules.errors import InputError, StateError, UnknownName

OUTCOMES = ("included", "not included")


def comment(
    reference: str,
    paper: PaperId,
    role: str,
    text: str,
    *,
    on: date,
    person: str,
    today: date,
    actor: Actor,
) -> int:
    """The comment on the last version stands in the log; its number, which is the entry's.

    Raises: InputError when it is empty or still to come; StateError when nothing was written.
    """
    if not text.strip() or not person.strip():
        raise InputError("The comment or its giver is empty.", "what was said, by whom.", "say it.")
    refuse_to_come(on, today)
    with writing(database()) as session:
        transition = locked(session, reference)
        version = open_version(session, transition, paper)
        data = {
            "paper": str(paper),
            "number": version.number,
            "role": role,
            "person": person,
            "given_on": on,
            "text": text,
        }
        return write(session, transition, actor=actor, act="paper-commented", data=data).sequence


def answer_comment(
    reference: str, number: int, outcome: str, reason: str, *, on: date, today: date, actor: Actor
) -> None:
    """The author has included the comment, or not, and the log says why.

    Raises: UnknownName for a comment nobody gave; StateError when it was answered before.
    """
    if outcome not in OUTCOMES or (outcome == "not included" and not reason.strip()):
        raise InputError(
            f"The answer is {outcome!r}, the reason {reason!r}.",
            f"one of {', '.join(OUTCOMES)}, with a reason where it is not included.",
            "give --reason.",
        )
    refuse_to_come(on, today)
    with writing(database()) as session:
        transition = locked(session, reference)
        held = _comment(session, transition, number)
        if held.outcome:
            raise StateError(
                f"Comment {number} was {held.outcome} on {held.decided_on} by {held.decided_by}.",
                "a comment that nobody answered.",
                "let the officer comment again if the answer no longer stands.",
            )
        if on < held.given_on:
            raise InputError(
                f"Comment {number} was given on {held.given_on}, after {on}.", "a later day.", ""
            )
        data = {
            "comment": number,
            "outcome": outcome,
            "decided_on": on,
            "decided_by": actor.name,
            "decided_for": actor.on_behalf_of,
        }
        write(session, transition, actor=actor, act="comment-decided", data=data, reason=reason)


def _comment(session: Session, transition: Transition, number: int) -> PaperComment:
    query = select(PaperComment).where(PaperComment.transition_id == transition.id)
    found = {row.sequence: row for row in session.exec(query)}
    if number not in found:
        raise UnknownName(
            f"There is no comment {number}.",
            f"one of {', '.join(map(str, found)) or 'none yet'}.",
            f"see `changeover paper-status {transition.reference}`.",
        )
    return found[number]
