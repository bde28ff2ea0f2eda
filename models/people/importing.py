"""People from a file: all of it is taken, or nothing with every bad row listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlmodel import Session

from models.actor import Actor
from models.database import database, reading, take_turns, writing
from models.people.keeping import Given, differing, faults, put
from models.people.known import People, people
from models.people.names import plain_name
from models.registers.columns import Column, Register
from models.registers.faults import Fault, quoted
from models.registers.reading import Row, read_register
from models.tables import Person
from rules.arithmetic import spoken
from rules.errors import ChangeoverError

PEOPLE = Register(
    name="people",
    title="People",
    told_in="docs/people.md",
    document="",
    key=("name",),
    columns=(
        Column(name="name", heading="Name", also=("Full name", "Person"), required=True),
        Column(name="roles", heading="Roles", also=("Role", "Office", "Offices", "Job title")),
        Column(name="council", heading="Council", also=("Side", "Authority", "Organisation")),
        Column(name="email", heading="E-mail", also=("Email", "E-mail address", "Email address")),
        Column(name="manager", heading="Manager", also=("Line manager", "Reports to")),
        Column(name="also", heading="Also", also=("Also known as", "Sign-in", "User name")),
    ),
)
#: What a cell of each column may hold.
_EXPECTED = {
    "name": "a name that nobody else goes by",
    "also": "names that nobody else goes by",
    "council": "the code of a council, such as southwark, or supplier",
    "email": "one e-mail address",
    "manager": "a name in this file, or of somebody known",
}


def import_people(
    path: Path, actor: Actor, *, sheet: str | None = None, dry_run: bool = False
) -> dict[str, Any]:
    """Everybody in the file is known as it says; nobody else changes, and an empty cell neither.

    With `dry_run` nothing is written. Raises: InputError; BadFile listing every bad row.
    """
    with reading(database()) as session:
        before = people(session)
    file = read_register(path, PEOPLE, sheet, lambda rows: _faults(rows, before))
    with writing(database()) as session:
        take_turns(session.connection())
        known = people(session)
        given = [_given(row) for row in file.rows]
        told = _told(known, given)
        if not dry_run:
            rows = [_put(session, known, each, actor) for each in given]
            known = people(session)
            for row, each in zip(rows, given, strict=True):
                put(session, known, row, Given(manager=each.manager), actor)
        return {**told, "unknown_columns": list(file.unknown), "notes": list(file.notes)}


def _put(session: Session, known: People, given: Given, actor: Actor) -> Person:
    """The person without the manager, who may stand further down; a name that is held stays."""
    held = known.find(given.name or "")
    name = held.name if held else given.name
    return put(session, known, held, replace(given, name=name, manager=None), actor)


def _given(row: Row) -> Given:
    return Given(
        name=row["name"],
        roles=_listed(row, "roles"),
        council=row.get("council"),
        email=row.get("email"),
        manager=row.get("manager"),
        also=_listed(row, "also"),
    )


def _listed(row: Row, name: str) -> list[str] | None:
    if name not in row:
        return None
    return [each.strip() for each in row[name].replace("\n", ";").split(";") if each.strip()]


def _faults(rows: list[tuple[int, Row]], known: People) -> Iterator[Fault]:
    """What is wrong with rows whose cells are right, each taken by itself and with the others."""
    told = [(number, _given(row)) for number, row in rows if "name" in row]
    names = [each.name or "" for _, each in told]
    first: dict[str, tuple[int, str]] = {}
    for number, each in told:
        name = each.name or ""
        held = known.find(name)
        if held and held.left_on:
            found = f"{quoted(held.name)}, who left on {spoken(held.left_on)}"
            yield _fault(number, "name", found, "use `changeover person back` first")
        for field, error in faults(known, held, each, managers=names):
            yield _fault(number, field, _shown(each, field, error), "correct the cell")
        for other in dict.fromkeys(plain_name(n) for n in (name, *(each.also or ()))):
            row, as_written = first.setdefault(other, (number, name.casefold()))
            if row != number and as_written != name.casefold():
                found = f"a name that stands in row {row} too"
                yield _fault(number, "name", found, "tell the two apart, or delete one row")


def _shown(given: Given, field: str, error: ChangeoverError) -> str:
    """What was found in a cell; an address is not repeated."""
    value = getattr(given, field)
    said = "; ".join(value) if isinstance(value, list) else str(value or "")
    return "no address (not shown)" if field == "email" else f"{quoted(said)}: {error.found}"


def _fault(number: int, field: str, found: str, remedy: str) -> Fault:
    heading = PEOPLE.column(field).heading
    return Fault(row=number, column=heading, found=found, expected=_EXPECTED[field], remedy=remedy)


def _told(known: People, given: list[Given]) -> dict[str, Any]:
    """Who is new, who changes in what, and how many stay as they were."""
    added, changed, same = [], [], 0
    for each in given:
        held: Person | None = known.find(each.name or "")
        if held is None:
            added.append(each.name or "")
        elif fields := differing(known, held, replace(each, name=held.name)):
            changed.append(f"{held.name} ({', '.join(fields)})")
        else:
            same += 1
    return {"added": added, "changed": changed, "same": same}
