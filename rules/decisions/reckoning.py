"""When a decision takes effect, reckoned from what is recorded of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from rules.arithmetic import plural, spoken
from rules.count import day_of
from rules.decisions.call_in import CallIn
from rules.decisions.life import CARRIED, Life

#: What each outcome that carries nothing means, for a person.
_NOT_CARRIED = {
    None: "No decision is recorded.",
    "noted": (
        "To note is not to decide: nothing was resolved, so no call-in runs, nothing takes effect "
        "and the step stays open. The council has still to decide."
    ),
    "deferred": "Put off to a later meeting: nothing takes effect and the step stays open.",
    "refused": "Decided against: nothing takes effect, and what waits for it may not start.",
}
_ASSUMED = "Publication is not recorded: two working days after the meeting is taken."


@dataclass(frozen=True, kw_only=True)
class Reckoning:
    """The first day on which a decision may be acted upon, and how it was counted.

    `on` is None while something must happen first, or nothing can; `says` tells what. In the first
    case `expected_on` is the day of effect if that happens on the last day it may.
    """

    on: date | None
    says: str
    expected_on: date | None = None


def reckon(life: Life, call_in: CallIn) -> Reckoning:
    """When the decision takes effect. Raises: CalendarHorizonPassed."""
    if not life.carried:
        return Reckoning(on=None, says=why_not_carried(life))
    return _with_conditions(life, _call_in_over(life, call_in))


def why_not_carried(life: Life) -> str:
    """What a decision that carried nothing means, for a person."""
    if life.outcome in CARRIED and life.reheard_on:
        return f"Withdrawn when it was reconsidered on {spoken(life.reheard_on)} (CALL-05)."
    return _NOT_CARRIED[life.outcome]


def _call_in_over(life: Life, call_in: CallIn) -> Reckoning:
    """The day of effect as far as call-in goes."""
    if life.is_waived:
        says = f"Call-in waived (CALL-07): may be acted upon on {spoken(life.meeting_on)}."
        return Reckoning(on=life.meeting_on, says=says)
    if life.called_in_on:
        return _called_in(life, life.called_in_on, call_in)
    counted = call_in.effect(life.meeting_on, life.published_on)
    says = counted.arithmetic if life.published_on else f"{counted.arithmetic} {_ASSUMED}"
    return Reckoning(on=day_of(counted.not_before), says=says)


def _called_in(life: Life, lodged: date, call_in: CallIn) -> Reckoning:
    if life.reheard_on:
        on, words = call_in.following(life.reheard_on)
        how = "amended" if life.reheard == "amended" else "confirmed"
        says = f"Called in, reconsidered and {how} (CALL-05); a decision is called in once: it "
        return Reckoning(on=on, says=says + words)
    if life.referred_back_on:
        due = call_in.reconsider_by(life.referred_back_on)
        by = day_of(due.legal_limit)
        says = (
            f"Referred back on {spoken(life.referred_back_on)}: it does not take effect before it "
            f"is reconsidered, by {spoken(by)} (CALL-05: {due.arithmetic})"
        )
        return Reckoning(on=None, says=says, expected_on=call_in.following(by)[0])
    lapse = call_in.lapse(lodged)
    ends = day_of(lapse.not_before)
    if life.released_on:
        return _released(life.released_on, ends, lapse.arithmetic, call_in)
    says = (
        f"Called in on {spoken(lodged)}: it does not take effect before scrutiny lets it go or its "
        f"time runs out, {spoken(ends)} (CALL-04 and CALL-06: {lapse.arithmetic})"
    )
    return Reckoning(on=None, says=says, expected_on=ends)


def _released(released_on: date, ends: date, arithmetic: str, call_in: CallIn) -> Reckoning:
    """After scrutiny let it go, or when its time ran out: the earlier (CALL-06)."""
    on, words = call_in.following(released_on)
    if ends <= on:
        says = f"The time for scrutiny ran out on {spoken(ends)} (CALL-06: {arithmetic})"
        return Reckoning(on=ends, says=says)
    return Reckoning(on=on, says=f"Scrutiny did not refer it back (CALL-06): it {words}")


def _with_conditions(life: Life, cleared: Reckoning) -> Reckoning:
    """What call-in allows, held until every condition of the decision is met."""
    if life.open_conditions:
        texts = "; ".join(f"{each.number}. {each.text}" for each in life.open_conditions)
        number = plural(len(life.open_conditions), "condition")
        says = f"{cleared.says} It carried subject to {number} not yet met: {texts}."
        return Reckoning(on=None, says=says, expected_on=cleared.on or cleared.expected_on)
    last = max((each.met_on for each in life.conditions if each.met_on), default=None)
    if cleared.on and last and last > cleared.on:
        says = f"{cleared.says} The last condition was met on {spoken(last)}, and it waited for it."
        return replace(cleared, on=last, says=says)
    return cleared
