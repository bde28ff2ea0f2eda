"""Effects made once: claimed in the log under a key before they are made, settled after.

A crash between the two leaves a claim that the next run settles by looking whether the thing was
made, and making it if it was not.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlmodel import Session, select

from models.actor import ENGINE, Actor
from models.database import database, reading, writing
from models.log import locked
from models.projection import write
from models.settings import settings
from models.tables import Effect, Transition
from rules.errors import StateError


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


def make_file(reference: str, wanted: FileToMake, *, actor: Actor = ENGINE) -> bool:
    """The file is there as the log says it was made; whether it was made by this call.

    A file that has gone is made again, and the log says so, while its content would be the same.
    Raises: StateError when it was changed after it was made, or cannot be made again.
    """
    claim = _claim(reference, wanted, actor)
    path = path_of(claim)
    if is_made(path, claim.digest):
        return _settle(reference, wanted.key, actor)
    if claim.settled_at_sequence is not None:
        _refuse_other_than_gone(claim, wanted)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".part")
    draft.write_bytes(wanted.content)
    draft.replace(path)
    return _settle(reference, wanted.key, actor) or _made_again(reference, wanted.key, actor)


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


def path_of(effect: Effect) -> Path:
    """Where the file of an effect is on this machine; what the log keeps is its `kept_path`."""
    return settings().papers / effect.path


def kept_path(path: Path) -> str:
    """A file as the log names it: from the papers folder on, where it lies in there.

    A log that is moved to another machine, and papers moved beside it, still find each other.
    """
    papers = settings().papers
    return path.relative_to(papers).as_posix() if path.is_relative_to(papers) else str(path)


def is_made(path: Path, digest: str) -> bool:
    """Whether the file is there with exactly that content."""
    return path.is_file() and sha256(path.read_bytes()).hexdigest() == digest


def _claim(reference: str, wanted: FileToMake, actor: Actor) -> Effect:
    """What the log says of the file: claimed now, before, or by a run that crashed.

    Where the facts changed after the crash, what is wanted now is claimed in its place.
    """
    with writing(database()) as session:
        transition = locked(session, reference)
        effect = _effect(session, transition, wanted.key)
        if effect is None or _is_overtaken(effect, wanted):
            data = {"key": wanted.key, "kind": wanted.kind}
            data |= {"path": kept_path(wanted.path), "digest": wanted.digest}
            write(session, transition, actor=actor, act="effect-claimed", data=data)
            session.flush()
            effect = _effect(session, transition, wanted.key)
        assert effect
        return effect


def _is_overtaken(effect: Effect, wanted: FileToMake) -> bool:
    """Whether a claim was left before its file was made, and another content is wanted now."""
    return (
        effect.settled_at_sequence is None
        and (path_of(effect), effect.digest) != (wanted.path, wanted.digest)
        and not is_made(path_of(effect), effect.digest)
    )


def _refuse_other_than_gone(claim: Effect, wanted: FileToMake) -> None:
    path = path_of(claim)
    if path.exists() or claim.digest != wanted.digest:
        what = "was changed after it was made" if path.exists() else "has gone"
        raise StateError(
            f"The file {path} {what}.",
            f"the file that the log claimed in entry {claim.claimed_at_sequence}.",
            "keep a changed file under another name and put the first one back from a backup; "
            "`changeover paper` writes a new version where facts have changed.",
        )


def _settle(reference: str, key: str, actor: Actor) -> bool:
    """The log says that the file was made; whether this call wrote that."""
    with writing(database()) as session:
        transition = locked(session, reference)
        effect = _effect(session, transition, key)
        if effect is None or effect.settled_at_sequence is not None:
            return False
        write(session, transition, actor=actor, act="effect-settled", data={"key": key})
        return True


def _made_again(reference: str, key: str, actor: Actor) -> bool:
    """The log says that a file that had gone is there again."""
    with writing(database()) as session:
        transition = locked(session, reference)
        write(session, transition, actor=actor, act="file-made-again", data={"key": key})
        return True


def _effect(session: Session, transition: Transition, key: str) -> Effect | None:
    query = select(Effect).where(Effect.transition_id == transition.id, Effect.key == key)
    return session.exec(query).one_or_none()
