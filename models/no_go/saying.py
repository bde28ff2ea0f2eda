"""Go and no-go, said by each council's senior responsible owner and kept on their evidence."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import Session

from models.actor import ENGINE, Actor
from models.database import database, writing
from models.happened import Happened, clear_the_way, refuse_blank, refuse_future
from models.log import entries, locked
from models.no_go.compensating import open_next
from models.no_go.orders import last_order, said_go
from models.no_go.shown import shown
from models.people.assigning import acting_for
from models.people.four_eyes import refuse_own_work
from models.projection import write
from models.reasons import refuse_no_reason
from models.standing import situation
from models.tables import SHARED, GoNoGo, Transition
from rules.arithmetic import spoken
from rules.errors import AlreadyRecorded, InputError, OutOfTurn, StateError, UnknownName
from rules.network import GO_LIVE
from rules.no_go.order import GO_NO_GO, NoGoOrder
from rules.no_go.parts import still_to_do
from rules.situation import Situation, StepId


def record_no_go(
    reference: str, council: str, until_on: date, reason: str, happened: Happened
) -> dict[str, Any]:
    """The no-go is kept and its order begun, to run the contract until `until_on`; the order.

    The same no-go again changes nothing, so it can be run again after a crash; another council's
    joins the order. Raises: UnknownName, InputError, OutOfTurn.
    """
    refuse_blank(happened)
    with writing(database()) as session:
        transition = locked(session, reference)
        where = situation(session, reference, happened.today)
        order = _order(session, transition, where, council.lower(), until_on, reason, happened)
        held = last_order(session, transition)
        is_known = held and (held.round, held.until_on) == (order.round, order.until_on)
        if not (is_known and council.lower() in (held.councils if held else ())):
            _write_no_go(session, transition, where, council.lower(), order, happened)
        open_next(session, transition, happened.today)
        return shown(session, reference, happened.today)


def try_no_go(
    reference: str, council: str, until_on: date, reason: str, happened: Happened
) -> dict[str, Any]:
    """The order that the no-go would begin; nothing is kept. Raises: as `record_no_go`."""
    refuse_blank(happened)
    with writing(database()) as session:
        transition = locked(session, reference)
        where = situation(session, reference, happened.today)
        order = _order(session, transition, where, council.lower(), until_on, reason, happened)
        return shown(session, reference, happened.today, order)


def record_go(reference: str, council: str, happened: Happened) -> dict[str, Any]:
    """The council's go is kept; with the last council's, the step is closed on the latest day.

    A go of somebody who had a part since in the work that the step checks waits for another's.
    Raises: UnknownName, InputError, AlreadyRecorded; OutOfTurn while a no-go is not made good;
    StepNotReady while something that must come first is open;
    StateError for somebody who had a part in the work that the step checks.
    """
    refuse_blank(happened)
    code = council.lower()
    with writing(database()) as session:
        transition = locked(session, reference)
        where = situation(session, reference, happened.today)
        _refuse_stranger(where, code)
        refuse_future(happened, f"The go of {code}")
        order = last_order(session, transition)
        round_ = order.round if order else 0
        said = _independent(session, transition, where, round_)
        _refuse_go(where, order, code, said=code in said)
        ready = replace(where, no_go=None)
        at = StepId(GO_NO_GO)
        clear_the_way(session, transition, ready, at, happened)
        refuse_own_work(
            session,
            transition,
            where.breakdown,
            at,
            happened.actor,
            happened.today,
            happened.by,
        )
        data = {"council": code, "round": round_, "on": happened.on, "by": happened.by}
        data["evidence"] = happened.evidence
        actor = acting_for(session, transition, at, happened.actor, happened.today)
        write(session, transition, actor=actor, act="go-recorded", data=data)
        said = _independent(session, transition, where, round_)
        missing = [party.code for party in where.parties if party.code not in said]
        if not missing:
            _close(session, transition, said)
        return {"reference": reference, "council": code, "on": happened.on, "waits_for": missing}


def _independent(
    session: Session, transition: Transition, where: Situation, round: int
) -> dict[str, GoNoGo]:
    """The councils whose go stands: not where whoever said it had a part, since, in the work."""
    found = {}
    for code, go in said_go(session, transition, round).items():
        (entry,) = entries(session, transition, after=go.sequence - 1, until=go.sequence)
        who = Actor(name=entry.actor, on_behalf_of=entry.on_behalf_of)
        at = StepId(GO_NO_GO)
        with suppress(StateError):
            refuse_own_work(session, transition, where.breakdown, at, who, go.decided_on, go.by)
            found[code] = go
    return found


def _order(
    session: Session,
    transition: Transition,
    where: Situation,
    council: str,
    until_on: date,
    reason: str,
    happened: Happened,
) -> NoGoOrder:
    """The order this no-go begins, joins or, while the extension is not served, changes."""
    _refuse_stranger(where, council)
    refuse_no_reason(reason, "why it is a no-go")
    refuse_future(happened, f"The no-go of {council}")
    started = where.closed_on(StepId(GO_LIVE))
    if started:
        raise OutOfTurn(
            f"The new service started on {spoken(started)}.",
            "a no-go before cutover.",
            "record what went wrong as evidence of the steps after go-live.",
        )
    held = last_order(session, transition)
    if held and held.until_on == until_on and (where.no_go or council in held.councils):
        return replace(held, reason=reason)
    if until_on <= where.expiry_on:
        raise InputError(
            f"The contract runs until {spoken(where.expiry_on)} as it is; --until is "
            f"{spoken(until_on)}.",
            "a last day after that.",
            "give the day until which the contract is to be extended.",
        )
    if held and where.no_go and held.from_on == where.expiry_on:
        return replace(held, until_on=until_on, reason=reason)
    return NoGoOrder(
        round=held.round + 1 if held else 1,
        decided_on=happened.on,
        from_on=where.expiry_on,
        until_on=until_on,
        reason=reason,
        council=council,
        councils=(council,),
        opened=frozenset(),
        closed={},
    )


def _write_no_go(
    session: Session,
    transition: Transition,
    where: Situation,
    council: str,
    order: NoGoOrder,
    happened: Happened,
) -> None:
    data = {
        "council": council,
        "round": order.round,
        "on": happened.on,
        "by": happened.by,
        "evidence": happened.evidence,
        "from_on": order.from_on,
        "until_on": order.until_on,
        "reason": order.reason,
    }
    reason = order.reason
    write(session, transition, actor=happened.actor, act="no-go-recorded", data=data, reason=reason)
    at = StepId(GO_NO_GO)
    if where.closed_on(at):
        undone = {"step": at.key, "council": SHARED, "was_on": where.closed_on(at)}
        undone["because"] = f"no-go of {council}: {reason}"
        write(session, transition, actor=ENGINE, act="step-undone", data=undone)


def _refuse_go(where: Situation, order: NoGoOrder | None, council: str, *, said: bool) -> None:
    if said or where.closed_on(StepId(GO_NO_GO)):
        raise AlreadyRecorded(
            f"{council} has said go." if said else "The go / no-go decision is closed.",
            "a council whose go is still to be recorded.",
            f"see `changeover log {where.reference}`.",
        )
    waiting = still_to_do(where, order) if order and where.no_go else []
    if waiting:
        names = "; ".join(f"{part.id}: {part.step.name}" for part in waiting)
        raise OutOfTurn(
            f"No go can be said while a no-go is not made good: {names}.",
            "every part of the order recorded.",
            f"record each with `changeover compensate {where.reference} STEP ...`.",
        )


def _close(session: Session, transition: Transition, said: dict[str, Any]) -> None:
    """The step is closed on the day of the last council's go."""
    data = {
        "step": GO_NO_GO,
        "council": SHARED,
        "on": max(go.decided_on for go in said.values()),
        "by": "; ".join(f"{code}: {go.by}" for code, go in sorted(said.items())),
        "evidence": "; ".join(f"{code}: {go.evidence}" for code, go in sorted(said.items())),
    }
    write(session, transition, actor=ENGINE, act="step-recorded", data=data)


def _refuse_stranger(where: Situation, council: str) -> None:
    codes = [party.code for party in where.parties]
    if council not in codes:
        raise UnknownName(
            f"{council!r} has no part in {where.reference}.",
            f"one of {', '.join(codes)}.",
            "name one with --council.",
        )
