"""What a comment and a clearance are refused for alike."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from models.papers.paper import PaperId
from models.papers.versions import last_version
from models.tables import PaperVersion, Transition
from rules.errors import InputError, StateError


def open_version(session: Session, transition: Transition, paper: PaperId) -> PaperVersion:
    """The last version, which may still be commented on and cleared.

    Raises: StateError when nothing was written, or all have cleared it.
    """
    version = last_version(session, transition, paper)
    if version.locked_at_sequence is not None:
        raise StateError(
            f"Version {version.number} of {paper.words} was cleared by all and is locked.",
            "a version that is not cleared yet.",
            "write the paper again once its facts have changed: that makes a new version.",
        )
    return version


def refuse_to_come(on: date, today: date) -> None:
    """The day is today or before. Raises: InputError."""
    if on > today:
        raise InputError(f"{on} is still to come.", f"a day up to {today}.", "record it then.")
