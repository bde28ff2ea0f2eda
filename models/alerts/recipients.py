"""Who is told of a deadline: whoever the step is assigned to, else the roles that own it."""

from __future__ import annotations

from dataclasses import dataclass

from models.tables import SHARED
from rules.alerts import Watched

#: Who is told where no manager is known.
SPONSOR = "Senior responsible owner"


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Who is told, as an alert names them: a person, or a role with the council it is of.

    `address` is an e-mail address; where it is empty a message waits until somebody gives it.
    """

    whom: str
    role: str
    council: str = SHARED
    address: str = ""


def recipients(found: Watched) -> list[Recipient]:
    """The people or roles to tell of a deadline."""
    return [_in_role(owner, found.at.council or SHARED) for owner in found.owners]


def manager(council: str) -> Recipient:
    """Who answers for those who were told of a step of a council, or of all."""
    return _in_role(SPONSOR, council)


def _in_role(role: str, council: str) -> Recipient:
    """`Monitoring officer, southwark`; the role alone where all councils share the step."""
    return Recipient(whom=f"{role}, {council}" if council else role, role=role, council=council)
