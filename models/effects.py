"""Effects made once: claimed in the log under a key before they are made, settled after.

A crash between the two leaves a claim that the next run settles by looking whether the thing was
made, and making it if it was not.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlmodel import Session, select

from models.database import database, reading, writing
from models.log import locked
from models.projection import write
from models.tables import Effect, Transition

#: Who the engine writes as, where no person acts.
ENGINE = "changeover"


@dataclass(frozen=True, kw_only=True)
class FileToMake:
    """A file that is to exist: what it is for, where, and its whole content."""

    key: str
    kind: str
    path: Path
    content: bytes

    @property
    def digest(self) -> str:
        """The SHA-256 of the content."""
        return sha256(self.content).hexdigest()


def make_file(reference: str, wanted: FileToMake, *, actor: str = ENGINE) -> bool:
    """The file exists with this content and the log says so; whether it was made by this call."""
    if not _claim(reference, wanted, actor):
        return False
    if not is_made(wanted.path, wanted.digest):
        wanted.path.parent.mkdir(parents=True, exist_ok=True)
        draft = wanted.path.with_name(wanted.path.name + ".part")
        draft.write_bytes(wanted.content)
        draft.replace(wanted.path)
    _settle(reference, wanted.key, actor)
    return True


def note_once(reference: str, key: str, kind: str, act: str, data: dict[str, object]) -> bool:
    """The log holds an entry of this act under this key; whether it was written by this call."""
    with writing(database()) as session:
        transition = locked(session, reference)
        if _effect(session, transition, key):
            return False
        write(session, transition, actor=ENGINE, act=act, data=data)
        claim = {"key": key, "kind": kind, "path": "", "digest": ""}
        write(session, transition, actor=ENGINE, act="effect-claimed", data=claim)
        session.flush()
        write(session, transition, actor=ENGINE, act="effect-settled", data={"key": key})
        return True


def unsettled(reference: str) -> list[Effect]:
    """The claims that no run has settled yet."""
    with reading(database()) as session:
        query = (
            select(Effect)
            .join(Transition)
            .where(Transition.reference == reference)
            .where(Effect.settled_at_sequence == None)  # noqa: E711
        )
        return list(session.exec(query))


def effect_keys(session: Session, transition: Transition) -> set[str]:
    """The keys of every effect claimed for a transition that is settled."""
    query = select(Effect.key).where(
        Effect.transition_id == transition.id,
        Effect.settled_at_sequence != None,  # noqa: E711
    )
    return set(session.exec(query))


def files_made(reference: str) -> list[Effect]:
    """The files made for a transition, in the order in which they were claimed."""
    with reading(database()) as session:
        query = (
            select(Effect)
            .join(Transition)
            .where(Transition.reference == reference, Effect.path != "")
            .order_by(Effect.claimed_at_sequence)  # type: ignore[arg-type]
        )
        return list(session.exec(query))


def is_made(path: Path, digest: str) -> bool:
    """Whether the file is there with exactly that content."""
    return path.is_file() and sha256(path.read_bytes()).hexdigest() == digest


def _claim(reference: str, wanted: FileToMake, actor: str) -> bool:
    """Whether the file is still to be made; a claim left by a crash is taken up again."""
    with writing(database()) as session:
        transition = locked(session, reference)
        effect = _effect(session, transition, wanted.key)
        if effect is None:
            data = {"key": wanted.key, "kind": wanted.kind}
            data |= {"path": str(wanted.path), "digest": wanted.digest}
            write(session, transition, actor=actor, act="effect-claimed", data=data)
            return True
        return effect.settled_at_sequence is None


def _settle(reference: str, key: str, actor: str) -> None:
    with writing(database()) as session:
        transition = locked(session, reference)
        effect = _effect(session, transition, key)
        if effect and effect.settled_at_sequence is None:
            write(session, transition, actor=actor, act="effect-settled", data={"key": key})


def _effect(session: Session, transition: Transition, key: str) -> Effect | None:
    query = select(Effect).where(Effect.transition_id == transition.id, Effect.key == key)
    return session.exec(query).one_or_none()
