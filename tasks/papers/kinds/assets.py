"""Assets and licences: the schedules made from their registers, and the notice of election."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from models.paper_facts import PaperFacts
from models.registers.figures import counted, over_deployed, total, where
from tasks.papers.kinds.kind import Form, Kind, Writer
from tasks.papers.kinds.page import Law, Letter, Page
from tasks.papers.ledger import Grid, Ledger
from tasks.papers.register_rows import (
    Cells,
    Row,
    headings,
    pounds,
    register_of,
    short_day,
    some,
    table_rows,
)

ASSET_IS = (
    *("asset_id", "description", "location", "serial", "owner", "exclusive", "condition"),
    *("encumbrance",),
)
ASSET_WORTH = (
    *("asset_id", "purchased_on", "cost", "depreciation", "net_book_value", "decision"),
    *("consent_needed", "vat"),
)
LICENCE_IS = (
    *("product", "edition", "metric", "entitlement", "deployed", "owner", "agreement"),
    *("expires_on",),
)
LICENCE_MOVES = (
    *("product", "transferable", "vendor_process", "lead_time", "cost", "replacement"),
)
LISTED = ("asset_id", "description", "location", "serial", "exclusive", "net_book_value")
USED = ("asset_id", "description", "location", "owner", "encumbrance", "consent_needed")
MOVED = ("contract", "counterparty", "value", "ends_on", "decision", "consent_holder")


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of a register: its headings and its rows."""

    columns: Cells
    rows: list[Cells]


@dataclass(frozen=True, kw_only=True)
class Schedule(Page):
    """What a schedule made from a register has. `figures` are pairs of words and a figure."""

    supplier: str
    contract_title: str
    expiry_on: date
    figures: list[tuple[str, str]]
    known: Callable[[str], bool]
    grid: Callable[[str], Grid]
    law: Callable[[str], Law | None]


@dataclass(frozen=True, kw_only=True)
class AssetSchedule(Schedule):
    """For `papers/asset-schedule.html.j2`."""

    is_table: Table
    worth_table: Table


@dataclass(frozen=True, kw_only=True)
class LicenceSchedule(Schedule):
    """For `papers/licence-schedule.html.j2`. `over` are licences of which too many are in use."""

    is_table: Table
    moves_table: Table
    over: list[str]


@dataclass(frozen=True, kw_only=True)
class ElectionNotice(Letter):
    """For `letters/election-notice.html.j2`.

    Each list is a table. `price` is the sum of list A in pounds, `unpriced` how many assets of it
    state no net book value, `shared` how many are not exclusive; `open` name what is in no list.
    """

    supplier: str
    contract_title: str
    expiry_on: date
    paragraph_number: Callable[[], str]
    grid: Callable[[str], Grid]
    law: Callable[[str], Law | None]
    list_a: Table
    list_b: Table
    list_c: Table
    price: str
    unpriced: int
    shared: int
    open_assets: list[str]
    open_contracts: list[str]


def _assets(facts: PaperFacts, ledger: Ledger) -> Mapping[str, Any]:
    rows = register_of(facts, "assets").rows
    value = "net_book_value"
    exclusive = where(rows, "exclusive", "exclusive")
    shared = where(rows, "exclusive", "non-exclusive")
    figures = [
        ("Assets in the register", f"{len(rows):,}"),
        ("Exclusive assets", f"{len(exclusive):,}"),
        ("Non-exclusive assets", f"{len(shared):,}"),
        ("Net book value at transfer, all assets", pounds(total(rows, value))),
        ("Net book value at transfer, exclusive assets", pounds(total(exclusive, value))),
        ("Net book value at transfer, non-exclusive assets", pounds(total(shared, value))),
        ("Net book value at transfer, assets to be bought", _bought(rows)),
        ("Consents needed", f"{counted(rows, 'consent_needed', 'yes'):,}"),
    ]
    figures += [
        (f"Transfer decision: {each}", f"{counted(rows, 'decision', each):,}")
        for each in ("buy", "use", "leave", "undecided")
    ]
    return {
        "figures": figures,
        "is_table": _table("assets", rows, ASSET_IS),
        "worth_table": _table("assets", rows, ASSET_WORTH),
    }


def _bought(rows: Sequence[Row]) -> str:
    return pounds(total(where(rows, "decision", "buy"), "net_book_value"))


def _licences(facts: PaperFacts, ledger: Ledger) -> Mapping[str, Any]:
    register = register_of(facts, "licences")
    rows = register.rows
    asked = {
        each.row: short_day(each.day) + ("" if each.stated else " (usual time)")
        for each in register.days
    }
    figures = [("Licences in the register", f"{len(rows):,}")]
    figures += [
        (f"Transferable: {each}", f"{counted(rows, 'transferable', each):,}")
        for each in ("yes", "with consent", "no", "not known")
    ]
    figures.append(("Cost of transfer stated in the register", pounds(total(rows, "cost"))))
    moves = table_rows("licences", rows, LICENCE_MOVES, lambda row: asked.get(row, "No consent"))
    return {
        "figures": figures,
        "is_table": _table("licences", rows, LICENCE_IS),
        "moves_table": Table(
            columns=(*headings("licences", LICENCE_MOVES), "Ask for consent by"), rows=moves
        ),
        "over": some(
            [
                f"{row['product']} ({row['deployed']} in use, {row['entitlement']} allowed)"
                for row in over_deployed(rows)
            ]
        ),
    }


def _election(facts: PaperFacts, ledger: Ledger) -> Mapping[str, Any]:
    assets, contracts = (register_of(facts, name).rows for name in ("assets", "contracts"))
    bought = where(assets, "decision", "buy")
    return {
        "list_a": _table("assets", bought, LISTED),
        "list_b": _table("assets", where(assets, "decision", "use"), USED),
        "list_c": _table("contracts", where(contracts, "decision", "novate", "assign"), MOVED),
        "price": pounds(sum((Decimal(r.get("net_book_value", 0)) for r in bought), Decimal(0))),
        "unpriced": sum("net_book_value" not in row for row in bought),
        "shared": counted(bought, "exclusive", "non-exclusive"),
        "open_assets": _open(assets, "asset_id"),
        "open_contracts": _open(contracts, "contract"),
    }


def _open(rows: Sequence[Row], name: str) -> list[str]:
    """The rows on which nothing is decided."""
    return some([row[name] for row in rows if row.get("decision", "undecided") == "undecided"])


def _table(register: str, rows: Sequence[Row], names: tuple[str, ...]) -> Table:
    return Table(columns=headings(register, names), rows=table_rows(register, rows, names))


KINDS = (
    Kind(
        name="asset-schedule",
        template="papers/asset-schedule.html.j2",
        title="schedule of assets",
        document="D18",
        signatory="Finance director",
        form=Form.schedule,
        context=AssetSchedule,
        writer=Writer.leaving,
        steps=("4.3", "4.5"),
        registers=("assets",),
        works_out=_assets,
    ),
    Kind(
        name="election-notice",
        template="letters/election-notice.html.j2",
        title="notice of election",
        document="D19",
        signatory="Contract manager",
        form=Form.letter,
        context=ElectionNotice,
        writer=Writer.leaving,
        steps=("4.3", "4.5"),
        registers=("assets", "contracts"),
        works_out=_election,
    ),
    Kind(
        name="licence-schedule",
        template="papers/licence-schedule.html.j2",
        title="schedule of licences",
        document="D20",
        signatory="Service architect",
        form=Form.schedule,
        context=LicenceSchedule,
        writer=Writer.leaving,
        steps=("4.4",),
        registers=("licences",),
        works_out=_licences,
    ),
)
