"""Writes a paper from its facts: the same facts always give the same bytes."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader
from jinja2.sandbox import ImmutableSandboxedEnvironment

from models.paper_facts import PaperFacts
from rules.errors import InputError
from tasks.papers.context import context_of
from tasks.papers.council_templates import own_page, own_template
from tasks.papers.given import facts_given
from tasks.papers.house import House
from tasks.papers.kinds import Kind, kind_named
from tasks.papers.ledger import Ledger
from tasks.papers.sandbox import sandboxed
from tasks.papers.vocabulary import TEMPLATES, vocabulary


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """A paper as written. `gaps` are the names of missing facts, in reading order."""

    kind: str
    title: str
    file_name: str
    html: str
    gaps: tuple[str, ...]


def render(kind: str, facts: PaperFacts, house: House) -> Rendered:
    """The paper of that kind, for the council and meeting of the facts, in the house's layout.

    Raises: UnknownName for a kind nobody defined; InputError when the facts are of another decision
    or of a council that does not write this paper.
    """
    row = kind_named(kind)
    _refuse_mismatch(row, facts)
    own = "" if row.decisions else row.name
    ledger = Ledger(facts_given(row, facts), vocabulary(), own=own)
    context = context_of(row, facts, house, ledger)
    values = {field.name: getattr(context, field.name) for field in fields(context)}
    html = _page(row, values, house)
    return Rendered(
        kind=kind,
        title=context.title,
        file_name=f"{_stem(row, facts)}.html",
        html=html,
        gaps=ledger.gaps(),
    )


def _page(kind: Kind, values: dict[str, Any], house: House) -> str:
    """The page of a template: the council's own where it has one, else the one that ships."""
    own = own_template(house, kind.name)
    if own:
        return own_page(own, values, house)
    return environment(TEMPLATES).get_template(kind.template).render(values)


def _stem(kind: Kind, facts: PaperFacts) -> str:
    """What its file is called: the kind, then the council and the day where it has them."""
    parts = [kind.name, facts.council.code]
    if kind.decisions:
        parts.append(facts.meeting_on.isoformat() if facts.meeting_on else "undated")
    if kind.periodic:
        parts.append(facts.on.isoformat())
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
