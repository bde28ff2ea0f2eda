"""What people and programs are shown of a register: plain values, read only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from models.database import database, reading
from models.registers.figures import Figure, figures
from models.registers.held import held_register
from models.registers.kinds import register_named
from models.registers.last_days import LastDay, consent_days, notice_days
from models.registers.reading import Row
from models.standing import situation, stored
from rules.calendars import WorkingCalendar
from rules.situation import Situation


@dataclass(frozen=True, kw_only=True)
class DayShown:
    """A last day that follows from a row, and how it was counted."""

    day: date
    row: str
    what: str
    rule: str
    standing: str
    arithmetic: str


@dataclass(frozen=True, kw_only=True)
class Looked:
    """A register as it stands. `file` is None when none was imported."""

    register: str
    file: str | None
    entry: int | None
    digest: str
    rows: tuple[Row, ...]
    figures: tuple[Figure, ...]
    days: tuple[DayShown, ...]


def look_at(reference: str, name: str, today: date) -> Looked:
    """The register of a transition with what it comes to. Raises: UnknownName."""
    register = register_named(name)
    with reading(database()) as session:
        transition = stored(session, reference).transition
        held = held_register(session, transition, name)
        where = situation(session, reference, today) if held else None
    rows = held.rows if held else ()
    days = sorted(_days(name, rows, where), key=lambda each: each.day) if where else ()
    return Looked(
        register=name,
        file=held.file if held else None,
        entry=held.entry if held else None,
        digest=held.digest if held else "",
        rows=rows,
        figures=figures(register, rows),
        days=tuple(days),
    )


def _days(name: str, rows: tuple[Row, ...], where: Situation) -> Iterator[DayShown]:
    def calendars(named: str) -> WorkingCalendar:
        return where.calendar(named, None)

    if name == "contracts":
        for each in notice_days(rows, calendars, where.rule_set):
            row = rows[each.row - 1]
            yield _shown(each, f"{row['contract']}, {row['counterparty']}", "notice to be served")
    elif name == "licences":
        for each in consent_days(rows, where.expiry_on, calendars, where.rule_set):
            yield _shown(each, rows[each.row - 1]["product"], "consent to be asked for")


def _shown(found: LastDay, row: str, what: str) -> DayShown:
    usual = "" if found.stated else "Usual term, the register states none. "
    return DayShown(
        day=found.day,
        row=row,
        what=what,
        rule=found.deadline.rule_id if found.deadline else "",
        standing=found.standing,
        arithmetic=f"{usual}{found.arithmetic}",
    )
