"""Whose part is what of the order that makes a no-go good, by when, and what is done again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from rules.arithmetic import spoken
from rules.count import day_of
from rules.dating import Dating, StepDate
from rules.deadlines import apply_rule
from rules.no_go.order import NoGoOrder, PartId
from rules.no_go.steps import CompensationStep, compensation
from rules.situation import SUPPLIER, Situation, StepId


@dataclass(frozen=True, kw_only=True)
class Part:
    """One party's part of a step of the order.

    `made_for` are the steps done for the old day, with the day each was done: where a step does
    others again and there are none, nothing is needed. `again` says how soon a decision could be
    taken again.
    """

    id: PartId
    step: CompensationStep
    dates: tuple[StepDate, ...]
    made_for: tuple[tuple[StepId, date], ...]
    again: tuple[str, ...] = ()

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.made_for) or not self.step.redoes

    @property
    def last_day(self) -> date | None:
        """The first of its limits, or of its targets where a clause is not known to bind."""
        days = [each.limit("legal_limit") or each.limit("target") for each in self.dates]
        return min((day for day in days if day), default=None)

    @property
    def binds(self) -> bool:
        """Whether a limit, and no mere target, gives the last day."""
        return any(each.limit("legal_limit") == self.last_day is not None for each in self.dates)


def parts(where: Situation, order: NoGoOrder, step: CompensationStep) -> list[Part]:
    """The parts of a step, one for each party. Raises: CalendarHorizonPassed."""
    return [
        Part(
            id=PartId(step.key, party),
            step=step,
            dates=tuple(_dates(where, order, step, party)),
            made_for=tuple(_made_for(where, order, step, party)),
            again=tuple(_again(where, party)) if step.decides_again else (),
        )
        for party in _parties(where, order, step)
    ]


def still_to_do(where: Situation, order: NoGoOrder) -> list[Part]:
    """Every part that is needed and not over, in order."""
    return [
        part
        for step in compensation(where.rule_set)
        for part in parts(where, order, step)
        if part.is_needed and part.id not in order.closed
    ]


def transfer_on(where: Situation, order: NoGoOrder) -> date:
    """The first day of the new service once the contract runs to its new end."""
    return order.until_on + (where.commencement_on - where.expiry_on)


def _parties(where: Situation, order: NoGoOrder, step: CompensationStep) -> list[str]:
    codes = [party.code for party in where.parties]
    match step.each:
        case None:
            return [""]
        case "other-council":
            return [code for code in codes if code != order.council]
        case "employer":
            return [*codes, SUPPLIER]
    return codes


def _made_for(
    where: Situation, order: NoGoOrder, step: CompensationStep, party: str
) -> Iterator[tuple[StepId, date]]:
    """What the party had done or is presumed to have done, up to the no-go, for the old day."""
    for key in step.redoes:
        for at in where.instances(where.breakdown.step(key)):
            closed = where.closed_on(at)
            if closed and closed <= order.decided_on and at.council in (None, party or None):
                yield at, closed


def _dates(
    where: Situation, order: NoGoOrder, step: CompensationStep, party: str
) -> Iterator[StepDate]:
    """The days of a part: counted from the old end, or from the new day of transfer."""
    old = replace(where, expiry_on=order.from_on)
    new = replace(where, commencement_on=transfer_on(where, order))
    for dated in step.dates:
        told = old if dated.event == "expiry" else new
        found = Dating(told).on(StepId(step.key, party or None), dated)
        if found:
            yield found


def _again(where: Situation, council: str) -> Iterator[str]:
    """The first meeting that a notice published today can still reach, and what hangs on it."""
    dating, rules = Dating(where), where.rules
    policy, calendars = where.policy(council), dating.calendars(council)
    for meeting in where.meetings.get(council, ()):
        notice, agenda = (
            apply_rule(policy.govern(rules.rule(rule, meeting)), meeting, calendars).legal_limit
            for rule in ("ATI-01", "ATI-05")
        )
        if day_of(notice) < where.today:
            continue
        effect = dating.call_in(council).effect(meeting, None)
        yield f"notice by {spoken(day_of(notice))} (ATI-01)"
        yield f"agenda by {spoken(day_of(agenda))} (ATI-05)"
        yield f"meeting of {spoken(meeting)}"
        yield f"in effect on {spoken(day_of(effect.not_before))} (CALL-03)"
        return
    yield "no meeting is known that a notice published today can still reach (ATI-01)"
