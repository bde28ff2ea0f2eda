"""Who is making an effect just now: one run at a time, for a limited time.

A lease keeps two runs from making the same thing at once, and is no proof of anything: whoever
takes over from another looks first whether the thing was made. It is over when its time has passed,
or at once when the process that held it has ended on this machine.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from sqlmodel import Session, select

from models.tables import Lease, Transition


def new_holder() -> str:
    """A name for one attempt of this process, never used again."""
    return f"{_process(os.getpid())} {uuid4().hex[:12]}"


def take(session: Session, transition: Transition, key: str, holder: str, seconds: int) -> bool:
    """The effect is this holder's to make, for so long; whether it could be had.

    The caller holds the transition (`models.log.locked`).
    """
    assert transition.id is not None
    lease = _lease(session, transition, key)
    if lease and lease.holder != holder and not _is_over(lease):
        return False
    lease = lease or Lease(transition_id=transition.id, key=key, holder="", held_until="")
    lease.holder = holder
    lease.held_until = (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()
    session.add(lease)
    return True


def is_free(session: Session, transition: Transition, key: str) -> bool:
    """Whether nobody is making the effect now."""
    lease = _lease(session, transition, key)
    return lease is None or _is_over(lease)


def is_held(session: Session, transition: Transition, key: str, holder: str) -> bool:
    """Whether the effect is still this holder's: nobody took it over."""
    lease = _lease(session, transition, key)
    return lease is not None and lease.holder == holder


def give_back(session: Session, transition: Transition, key: str, holder: str) -> None:
    """The effect is nobody's, if it was this holder's."""
    lease = _lease(session, transition, key)
    if lease and lease.holder == holder:
        session.delete(lease)


def drop(session: Session, transition: Transition, key: str) -> None:
    """The effect is nobody's, whoever had it: nothing of it is left to be made."""
    lease = _lease(session, transition, key)
    if lease:
        session.delete(lease)


def _lease(session: Session, transition: Transition, key: str) -> Lease | None:
    query = select(Lease).where(Lease.transition_id == transition.id, Lease.key == key)
    return session.exec(query).one_or_none()


def _is_over(lease: Lease) -> bool:
    return datetime.fromisoformat(lease.held_until) < datetime.now(UTC) or _has_ended(lease.holder)


def _has_ended(holder: str) -> bool:
    """Whether the process of a holder is known to have ended; never of another machine's."""
    process = holder.partition(" ")[0]
    here, pid, _ = process.rsplit("/", 2)
    return bool(here) and here == _machine() and _process(int(pid)) != process


def _process(pid: int) -> str:
    """A process: its machine, its number, and when it started, as numbers are used again."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
        state, *numbers = status.rpartition(")")[2].split()
        started = "ended" if state in "ZX" else numbers[18]
    except OSError:
        started = "ended"
    return f"{_machine()}/{pid}/{started}"


def _machine() -> str:
    """This start of this machine, and the space its process numbers are counted in.

    Empty where the system does not say: there a lease ends by its time alone.
    """
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot}:{os.readlink('/proc/self/ns/pid')}"
    except OSError:
        return ""
