"""Writes a paper from its facts: the same facts always give the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader
from jinja2.sandbox import ImmutableSandboxedEnvironment

from models.paper_facts import PaperFacts
from models.papers.exemptions import classified, opened
from rules.arithmetic import plural
from rules.errors import InputError, NothingExempt, RuleRefused
from tasks.papers.context import context_of
from tasks.papers.council_templates import own_page, own_template
from tasks.papers.exemption.appendix import appendix_to
from tasks.papers.exemption.marking import marking_of, words_in_place
from tasks.papers.given import facts_given
from tasks.papers.house import House
from tasks.papers.kinds import Kind, kind_named
from tasks.papers.ledger import Ledger
from tasks.papers.sandbox import sandboxed
from tasks.papers.vocabulary import TEMPLATES, vocabulary
from tasks.papers.wording import long_date


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """A paper as written. `gaps` are the names of missing facts, in reading order.

    `asked` are the facts that its page asked for, whether or not it shows them, `exempt` those
    among them that are exempt, and `roles` those whose comments it tells of. `warnings` are for
    whoever has it written, and no part of it.
    """

    kind: str
    title: str
    file_name: str
    html: str
    gaps: tuple[str, ...]
    asked: tuple[str, ...] = ()
    exempt: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def render(kind: str, facts: PaperFacts, house: House) -> Rendered:
    """The paper of that kind, for the council and meeting of the facts, in the house's layout.

    Facts that are exempt are told in the exempt paper alone: what stands in their place in the
    open one is all that this is given of them. Raises: UnknownName for a kind nobody defined;
    InputError when the facts are of another decision or of a council that does not write this
    paper, or an exempt paper would hold nothing exempt.
    """
    row = kind_named(kind)
    _refuse_mismatch(row, facts)
    facts = facts if facts.exempt else opened(facts)
    made = _rendered(row, facts, house, ())
    if made.exempt:
        alone = house.exempt_paper.form == "appendix" and not facts.exempt_rows
        if facts.exempt and alone:
            row = appendix_to(row, made.exempt)
        return _rendered(row, classified(facts, made.asked), house, made.exempt)
    if facts.exempt:
        raise NothingExempt(
            f"Nothing that the {kind} tells is exempt.",
            "an exempt fact among those that it tells.",
            f"mark one with `changeover exempt {facts.reference} NAME`, or leave --exempt out.",
        )
    return made


def _rendered(kind: Kind, facts: PaperFacts, house: House, exempt: tuple[str, ...]) -> Rendered:
    """The paper, given which of its facts are known to be exempt."""
    ledger = Ledger(
        facts_given(kind, facts),
        vocabulary(),
        own="" if kind.decisions else kind.name,
        withheld=words_in_place(facts, house),
        trail={role: _in_words(days) for role, days in facts.trail.items()},
    )
    used = {name: facts.withheld[name] for name in exempt}
    context = context_of(kind, facts, house, ledger, marking_of(facts, used))
    values = {field.name: getattr(context, field.name) for field in fields(context)}
    html = _page(kind, values, house)
    asked = tuple(ledger.touched)
    return Rendered(
        kind=kind.name,
        title=context.title,
        file_name=f"{file_stem(kind, facts)}.html",
        html=html,
        gaps=ledger.gaps(),
        asked=asked,
        exempt=(*(name for name in asked if name in facts.withheld), *facts.exempt_rows),
        roles=tuple(ledger.roles),
        warnings=(*facts.warnings, *ledger.warnings, *_held_back(facts)),
    )


def _page(kind: Kind, values: dict[str, Any], house: House) -> str:
    """The page of a template: the council's own where it has one, else the one that ships."""
    own = (
        own_template(house, kind.name) if kind.template == kind_named(kind.name).template else None
    )
    if not own:
        return environment(TEMPLATES).get_template(kind.template).render(values)
    page, marking = own_page(own, values, house), values["marking"]
    if marking and escape(marking.words) not in page:
        raise RuleRefused(
            f"The council's own template {own.name} does not mark an exempt paper.",
            "{{ marking.words }} in the head of the page, where marking is not none.",
            "add it; until then exempt papers of this kind are not written.",
        )
    return page


def _held_back(facts: PaperFacts) -> Iterator[str]:
    """That an open document is not whole, since rows of its registers are exempt."""
    rows = len(facts.exempt_rows)
    if rows and not facts.exempt:
        yield (
            f"{plural(rows, 'row')} of its registers {'is' if rows == 1 else 'are'} exempt and "
            "held back here: written with --exempt it is whole."
        )


def _in_words(days: tuple[str, str]) -> tuple[str, str]:
    sought, included = (long_date(date.fromisoformat(day)) if day else "" for day in days)
    return sought, included


def file_stem(kind: Kind, facts: PaperFacts) -> str:
    """What its file is called: the kind, then the council and the day where it has them."""
    parts = [kind.name, facts.council.code]
    if kind.decisions:
        several = len(kind.decisions) > 1
        undated = f"{facts.decision}-undated" if several else "undated"
        parts.append(facts.meeting_on.isoformat() if facts.meeting_on else undated)
    if kind.periodic:
        parts.append(facts.on.isoformat())
    if facts.exempt:
        parts.append("exempt")
    return "-".join(part for part in parts if part)


@cache
def environment(folder: Path) -> ImmutableSandboxedEnvironment:
    """Where the templates of a folder run."""
    return sandboxed(FileSystemLoader(folder), ImmutableSandboxedEnvironment)


def _refuse_mismatch(kind: Kind, facts: PaperFacts) -> None:
    if kind.decisions and facts.decision not in kind.decisions:
        raise InputError(
            f"A {kind.name} belongs to the decision {' or '.join(map(repr, kind.decisions))}; "
            f"these facts are of {facts.decision!r}.",
            "the facts of that decision.",
            "gather the facts again for it, or write the other report.",
        )
    if facts.council.role not in kind.writer.roles:
        raise InputError(
            f"{facts.council.name} is the {facts.council.role} council and does not write a "
            f"{kind.name}.",
            f"{kind.writer.value}.",
            "write it for that council, or without --council where it is one for all.",
        )
