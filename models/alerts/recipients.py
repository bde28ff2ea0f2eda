"""Who is told of a deadline: whoever the step is assigned to, else the roles that own it."""

from __future__ import annotations

from sqlmodel import Session

from models.tables import Transition
from rules.alerts import Watched

#: Who is told where no manager is known.
SPONSOR = "Senior responsible owner"


def whom(session: Session, transition: Transition, found: Watched) -> list[str]:
    """The people or roles to tell of a deadline; a role of one council with its code."""
    return [in_council(owner, found.at.council or "") for owner in found.owners]


def manager_of(council: str) -> str:
    """Who answers for those who were told of a step of a council, or of all."""
    return in_council(SPONSOR, council)


def in_council(role: str, council: str) -> str:
    """`Monitoring officer, southwark`; the role alone where all councils share the step."""
    return f"{role}, {council}" if council else role
