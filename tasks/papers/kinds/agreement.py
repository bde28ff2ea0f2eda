"""What the councils agree among themselves: the terms of the agreement and of the committee."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.paper_facts import CouncilNamed, PaperFacts
from tasks.papers.kinds.kind import Form, Kind, Writer
from tasks.papers.kinds.page import Headed, Law, Page
from tasks.papers.ledger import Grid, Html, Ledger
from tasks.papers.worked.asking import Questions, questions_of
from tasks.papers.worked.committee import Committee


@dataclass(frozen=True, kw_only=True)
class HeadsOfTerms(Page):
    """For `papers/heads-of-terms.html.j2`. `councils` are all the parties."""

    leaving: CouncilNamed
    host: CouncilNamed
    councils: tuple[CouncilNamed, ...]
    supplier: str
    contract_title: str
    commencement_on: date
    paragraphs: Callable[[str], tuple[Html, ...]]
    grid: Callable[[str], Grid]
    law: Callable[[str], Law | None]
    heading_number: Callable[[], str]
    paragraph_number: Callable[[], str]


@dataclass(frozen=True, kw_only=True)
class JointCommitteeTerms(Headed):
    """For `papers/joint-committee-terms.html.j2`."""

    councils: tuple[CouncilNamed, ...]
    committee: Questions
    law: Callable[[str], Law | None]
    heading_number: Callable[[], str]
    paragraph_number: Callable[[], str]


def _committee(facts: PaperFacts, ledger: Ledger) -> Mapping[str, Any]:
    committee = Committee(facts, ledger)
    return {"committee": questions_of(committee, "size", "members", "rotation")}


KINDS = (
    Kind(
        name="heads-of-terms",
        template="papers/heads-of-terms.html.j2",
        title="heads of terms of the inter-authority agreement",
        document="D31",
        signatory="Director of law of each council",
        form=Form.terms,
        context=HeadsOfTerms,
        writer=Writer.shared,
        steps=("8.1", "8.5"),
    ),
    Kind(
        name="joint-committee-terms",
        template="papers/joint-committee-terms.html.j2",
        title="terms of reference of the joint committee",
        document="D33",
        signatory="Monitoring officer of each council",
        form=Form.terms,
        context=JointCommitteeTerms,
        writer=Writer.shared,
        steps=("8.3", "8.6"),
        reads=("committee_members", "committee_meetings"),
        works_out=_committee,
    ),
)
