"""Clearing a paper: asks as the house asks, clears what is read, publishes what was cleared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from models.actor import Actor
from models.database import database, reading, writing
from models.log import locked
from models.papers import clearance
from models.papers.clearance import Officer
from models.papers.exemptions import secrets
from models.papers.locking import Answered, cleared_files
from models.papers.paper import PaperId
from models.papers.staleness import changed
from models.projection import write
from models.standing import stored
from models.whole_file import write_whole
from rules.errors import StateError
from tasks.papers.clearers import clearer, clearers
from tasks.papers.exemption.fragments import looked_for
from tasks.papers.exemption.proof import prove_open
from tasks.papers.response import comments_due
from tasks.papers.version import sources_now


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Who was asked about which version, and by when the answer is due; None is no day."""

    number: int
    office: str
    due_on: date | None


def ask_to_clear(
    reference: str, paper: PaperId, role: str, person: str, on: date, today: date, actor: Actor
) -> Asking:
    """The officer is asked, and has the time that the house gives. Raises: UnknownName,
    InputError, StateError."""
    office = clearer(paper, role).office
    due_on = comments_due(reference, paper.council, on)
    officer = Officer(role=role, office=office, person=person)
    number = clearance.ask(
        reference, paper, officer, on=on, due_on=due_on, today=today, actor=actor
    )
    return Asking(number=number, office=office, due_on=due_on)


def clear_paper(
    reference: str,
    paper: PaperId,
    role: str,
    digest: str,
    today: date,
    actor: Actor,
    note: str = "",
) -> Answered:
    """The role clears the version of that digest; all that the house asks lock it together."""
    return clearance.clear(
        reference,
        paper,
        role,
        digest,
        needed=[row.role for row in clearers(paper) if row.required],
        now=lambda session, version: sources_now(session, version, today),
        today=today,
        actor=actor,
        note=note,
    )


def publish(reference: str, paper: PaperId, folder: Path, today: date, actor: Actor) -> list[Path]:
    """Copies of the cleared files stand in the folder, and the log says so.

    Each file is held to the digest in the log, and an open one searched again for what is exempt
    now. Raises: StateError when the last version is not cleared, is stale, or a file is another;
    OutsideError where the folder cannot be written.
    """
    version, files = cleared_files(reference, paper)
    with reading(database()) as session:
        transition = stored(session, reference).transition
        stale = changed(session, version, sources_now(session, version, today))
        sought = looked_for(secrets(session, transition))
    if stale:
        raise StateError(
            f"Version {version.number} is stale: {'; '.join(each.says for each in stale)}.",
            "a cleared version that says what is known.",
            "write it again and have it cleared; or correct what changed.",
        )
    if not files:
        raise StateError(
            f"No file of version {version.number} was written.", "a file to publish.",
            f"write one: `changeover paper {reference} {paper.kind} --format html,pdf`.",
        )  # fmt: skip
    if not paper.exempt:
        for file in files:
            prove_open(file.path.name, file.format, file.content, sought)
    made = [write_whole(folder / file.path.name, file.content) for file in files]
    data = {"paper": str(paper), "number": version.number, "digest": version.digest}
    data |= {"files": [path.name for path in made], "on": today}
    with writing(database()) as session:
        write(session, locked(session, reference), actor=actor, act="paper-published", data=data)
    return made
