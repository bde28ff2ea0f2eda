"""Marks a fact, or a row of a register, as exempt, and says which open papers told it before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from models.actor import Actor
from models.database import database, reading
from models.papers.exempt_rows import row_named
from models.papers.exemptions import exempt_fact
from models.papers.versions import papers_of
from models.standing import stored
from rules.errors import InputError, UnknownName
from tasks.papers.status import paper_status
from tasks.papers.vocabulary import vocabulary

#: Facts that say of a paper that something in it is exempt, and so cannot be so themselves.
_SAY_SO = ("classification", "exempt_paragraph", "private_reason")


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """Why something is exempt: the paragraph of Schedule 12A, the public interest, who says so."""

    paragraph: int | None
    public_interest: str
    said_by: str


def mark_exempt(
    reference: str, name: str, council: str | None, grounds: Grounds, today: date, actor: Actor
) -> dict[str, Any]:
    """The fact is exempt; the entry that says so, and open versions that told it before.

    Raises: UnknownName, InputError.
    """
    known = vocabulary().get(name)
    if known is None:
        raise UnknownName(
            f"No paper asks for the fact {name!r}.",
            "the name of a fact.",
            f"see `changeover facts {reference}`.",
        )
    if known.built_in or name in _SAY_SO:
        raise InputError(
            f"{name} ({known.words}) cannot be exempt: the open paper says it.",
            "a fact other than those of a paper's own head.",
            "mark the fact that is exempt; the paper's classification follows from it.",
        )
    return _mark(reference, name, council, grounds, today, actor)


def mark_row_exempt(
    reference: str, register: str, key: str, grounds: Grounds, today: date, actor: Actor
) -> dict[str, Any]:
    """The row of a register is exempt for all councils; as `mark_exempt` says.

    Raises: UnknownName, InputError; StateError when no such register was imported.
    """
    return _mark(reference, row_of(reference, register, key), None, grounds, today, actor)


def row_of(reference: str, register: str, key: str) -> str:
    """What an exemption calls the row. Raises: UnknownName, InputError, StateError."""
    with reading(database()) as session:
        return row_named(session, stored(session, reference).transition, register, key)


def _mark(
    reference: str, name: str, council: str | None, grounds: Grounds, today: date, actor: Actor
) -> dict[str, Any]:
    if grounds.paragraph is None:
        raise InputError("--paragraph is missing.", "1 to 7.", "see `changeover exempt REF`.")
    entry = exempt_fact(
        reference,
        name,
        council,
        paragraph=grounds.paragraph,
        public_interest=grounds.public_interest,
        said_by=grounds.said_by,
        today=today,
        actor=actor,
    )
    return {"entry": entry, "name": name, "told_before": _told_before(reference, name, today)}


def _told_before(reference: str, name: str, today: date) -> list[str]:
    with reading(database()) as session:
        papers = papers_of(session, stored(session, reference).transition)
    told = []
    for paper in papers:
        status = paper_status(reference, paper, today)
        for each in status["exempt_in_open_versions"] if status else ():
            what, _, version = each.rpartition(" (")
            if what == name:
                told.append(f"{paper.words} ({version}")
    return told
