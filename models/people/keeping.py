"""People added, changed, and known again once they come back. No log is told of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, select

from models.actor import Actor
from models.database import database, reading, take_turns, writing
from models.outbox.message import refuse_bad_address
from models.people.known import People, names_of, people
from models.people.names import plain_name
from models.tables import Assignment, Person, StandIn
from rules.arithmetic import spoken
from rules.errors import AlreadyRecorded, InputError, StateError

#: A side: the code of a council, `supplier`, or nothing.
_SIDE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_NAME = 120
#: In a name: nothing that is no letter of it, that a log could not show on one line.
_NOT_IN_A_NAME = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, kw_only=True)
class Given:
    """What is said of a person; None where nothing is said, so that what is held stays.

    `no_name` are names that are not theirs after all.
    """

    name: str | None = None
    also: Sequence[str] | None = None
    roles: Sequence[str] | None = None
    council: str | None = None
    email: str | None = None
    manager: str | None = None
    no_name: Sequence[str] = ()


def add_person(given: Given, actor: Actor) -> dict[str, Any]:
    """The person is known. Raises: InputError, AlreadyRecorded for a name that is another's."""
    with writing(database()) as session:
        take_turns(session.connection())
        return shown(put(session, people(session), None, given, actor))


def change_person(name: str, given: Given, actor: Actor) -> dict[str, Any]:
    """The person is known as given; an old name still finds them. Raises: as `add_person`."""
    if given == Given():
        raise InputError("Nothing was given.", "what is to be changed.", "see --help.")
    with writing(database()) as session:
        take_turns(session.connection())
        known = people(session)
        found = known.named(name)
        if found.left_on:
            raise StateError(
                f"{found.name} left on {spoken(found.left_on)}.",
                "somebody who is here.",
                "if they came back, use `changeover person back`.",
            )
        _refuse_used(session, found, given)
        return shown(put(session, known, found, given, actor))


def back_again(name: str, given: Given, actor: Actor) -> dict[str, Any]:
    """Somebody who left is here again, with what is given. Raises: UnknownName, StateError."""
    with writing(database()) as session:
        take_turns(session.connection())
        known = people(session)
        found = known.named(name)
        if found.left_on is None:
            raise StateError(f"{found.name} is here.", "somebody who left.", "nothing is to do.")
        found.left_on = None
        return shown(put(session, known, found, given, actor))


def everybody(*, gone: bool = False) -> list[dict[str, Any]]:
    """Everybody who is known by name; with `gone`, those who left as well."""
    with reading(database()) as session:
        return [shown(row) for row in people(session) if gone or row.left_on is None]


def put(session: Session, known: People, held: Person | None, given: Given, actor: Actor) -> Person:
    """The row of a person, new or changed, in the caller's transaction. Raises: as `add_person`."""
    for _, error in faults(known, held, given):
        raise error
    row = held or Person(name="", also=[], changed_by="")
    for name, value in as_kept(known, row, given).items():
        setattr(row, name, value)
    row.changed_by = actor.name
    session.add(row)
    session.flush()
    return row


def as_kept(known: People, row: Person, given: Given) -> dict[str, Any]:
    """What is given in the form in which it is kept, by field; what is not given is left out."""
    kept: dict[str, Any] = {}
    name = (given.name or row.name).strip()
    also = [*row.also, row.name, *(each.strip() for each in given.also or ())]
    wrong = {*map(plain_name, given.no_name)}
    also = [each for each in dict.fromkeys(also) if each and plain_name(each) not in wrong]
    kept["name"], kept["also"] = name, [each for each in also if each != name]
    if given.roles is not None:
        kept["roles"] = [each.strip() for each in given.roles if each.strip()]
    if given.council is not None:
        kept["council"] = given.council.strip().lower()
    if given.email is not None:
        kept["email"] = given.email.strip()
    if given.manager is not None:
        kept["manager"] = known.now(given.manager.strip())
    return kept


def differing(known: People, held: Person, given: Given) -> list[str]:
    """The fields in which what is given differs from what is held."""
    kept = as_kept(known, held, given)
    return [name for name, value in kept.items() if getattr(held, name) != value]


def faults(
    known: People, held: Person | None, given: Given, *, managers: Sequence[str] = ()
) -> list[tuple[str, InputError | StateError]]:
    """What is wrong with what is said of a person, by the field it is in.

    `managers` are names that may stand for a manager though nobody is known by them yet.
    """
    found: list[tuple[str, InputError | StateError]] = []
    if held is None and not (given.name or "").strip():
        found.append(("name", InputError("The name is empty.", "a name.", "give one.")))
    for field, names in (("name", [given.name or ""]), ("also", list(given.also or ()))):
        found += [(field, e) for name in names if (e := _unfit_name(known, held, name))]
    if given.council and not _SIDE.fullmatch(given.council.strip().lower()):
        told = "the code of a council, such as southwark, or supplier."
        found.append(("council", InputError(f"The side {given.council!r}.", told, "give it so.")))
    if given.email and given.email.strip():
        try:
            refuse_bad_address(given.email.strip())
        except InputError as error:
            what = "The e-mail address is none."
            found.append(("email", InputError(what, error.expected, "mend it.")))
    if given.manager and (e := _unfit_manager(known, held, given, managers)):
        found.append(("manager", e))
    return found


def shown(row: Person) -> dict[str, Any]:
    """A person as commands show them."""
    return row.model_dump(exclude={"id"})


def _refuse_used(session: Session, person: Person, given: Given) -> None:
    """A name is only taken away where it is one of theirs, and no log gave them steps by it."""
    others = {plain_name(each): each for each in person.also}
    for name in given.no_name:
        if plain_name(name) not in others:
            raise InputError(
                f"{name!r} is none of the other names of {person.name}.",
                f"one of {', '.join(person.also)}." if person.also else "a name that was added.",
                "see `changeover person list`.",
            )
        wrong = others[plain_name(name)]
        held = select(Assignment.id).where(Assignment.person == wrong)
        agreed = select(StandIn.id).where((StandIn.absent == wrong) | (StandIn.deputy == wrong))
        if session.exec(held).first() or session.exec(agreed).first():
            raise StateError(
                f"A log gives steps to {wrong}, or has them stand in.",
                "a name that no log knows somebody by.",
                "the old name has to go on finding the person.",
            )


def _unfit_name(
    known: People, held: Person | None, name: str
) -> InputError | AlreadyRecorded | None:
    if not name.strip():
        return None
    is_odd = _NOT_IN_A_NAME.search(name) or len(name) > _LONGEST_NAME or not plain_name(name)
    if is_odd:
        return InputError(
            f"{name[:_LONGEST_NAME]!r} is no name.",
            f"letters on one line, {_LONGEST_NAME} at most.",
            "write it so.",
        )
    other = known.find(name)
    if other and (held is None or other.id != held.id):
        gone = f", who left on {spoken(other.left_on)}" if other.left_on else ""
        return AlreadyRecorded(
            f"{name} is a name of {other.name}{gone}.",
            "a name that nobody else goes by.",
            "tell two people of one name apart, such as by their council; "
            "for one who came back, use `changeover person back`.",
        )
    return None


def _unfit_manager(
    known: People, held: Person | None, given: Given, managers: Sequence[str]
) -> InputError | None:
    wanted = plain_name(given.manager or "")
    own = [given.name or "", *(names_of(held) if held else ())]
    if wanted in map(plain_name, own):
        return InputError("Nobody is their own manager.", "another person.", "name another.")
    if wanted in map(plain_name, managers):
        return None
    found = known.find(given.manager or "")
    if found is None or found.left_on:
        return InputError(
            f"The manager {given.manager!r} is not known, or has left.",
            "somebody who is known.",
            "add them first, or leave it empty.",
        )
    return None
