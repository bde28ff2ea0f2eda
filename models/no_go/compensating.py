"""Making a no-go good: one step after the other, each closed on its evidence."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import Session

from models.actor import ENGINE
from models.database import database, writing
from models.happened import Happened, refuse_blank, refuse_future
from models.log import locked
from models.no_go.orders import last_order
from models.no_go.shown import shown
from models.projection import write
from models.standing import situation
from models.tables import Transition
from rules.arithmetic import spoken
from rules.errors import AlreadyRecorded, InputError, OutOfTurn, UnknownName
from rules.no_go.order import NoGoOrder, PartId
from rules.no_go.parts import Part, parts, still_to_do
from rules.no_go.steps import compensation, step_of
from rules.situation import Situation


def compensate(
    reference: str, key: str, party: str | None, happened: Happened, *, not_needed: bool = False
) -> dict[str, Any]:
    """The part is closed on its evidence and what follows is open; the order as it stands.

    With the extension the contract ends later from then on. Raises: UnknownName, InputError,
    AlreadyRecorded; OutOfTurn while something before it is open.
    """
    refuse_blank(happened)
    with writing(database()) as session:
        transition = locked(session, reference)
        where = situation(session, reference, happened.today)
        order = last_order(session, transition)
        if order is None:
            raise OutOfTurn(
                f"Nobody has said no-go in {reference}.",
                "a no-go to make good.",
                f"record it with `changeover no-go {reference} --council CODE ...`.",
            )
        part = _part(where, order, key, party)
        refuse_future(happened, f"{part.step.name}")
        _refuse_closed(where, order, part, happened, not_needed=not_needed)
        status = "not-needed" if not_needed else "done"
        _write_part(session, transition, order, part, status, happened)
        if part.step.moves_end:
            _move_end(session, transition, order, happened)
        open_next(session, transition, happened.today)
        return shown(session, reference, happened.today)


def open_next(session: Session, transition: Transition, today: date) -> None:
    """The first step with something still to do is open; what nobody needs before it is passed."""
    session.flush()
    where = situation(session, transition.reference, today)
    order = last_order(session, transition)
    assert order
    for step in compensation(where.rule_set):
        waiting = False
        for part in parts(where, order, step):
            named = {"round": order.round, "key": part.id.key, "party": part.id.party}
            if part.id in order.closed:
                continue
            if not part.is_needed:
                because = f"nothing was made for {spoken(order.from_on)}"
                data = {**named, "status": "not-needed", "on": today, "by": ENGINE.name}
                data["evidence"] = because
                write(session, transition, actor=ENGINE, act="compensation-recorded", data=data)
                continue
            waiting = True
            if part.id not in order.opened:
                data = {**named, "last_day": part.last_day}
                write(session, transition, actor=ENGINE, act="compensation-opened", data=data)
        if waiting:
            return


def _part(where: Situation, order: NoGoOrder, key: str, party: str | None) -> Part:
    """The part that is meant. Raises: UnknownName."""
    found = {part.id: part for part in parts(where, order, step_of(key, where.rule_set))}
    wanted = PartId(key, party.lower() if party else "")
    if wanted in found:
        return found[wanted]
    names = [part.party for part in found]
    raise UnknownName(
        f"Step {key} has no part of {party!r}." if party else f"Step {key} has a part for each.",
        f"one of {', '.join(names)}." if any(names) else "no party: the step is shared.",
        "name one with --party." if any(names) else "leave out --party.",
    )


def _refuse_closed(
    where: Situation, order: NoGoOrder, part: Part, happened: Happened, *, not_needed: bool
) -> None:
    if part.id in order.closed:
        raise AlreadyRecorded(
            f"{part.id} was closed on {spoken(order.closed[part.id])}.",
            "a part that is still open.",
            f"see `changeover compensate {where.reference}`.",
        )
    if part.id not in order.opened:
        first = "; ".join(
            str(each.id) for each in still_to_do(where, order) if each.id in order.opened
        )
        raise OutOfTurn(
            f"{part.id} comes after what is still open: {first}.",
            "the order kept: each step waits for the evidence of the one before.",
            "record what is open first.",
        )
    if happened.on < order.decided_on:
        raise InputError(
            f"{spoken(happened.on)} is before the no-go of {spoken(order.decided_on)}.",
            "a day on or after it.",
            "check the day.",
        )
    if not_needed and not part.step.passable:
        raise InputError(
            f"{part.step.name} cannot be left out.",
            "evidence that it was done.",
            "leave out --not-needed.",
        )


def _write_part(
    session: Session,
    transition: Transition,
    order: NoGoOrder,
    part: Part,
    status: str,
    happened: Happened,
) -> None:
    data = {"round": order.round, "key": part.id.key, "party": part.id.party, "status": status}
    said = {"on": happened.on, "by": happened.by, "evidence": happened.evidence}
    write(
        session,
        transition,
        actor=happened.actor,
        act="compensation-recorded",
        data={**data, **said},
    )


def _move_end(
    session: Session, transition: Transition, order: NoGoOrder, happened: Happened
) -> None:
    data = {"round": order.round, "from_on": order.from_on, "until_on": order.until_on}
    write(
        session,
        transition,
        actor=happened.actor,
        act="expiry-moved",
        data=data,
        reason=order.reason,
    )
