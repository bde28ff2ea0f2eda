"""The notices that a council publishes before it decides, and the one it publishes after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.paper_facts import CouncilNamed, PaperFacts
from tasks.papers.days import DateTold, told_once
from tasks.papers.kinds.kind import BOTH_DECISIONS, SHARED_STEPS, Form, Kind
from tasks.papers.kinds.page import Headed, Law, OnTheCase
from tasks.papers.ledger import Ledger
from tasks.papers.wording import long_date, sentence

#: The rules whose days follow from a decision that is taken.
_AFTER = ("CALL-01", "CALL-02", "CALL-03", "GOV-07")


@dataclass(frozen=True, kw_only=True)
class ForwardPlanNotice(OnTheCase):
    """For `papers/forward-plan-notice.html.j2`. `decision` is `in-principle` or `final`."""

    decision: str


@dataclass(frozen=True, kw_only=True)
class PrivateMeetingNotice(Headed):
    """For the two notices of a private meeting."""

    decision: str
    leaving: CouncilNamed
    host: CouncilNamed
    others: tuple[CouncilNamed, ...]
    supplier: str
    contract_title: str
    expiry_on: date
    commencement_on: date
    answer: Callable[[str], str]
    law: Callable[[str], Law | None]


@dataclass(frozen=True, kw_only=True)
class DecisionNotice(Headed):
    """For `papers/decision-notice.html.j2`. `days_after` are what, day, kind and rule."""

    law: Callable[[str], Law | None]
    days_after: list[tuple[str, str, str, str]]
    is_published: bool
    conditions: list[str]
    life: list[str]


def _after_decision(facts: PaperFacts, ledger: Ledger) -> Mapping[str, Any]:
    """What follows from the decision, what came of it, and whether its publication is recorded."""
    taken = [
        each
        for each in facts.progress.decisions
        if (each.decision, each.code) == (facts.decision, facts.council.code)
    ]
    return {
        "conditions": [text for each in taken for text in each.conditions],
        "life": [f"{sentence(what)}: {long_date(day)}" for e in taken for day, what in e.life],
        "days_after": [
            (sentence(each.what), long_date(each.day), _what_it_is(each), each.rule)
            for each in told_once(facts.dates)
            if each.rule in _AFTER
        ],
        "is_published": any(each.published_on for each in taken),
    }


def _what_it_is(date: DateTold) -> str:
    """What the day is, and which other days were worked out with it."""
    others = (f"{limit.kind} {long_date(limit.day)}" for limit in date.also)
    return "; ".join((date.kind, *others))


KINDS = (
    Kind(
        name="forward-plan-notice",
        template="papers/forward-plan-notice.html.j2",
        title="notice of proposed decision",
        document="D06",
        signatory="Democratic services manager",
        due=("ATI-01",),
        form=Form.notice,
        context=ForwardPlanNotice,
        decisions=BOTH_DECISIONS,
        steps=SHARED_STEPS,
    ),
    Kind(
        name="private-meeting-notice",
        template="papers/private-meeting-notice.html.j2",
        title="first notice of a private meeting",
        document="D06",
        signatory="Democratic services manager",
        due=("ATI-02",),
        form=Form.notice,
        context=PrivateMeetingNotice,
        decisions=BOTH_DECISIONS,
    ),
    Kind(
        name="second-private-meeting-notice",
        template="papers/second-private-meeting-notice.html.j2",
        title="second notice of a private meeting",
        document="D06",
        signatory="Democratic services manager",
        due=("ATI-03",),
        form=Form.notice,
        context=PrivateMeetingNotice,
        decisions=BOTH_DECISIONS,
    ),
    Kind(
        name="decision-notice",
        template="papers/decision-notice.html.j2",
        title="notice of decision",
        document="D11",
        signatory="Democratic services manager",
        due=("ATI-09", "CALL-01"),
        form=Form.record,
        context=DecisionNotice,
        decisions=BOTH_DECISIONS,
        works_out=_after_decision,
    ),
)
