"""What the log holds of a paper's clearance: who was asked, what they said, and the audit trail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session, col, select

from models.log import Chained
from models.papers.made_from import MadeFrom
from models.papers.paper import PaperId
from models.papers.versions import AND_FOR, versions
from models.people.names import names_in
from models.tables import Clearance, PaperComment, PaperVersion, Transition

#: The role that the finished report is sent to.
DEMOCRATIC_SERVICES = "democratic-services"


def asked_of(session: Session, version: PaperVersion) -> list[Clearance]:
    """Who was asked to clear a version, by role."""
    query = select(Clearance).where(
        Clearance.transition_id == version.transition_id,
        Clearance.paper == version.paper,
        Clearance.number == version.number,
    )
    return list(session.exec(query.order_by(col(Clearance.role))))


def comments_on(session: Session, transition: Chained, paper: PaperId) -> list[PaperComment]:
    """The comments on a paper in all its versions, the first before the last."""
    query = select(PaperComment).where(
        PaperComment.transition_id == transition.id, PaperComment.paper == str(paper)
    )
    return list(session.exec(query.order_by(col(PaperComment.sequence))))


def authors(session: Session, transition: Chained, paper: PaperId) -> set[str]:
    """All who wrote a paper or its exempt counterpart, or answered comments as its author."""
    found: set[str] = set()
    for each in (paper, paper.other):
        for version in versions(session, transition, each):
            found |= {version.made_by, *version.made_for.split(AND_FOR)}
            named = MadeFrom.from_json(version.made_from).facts.get("report_author")
            found |= set(names_in((named.value if named else "") or ""))
        for comment in comments_on(session, transition, each):
            found |= {comment.decided_by, comment.decided_for}
    return found - {""}


def audit_trail(
    session: Session, transition: Transition, paper: PaperId
) -> dict[str, tuple[str, str]]:
    """By role, the days on which comments were first sought and last included; empty if never."""
    query = select(Clearance).where(
        Clearance.transition_id == transition.id, Clearance.paper == str(paper)
    )
    asked = session.exec(query).all()
    said = comments_on(session, transition, paper)
    return {
        role: (
            _iso(min((each.asked_on for each in asked if each.role == role), default=None)),
            _iso(max(_included(role, said), default=None)),
        )
        for role in sorted({each.role for each in asked} | {each.role for each in said})
    }


def sent_on(
    session: Session, transition: Transition, paper: PaperId, number: int, day: date
) -> date | None:
    """When version `number`, made on `day`, goes to democratic services.

    They are sent every version from the first that they were asked to clear; the one on which they
    are asked first does not say so yet, and the next one does.
    """
    query = select(Clearance.number).where(
        Clearance.transition_id == transition.id,
        Clearance.paper == str(paper),
        Clearance.role == DEMOCRATIC_SERVICES,
        col(Clearance.number) < number,
    )
    return day if session.exec(query).first() else None


def sign_off_log(
    session: Session, transition: Transition, paper: PaperId, number: int
) -> list[tuple[str, str, int, date, str]]:
    """Who was asked about each version before `number`, and how they answered.

    Officer, office, version, day, and `cleared`, `refused` or `not answered`: never their words,
    which are kept in the log and need not be fit to be published.
    """
    query = select(Clearance).where(
        Clearance.transition_id == transition.id,
        Clearance.paper == str(paper),
        col(Clearance.number) < number,
    )
    rows = session.exec(query.order_by(col(Clearance.number), col(Clearance.role))).all()
    return [
        (
            row.person,
            row.office,
            row.number,
            row.answered_on or row.asked_on,
            row.state if row.answered_on else "not answered",
        )
        for row in rows
    ]


def _included(role: str, said: Iterable[PaperComment]) -> list[date]:
    return [
        comment.decided_on
        for comment in said
        if comment.role == role and comment.outcome == "included" and comment.decided_on
    ]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
