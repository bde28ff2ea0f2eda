"""The pictures of a report as figures of its page, each beside the table of the same values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from jinja2 import FileSystemLoader
from jinja2.sandbox import ImmutableSandboxedEnvironment

from models.paper_facts import KnownFact
from rules.errors import InputError
from tasks.papers.charts import bars, milestones
from tasks.papers.charts.amounts import Year, years
from tasks.papers.ledger import Html
from tasks.papers.sandbox import sandboxed
from tasks.papers.vocabulary import TEMPLATES

#: The fact that holds what each year costs and saves, a line for each.
YEARLY = "yearly_costs"


def dates_figure(told: Iterable[milestones.Told]) -> Html:
    """The main dates, drawn; each with its days and what each of them is."""
    chart = milestones.milestones(list(told))
    return _figure(milestones.TEMPLATE, chart, "Figure: the main dates in order")


def costs_figure(facts: Mapping[str, KnownFact]) -> Html:
    """What each year costs and saves, drawn; empty while the fact is not known in figures."""
    found = yearly(facts)
    caption = "Figure: costs and savings by year"
    return _figure(bars.TEMPLATE, bars.bars(found), caption) if found else Html()


def yearly(facts: Mapping[str, KnownFact]) -> tuple[Year, ...]:
    """What each year costs and saves; nothing while a cell of the fact is no figure."""
    fact = facts.get(YEARLY)
    lines = [line for line in (fact.value or "").splitlines() if line.strip()] if fact else []
    try:
        return years(YEARLY, [tuple(c.strip() for c in line.split("|")) for line in lines])
    except InputError:
        return ()


def _figure(template: str, chart: Any, caption: str) -> Html:
    svg = _drawings().get_template(template).render(chart=chart)
    return Html(f"<figure>\n{svg}\n<figcaption>{caption}</figcaption>\n</figure>")


@cache
def _drawings() -> ImmutableSandboxedEnvironment:
    return sandboxed(FileSystemLoader(TEMPLATES), ImmutableSandboxedEnvironment)
