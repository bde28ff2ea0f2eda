"""The exempt appendix, for a house that keeps exempt information in one and not in a report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from tasks.papers.kinds.kind import Kind
from tasks.papers.kinds.page import Page
from tasks.papers.ledger import Html
from tasks.papers.vocabulary import vocabulary


@dataclass(frozen=True, kw_only=True)
class Passage:
    """One exempt fact, by name and in words."""

    name: str
    what: str


@dataclass(frozen=True, kw_only=True)
class ExemptAppendix(Page):
    """For `papers/exempt-appendix.html.j2`."""

    passages: tuple[Passage, ...]
    paragraphs: Callable[[str], tuple[Html, ...]]


def appendix_to(kind: Kind, exempt: tuple[str, ...]) -> Kind:
    """The document that holds these exempt facts of a kind's paper and nothing else of it."""
    passages = tuple(Passage(name=name, what=vocabulary()[name].words) for name in exempt)
    return replace(
        kind,
        template="papers/exempt-appendix.html.j2",
        context=ExemptAppendix,
        works_out=lambda facts, ledger: {"passages": passages},
    )
