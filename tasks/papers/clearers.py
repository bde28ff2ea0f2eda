"""Who clears a paper in its council's house."""

from __future__ import annotations

from models.papers.paper import PaperId
from rules.errors import UnknownName
from tasks.papers.house import Clearing
from tasks.papers.house_file import PLAIN, house_for, houses
from tasks.papers.kinds import kind_named


def clearers(paper: PaperId) -> tuple[Clearing, ...]:
    """The roles that a council's house asks about a paper of this form, or may ask."""
    rows = house_for(paper.council).clearance or houses()[PLAIN].clearance
    form = kind_named(paper.kind).form
    return tuple(row for row in rows if form in row.forms)


def clearer(paper: PaperId, role: str) -> Clearing:
    """The house's row for a role. Raises: UnknownName."""
    rows = house_for(paper.council).clearance or houses()[PLAIN].clearance
    for row in rows:
        if row.role == role:
            return row
    raise UnknownName(
        f"Nobody clears papers as {role!r} in {house_for(paper.council).name}.",
        f"one of {', '.join(row.role for row in rows)}.",
        "name one with --role; a house's roles are its [[clearance]] rows.",
    )
