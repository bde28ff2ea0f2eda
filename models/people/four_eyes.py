"""Nobody approves their own work: not through a stand-in, nor by having handed it over.

A step of the programme names under `four_eyes` the steps whose work it checks, itself where the one
who does it may not close it, and under `checks_papers` the kinds of papers that it rests on. All
names of a person, how they sign in among them, are that one person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from sqlmodel import Session

from models.actor import Actor
from models.log import Chained
from models.meanwhile import entry_that_closed
from models.people.duties import held_in, stand_ins
from models.people.known import People, people
from models.people.names import names_in
from models.people.work_done import who_did
from rules.breakdown import Breakdown, Step
from rules.errors import StateError
from rules.situation import StepId

_REOPEN = "open the step again first with `changeover reopen`, and let another close it."


def refuse_own_work(
    session: Session,
    transition: Chained,
    steps: Breakdown,
    at: StepId,
    actor: Actor,
    today: date,
    by: str = "",
) -> None:
    """The actor may close the step. Raises: StateError where it checks work that is their own.

    `by` is who is said to have done it: in a step that checks itself the one who did the work, in
    another one more who approves, if they are known.
    """
    step = steps.step(at.key)
    if not step.four_eyes and not step.checks_papers:
        return
    known = people(session)
    did = dict(who_did(session, transition, known, step, at))
    closing = [*acting_names(session, transition, known, actor, today)]
    if at.key in step.four_eyes:
        did |= {name: f"{name} did it" for name in names_in(by)}
    else:
        closing += [name for name in names_in(by) if known.find(name)]
    if why := why_own(known, closing, did):
        raise _own_work(step, at, why)


def refuse_approved_by(
    session: Session,
    transition: Chained,
    steps: Breakdown,
    at: StepId,
    by: str,
    closed: Collection[StepId],
) -> None:
    """A step may be said to have been done by others than was thought: nobody of them approved it.

    `closed` are the steps that are done. Raises: StateError naming the one to open again first.
    """
    known = people(session)
    named = {known.who(name): name for name in names_in(by)}
    step = steps.step(at.key)
    did = dict(who_did(session, transition, known, step, at, but=at.key))
    if why := why_own(known, [name for name in named.values() if known.find(name)], did):
        raise _own_work(step, at, why)
    for other in (each for each in closed if at.key in steps.step(each.key).four_eyes):
        entry = entry_that_closed(session, transition, other)
        for name in (entry.actor, entry.on_behalf_of):
            if name and known.who(name) in named:
                why = f"{name} closed it, and is now said to have done step {at}"
                raise _own_work(steps.step(other.key), other, why, _REOPEN)


def refuse_both_sides(
    session: Session, transition: Chained, known: People, steps: Breakdown, at: StepId, person: str
) -> None:
    """The person may be given the step. Raises: StateError where they did the work that it checks,
    or hold the step that is to check it."""
    step = steps.step(at.key)
    did = dict(who_did(session, transition, known, step, at, but=at.key))
    if why := why_own(known, [person], did):
        raise _own_work(step, at, why)
    checks = {each.key: each for each in steps if at.key in each.four_eyes and each.key != at.key}
    for row in held_in(session, transition.id):
        if row.key in checks and known.are_same(row.person, person):
            raise StateError(
                f"{person} holds step {row.key} ({checks[row.key].name}), which checks step {at}.",
                "somebody who is not to check the work.",
                "give one of the two steps to another.",
            )


def why_own(known: People, acting: Iterable[str], did: Mapping[str, str]) -> str:
    """Why somebody who acts under these names approves their own work; empty where they do not.

    `did` says by name what each who had a part in the work did. A person is one under all names.
    """
    by_person = {known.who(name): why for name, why in did.items()}
    return next((why for name in acting if (why := by_person.get(known.who(name)))), "")


def acting_names(
    session: Session, transition: Chained, known: People, actor: Actor, today: date
) -> Iterator[str]:
    """Every name that a person acts under: their own, for whom they act and whose place they
    take on that day."""
    yield actor.name
    if actor.on_behalf_of:
        yield actor.on_behalf_of
    for each in stand_ins(session, transition.id):
        if each.from_on <= today <= each.until_on and known.are_same(each.deputy, actor.name):
            yield each.absent


def _own_work(step: Step, at: StepId, why: str, remedy: str = "let another do it.") -> StateError:
    return StateError(
        f"Step {at} ({step.name}) needs a second pair of eyes: {why}.",
        "somebody who had no part in the work it checks, and takes the place of nobody who had.",
        remedy,
    )
