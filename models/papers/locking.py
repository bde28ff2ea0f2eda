"""A version that all cleared is locked: the digests of its files are in the log from then on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlmodel import Session, col, select

from models.actor import Actor
from models.database import database, reading
from models.effects import path_of
from models.log import no_transition
from models.papers.paper import PaperId
from models.papers.record import asked_of
from models.papers.versions import versions
from models.projection import write
from models.tables import Effect, PaperVersion, Transition
from rules.errors import StateError


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What an answer led to. `waiting` are the roles that have not cleared the version yet."""

    number: int
    locked: bool
    waiting: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ClearedFile:
    """A file of a locked version, seen to be exactly what the log has the digest of."""

    format: str
    path: Path
    content: bytes


def lock_if_cleared(
    session: Session,
    transition: Transition,
    version: PaperVersion,
    needed: Collection[str],
    actor: Actor,
) -> Answered:
    """The version is locked if each role that the house asks, and each other asked, cleared it."""
    states = {row.role: row.state for row in asked_of(session, version)}
    waiting = tuple(role for role in sorted({*needed, *states}) if states.get(role) != "cleared")
    locked = not waiting and bool(states)
    if locked:
        made = {_format(effect): effect.digest for effect in _files(session, version)}
        data = {
            "paper": version.paper,
            "number": version.number,
            "digest": version.digest,
            "cleared_by": sorted(states),
            "files": {**made, "html": version.digest},
        }
        write(session, transition, actor=actor, act="paper-locked", data=data)
    return Answered(number=version.number, locked=locked, waiting=waiting)


def locked_version(session: Session, transition: Transition, paper: PaperId) -> PaperVersion:
    """The last version of a paper, which is locked.

    Raises: StateError when it is not: what was cleared may no longer be what is known.
    """
    found = versions(session, transition, paper)
    if not found or found[-1].locked_at_sequence is None:
        what = (
            f"Version {found[-1].number} of it is not cleared." if found else "It was not written."
        )
        raise StateError(
            f"{paper.words} cannot be published. {what}",
            "a last version that all have cleared.",
            f"see `changeover clearance show {transition.reference} {paper.kind}`.",
        )
    return found[-1]


def cleared_files(reference: str, paper: PaperId) -> tuple[PaperVersion, list[ClearedFile]]:
    """The locked version of a paper and its files, each read and held to the digest in the log.

    Raises: StateError naming a file that is not what was cleared, or when none was written.
    """
    with reading(database()) as session:
        query = select(Transition).where(Transition.reference == reference)
        transition = session.exec(query).one_or_none()
        if transition is None:
            raise no_transition(session, reference)
        version = locked_version(session, transition, paper)
        made = _files(session, version)
    held = [
        ClearedFile(format=_format(effect), path=path_of(effect), content=_read(effect))
        for effect in made
    ]
    for file in held:
        cleared = version.files.get(file.format)
        if cleared and sha256(file.content).hexdigest() != cleared:
            raise _not_what_was_cleared(file.path)
    return version, held


def file_key(paper: PaperId, number: int) -> str:
    """What the keys of a version's files begin with."""
    return f"paper:{paper}:v{number}:"


def _files(session: Session, version: PaperVersion) -> list[Effect]:
    """The files made of a version, by format, each once."""
    start = file_key(PaperId.of(version.paper), version.number)
    query = select(Effect).where(
        Effect.transition_id == version.transition_id,
        col(Effect.key).startswith(start, autoescape=True),
        col(Effect.settled_at_sequence).is_not(None),
    )
    found = session.exec(query.order_by(col(Effect.claimed_at_sequence))).all()
    return list({_format(effect): effect for effect in reversed(found)}.values())


def _format(effect: Effect) -> str:
    return Path(effect.path).suffix[1:]


def _read(effect: Effect) -> bytes:
    path = path_of(effect)
    content = path.read_bytes() if path.is_file() else b""
    if sha256(content).hexdigest() != effect.digest:
        raise _not_what_was_cleared(path)
    return content


def _not_what_was_cleared(path: Path) -> StateError:
    return StateError(
        f"The file {path} is not the one that was cleared: it has gone, or was changed.",
        "the file whose digest is in the log.",
        "put it back from a backup, or write it again with `changeover paper`; a change needs a "
        "new version, and clearance again.",
    )
