"""Puts a register that was read in place of the one held, in one transaction with its log entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert
from sqlmodel import Session, col

from models.actor import Actor
from models.database import database, reading, writing
from models.log import canonical, locked
from models.projection import write
from models.registers.columns import Register
from models.registers.held import IMPORTED, digest_of, held_register
from models.registers.reading import RegisterFile, Row
from models.standing import stored
from models.tables import RegisterRow, Transition


@dataclass(frozen=True, kw_only=True)
class Changed:
    """A row that is in both the old register and the new, and the columns in which they differ."""

    key: str
    columns: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What an import does: which rows are new, gone, changed, and how many stay as they were.

    `entry` is the number of the log entry; None when nothing differs or nothing was to be written.
    """

    register: str
    rows: int
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[Changed, ...]
    same: int
    entry: int | None = None


def import_register(
    reference: str, file: RegisterFile, actor: Actor, *, dry_run: bool = False
) -> Imported:
    """The register is the one of the file, and one log entry says so with the digest of its rows.

    A file that holds what is held already writes nothing. With `dry_run` nothing is written.
    Raises: UnknownName.
    """
    if dry_run:
        with reading(database()) as session:
            return _compared(session, stored(session, reference).transition, file)
    with writing(database()) as session:
        transition = locked(session, reference)
        found = _compared(session, transition, file)
        held = held_register(session, transition, file.register.name)
        digest = digest_of(file.rows)
        if held and held.digest == digest:
            return found
        _replace(session, transition, file)
        entry = write(
            session,
            transition,
            actor=actor,
            act=IMPORTED,
            data={
                "register": file.register.name,
                "file": file.name,
                "file_digest": file.digest,
                "digest": digest,
                "rows": len(file.rows),
                "added": len(found.added),
                "changed": len(found.changed),
                "removed": len(found.removed),
            },
        )
        return Imported(**{**vars(found), "entry": entry.sequence})


def _replace(session: Session, transition: Transition, file: RegisterFile) -> None:
    name = file.register.name
    session.execute(
        delete(RegisterRow)
        .where(col(RegisterRow.transition_id) == transition.id)
        .where(col(RegisterRow.name) == name)
    )
    rows = [
        {
            "transition_id": transition.id,
            "name": name,
            "number": number,
            "cells": canonical(dict(row)),
        }
        for number, row in enumerate(file.rows, 1)
    ]
    if rows:
        session.execute(insert(RegisterRow), rows)


def _compared(session: Session, transition: Transition, file: RegisterFile) -> Imported:
    held = held_register(session, transition, file.register.name)
    return compared(file.register, held.rows if held else (), file.rows)


def compared(register: Register, old: Sequence[Row], new: Sequence[Row]) -> Imported:
    """What becomes of a register when the new rows stand in place of the old."""
    before = {register.key_of(row): row for row in old}
    after = {register.key_of(row): row for row in new}
    both = [(before[key], row) for key, row in after.items() if key in before]
    return Imported(
        register=register.name,
        rows=len(new),
        added=tuple(_named(register, row) for key, row in after.items() if key not in before),
        removed=tuple(_named(register, row) for key, row in before.items() if key not in after),
        changed=tuple(
            Changed(key=_named(register, row), columns=_differing(register, was, row))
            for was, row in both
            if was != row
        ),
        same=sum(was == row for was, row in both),
    )


def _named(register: Register, row: Row) -> str:
    return " / ".join(row[name] for name in register.key if name in row)


def _differing(register: Register, old: Row, new: Row) -> tuple[str, ...]:
    return tuple(c.heading for c in register.columns if old.get(c.name) != new.get(c.name))
