"""What is said to have happened, and what the state of a transition allows to be recorded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from models.actor import Actor
from models.log import Chained
from models.people.four_eyes import refuse_own_work
from models.projection import write
from models.tables import SHARED
from rules.arithmetic import spoken
from rules.breakdown import Step
from rules.errors import InputError, StepNotReady, UnknownName
from rules.no_go.order import GO_NO_GO
from rules.situation import DecisionId, Situation, StepId


@dataclass(frozen=True, kw_only=True)
class Happened:
    """When something happened, who did it, what shows it, and who says so.

    `presume_earlier` takes open steps that had to come first as done, and logs each as presumed:
    for a transition whose earlier record is not to be had.
    """

    on: date
    by: str
    evidence: str
    actor: Actor
    today: date
    presume_earlier: bool = False


def instance(where: Situation, step: Step, council: str | None) -> StepId:
    wanted = council.lower() if council else None
    instances = where.instances(step)
    if step.each is None:
        if wanted:
            raise InputError(
                f"Step {step.key} ({step.name}) is shared by all councils.",
                "no council.",
                "leave out --council.",
            )
        return instances[0]
    names = [at.council for at in instances if at.council]
    if wanted not in names:
        raise UnknownName(
            f"Step {step.key} has no instance for {council!r}."
            if council
            else f"Step {step.key} ({step.name}) is done by each {step.each}.",
            f"one of {', '.join(names)}.",
            "name one with --council.",
        )
    return StepId(step.key, wanted)


def refuse_blank(happened: Happened) -> None:
    """Nothing is closed without saying who did it and what shows it."""
    for name, text in (("by", happened.by), ("evidence", happened.evidence)):
        if not text.strip():
            raise InputError(
                f"--{name} is empty.", "who did it, and what shows it.", f"give --{name}."
            )


def refuse_future(happened: Happened, what: str) -> None:
    if happened.on > happened.today:
        raise InputError(
            f"{what} is said to have happened on {spoken(happened.on)}, which is still to come.",
            f"a day up to today, {spoken(happened.today)}.",
            "record it when it has happened.",
        )


def clear_the_way(
    session: Session, transition: Chained, where: Situation, at: StepId, happened: Happened
) -> None:
    """Everything that must come first is closed, or is now presumed. Raises: StepNotReady;
    StateError where what is presumed checks work that is the actor's own.

    What is closed vouches for what came before it; a presumption names all that has no record.
    """
    refuse_before_effect(where, at, happened.on)
    _refuse_after_no_go(where, at)
    missing = _open_before(where, at, past_closed=happened.presume_earlier)
    if not missing:
        return
    if not happened.presume_earlier:
        names = "; ".join(f"{b} ({where.breakdown.step(b.key).name})" for b in missing)
        raise StepNotReady(
            f"Step {at} cannot be closed: still open before it: {names}.",
            "every step before it recorded first.",
            "record them; or, where their record is not to be had, add --presume-earlier.",
        )
    for before in missing:
        refuse_own_work(
            session, transition, where.breakdown, before, happened.actor, happened.today
        )
        data = {"step": before.key, "council": before.council or SHARED, "by_then": happened.on}
        data["because"] = f"no record of it; step {at} happened, which it must precede"
        write(session, transition, actor=happened.actor, act="step-presumed", data=data)


def refuse_before_effect(where: Situation, at: StepId, on: date) -> None:
    """Nothing that needs a decision may start before it takes effect, presumed or not."""
    for before in all_before(where, at):
        decision = _taken_at(where, before)
        effective, held = where.effective.get(decision), where.held.get(decision)
        if effective and on < effective:
            raise StepNotReady(
                f"Step {at} cannot have happened on {spoken(on)}: the {decision.decision} decision "
                f"of {decision.council} takes effect on {spoken(effective)}.",
                f"a day on or after {spoken(effective)}.",
                "wait for the call-in period to run out, or record the waiver first.",
            )
        said = where.not_carried.get(decision) if where.closed_on(before) is None else None
        if held or said:
            raise StepNotReady(
                f"Step {at} cannot have happened on {spoken(on)}. It needs "
                f"{held.says if held else said}",
                "a decision that has taken effect.",
                f"see `changeover decision show {where.reference}`, and record what happened to it "
                "first.",
            )


def _refuse_after_no_go(where: Situation, at: StepId) -> None:
    """Nothing goes live on a no-go, and no go is said before it is made good."""
    if where.no_go and StepId(GO_NO_GO) in (at, *all_before(where, at)):
        raise StepNotReady(
            f"Step {at} cannot be closed: a no-go stands ({where.no_go.reason}).",
            "a no-go that is made good, and then a go of each council.",
            f"see `changeover compensate {where.reference}` for what is still to do.",
        )


def _is_over(where: Situation, at: StepId) -> bool:
    """Whether a step is closed, or is a decision known to take effect: its day is then proved."""
    return where.closed_on(at) is not None or _taken_at(where, at) in where.effective


def _taken_at(where: Situation, at: StepId) -> DecisionId:
    """The decision taken at an instance; one that nobody takes where it is no decision."""
    return DecisionId(where.breakdown.step(at.key).decision or "", at.council or "")


def _open_before(where: Situation, at: StepId, *, past_closed: bool) -> list[StepId]:
    """What is open of all that must come before; behind what is closed too, where that is asked."""
    found = all_before(where, at, lambda b: past_closed or not _is_over(where, b))
    return [before for before in found if not _is_over(where, before)]


def all_before(
    where: Situation, at: StepId, looks_behind: Callable[[StepId], bool] = lambda _: True
) -> list[StepId]:
    """Every needed instance that must come before this one, in the order of the breakdown."""
    found: set[StepId] = set()
    waiting = where.predecessors(at)
    while waiting:
        before = waiting.pop()
        if before not in found and where.is_needed(where.breakdown.step(before.key)):
            found.add(before)
            waiting += where.predecessors(before) if looks_behind(before) else []
    return sorted(found, key=lambda b: (list(where.breakdown.steps).index(b.key), b.council or ""))
