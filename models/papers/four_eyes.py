"""Nobody clears their own paper, not through a stand-in either."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlmodel import Session

from models.actor import Actor
from models.log import Chained
from models.people.four_eyes import acting_names, why_own
from models.people.known import people


def why_not_clear(
    session: Session,
    transition: Chained,
    actor: Actor,
    asked: str,
    authors: Collection[str],
    today: date,
) -> str:
    """Why this actor may not clear for the officer asked; empty when they may.

    `authors` are the names of all who wrote the paper or answered comments as its author. Neither
    the actor nor whoever they act for, nor anybody they stand in for that day, may be among them;
    and one of these must be the officer who was asked. All names of a person are that person.
    """
    known = people(session)
    acting = list(acting_names(session, transition, known, actor, today))
    did = {each: f"{each} wrote it, or answered comments as its author" for each in authors}
    if why := why_own(known, [*acting, asked], did):
        return why
    if not any(known.are_same(name, asked) for name in acting):
        behalf = f" for {actor.on_behalf_of}" if actor.on_behalf_of else ""
        return f"{asked} was asked, and {actor.name}{behalf} is not {asked}"
    return ""


def acting_as(
    session: Session, transition: Chained, actor: Actor, asked: str, today: date
) -> Actor:
    """The actor as the log names them: for the officer who was asked, where they stand in."""
    known = people(session)
    if actor.on_behalf_of or known.are_same(actor.name, asked):
        return actor
    acting = acting_names(session, transition, known, actor, today)
    if any(known.are_same(name, asked) for name in acting):
        return Actor(name=actor.name, role=actor.role, on_behalf_of=known.now(asked))
    return actor
