"""What registers give a paper: their rows, the last days that follow, and what is not stated."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from models.paper_facts import DateWorked, KnownFact, RegisterFacts, Withheld
from models.papers.exempt_rows import rows_withheld
from models.papers.exemptions import paragraphs_of
from models.registers import Held, Register, held_register, register_named
from models.registers.last_days import LastDay, consent_days, notice_days
from models.tables import Transition
from rules.calendars import WorkingCalendar
from rules.catalogue import Catalogue
from rules.situation import Situation

#: So many rows are named beside a date that they share.
_NAMED = 3
#: What is not decided or not known is not stated either.
_OPEN_ANSWERS = ("undecided", "not known")


@dataclass(frozen=True, kw_only=True)
class FromRegisters:
    """The registers a paper is made from, by name, with the facts and the dates they give."""

    registers: dict[str, RegisterFacts]
    facts: dict[str, KnownFact]
    dates: tuple[DateWorked, ...]


def from_registers(
    session: Session,
    transition: Transition,
    where: Situation,
    names: Sequence[str],
    *,
    exempt: bool = False,
) -> FromRegisters:
    """What these registers give; one that was never imported gives nothing.

    Rows that are exempt information are given to the `exempt` paper alone: no count, sum or date
    of the open one knows of them.
    """
    found: dict[str, RegisterFacts] = {}
    facts: dict[str, KnownFact] = {}
    dates: list[DateWorked] = []
    for name in names:
        held = held_register(session, transition, name)
        if held is None:
            continue
        register = register_named(name)
        withheld = rows_withheld(session, transition, held)
        told = _told(withheld.values(), exempt=exempt)
        if not exempt:
            rows = tuple(row for place, row in enumerate(held.rows) if place not in withheld)
            held = replace(held, rows=rows)
        days = tuple(_days(held, where))
        rows_exempt = tuple(row for row, _ in withheld.values())
        found[name] = RegisterFacts(name=name, rows=held.rows, days=days, exempt=rows_exempt)
        facts |= {fact.name: fact for fact in (_there(held, told), _stated(register, held, told))}
        dates += _dates(register, held, days, where.rules)
    return FromRegisters(registers=found, facts=facts, dates=tuple(dates))


def _told(withheld: Collection[tuple[str, Withheld]], *, exempt: bool) -> str:
    """What a paper says of the rows that are exempt; nothing where none is."""
    if not withheld:
        return ""
    law = f"{paragraphs_of(why for _, why in withheld)} to the Local Government Act 1972"
    number = len(withheld)
    if exempt:
        return f", of which {number:,} {'is' if number == 1 else 'are'} exempt under {law}"
    verb = "is" if number == 1 else "are"
    return f", and {number:,} more that {verb} exempt under {law} and not told here"


def _there(held: Held, told: str) -> KnownFact:
    """That the register is there, and how many rows it has; a gap when it has none."""
    rows = len(held.rows)
    counted = f"{rows:,} {'row' if rows == 1 else 'rows'}" if rows else "no open row"
    return KnownFact(
        name=f"{held.register}_register",
        value=f"{counted}{told}" if rows or told else None,
        source=_source(held),
        standing="as handed over by the supplier" if rows or told else "gap",
    )


def _stated(register: Register, held: Held, told: str) -> KnownFact:
    """That every cell the document rests on is filled; a gap that says which are not."""
    lacking = [
        f"{column.heading} not stated or not decided in {number:,} of {len(held.rows):,}"
        for column in map(register.column, register.essential)
        if (number := sum(row.get(column.name, "") in ("", *_OPEN_ANSWERS) for row in held.rows))
    ]
    source = _source(held)
    return KnownFact(
        name=f"{held.register}_cells",
        value=None if lacking or not (held.rows or told) else "all are filled",
        source=f"{source}: {'; '.join(lacking)}" if lacking else source,
        standing="gap" if lacking else "as handed over by the supplier",
    )


def _source(held: Held) -> str:
    return f"register of {held.register}, {held.file}, log entry {held.entry}"


def _days(held: Held, where: Situation) -> Iterator[LastDay]:
    def calendars(named: str) -> WorkingCalendar:
        return where.calendar(named, None)

    if held.register == "contracts":
        yield from notice_days(held.rows, calendars, where.rule_set)
    elif held.register == "licences":
        yield from consent_days(held.rows, where.expiry_on, calendars, where.rule_set)


def _dates(
    register: Register, held: Held, days: Iterable[LastDay], rules: Catalogue
) -> Iterator[DateWorked]:
    """Each day and arithmetic once, with the rows that share it."""
    what = "notice on" if register.name == "contracts" else "consent asked for:"
    shared: dict[tuple[str, str], list[LastDay]] = {}
    for each in days:
        shared.setdefault((each.day.isoformat(), each.arithmetic), []).append(each)
    for _, group in sorted(shared.items()):
        first = group[0]
        source = rules.rule(first.deadline.rule_id).sources[0] if first.deadline else None
        usual = "target, on the usual term"
        yield DateWorked(
            what=f"{what} {_named(register, held, group)}",
            day=first.day,
            kind="last day" if first.stated else usual,
            rule=first.deadline.rule_id if first.deadline else "",
            arithmetic=first.arithmetic,
            reading=first.reading,
            standing=first.standing,
            cite=source.cite if source else _source(held),
            url=source.url if source else "",
        )


def _named(register: Register, held: Held, group: Sequence[LastDay]) -> str:
    names = [held.rows[each.row - 1][register.key[0]] for each in group]
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")
