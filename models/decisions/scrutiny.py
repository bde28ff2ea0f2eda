"""A call-in, what scrutiny did with it and how the decision was reconsidered, recorded.

Each raises UnknownName, InputError, AlreadyRecorded, or OutOfTurn with the days and the arithmetic.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from models.decisions.moving import Moving, move, refuse_before
from models.happened import Happened
from rules.arithmetic import spoken
from rules.count import day_of
from rules.decisions import CallIn, Life
from rules.errors import OutOfTurn

Taken = dict[str, Any]


def call_in(
    reference: str, council: str, decision: str | None, happened: Happened, reason: str = ""
) -> Taken:
    """The decision was called in on `happened.on`, in time: its effect waits for scrutiny."""

    def called_in(life: Life, rules: CallIn) -> Life:
        opens = rules.event(life.meeting_on, life.published_on or life.meeting_on)
        what = "publication" if opens == life.published_on else "the meeting"
        refuse_before(happened.on, opens, what)
        return replace(life, called_in_on=happened.on)

    data = {"called_in_on": happened.on}
    moving = Moving(
        name="called in", act="decision-called-in", change=called_in, data=data, reason=reason
    )
    return move(reference, council, decision, moving, happened)


def release(
    reference: str, council: str, decision: str | None, happened: Happened, *, lapsed: bool
) -> Taken:
    """Scrutiny let the decision go; or, `lapsed`, its time ran out without a referral back."""

    def released(life: Life, rules: CallIn) -> Life:
        assert life.called_in_on
        refuse_before(happened.on, life.called_in_on, "the call-in")
        lapse = rules.lapse(life.called_in_on)
        ends = day_of(lapse.not_before)
        if lapsed and happened.on < ends:
            raise OutOfTurn(
                f"Scrutiny still has time for {life.name}: until {spoken(ends)} "
                f"(CALL-06: {lapse.arithmetic})",
                "a day on which its time has run out.",
                "record what scrutiny does when it has met.",
            )
        return replace(life, released_on=happened.on)

    data = {"released_on": happened.on, "lapsed": lapsed}
    moving = Moving(
        name="released by scrutiny", act="decision-released", change=released, data=data
    )
    return move(reference, council, decision, moving, happened)


def refer_back(
    reference: str, council: str, decision: str | None, happened: Happened, reason: str = ""
) -> Taken:
    """Scrutiny referred the decision back: it waits to be reconsidered."""

    def referred(life: Life, _: CallIn) -> Life:
        assert life.called_in_on
        refuse_before(happened.on, life.called_in_on, "the call-in")
        return replace(life, referred_back_on=happened.on)

    data = {"referred_back_on": happened.on}
    act = "decision-referred-back"
    moving = Moving(name="referred back", act=act, change=referred, data=data, reason=reason)
    return move(reference, council, decision, moving, happened)


def rehear(
    reference: str, council: str, decision: str | None, outcome: str, happened: Happened
) -> Taken:
    """The decision maker reconsidered: `confirmed`, `amended` or `withdrawn`."""

    def reheard(life: Life, _: CallIn) -> Life:
        assert life.referred_back_on
        refuse_before(happened.on, life.referred_back_on, "the referral back")
        return replace(life, reheard_on=happened.on, reheard=outcome)

    data = {"reheard_on": happened.on, "reheard": outcome}
    moving = Moving(name="reconsidered", act="decision-reheard", change=reheard, data=data)
    return move(reference, council, decision, moving, happened)
