"""Who is told of a deadline: whoever holds the step or stands in, else the roles that own it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from models.people.duties import Duty, duties, stand_ins
from models.people.known import People, people
from models.tables import SHARED, Alert, Person, StandIn, Transition
from rules.alerts import Watched
from rules.situation import StepId

#: Who is told where no manager is known.
SPONSOR = "Senior responsible owner"
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Who is told, as an alert names them: a person, or a role with the council it is of.

    `address` is an e-mail address; where it is empty a message waits until somebody gives it.
    """

    whom: str
    role: str
    council: str = SHARED
    address: str = ""
    is_person: bool = False


@dataclass(frozen=True, kw_only=True)
class Recipients:
    """Whom to tell of each step of a transition on a day."""

    known: People
    held: Mapping[StepId, Duty]
    agreed: list[StandIn]
    today: date

    def of(self, found: Watched) -> list[Recipient]:
        """The people or roles to tell of a deadline."""
        council = found.at.council or SHARED
        duty = self.held.get(found.at)
        person = self.known.find(duty.does) if duty else None
        if person and person.left_on is None:
            return [_person(person, council, found.owners)]
        return [self._in_role(owner, council) for owner in found.owners]

    def above(self, at: StepId) -> Recipient:
        """Who answers for those who were told of a step: the holder's manager, else the sponsor."""
        duty, council = self.held.get(at), at.council or SHARED
        holder = self.known.find(duty.person) if duty else None
        boss = self.known.find(holder.manager) if holder else None
        if duty and boss and boss.left_on is None and boss.name != duty.does:
            return _person(boss, council, (SPONSOR,))
        return self._in_role(SPONSOR, council)

    def _in_role(self, role: str, council: str) -> Recipient:
        """`Monitoring officer, southwark`; the role alone where all councils share the step.

        At the address of whoever is the only one known in it, on that side where there is one.
        """
        office = [
            each
            for each in self.known
            if each.left_on is None
            and role.casefold() in map(str.casefold, each.roles)
            and council in (SHARED, each.council)
        ]
        return Recipient(
            whom=f"{role}, {council}" if council else role,
            role=role,
            council=council,
            address=office[0].email if len(office) == 1 else "",
        )

    def still_to_tell(self, found: Watched, alerts: Iterable[Alert]) -> list[Recipient]:
        """Those of the recipients who were not told; `alerts` are all of the deadline and level.

        Nobody where it was acknowledged, and stands with no one.
        """
        told = [alert for alert in alerts if alert.closed_by_act != "lapsed"]
        if told and all(alert.closed_by_act == "acknowledged" for alert in told):
            return []
        names = {self.known.who(alert.whom) for alert in told}
        return [each for each in self.of(found) if self.known.who(each.whom) not in names]

    def concerns(self, found: Watched, whom: str) -> bool:
        """Whether whoever was told has the step: does it, or holds it while another stands in."""
        duty = self.held.get(found.at)
        names = [each.whom for each in self.of(found)] + ([duty.person] if duty else [])
        return any(self.known.are_same(name, whom) for name in names)

    def change_on(self, at: StepId) -> date | None:
        """The next day on which somebody else is to do a step than the day before, as agreed."""
        duty = self.held.get(at)
        if duty is None:
            return None
        ends = [
            day
            for each in self.agreed
            if each.from_on <= each.until_on and self.known.are_same(each.absent, duty.person)
            for day in (each.from_on, each.until_on + _ONE_DAY)
        ]
        return min((day for day in ends if day > self.today), default=None)


def recipients(session: Session, transition: Transition, today: date) -> Recipients:
    """Whom to tell of the steps of a transition on a day, read once."""
    known = people(session)
    return Recipients(
        known=known,
        held=duties(session, transition.id, today, known),
        agreed=stand_ins(session, transition.id),
        today=today,
    )


def _person(person: Person, council: str, roles: tuple[str, ...]) -> Recipient:
    """A person in the office in which the step is theirs, as far as known."""
    own = {role.casefold() for role in person.roles}
    role = next((each for each in roles if each.casefold() in own), roles[0])
    return Recipient(
        whom=person.name, role=role, council=council, address=person.email, is_person=True
    )
