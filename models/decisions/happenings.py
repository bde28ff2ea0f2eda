"""Publication, a waiver of call-in and the conditions of a decision, recorded.

Each raises UnknownName, InputError, AlreadyRecorded, or OutOfTurn with the days and the arithmetic.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from models.decisions.moving import Moving, move, refuse_before
from models.happened import Happened
from models.reasons import refuse_no_reason
from rules.arithmetic import spoken
from rules.count import day_of
from rules.decisions import CallIn, Life
from rules.errors import AlreadyRecorded, InputError, OutOfTurn

Taken = dict[str, Any]


def publish(
    reference: str, council: str, decision: str | None, happened: Happened, reason: str = ""
) -> Taken:
    """The decision was published on `happened.on`, and call-in runs from there.

    A publication recorded before is corrected where a reason says why.
    """

    def published(life: Life, call_in: CallIn) -> Life:
        if life.published_on and not reason.strip():
            raise AlreadyRecorded(
                f"The publication of {life.name} is recorded: {spoken(life.published_on)}.",
                "a decision whose publication is not recorded.",
                "to correct the day, say why with --reason.",
            )
        refuse_before(happened.on, life.meeting_on, "the meeting")
        after = replace(life, published_on=happened.on)
        _refuse_late_call_in(after, call_in)
        return after

    data = {"published_on": happened.on}
    moving = Moving(
        name="published", act="decision-published", change=published, data=data, reason=reason
    )
    return move(reference, council, decision, moving, happened)


def waive(
    reference: str,
    council: str,
    decision: str,
    happened: Happened,
    agreed_at: date | datetime,
    reason: str,
) -> Taken:
    """It was agreed before the decision that call-in does not apply: it takes effect at once.

    `happened.by` agreed to it, `happened.evidence` says where report and notice state it.
    """
    refuse_no_reason(reason, "why delay would seriously prejudice the council or the public")

    def waived(life: Life, _: CallIn) -> Life:
        if life.waived_on:
            raise AlreadyRecorded(
                f"Call-in of {life.name} was waived: agreed on {spoken(life.waived_on)}.",
                "a decision without a waiver.",
                f"see `changeover decision show {reference}`.",
            )
        _refuse_after_decision(life, agreed_at)
        return replace(life, waived_on=happened.on)

    data = {"waived_on": happened.on, "agreed_at": agreed_at.isoformat()}
    moving = Moving(name="waived", act="call-in-waived", change=waived, data=data, reason=reason)
    return move(reference, council, decision, moving, happened)


def meet_condition(
    reference: str, council: str, decision: str | None, number: int, happened: Happened
) -> Taken:
    """A condition that the decision set was met; with the last one it may take effect."""

    def met(life: Life, _: CallIn) -> Life:
        found = next((each for each in life.conditions if each.number == number), None)
        if found is None:
            numbers = ", ".join(str(each.number) for each in life.conditions)
            raise InputError(
                f"{life.name} has no condition {number}.",
                f"one of {numbers}." if numbers else "a decision that carried with conditions.",
                f"see `changeover decision show {reference}`.",
            )
        if found.met_on:
            raise AlreadyRecorded(
                f"Condition {number} of {life.name} was met on {spoken(found.met_on)}.",
                "a condition that is still open.",
                f"see `changeover decision show {reference}`.",
            )
        refuse_before(happened.on, life.meeting_on, "the meeting")
        conditions = (
            replace(each, met_on=happened.on) if each is found else each for each in life.conditions
        )
        return replace(life, conditions=tuple(conditions))

    name = "cleared of a condition"
    moving = Moving(name=name, act="condition-met", change=met, data={"number": number})
    return move(reference, council, decision, moving, happened)


def _refuse_late_call_in(life: Life, rules: CallIn) -> None:
    """A call-in that was received in time stays so when publication is corrected."""
    closes = day_of(rules.closes(life.meeting_on, life.published_on).legal_limit)
    if life.called_in_on and life.called_in_on > closes:
        raise InputError(
            f"The window would then close on {spoken(closes)}, before the call-in recorded on "
            f"{spoken(life.called_in_on)}.",
            "a day of publication that keeps the call-in in time.",
            "check both days.",
        )


def _refuse_after_decision(life: Life, agreed_at: date | datetime) -> None:
    """A waiver agreed when the decision had been made does not count (CALL-07)."""
    day = agreed_at.date() if isinstance(agreed_at, datetime) else agreed_at
    if day > life.meeting_on:
        raise OutOfTurn(
            f"Call-in of {life.name} cannot be waived by what was agreed on {spoken(day)}: the "
            f"meeting was on {spoken(life.meeting_on)}, so the normal window applies.",
            "an agreement in writing before the decision (CALL-07).",
            "record when it was agreed; without one, wait for the window to close.",
        )
    if day == life.meeting_on and not isinstance(agreed_at, datetime):
        raise InputError(
            f"The agreement is of {spoken(day)}, the day of the meeting.",
            "the hour too: it counts only if it came before the decision (CALL-07).",
            f"give the hour, such as --agreed {day.isoformat()}T15:00.",
        )
