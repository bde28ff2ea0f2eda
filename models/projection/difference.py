"""Where the rows of a transition are not what its log says, and the entry to make them so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, SQLModel

from models.chain import Break
from models.projection.acts import PROJECTED
from models.projection.fold import Fold, Folded, Identity, identity, key_of
from models.tables import Transition, plain

#: What the log adds to the planning of a transition, the rest of which was given.
_EXTENDED = ("adopted",)


def differences(session: Session, transition: Transition, fold: Fold) -> list[Break]:
    """Every row that is not as the log leaves it, in the order of the entries to blame."""
    found = [*_of_itself(transition, fold)]
    for table in PROJECTED:
        held = _rows(session, transition, table)
        folded = fold.tables.get(table, {})
        for named in dict.fromkeys((*folded, *held)):
            found += _compared(transition, table, named, folded.get(named), held.get(named))
    return sorted(found, key=lambda each: each.sequence)


def _compared(
    transition: Transition,
    table: type[SQLModel],
    named: Identity,
    folded: Folded | None,
    held: dict[str, Any] | None,
) -> Iterator[Break]:
    row = f"the row {_named(table, named)} of {table.__name__}"
    if folded is None:
        yield _break(transition, 0, f"no entry made {row}")
    elif held is None:
        yield _break(transition, folded.sequence, f"{row}, which it should have left, is missing")
    else:
        said = [
            f"{name} is {_told(held[name])} where the log says {_told(value)}"
            for name, value in folded.values.items()
            if held[name] != value
        ]
        if said:
            yield _break(transition, folded.sequence, f"{row} is not as it left it: {said[0]}")


def _of_itself(transition: Transition, fold: Fold) -> Iterator[Break]:
    """What the log changes of the transition's own row."""
    folded = fold.tables.get(Transition, {}).get(())
    values = folded.values if folded else {}
    if transition.rule_set != values.get("rule_set", ""):
        says = "the transition is planned by another rule set than the one the log names last"
        yield _break(transition, folded.sequence if folded else 0, says)
    for name in _EXTENDED:
        said = values.get("planning", {}).get(name, [])
        held = transition.planning.get(name, [])
        if held != said:
            says = f"the plan holds {len(held)} {name} changes that are not the {len(said)} it left"
            yield _break(transition, folded.sequence if folded else 0, says)


def _rows(
    session: Session, transition: Transition, table: type[SQLModel]
) -> dict[Identity, dict[str, Any]]:
    columns = plain(table).c
    query = select(plain(table)).where(columns.transition_id == transition.id)
    found: dict[Identity, dict[str, Any]] = {}
    names = columns.keys()
    for row in session.connection().execute(query.order_by(columns.id)).all():
        values = dict(zip(names, row, strict=True))
        found[identity(table, values, found)] = values
    return found


def _named(table: type[SQLModel], named: Identity) -> str:
    names = key_of(table) or ("entry", "place")
    return ", ".join(f"{name} {value}" for name, value in zip(names, named, strict=True) if value)


def _told(value: object) -> str:
    return "empty" if value in (None, "") else str(value)


def _break(transition: Transition, sequence: int, says: str) -> Break:
    return Break(reference=transition.reference, sequence=sequence, says=says)
