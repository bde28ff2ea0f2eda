"""Data protection: the outline of the impact assessment, and that of the agreement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from models.paper_facts import CouncilNamed, PaperFacts
from tasks.papers.kinds.kind import Form, Kind, Writer
from tasks.papers.kinds.page import Headed, Law
from tasks.papers.ledger import Html, Ledger

#: A score is likelihood times severity, each from 1 to 5. The bands are a planning convention.
HIGHEST = 5
HIGH_FROM, MEDIUM_FROM = 15, 8


class Score(NamedTuple):
    """A risk with its scores before and after, in words; a gap where they are no numbers."""

    risk: Html
    before: Html
    mitigation: Html
    after: Html


@dataclass(frozen=True, kw_only=True)
class DataPaper(Headed):
    """What both have."""

    host: CouncilNamed
    supplier: str
    contract_title: str
    expiry_on: date
    commencement_on: date
    law: Callable[[str], Law | None]


@dataclass(frozen=True, kw_only=True)
class ImpactAssessment(DataPaper):
    """For `papers/dpia.html.j2`. `still_high` name the risks that stay high."""

    answer: Callable[[str], str]
    scores: Callable[[], list[Score]]
    still_high: list[str]


@dataclass(frozen=True, kw_only=True)
class DataAgreement(DataPaper):
    """For `papers/data-agreement.html.j2`. `councils` are the parties."""

    councils: tuple[CouncilNamed, ...]
    leaving: CouncilNamed
    paragraph_number: Callable[[], str]


def _scored(facts: PaperFacts, ledger: Ledger) -> Mapping[str, Any]:
    return {"scores": lambda: _scores(ledger), "still_high": _still_high(ledger)}


def _scores(ledger: Ledger) -> list[Score]:
    """Asked for when the table is written, so that its gaps stand in reading order."""
    grid = ledger.grid("dpia_risks")
    return [
        Score(
            risk=row[0],
            before=_score(ledger, grid.columns, row, 1, 2),
            mitigation=row[3],
            after=_score(ledger, grid.columns, row, 4, 5),
        )
        for row in grid.rows
    ]


def _score(
    ledger: Ledger, columns: tuple[str, ...], row: tuple[Html, ...], first: int, second: int
) -> Html:
    """`3 × 4 = 12, medium`; a cell that is no number from 1 to 5 is a mark in its place."""
    parts = [_rated(ledger, columns[place], row[place]) for place in (first, second)]
    product = " × ".join(parts)
    if any(_rating(part) is None for part in parts):
        return Html(product)
    score = int(parts[0]) * int(parts[1])
    return Html(f"{product} = {score}, {_band(score)}")


def _rated(ledger: Ledger, column: str, cell: Html) -> str:
    """The rating in a cell, or a mark where there is none."""
    said = cell.strip()
    if said.startswith("<") or _rating(said) is not None:
        return said
    return ledger.part_missing("dpia_risks", column)


def _still_high(ledger: Ledger) -> list[str]:
    """The risks that are high after what is done about them."""
    rows = ledger.raw_rows("dpia_risks")
    return [
        risk
        for risk, *_, likelihood, severity in rows
        if (_rating(likelihood) or 0) * (_rating(severity) or 0) >= HIGH_FROM
    ]


def _rating(text: str) -> int | None:
    """A rating from 1 to 5; None for anything else."""
    return int(text) if text in {str(number) for number in range(1, HIGHEST + 1)} else None


def _band(score: int) -> str:
    return "high" if score >= HIGH_FROM else "medium" if score >= MEDIUM_FROM else "low"


KINDS = (
    Kind(
        name="dpia",
        template="papers/dpia.html.j2",
        title="data protection impact assessment (outline)",
        document="D29",
        signatory="Data protection officer",
        form=Form.record,
        context=ImpactAssessment,
        steps=("7.2",),
        works_out=_scored,
    ),
    Kind(
        name="data-agreement",
        template="papers/data-agreement.html.j2",
        title="data-sharing and processing agreement (outline)",
        document="D30",
        signatory="Director of law",
        form=Form.terms,
        context=DataAgreement,
        writer=Writer.shared,
        steps=("12.3",),
    ),
)
