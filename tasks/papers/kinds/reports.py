"""The reports that ask a council for a decision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from models.paper_facts import CouncilNamed
from tasks.papers.kinds.kind import SHARED_STEPS, Form, Kind
from tasks.papers.kinds.page import Milestone, OnTheCase
from tasks.papers.ledger import Html


@dataclass(frozen=True, kw_only=True)
class Report(OnTheCase):
    """What both reports have.

    `actor` is who decides, as the house names it; `opening` leads in to the recommendations.
    """

    milestones: list[Milestone]
    actor: str
    opening: str
    fill: Callable[[str], Html]
    heading_number: Callable[[], str]
    paragraph_number: Callable[[], str]


@dataclass(frozen=True, kw_only=True)
class InPrincipleReport(Report):
    """For `papers/in-principle-report.html.j2`."""


@dataclass(frozen=True, kw_only=True)
class FinalReport(Report):
    """For `papers/final-report.html.j2`. `councils` are all of them, the writer among them."""

    councils: tuple[CouncilNamed, ...]


KINDS = (
    Kind(
        name="in-principle-report",
        template="papers/in-principle-report.html.j2",
        title="approval in principle",
        document="D07",
        signatory="Lead cabinet member",
        form=Form.report,
        context=InPrincipleReport,
        decisions=("in-principle",),
        steps=SHARED_STEPS,
    ),
    Kind(
        name="final-report",
        template="papers/final-report.html.j2",
        title="final approval",
        document="D10",
        signatory="Lead cabinet member",
        form=Form.report,
        context=FinalReport,
        decisions=("final",),
        steps=SHARED_STEPS,
    ),
)
