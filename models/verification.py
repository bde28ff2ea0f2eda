"""Whether every log holds, whether the rows are what it says, and whether a head kept is in it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from models.chain import Break, refuse_broken, verify
from models.database import database, reading, refuse_damaged
from models.given_digests import given_breaks
from models.log import GENESIS, entries, no_transition
from models.projection.difference import differences
from models.projection.fold import Fold
from models.registers.held import register_breaks
from models.rule_sets import refuse_changed
from models.tables import Transition
from models.whole_file import write_whole
from rules.errors import BadFile, InputError

#: What an export of heads says it is.
KIND = "changeover-heads"


def verify_all(against: Path | None = None) -> list[dict[str, Any]]:
    """For each transition how many entries its log has and its head.

    `against` is an export of heads: each must still be in its log. Raises: DatabaseDamaged,
    LogBroken, BadFile.
    """
    kept = read_heads(against) if against else []
    engine = database()
    refuse_damaged(engine)
    with reading(engine) as session:
        refuse_changed(session)
        held = session.exec(select(Transition).order_by(col(Transition.reference))).all()
        breaks = [each for transition in held for each in _broken(session, transition, kept)]
        known = {transition.reference for transition in held}
        breaks += [
            Break(reference=each["reference"], sequence=0, says="the transition is gone")
            for each in kept
            if each["reference"] not in known
        ]
        refuse_broken(breaks)
        return [_end(transition) for transition in held]


def heads(reference: str | None) -> dict[str, Any]:
    """The end of one log, or of every log: what an auditor keeps elsewhere. Raises: UnknownName."""
    with reading(database()) as session:
        query = select(Transition).order_by(col(Transition.reference))
        if reference:
            query = query.where(Transition.reference == reference)
        found = session.exec(query).all()
        if reference and not found:
            raise no_transition(session, reference)
        at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return {"kind": KIND, "at": at, "heads": [_end(transition) for transition in found]}


def keep_heads(found: dict[str, Any], path: Path) -> None:
    """The heads are in a new file, whole. Raises: InputError when it is there; OutsideError."""
    if path.exists():
        raise InputError(f"{path} is there already.", "a new file.", "name another.")
    write_whole(path, f"{json.dumps(found, indent=2, ensure_ascii=False)}\n".encode())


def read_heads(path: Path) -> list[dict[str, Any]]:
    """The heads in an export. Raises: BadFile."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        rows = [
            {
                "reference": str(row["reference"]),
                "entries": int(row["entries"]),
                "head": str(row["head"]),
                "at": str(told["at"]),
            }
            for row in told["heads"]
        ]
        if told["kind"] != KIND:
            raise ValueError(f"its kind is {told['kind']!r}")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadFile(
            f"{path} holds no heads of logs ({error!r}).",
            "a file that `changeover head --all --out FILE` wrote.",
            "give that file.",
        ) from error
    return rows


def _broken(session: Session, transition: Transition, kept: list[dict[str, Any]]) -> list[Break]:
    """Where the chain does not hold; where it does, which rows and registers differ from it."""
    found = entries(session, transition)
    breaks = list(verify(transition, found))
    digests = {0: GENESIS, **{entry.sequence: entry.digest for entry in found}}
    for each in kept:
        own = each["reference"] == transition.reference
        if own and digests.get(each["entries"]) != each["head"]:
            says = f"it is not the entry that was the last when its head was kept at {each['at']}"
            broken = Break(reference=transition.reference, sequence=each["entries"], says=says)
            breaks.append(broken)
    if breaks:
        return breaks
    rows = differences(session, transition, Fold().take(found))
    given = given_breaks(session, transition.reference, found[0]) if found else ()
    return [*rows, *given, *register_breaks(session, transition)]


def _end(transition: Transition) -> dict[str, Any]:
    return {
        "reference": transition.reference,
        "entries": transition.log_length,
        "head": transition.log_head or GENESIS,
    }
