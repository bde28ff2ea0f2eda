"""The facts that one document is given: its own before the plain ones, and those worked out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from models.paper_facts import KnownFact, PaperFacts
from tasks.papers.kinds import Kind
from tasks.papers.vocabulary import vocabulary
from tasks.papers.wording import long_date

#: How a council decided, in the words of a notice.
OUTCOMES = {"amended": "approved as amended"}


def facts_given(kind: Kind, facts: PaperFacts) -> dict[str, KnownFact]:
    """The facts by name, those worked out from the transition itself among them.

    A fact given for the decision goes before the plain one, and one given for the kind of document
    before both. What the transition does not say is left to a fact, or is a gap.
    """
    given = _plain(kind, facts)
    for own in (facts.decision, kind.name):
        given |= _of(own, facts)
    worked = {
        "meeting_on": _long(facts.meeting_on),
        "meeting_name": facts.council.body,
        "council_name": facts.council.name,
        "report_title": f"{facts.title} – {kind.title}",
        **_taken(facts),
    }
    built = {n: KnownFact(name=n, value=v, source="", standing="") for n, v in worked.items() if v}
    if kind.periodic:
        given |= {"report_dated": _dated(facts.on)} | _of(kind.name, facts)
    titled = given.get("report_title")
    if titled and (titled.value or "").strip():
        del built["report_title"]
    return {**given, **built}


def _dated(day: date) -> KnownFact:
    """A report of a period is of the day on which it is written."""
    return KnownFact(
        name="report_dated",
        value=long_date(day),
        source="day on which the report is written",
        standing="computed",
    )


def _plain(kind: Kind, facts: PaperFacts) -> dict[str, KnownFact]:
    """The plain facts; those of one decision only for a document that belongs to one."""
    names = vocabulary()
    return {
        name: fact
        for name, fact in facts.facts.items()
        if kind.decisions or name not in names or not names[name].of_decision
    }


def _of(own: str, facts: PaperFacts) -> dict[str, KnownFact]:
    """The facts given as OWN.NAME, by their plain names."""
    start = f"{own}."
    return {
        name.removeprefix(start): replace(fact, name=name.removeprefix(start))
        for name, fact in facts.facts.items()
        if own and name.startswith(start)
    }


def _taken(facts: PaperFacts) -> dict[str, str]:
    """How the council took the decision of the paper, as far as it is recorded."""
    for each in facts.progress.decisions:
        if (each.decision, each.code) == (facts.decision, facts.council.code):
            return {
                "decision_outcome": OUTCOMES.get(each.outcome, each.outcome),
                "decision_published_on": _long(each.published_on),
                "decision_effective_on": _long(each.effective_on),
            }
    return {}


def _long(day: date | None) -> str:
    return long_date(day) if day else ""
