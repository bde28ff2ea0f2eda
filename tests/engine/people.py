"""People and who does what, as tests of them share: short ways to add, give and hand over."""

from __future__ import annotations

from datetime import date
from typing import Any

from models.actor import Actor
from models.people.assigning import assign
from models.people.handing_over import hand_over
from models.people.keeping import Given, add_person
from models.people.leaving import leave
from models.people.standing_in import stand_in
from models.reports import log_of

TESTER = Actor(name="a tester")
ANN, BO, CY, DEE = "Ann Reed", "Bo Lund", "Cy Dale", "Dee Okafor"
EVERYBODY = (ANN, BO, CY, DEE)
DAY = date(2026, 5, 11)


def known(*names: str, **given: Any) -> None:
    """These people are known, with an address each unless given otherwise."""
    for name in names:
        email = f"{name.lower().replace(' ', '.')}@northmere.example"
        add_person(Given(name=name, **{"email": email, **given}), TESTER)


def give(
    reference: str, step: str, to: str, council: str | None = None, *, on: date = DAY, **more: Any
) -> dict[str, Any]:
    """The step is given to a person on a day."""
    return assign(reference, step, council, to, **{"actor": TESTER, "today": on, **more})


def away(reference: str, absent: str, deputy: str, first: date, last: date) -> dict[str, Any]:
    """One stands in for another, agreed on the first day."""
    return stand_in(reference, absent, deputy, first, last, actor=TESTER, today=first)


def handed(giver: str, taker: str, of: str | None = None, *, on: date = DAY) -> dict[str, Any]:
    """All open steps of one are the other's; the receipt."""
    return hand_over(giver, taker, of, actor=TESTER, today=on, reason="They leave")


def as_(name: str, for_: str = "") -> Actor:
    """Somebody who acts, for another where that is said."""
    return Actor(name=name, on_behalf_of=for_)


def last(reference: str) -> dict[str, Any]:
    """The last entry of a log."""
    return log_of(reference)[-1]


def gone(name: str, on: date = DAY, to: str | None = None) -> dict[str, Any]:
    """The person has left on a day, told the same day."""
    return leave(name, on, to=to, actor=TESTER, today=on, reason="They left")
