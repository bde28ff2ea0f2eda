"""What may happen to a decision from where it stands, and the rule that says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rules.arithmetic import spoken
from rules.count import day_of
from rules.decisions.call_in import CallIn
from rules.decisions.life import CARRIED, WITHDRAWN, Life, State
from rules.decisions.reckoning import reckon
from rules.errors import OutOfTurn

_UNDECIDED = (State.CHOSEN, State.NOTED, State.DEFERRED, State.REFUSED, State.WITHDRAWN)
_WAITING = (State.DECIDED, State.IN_CALL_IN)
_CALLED_IN = (State.CALLED_IN, State.REFERRED_BACK)
_OVER = (State.CLEARED, State.CONDITIONAL, State.IN_EFFECT)


@dataclass(frozen=True, kw_only=True)
class Move:
    """Something that may happen to a decision: from which states, under which rule.

    `needs` says in words where a decision must stand for it.
    """

    name: str
    rule: str
    starts: tuple[State, ...]
    needs: str


MOVES = {
    move.name: move
    for move in (
        Move(
            name="decided",
            rule="GOV-01",
            starts=_UNDECIDED,
            needs="a decision that is still to be taken",
        ),
        Move(
            name="published",
            rule="CALL-01",
            starts=(*_WAITING, *_CALLED_IN, *_OVER),
            needs="a decision that carried",
        ),
        Move(
            name="waived",
            rule="CALL-07",
            starts=(State.CHOSEN, *_WAITING, *_OVER),
            needs="a decision that nobody has called in",
        ),
        Move(
            name="called in",
            rule="CALL-02",
            starts=_WAITING,
            needs="a call-in received before the window closed",
        ),
        Move(
            name="released by scrutiny",
            rule="CALL-06",
            starts=(State.CALLED_IN,),
            needs="a decision that is called in",
        ),
        Move(
            name="referred back",
            rule="CALL-04",
            starts=(State.CALLED_IN,),
            needs="a decision that is called in, while scrutiny still has time",
        ),
        Move(
            name="reconsidered",
            rule="CALL-05",
            starts=(State.REFERRED_BACK,),
            needs="a decision that scrutiny has referred back",
        ),
        Move(
            name="cleared of a condition",
            rule="GOV-01",
            starts=(*_WAITING, *_CALLED_IN, *_OVER),
            needs="a decision that carried",
        ),
        Move(
            name="acted upon",
            rule="CALL-03",
            starts=(State.IN_EFFECT,),
            needs="a decision that has taken effect",
        ),
    )
}


def state_on(life: Life, call_in: CallIn, day: date) -> State:
    """Where a decision stands on a day, by all that is recorded. Raises: CalendarHorizonPassed."""
    if life.outcome is None:
        return State.CHOSEN
    if life.outcome not in CARRIED:
        return State(life.outcome)
    if life.reheard == WITHDRAWN:
        return State.WITHDRAWN
    if life.effective_on and life.effective_on <= day:
        return State.IN_EFFECT
    if life.called_in_on and not life.reheard_on and not life.released_on:
        return State.REFERRED_BACK if life.referred_back_on else State.CALLED_IN
    if not life.called_in_on and not life.is_waived and day <= _window_closes(life, call_in):
        return State.IN_CALL_IN if life.published_on else State.DECIDED
    return State.CONDITIONAL if life.open_conditions else State.CLEARED


def refuse_out_of_turn(name: str, life: Life, call_in: CallIn, on: date) -> None:
    """Nothing when the decision may go that way on that day.

    Raises: OutOfTurn with where it stands, the days and how they were counted.
    """
    move = MOVES[name]
    now = state_on(life, call_in, on)
    late = _too_late(life, call_in, on) if name == "referred back" else ""
    if now in move.starts and not late:
        return
    subject = f"{life.name[0].upper()}{life.name[1:]}"
    remedy = "check the day and the council; see `changeover decision show`."
    if name == "called in" and life.carried and not life.published_on:
        remedy = "where it was published later, record that first: `changeover decision publish`."
    raise OutOfTurn(
        f"{subject} cannot be {name} on {spoken(on)}: {late or _stands(life, call_in, now)}",
        f"{move.needs} ({move.rule}).",
        remedy,
    )


def _too_late(life: Life, call_in: CallIn, on: date) -> str:
    """Why scrutiny can no longer refer a decision back on a day; empty while it can."""
    if life.called_in_on is None or life.referred_back_on or life.released_on:
        return ""
    due = call_in.scrutiny_by(life.called_in_on)
    last = day_of(due.legal_limit)
    if on <= last:
        return ""
    return f"the time for scrutiny ran out on {spoken(last)} (CALL-04: {due.arithmetic})"


def _stands(life: Life, call_in: CallIn, now: State) -> str:
    """Where a decision stands, with the days that say so."""
    says = reckon(life, call_in).says
    if life.called_in_on and now in _OVER:
        return f"it was called in once, on {spoken(life.called_in_on)}. {says}"
    if now in _OVER and not life.is_waived:
        window = call_in.closes(life.meeting_on, life.published_on)
        closed = f"its call-in window closed on {spoken(_window_closes(life, call_in))}"
        says = f"{closed} (CALL-02: {window.arithmetic}) {says}"
    if now is State.IN_EFFECT and life.effective_on:
        return f"it took effect on {spoken(life.effective_on)}. {says}"
    return says


def _window_closes(life: Life, call_in: CallIn) -> date:
    return day_of(call_in.closes(life.meeting_on, life.published_on).legal_limit)
