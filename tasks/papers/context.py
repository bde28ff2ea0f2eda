"""Fills what a template is given: the value of its kind, whose fields are the names it uses."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from html import escape
from typing import Any

from models.paper_facts import CouncilNamed, PaperFacts
from rules.catalogue import catalogue
from rules.errors import InputError, NoRuleInForce
from rules.rule_set import RuleSet
from tasks.papers.days import told_once
from tasks.papers.exemption.marking import Marking
from tasks.papers.given import facts_given
from tasks.papers.house import House
from tasks.papers.kinds import Kind
from tasks.papers.kinds.page import Law, Page, milestones_of
from tasks.papers.ledger import Html, Ledger
from tasks.papers.numbering import Numbering


def context_of(
    kind: Kind, facts: PaperFacts, house: House, ledger: Ledger, marking: Marking | None
) -> Page:
    """The context of a kind's template. Raises: InputError when a part is not taken by anybody."""
    values = _from_facts(kind, facts) | _from_ledger(house, ledger) | _from_house(facts, house)
    values |= kind.works_out(facts, ledger)
    values["title"] = facts_given(kind, facts)["report_title"].value
    values["marking"] = marking
    wanted = kind.context
    return wanted(kind=kind, house=house, **{f.name: values[f.name] for f in _others(wanted)})


def _others(wanted: type[Page]) -> list[Any]:
    return [field for field in fields(wanted) if field.name not in ("kind", "house")]


def _from_facts(kind: Kind, facts: PaperFacts) -> dict[str, Any]:
    return {
        **{name: getattr(facts, name) for name in ("reference", "council", "councils")},
        "dates": told_once(facts.dates),
        **{name: getattr(facts, name) for name in ("supplier", "contract_title", "decision")},
        **{name: getattr(facts, name) for name in ("expiry_on", "commencement_on")},
        "milestones": milestones_of(facts),
        "law": lambda rule: law(rule, facts.on, facts.rule_set),
        "regime": facts.regime,
        "on": facts.on,
        "progress": facts.progress,
        "leaving": _the_one("leaving", kind, facts),
        "host": _the_one("host", kind, facts),
        "others": tuple(c for c in facts.councils if c.code != facts.council.code),
    }


def law(rule: str, on: date, of: RuleSet | None = None) -> Law | None:
    """A rule as a document cites it; None where it was not in force on the day."""
    try:
        found = catalogue(of).rule(rule, on)
    except NoRuleInForce:
        return None
    cites = tuple((source.cite, source.url, source.standing.value) for source in found.sources)
    return Law(found.id, found.name, found.says, found.standing.value, cites)


def _the_one(role: str, kind: Kind, facts: PaperFacts) -> CouncilNamed:
    found = [council for council in facts.councils if council.role == role]
    if len(found) != 1:
        raise InputError(
            f"{facts.reference} has {len(found)} councils whose part is {role!r}.",
            f"one, for a {kind.name}.",
            "put the part of each council right in the transition.",
        )
    return found[0]


def _from_ledger(house: House, ledger: Ledger) -> dict[str, Any]:
    names = ("fact", "known", "paragraphs", "cells", "answer", "openness", "fill", "grid")
    lists = ("missing", "to_follow", "sources", "unsourced")
    return {
        **{name: getattr(ledger, name) for name in (*names, "asked", "comments", *lists)},
        "shown": lambda name: _in_house_words(name, house, ledger),
    }


def _in_house_words(name: str, house: House, ledger: Ledger) -> Html:
    """The fact as the house words it: `Part 1` for a paper that is open, in Lewisham."""
    found = ledger.fact(name)
    words = ""
    if name == "classification":
        words = getattr(house.openness, ledger.openness() or "none", "")
    elif name == "key_decision":
        words = getattr(house.key_decision, ledger.answer(name) or "none", "")
    return Html(escape(words)) if words else found


def _from_house(facts: PaperFacts, house: House) -> dict[str, Any]:
    numbering = Numbering(style=house.numbering.value, heads=house.heading_numbers.value)
    wording = house.recommendations
    return {
        "actor": wording.actor.replace("{body}", facts.council.body),
        "opening": wording.opening.replace("{body}", facts.council.body),
        "heading_number": numbering.heading,
        "paragraph_number": numbering.paragraph,
    }
