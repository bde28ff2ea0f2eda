"""Files made once: each is claimed, written beside its place, put there and settled."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from models.actor import ENGINE, Actor
from models.database import database, reading, writing
from models.effects import leases
from models.effects.kept import effect_of, effect_under, unsettled
from models.effects.places import is_made, kept_path, path_of
from models.interruption import write_point
from models.log import locked
from models.projection import write
from models.tables import Effect
from models.whole_file import clear_drafts, put_in_place, write_draft
from rules.errors import ChangeoverError, OutsideError, StateError

#: How long a run may take to write one file before another takes over.
LEASE_SECONDS = 60
_LOOK_AGAIN_SECONDS = 0.05


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

    Where another run is making it, this one waits until that one is done or has ended. A file that
    has gone is made again, and the log says so, while its content would be the same.
    Raises: StateError when it was changed after it was made, or cannot be made again; InputError,
    OutsideError when it cannot be written.
    """
    if _is_settled_and_there(reference, wanted.key):
        return False
    with _claimed(reference, wanted, actor) as (claim, holder):
        write_point("claimed")
        path = path_of(claim)
        if is_made(path, claim.digest):
            return _settle(reference, wanted.key, actor)
        if claim.state == "settled":
            _refuse_other_than_gone(claim, wanted)
        clear_drafts(path)
        draft = write_draft(path, wanted.content)
        return _put(reference, wanted.key, actor, holder, draft, path)


def settle_files(reference: str) -> int:
    """Files that a run made and did not settle are settled by looking; how many were.

    A claim whose file is not there is left to the next run that wants it.
    """
    settled = 0
    for claim in unsettled(reference):
        if claim.channel == "file" and _is_free(reference, claim.key):
            if is_made(path_of(claim), claim.digest):
                settled += _settle(reference, claim.key, ENGINE)
            clear_drafts(path_of(claim))
    return settled


@contextmanager
def _claimed(reference: str, wanted: FileToMake, actor: Actor) -> Iterator[tuple[Effect, str]]:
    """What the log says of the file, which is ours to make inside; and the holder we are.

    Whoever settles it gives it back; where that fails it is given back here.
    """
    holder = leases.new_holder()
    while (claim := _claim(reference, wanted, actor, holder)) is None:
        time.sleep(_LOOK_AGAIN_SECONDS)
    try:
        yield claim, holder
    except BaseException:
        with suppress(ChangeoverError), writing(database()) as session:
            leases.give_back(session, locked(session, reference), wanted.key, holder)
        raise


def _claim(reference: str, wanted: FileToMake, actor: Actor, holder: str) -> Effect | None:
    """What the log says of the file: claimed now, before, or by a run that crashed.

    None while another run is making it. Where the facts changed after a crash, what is wanted now
    is claimed in its place.
    """
    with writing(database()) as session:
        transition = locked(session, reference)
        if not leases.take(session, transition, wanted.key, holder, LEASE_SECONDS):
            return None
        effect = effect_of(session, transition, wanted.key)
        if effect is None or _is_overtaken(effect, wanted):
            data = {"key": wanted.key, "kind": wanted.kind}
            data |= {"path": kept_path(wanted.path), "digest": wanted.digest}
            write(session, transition, actor=actor, act="effect-claimed", data=data)
            effect = effect_of(session, transition, wanted.key)
        assert effect
        session.refresh(effect)
        return effect


def _is_overtaken(effect: Effect, wanted: FileToMake) -> bool:
    """Whether a claim was left before its file was made, and another content is wanted now."""
    return (
        effect.state != "settled"
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


def _put(reference: str, key: str, actor: Actor, holder: str, draft: Path, path: Path) -> bool:
    """The file is in its place and the log says so; nobody else put one there meanwhile.

    It is put there in the transaction that settles it: a run that was taken for dead and was only
    slow is refused before it touches what the other one made.
    """
    with writing(database()) as session:
        transition = locked(session, reference)
        if not leases.is_held(session, transition, key, holder):
            draft.unlink(missing_ok=True)
            raise OutsideError(
                f"Another run took over {path.name}, as this one took too long.",
                f"a file written within {LEASE_SECONDS} seconds.",
                "run it again; it is made once.",
            )
        put_in_place(draft, path)
        effect = effect_of(session, transition, key)
        again = effect is not None and effect.state == "settled"
        act = "file-made-again" if again else "effect-settled"
        write(session, transition, actor=actor, act=act, data={"key": key})
        leases.drop(session, transition, key)
    write_point("settled")
    return True


def _settle(reference: str, key: str, actor: Actor) -> bool:
    """The log says that the file was made, and nobody is at it; whether this call wrote that."""
    with writing(database()) as session:
        transition = locked(session, reference)
        leases.drop(session, transition, key)
        effect = effect_of(session, transition, key)
        if effect is None or effect.state == "settled":
            return False
        write(session, transition, actor=actor, act="effect-settled", data={"key": key})
    write_point("settled")
    return True


def _is_settled_and_there(reference: str, key: str) -> bool:
    with reading(database()) as session:
        effect = effect_under(session, reference, key)
    if effect is None or effect.state != "settled":
        return False
    return is_made(path_of(effect), effect.digest)


def _is_free(reference: str, key: str) -> bool:
    with writing(database()) as session:
        return leases.is_free(session, locked(session, reference), key)
