"""What a timetable shows of decisions that are held up, and of a no-go that is not made good."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rules.arithmetic import spoken
from rules.finding import Finding
from rules.no_go.order import GO_NO_GO, NoGoOrder
from rules.no_go.parts import Part, still_to_do
from rules.situation import StepId
from rules.timetable import Timetable


def held_up(timetable: Timetable) -> Iterator[Finding]:
    """A decision that carried and has no day of effect: what it waits for, and until when."""
    for decision, held in timetable.situation.held.items():
        at = timetable.situation.deciding(decision)
        says = f"{at}: {held.says}"
        yield Finding(kind="held-up", step=at, rule=held.rule, says=says, limit_on=held.expected_on)


def to_compensate(timetable: Timetable) -> Iterator[Finding]:
    """Each thing that a no-go still asks for, in order; then the go that ends it."""
    where, order = timetable.situation, timetable.situation.no_go
    if order is None:
        return
    waiting = still_to_do(where, order)
    for part in waiting:
        yield _of_part(part, order, where.today)
    if not waiting:
        councils = ", ".join(order.councils)
        says = f"The no-go of {councils} is made good: its go is still to be recorded."
        yield Finding(kind="to-compensate", step=StepId(GO_NO_GO), rule=None, says=says)


def _of_part(part: Part, order: NoGoOrder, today: date) -> Finding:
    """One part; in breach where a limit that binds has passed."""
    last = part.last_day
    says = f"After the no-go: {part.step.name}"
    says += f" ({part.id.party})." if part.id.party else "."
    if part.made_for:
        made = ", ".join(f"{at.key} of {spoken(day)}" for at, day in part.made_for)
        says += f" Made for the old day: {made}."
    if last:
        says += f" By {spoken(last)}." if last >= today else f" {spoken(last)} has passed."
    if part.id not in order.opened:
        says += " It waits for what comes before it."
    late = bool(last and last < today and part.binds)
    return Finding(
        kind="breached" if late else "to-compensate",
        step=StepId(GO_NO_GO),
        rule=part.dates[0].deadline.rule_id if part.dates else None,
        says=says,
        limit_on=last,
    )
