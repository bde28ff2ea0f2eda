"""The dates of a timetable in the order in which they come, each with what fixes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from rules.dating import StepDate
from rules.situation import StepId
from rules.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class DiaryEntry:
    """One day on which something is due, may start or happens.

    `kind` is `last day`, `safe last day`, `target`, `first day`, `meeting`, `opens` or `event`.
    """

    on: date
    what: str
    kind: str
    rule: str | None = None
    step: StepId | None = None
    arithmetic: str = ""
    standing: str = ""
    binds: bool = True


def diary(timetable: Timetable) -> list[DiaryEntry]:
    """Every dated thing of a timetable, by day. Steps already done keep their dates."""
    where = timetable.situation
    found = [
        DiaryEntry(on=where.expiry_on, what="the contract expires", kind="event"),
        DiaryEntry(on=where.commencement_on, what="the new service starts", kind="event"),
    ]
    for window in where.windows:
        found.append(DiaryEntry(on=window.opens_on, what=f"{window.name} opens", kind="opens"))
        found.append(DiaryEntry(on=window.closes_on, what=f"{window.name} closes", kind="event"))
    for planned in timetable:
        if planned.meeting_on:
            found.append(
                DiaryEntry(
                    on=planned.meeting_on, what=planned.step.name, kind="meeting", step=planned.id
                )
            )
        for dated in planned.dates:
            found += _entries(dated)
    return sorted(found, key=lambda e: (e.on, e.step or StepId(""), e.kind, e.what))


def _entries(dated: StepDate) -> list[DiaryEntry]:
    deadline = dated.deadline
    days = {"last day": deadline.legal_limit, "first day": deadline.not_before}
    if deadline.safe_limit != deadline.legal_limit:
        days["safe last day"] = deadline.safe_limit
    if deadline.legal_limit is None or deadline.target not in days.values():
        days["target"] = deadline.target
    return [
        DiaryEntry(
            on=day.date() if isinstance(day, datetime) else day,
            what=dated.what,
            kind=kind,
            rule=deadline.rule_id or None,
            step=dated.at,
            arithmetic=deadline.arithmetic,
            standing=deadline.standing,
            binds=dated.binds,
        )
        for kind, day in days.items()
        if day
    ]
