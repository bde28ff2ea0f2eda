"""Writes the page of a paper from its block tree, where no template of ours wrote it."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from functools import cache
from typing import Any

from jinja2.sandbox import ImmutableSandboxedEnvironment

from rules.errors import RuleRefused
from tasks.papers.house import House
from tasks.papers.ledger import Html
from tasks.papers.reading import read_tree
from tasks.papers.rendering import environment
from tasks.papers.tree import Contents, Paper
from tasks.papers.vocabulary import TEMPLATES


def write_page(paper: Paper, house: House) -> str:
    """The page, which reads back as the same tree. Raises: RuleRefused, InputError."""
    values = {"paper": paper, "accent": house.accent.value}
    page = _environment().get_template("pages/tree.html.j2").render(values)
    if read_tree(page) != without_contents(paper):
        raise RuleRefused(
            "The page written from the paper says something else than the paper.",
            "the same words, numbers, captions and pictures.",
            "report this with the Word file or the template it came from.",
        )
    return page


def without_contents(paper: Paper) -> Paper:
    """The paper without its contents, which a page has not."""
    return replace(paper, body=tuple(b for b in paper.body if not isinstance(b, Contents)))


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    found = environment(TEMPLATES).overlay()
    assert isinstance(found, ImmutableSandboxedEnvironment)
    found.filters = found.filters | {
        "sort_of": lambda block: type(block).__name__,
        "base64": lambda content: b64encode(content).decode(),
        "drawing": _drawing,
    }
    return found


def _drawing(content: bytes) -> Any:
    """A drawing as it stands: reading the page again refuses one that could run something."""
    return Html(content.decode())
