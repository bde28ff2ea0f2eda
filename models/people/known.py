"""The people known to the installation, found by any of their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from sqlmodel import Session, col, select

from models.people.names import plain_name
from models.tables import Person
from rules.arithmetic import spoken
from rules.errors import StateError, UnknownName

_REMEDY = "see `changeover person list`; add somebody with `changeover person add`."


class People:
    """Everybody who is known, those who left among them."""

    def __init__(self, rows: Iterable[Person]) -> None:
        self._rows = list(rows)
        self._by_name = {plain_name(name): row for row in self._rows for name in names_of(row)}

    def __iter__(self) -> Iterator[Person]:
        return iter(self._rows)

    def find(self, name: str) -> Person | None:
        """The person of that name; None where nobody is known by it."""
        return self._by_name.get(plain_name(name))

    def named(self, name: str) -> Person:
        """The person of that name. Raises: UnknownName."""
        found = self.find(name)
        if found is None:
            names = [row.name for row in self._rows if row.left_on is None]
            near = get_close_matches(name, names, n=3) or names[:3]
            raise UnknownName(
                f"Nobody is known as {name!r}.",
                f"a name such as {', '.join(near)}." if near else "somebody who was added.",
                _REMEDY,
            )
        return found

    def who(self, name: str) -> str:
        """What a name is compared by: the same for every name of one person, known or not."""
        found = self.find(name)
        return plain_name(found.name if found else name)

    def now(self, name: str) -> str:
        """What the person of that name is called today."""
        found = self.find(name)
        return found.name if found else name

    def are_same(self, one: str, other: str) -> bool:
        """Whether two names are of one person."""
        return self.who(one) == self.who(other)


def names_of(row: Person) -> list[str]:
    """Every name a person goes by."""
    return [row.name, *row.also]


def people(session: Session) -> People:
    """Everybody who is known, by name."""
    return People(session.exec(select(Person).order_by(Person.name)).all())


def still_here(session: Session, everybody: People, name: str) -> Person:
    """The person of that name, their row held so that they do not leave before the caller ends.

    Raises: UnknownName; StateError for somebody who left.
    """
    found = everybody.named(name)
    query = select(Person).where(col(Person.id) == found.id).with_for_update()
    row = session.exec(query.execution_options(populate_existing=True)).one()
    if row.left_on:
        raise StateError(
            f"{row.name} left on {spoken(row.left_on)}.",
            "somebody who is still here.",
            "name another; see `changeover person list`.",
        )
    return row
