"""The reports that go to a council in its own layout."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.paper_facts import CouncilNamed, PaperFacts
from tasks.papers.charts.figures import costs_figure, dates_figure
from tasks.papers.kinds.kind import SHARED_STEPS, Form, Kind
from tasks.papers.kinds.page import Headed, Law, Milestone, OnTheCase, milestones_of
from tasks.papers.ledger import Html, Ledger
from tasks.papers.worked.appraisal import Appraisal
from tasks.papers.worked.asking import Questions, questions_of
from tasks.papers.worked.benefits import Benefits


@dataclass(frozen=True, kw_only=True)
class Report(OnTheCase):
    """What both reports have.

    `actor` is who decides, as the house names it; `opening` leads in to the recommendations.
    `dates_drawn` and `costs_drawn` are pictures; the second is empty while the costs of each year
    are not known in figures.
    """

    milestones: list[Milestone]
    dates_drawn: Html
    costs_drawn: Html
    actor: str
    opening: str
    fill: Callable[[str], Html]
    heading_number: Callable[[], str]
    paragraph_number: Callable[[], str]
    comments: Callable[[str], tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class InPrincipleReport(Report):
    """For `papers/in-principle-report.html.j2`."""


@dataclass(frozen=True, kw_only=True)
class FinalReport(Report):
    """For `papers/final-report.html.j2`. `councils` are all of them, the writer among them."""

    councils: tuple[CouncilNamed, ...]


@dataclass(frozen=True, kw_only=True)
class InSections(Headed):
    """What a report has that sets its own sections among those of the house."""

    leaving: CouncilNamed
    supplier: str
    contract_title: str
    milestones: list[Milestone]
    opening: str
    known: Callable[[str], bool]
    answer: Callable[[str], str]
    fill: Callable[[str], Html]
    heading_number: Callable[[], str]
    paragraph_number: Callable[[], str]
    comments: Callable[[str], tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class OptionsAppraisal(InSections):
    """For `papers/options-appraisal.html.j2`."""

    expiry_on: date
    appraisal: Questions
    law: Callable[[str], Law | None]


@dataclass(frozen=True, kw_only=True)
class BenefitsReport(InSections):
    """For `papers/benefits-report.html.j2`."""

    host: CouncilNamed
    commencement_on: date
    on: date
    benefits: Questions


def _appraisal(facts: PaperFacts, ledger: Ledger) -> Mapping[str, Any]:
    names = ("factors", "weights_total", "scores", "costs", "tests")
    return {"appraisal": questions_of(Appraisal(ledger), *names)}


def _benefits(facts: PaperFacts, ledger: Ledger) -> Mapping[str, Any]:
    return {"benefits": questions_of(Benefits(ledger), "measured", "profile_total")}


def drawn(facts: PaperFacts, ledger: Ledger) -> Mapping[str, Any]:
    """The pictures of a report."""
    return {
        "dates_drawn": dates_figure([(each.what, each.days) for each in milestones_of(facts)]),
        "costs_drawn": costs_figure(ledger),
    }


KINDS = (
    Kind(
        name="options-appraisal",
        template="papers/options-appraisal.html.j2",
        title="options appraisal",
        document="D03",
        signatory="Programme director",
        form=Form.report,
        context=OptionsAppraisal,
        decisions=("in-principle",),
        works_out=_appraisal,
    ),
    Kind(
        name="benefits-report",
        template="papers/benefits-report.html.j2",
        title="benefits report",
        document="D42",
        signatory="Chief finance officer",
        form=Form.report,
        context=BenefitsReport,
        periodic=True,
        steps=("13.2",),
        works_out=_benefits,
    ),
    Kind(
        name="in-principle-report",
        template="papers/in-principle-report.html.j2",
        title="approval in principle",
        document="D07",
        signatory="Lead cabinet member",
        due=("ATI-05",),
        form=Form.report,
        context=InPrincipleReport,
        decisions=("in-principle",),
        steps=SHARED_STEPS,
        works_out=drawn,
    ),
    Kind(
        name="final-report",
        template="papers/final-report.html.j2",
        title="final approval",
        document="D10",
        signatory="Lead cabinet member",
        due=("ATI-05",),
        form=Form.report,
        context=FinalReport,
        decisions=("final",),
        steps=SHARED_STEPS,
        works_out=drawn,
    ),
)
