"""What stands outside the log of a transition: its contract, its councils, their meetings.

`given_of` tells it as plain values, `disagreements` what another database holds otherwise, and
`put_given` makes it again there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from models.archive.rows import value_of
from models.projection.acts import changes_of
from models.projection.changes import Extend, Kept
from models.standing import Stored
from models.tables import (
    Baseline,
    Body,
    Contract,
    Council,
    KeptPage,
    Meeting,
    Party,
    PostedMessage,
    ProclaimedHoliday,
    RegisterRow,
    Scenario,
    Supplier,
    Transition,
    plain,
)

#: Rows of one transition that no entry of its log makes.
BESIDE: tuple[type[SQLModel], ...] = (*(Baseline, KeptPage, PostedMessage, RegisterRow, Scenario),)
#: Columns that number rows in one database, that the log itself tells, or that are worked out.
_NUMBERS = {"id", "transition_id", "contract_id", "supplier_id", "council_id", "body_id"}
_ELSEWHERE = _NUMBERS | {"log_length", "log_head", "watched_length", "look_again_on", "rule_set"}

Told = dict[str, Any]
Fault = str


def given_of(
    session: Session, rows: Stored, log: Iterable[Kept], known: list[Told] | None = None
) -> Told:
    """What was given of a transition, as it was before its log said more.

    Of the holidays proclaimed since, those `known`, where not all.
    """
    transition = row_told(rows.transition)
    transition["planning"] = _before(transition["planning"], log)
    return {
        "transition": transition,
        "contract": row_told(rows.contract),
        "supplier": row_told(session.get_one(Supplier, rows.contract.supplier_id)),
        "councils": [
            {
                **row_told(council),
                "role": party.role,
                "body": body.name,
                "meetings": [day.isoformat() for day in _meetings(session, body)],
            }
            for party, council, body in rows.parties
        ],
        "holidays": [
            each
            for each in map(row_told, _holidays(session))
            if known is None or _key(each) in map(_key, known)
        ],
        "beside": {
            plain(table).name: [row_told(each) for each in _beside(session, table, rows.transition)]
            for table in BESIDE
        },
    }


def disagreements(session: Session, told: Told) -> Iterator[Fault]:
    """What this database holds otherwise, so that taking it in would change other transitions."""
    reference = told["transition"]["reference"]
    if session.exec(select(Transition).where(Transition.reference == reference)).first():
        yield f"the reference {reference!r} is taken by a transition that is held already"
    for row in told["councils"]:
        yield from _council_disagrees(session, row)
    if session.exec(select(Transition)).first():
        held = [row_told(each) for each in _holidays(session)]
        for day in (each for each in told["holidays"] if _key(each) not in map(_key, held)):
            yield (
                f"the holiday of {day['closes_on']} ({day['name']}) is not in the calendar here; "
                f"add it first with `changeover calendar add {day['calendar']}`"
            )


def put_given(session: Session, told: Told) -> Transition:
    """The transition with its contract, councils, meetings and holidays, its log still empty.

    Raises: KeyError, TypeError, ValueError, IntegrityError where the values are none.
    """
    supplier = _held(session, Supplier, told["supplier"], "name")
    contract = _new(session, Contract, told["contract"], supplier_id=supplier.id)
    transition: Transition = _new(session, Transition, told["transition"], contract_id=contract.id)
    for row in told["councils"]:
        known = {name: row[name] for name in row if name not in ("role", "body", "meetings")}
        council = _held(session, Council, known, "code")
        body = _held(session, Body, {"name": row["body"]}, "name", council_id=council.id)
        for day in row["meetings"]:
            _held(session, Meeting, {"meets_on": day}, "meets_on", body_id=body.id)
        owners = {"transition_id": transition.id, "council_id": council.id, "body_id": body.id}
        _new(session, Party, {"role": row["role"]}, **owners)
    for day in told["holidays"]:
        _held(session, ProclaimedHoliday, day, "calendar", "closes_on")
    for table in BESIDE:
        for row in told["beside"].get(plain(table).name, ()):
            _new(session, table, row, transition_id=transition.id)
    return transition


def _council_disagrees(session: Session, row: Told) -> Iterator[Fault]:
    council = session.exec(select(Council).where(Council.code == row["code"])).one_or_none()
    if council is None:
        return
    if (council.name, council.policy) != (row["name"], row["policy"]):
        yield f"the council {council.code!r} is held with another name or other settings"
    body = session.exec(
        select(Body).where(Body.council_id == council.id, Body.name == row["body"])
    ).one_or_none()
    held = [day.isoformat() for day in _meetings(session, body)] if body else row["meetings"]
    odd = sorted(set(held) ^ set(row["meetings"]))
    if odd:
        yield (
            f"{row['body']} of {council.code!r} meets on other days here: {', '.join(odd)}; make "
            "them agree with `changeover meetings`"
        )


def _before(planning: Told, log: Iterable[Kept]) -> Told:
    """The planning without what the log added to its lists."""
    grown = dict(planning)
    for change in (change for entry in log for change in changes_of(entry)):
        if isinstance(change, Extend) and change.table is Transition:
            left = len(grown[change.name]) - len(change.values)
            grown[change.name] = grown[change.name][:left]
            if not grown[change.name]:
                del grown[change.name]
    return grown


def row_told(row: SQLModel) -> Told:
    """A row as plain values, without what numbers it here and what the log tells."""
    values = row.model_dump(mode="json")
    names = [column.name for column in plain(type(row)).columns]
    return {name: values[name] for name in names if name not in _ELSEWHERE}


def _key(holiday: Told) -> tuple[str, str]:
    return holiday["calendar"], holiday["closes_on"]


def _meetings(session: Session, body: Body) -> Iterable[Any]:
    query = select(col(Meeting.meets_on)).where(Meeting.body_id == body.id)
    return session.exec(query.order_by(col(Meeting.meets_on))).all()


def _holidays(session: Session) -> Iterable[ProclaimedHoliday]:
    order = col(ProclaimedHoliday.calendar), col(ProclaimedHoliday.closes_on)
    return session.exec(select(ProclaimedHoliday).order_by(*order)).all()


def _beside(session: Session, table: type[SQLModel], transition: Transition) -> Iterable[SQLModel]:
    columns = plain(table).c
    query = select(table).where(columns.transition_id == transition.id)
    return session.exec(query.order_by(columns.id)).all()


def _held(
    session: Session, table: type[SQLModel], told: Told, *key: str, **owner: int | None
) -> Any:
    """The row of that key, made when there is none."""
    columns = plain(table).c
    named = {**{name: value_of(plain(table), name, told[name]) for name in key}, **owner}
    query = select(table).where(*(columns[name] == value for name, value in named.items()))
    return session.exec(query).one_or_none() or _new(session, table, told, **owner)


def _new(session: Session, table: type[SQLModel], told: Told, **owner: int | None) -> Any:
    values = {name: value_of(plain(table), name, value) for name, value in told.items()}
    row = table(**values, **owner)
    session.add(row)
    session.flush()
    return row
