"""The meeting that a paper goes to: its dates are counted from it, in time or too late."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from models.paper_facts import DateWorked
from rules.arithmetic import spoken
from rules.dating import Dating
from rules.situation import DecisionId, StepId
from rules.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class TooLate:
    """A meeting chosen for a decision that comes after the last one that serves, both inclusive."""

    body: str
    meeting_on: date
    last_on: date

    @property
    def says(self) -> str:
        """That it is too late, and which meeting would not be."""
        return (
            f"The meeting of {self.body} chosen, {spoken(self.meeting_on)}, is too late: the last "
            f"that serves is {spoken(self.last_on)}."
        )


def from_chosen(timetable: Timetable) -> Timetable:
    """The timetable with every date that follows from a meeting counted from the one chosen.

    It plans by the last meeting that serves where the one chosen does not; a paper goes to the one
    chosen all the same.
    """
    where = timetable.situation
    planned = {
        DecisionId(each.step.decision, each.id.council): each.meeting_on
        for each in timetable
        if each.step.decision and each.id.council
    }
    chosen = {**planned, **where.chosen}
    if chosen == planned:
        return timetable
    dating = Dating(where)
    steps = {
        at: replace(each, dates=tuple(dating.of(at, chosen.get)))
        for at, each in timetable.steps.items()
    }
    return replace(timetable, steps=steps, beyond=dating.beyond)


def too_late(timetable: Timetable, decision: str, council: str) -> TooLate | None:
    """That the meeting chosen for a decision is too late; None where it is not, or none is."""
    chosen = timetable.situation.chosen.get(DecisionId(decision, council))
    if chosen is None:
        return None
    at = StepId(timetable.situation.breakdown.deciding(decision).key, council)
    last = timetable.steps[at].meeting_on
    if last is None or last >= chosen:
        return None
    body = timetable.situation.party(council).body
    return TooLate(body=body, meeting_on=chosen, last_on=last)


def last_serving(late: TooLate) -> DateWorked:
    """The last meeting that serves as a date that the paper tells, with why it is told."""
    return DateWorked(
        what=f"meeting of {late.body}",
        day=late.last_on,
        kind="last day",
        rule="",
        arithmetic=late.says,
        reading="counted back from the expiry through every step that must come between",
        standing="computed",
        cite="The plan of this transition",
    )
