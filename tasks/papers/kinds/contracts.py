"""Third-party contracts: the schedule of what becomes of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.paper_facts import PaperFacts
from models.registers.figures import counted, total
from models.registers.last_days import LastDay
from tasks.papers.kinds.assets import Schedule, Table
from tasks.papers.kinds.kind import Form, Kind, Writer
from tasks.papers.ledger import Ledger
from tasks.papers.register_rows import (
    NOT_STATED,
    Row,
    headings,
    pounds,
    register_of,
    short_day,
    some,
    table_rows,
)
from tasks.papers.wording import long_date

TERMS = (
    *("contract", "counterparty", "value", "ends_on", "notice_period", "auto_renews"),
    *("assignability", "consent_holder"),
)
FATE = ("contract", "decision", "route", "price_change", "status", "deed_on")


@dataclass(frozen=True, kw_only=True)
class NovationSchedule(Schedule):
    """For `papers/novation-schedule.html.j2`.

    `earliest` is the first last day for notice that is still to come; `past` are the contracts
    whose last day for notice has gone by.
    """

    terms_table: Table
    fate_table: Table
    earliest: str
    past: list[str]


def _contracts(facts: PaperFacts, ledger: Ledger) -> Mapping[str, Any]:
    register = register_of(facts, "contracts")
    rows = register.rows
    notice = {each.row: _notice(each) for each in register.days}
    figures = [
        ("Contracts in the register", f"{len(rows):,}"),
        ("Value stated in the register", pounds(total(rows, "value"))),
        ("Contracts that renew by themselves", f"{counted(rows, 'auto_renews', 'yes'):,}"),
        ("Contracts for which somebody's consent is named", _consents(rows)),
    ]
    figures += [
        (f"Decision: {each}", f"{counted(rows, 'decision', each):,}")
        for each in ("novate", "assign", "replace", "lapse", "undecided")
    ]
    terms = table_rows("contracts", rows, TERMS, lambda row: notice.get(row, NOT_STATED))
    to_come = [each for each in register.days if each.day >= facts.on]
    first = min(to_come, key=lambda each: each.day, default=None)
    return {
        "figures": figures,
        "terms_table": Table(columns=(*headings("contracts", TERMS), "Notice date"), rows=terms),
        "fate_table": Table(
            columns=headings("contracts", FATE), rows=table_rows("contracts", rows, FATE)
        ),
        "earliest": f"{long_date(first.day)} ({rows[first.row - 1]['contract']})" if first else "",
        "past": some(
            [
                f"{rows[each.row - 1]['contract']} ({long_date(each.day)})"
                for each in register.days
                if each.day < facts.on
            ]
        ),
    }


def _consents(rows: Sequence[Row]) -> str:
    return f"{sum('consent_holder' in row for row in rows):,}"


def _notice(found: LastDay) -> str:
    return short_day(found.day) + ("" if found.stated else " (usual term)")


KINDS = (
    Kind(
        name="novation-schedule",
        template="papers/novation-schedule.html.j2",
        title="schedule of third-party contracts",
        document="D22",
        signatory="Head of procurement",
        form=Form.schedule,
        context=NovationSchedule,
        writer=Writer.leaving,
        steps=("4.3",),
        registers=("contracts",),
        works_out=_contracts,
    ),
)
