"""The registers a transition holds, and whether their rows are still those of the log."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from sqlmodel import Session, col, select

from models.chain import Break
from models.log import canonical, entries
from models.registers.reading import Row
from models.tables import HeldRegister, RegisterRow, Transition

IMPORTED = "register-imported"


@dataclass(frozen=True, kw_only=True)
class Held:
    """A register as it stands: its file, and the number of the log entry that says so."""

    register: str
    rows: tuple[Row, ...]
    file: str
    digest: str
    entry: int


def held_register(session: Session, transition: Transition, register: str) -> Held | None:
    """The register of that name; None when none was imported."""
    found = session.exec(
        select(HeldRegister)
        .where(HeldRegister.transition_id == transition.id)
        .where(HeldRegister.name == register)
    ).one_or_none()
    if found is None:
        return None
    return Held(
        register=register,
        rows=tuple(json.loads(cells) for cells in _cells(session, transition, register)),
        file=found.file,
        digest=found.digest,
        entry=found.sequence,
    )


def held_registers(session: Session, transition: Transition) -> dict[str, Held]:
    """Every register that was imported, by name."""
    names = session.exec(
        select(HeldRegister.name)
        .where(HeldRegister.transition_id == transition.id)
        .order_by(col(HeldRegister.name))
    ).all()
    found = {name: held_register(session, transition, name) for name in names}
    return {name: held for name, held in found.items() if held}


def register_breaks(session: Session, transition: Transition) -> Iterator[Break]:
    """Every register whose rows are not those that its last entry in the log tells of.

    A break names that entry; rows of a register that the log does not know are named too.
    """
    last = {
        data["register"]: (entry.sequence, data)
        for entry in entries(session, transition)
        if entry.act == IMPORTED and (data := json.loads(entry.data))
    }
    with_rows = session.exec(
        select(RegisterRow.name)
        .where(RegisterRow.transition_id == transition.id)
        .distinct()
        .order_by(RegisterRow.name)
    ).all()
    for name in [name for name in with_rows if name not in last]:
        says = f"the register of {name} has rows, but no entry says that it was imported"
        yield Break(reference=transition.reference, sequence=transition.log_length, says=says)
    for name, (sequence, data) in last.items():
        cells = _cells(session, transition, name)
        if digest_of_cells(cells) != data["digest"]:
            says = f"the register of {name} was changed after it was imported"
            if len(cells) != data["rows"]:
                says += f": it has {len(cells)} rows, and {data['rows']} were imported"
            yield Break(reference=transition.reference, sequence=sequence, says=says)


def digest_of(rows: Iterable[Row]) -> str:
    """The SHA-256 of rows in their order."""
    return digest_of_cells(canonical(dict(row)) for row in rows)


def digest_of_cells(cells: Iterable[str]) -> str:
    """The SHA-256 of the rows' canonical JSON in UTF-8, each with a line feed after it."""
    found = sha256()
    for each in cells:
        found.update(each.encode() + b"\n")
    return found.hexdigest()


def _cells(session: Session, transition: Transition, register: str) -> list[str]:
    return list(
        session.exec(
            select(RegisterRow.cells)
            .where(RegisterRow.transition_id == transition.id)
            .where(RegisterRow.name == register)
            .order_by(col(RegisterRow.number))
        )
    )
