"""All the papers of a meeting, written one after another, with where each then stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from models.actor import Actor
from models.database import database, reading
from models.papers.exemptions import exemptions
from models.papers.paper import PaperId
from models.standing import situation, stored
from rules.errors import ChangeoverError, InputError, NothingExempt
from tasks.papers.kinds import KINDS, Form
from tasks.papers.status import paper_status
from tasks.writing import paper_named, write_paper

#: The forms of document that go before a meeting: the others come after it, or to nobody's meeting.
BEFORE_A_MEETING = (Form.notice, Form.report)


@dataclass(frozen=True, kw_only=True)
class OnAgenda:
    """One paper of a meeting: its files, its status after it was written, or why it was not."""

    paper: PaperId
    files: tuple[Path, ...] = ()
    new_version: bool = False
    changes: int = 0
    warnings: tuple[str, ...] = ()
    status: dict[str, Any] | None = None
    error: str = ""
    exit_code: int = 0


def write_agenda(
    reference: str,
    meeting: date,
    council: str | None,
    today: date,
    actor: Actor,
    *,
    formats: str = "html",
    folder: Path | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> list[OnAgenda]:
    """The papers of the councils that decide at that meeting, each as its facts stand.

    One that cannot be written is told with its error, and the others are written all the same.
    Raises: InputError when nobody decides there; UnknownName.
    """
    wanted = list(_papers(reference, meeting, council, today))
    found = []
    for place, paper in enumerate(wanted, 1):
        say(f"{place} of {len(wanted)}: {paper.words}")
        found.append(_written(reference, paper, today, actor, formats, folder))
    return [each for each in found if each is not None]


def _papers(reference: str, meeting: date, council: str | None, today: date) -> Iterator[PaperId]:
    with reading(database()) as session:
        rows = stored(session, reference)
        roles = {each.code: party.role for party, each, _ in rows.parties}
        exempt = bool(exemptions(session, rows.transition))
        decided = [
            at
            for at, day in situation(session, reference, today).chosen.items()
            if day == meeting and (council or at.council).lower() == at.council
        ]
    if not decided:
        raise InputError(
            f"{council or 'No council'} takes no decision of {reference} on {meeting}.",
            "the day of a meeting chosen for a decision.",
            f"see `changeover plan {reference}` for the meetings.",
        )
    for decision, code in sorted(decided):
        for kind in KINDS.values():
            if (
                decision in kind.decisions
                and kind.form in BEFORE_A_MEETING
                and roles[code] in kind.writer.roles
            ):
                for side in (False, True)[: 1 + exempt]:
                    yield paper_named(reference, kind.name, code, decision, today, exempt=side)


def _written(
    reference: str,
    paper: PaperId,
    today: date,
    actor: Actor,
    formats: str,
    folder: Path | None,
) -> OnAgenda | None:
    """One paper; None for an exempt one that would hold nothing exempt."""
    before = paper_status(reference, paper, today)
    try:
        written = write_paper(
            reference,
            paper.kind,
            paper.council,
            paper.occasion,
            today,
            actor,
            formats=formats,
            folder=folder,
            exempt=paper.exempt,
        )
    except NothingExempt:
        return None
    except ChangeoverError as error:
        return OnAgenda(paper=paper, error=error.found, exit_code=error.exit_code)
    return OnAgenda(
        paper=paper,
        files=tuple(file.path for file in written.files),
        new_version=before is None or before["version"] != written.version,
        changes=len(written.changes),
        warnings=written.warnings,
        status=paper_status(reference, paper, today),
    )
