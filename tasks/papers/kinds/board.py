"""What goes to the programme board: readiness, the decision to go, highlights, lessons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.paper_facts import CouncilNamed, Counts, PaperFacts
from models.progress import Progress
from tasks.papers.kinds.kind import WHOLE_PLAN, Form, Kind, Writer
from tasks.papers.kinds.page import Headed, Law
from tasks.papers.ledger import Ledger
from tasks.papers.worked.asking import Questions, questions_of
from tasks.papers.worked.readiness import Readiness, repeats, weeks_left
from tasks.papers.worked.state import GateNow, Row, go_no_go, highlight, lessons


@dataclass(frozen=True, kw_only=True)
class ReadinessGapAnalysis(Headed):
    """For `papers/readiness-gap-analysis.html.j2`. `weeks_left` is in words."""

    commencement_on: date
    on: date
    weeks_left: str
    repeated: list[tuple[str, str, str]]
    readiness: Questions


@dataclass(frozen=True, kw_only=True)
class GoNoGoReport(Headed):
    """For `papers/go-no-go-report.html.j2`. `decide_on` is the day the plan has for it."""

    leaving: CouncilNamed
    host: CouncilNamed
    councils: tuple[CouncilNamed, ...]
    supplier: str
    contract_title: str
    commencement_on: date
    on: date
    decide_on: date | None
    gates: tuple[GateNow, ...]
    gate_rows: list[Row]
    criteria: list[Row]
    warnings: list[str]
    progress: Progress
    law: Callable[[str], Law | None]


@dataclass(frozen=True, kw_only=True)
class HighlightReport(Headed):
    """For `papers/highlight-report.html.j2`. `since` and `on` are the ends of the period."""

    on: date
    since: date
    until: date
    rating_time: str
    happened: list[Row]
    milestone_rows: list[Row]
    decisions_due: list[Row]
    warnings: list[str]


@dataclass(frozen=True, kw_only=True)
class LessonsLearned(Headed):
    """For `papers/lessons-learned.html.j2`."""

    leaving: CouncilNamed
    host: CouncilNamed
    supplier: str
    contract_title: str
    expiry_on: date
    on: date
    happened: list[Row]
    verdicts: list[str]
    deadlines: list[Row]


def _readiness(facts: PaperFacts, ledger: Ledger) -> Mapping[str, Any]:
    left = weeks_left(facts.on, facts.commencement_on)
    names = ("table", "widest", "areas", "scored")
    return {
        "readiness": questions_of(Readiness(ledger), *names),
        "weeks_left": left,
        "repeated": repeats(facts.commencement_on, facts.on),
    }


KINDS = (
    Kind(
        name="readiness-gap-analysis",
        template="papers/readiness-gap-analysis.html.j2",
        title="readiness gap analysis",
        document="D36",
        signatory="ICT director",
        form=Form.record,
        context=ReadinessGapAnalysis,
        periodic=True,
        steps=("10.1", "10.4"),
        reads=("readiness_scores",),
        works_out=_readiness,
    ),
    Kind(
        name="go-no-go-report",
        template="papers/go-no-go-report.html.j2",
        title="decision to go or not to go",
        document="D38",
        signatory="Programme director",
        form=Form.record,
        context=GoNoGoReport,
        writer=Writer.shared,
        steps=("10.3", "10.4"),
        counts=(
            Counts(
                rule="CON-06",
                fact="assistance_ends_on",
                what="notice that lengthens assistance served",
            ),
        ),
        works_out=go_no_go,
    ),
    Kind(
        name="highlight-report",
        template="papers/highlight-report.html.j2",
        title="highlight report",
        document="D40",
        signatory="Programme manager",
        form=Form.record,
        context=HighlightReport,
        writer=Writer.shared,
        periodic=True,
        steps=WHOLE_PLAN,
        works_out=highlight,
    ),
    Kind(
        name="lessons-learned",
        template="papers/lessons-learned.html.j2",
        title="lessons learned",
        document="D43",
        signatory="Senior responsible owner",
        form=Form.record,
        context=LessonsLearned,
        writer=Writer.shared,
        steps=WHOLE_PLAN,
        works_out=lessons,
    ),
)
