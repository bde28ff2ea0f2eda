"""The pictures of a report as figures of its page, each beside the table of the same values."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from jinja2 import FileSystemLoader
from jinja2.sandbox import ImmutableSandboxedEnvironment

from rules.errors import InputError
from tasks.papers.charts import bars, milestones
from tasks.papers.charts.amounts import years
from tasks.papers.ledger import Html, Ledger
from tasks.papers.sandbox import sandboxed
from tasks.papers.vocabulary import TEMPLATES

#: The fact that holds what each year costs and saves, a line for each.
YEARLY = "yearly_costs"


def dates_figure(told: Iterable[milestones.Told]) -> Html:
    """The main dates, drawn; each with its days and what each of them is."""
    chart = milestones.milestones(list(told))
    return _figure(milestones.TEMPLATE, chart, "Figure: the main dates in order")


def costs_figure(ledger: Ledger) -> Html:
    """What each year costs and saves, drawn; empty, with a warning, while a cell is no figure."""
    said = ledger.text(YEARLY)
    if not said or ledger.answer(YEARLY) == "no":
        return Html()
    lines = [line for line in said.splitlines() if line.strip()]
    try:
        found = years(YEARLY, [tuple(c.strip() for c in line.split("|")) for line in lines])
    except InputError as error:
        ledger.warn(f"{error.found} The paper has no picture of it: expected is {error.expected}")
        return Html()
    return _figure(bars.TEMPLATE, bars.bars(found), "Figure: costs and savings by year")


def _figure(template: str, chart: Any, caption: str) -> Html:
    svg = _drawings().get_template(template).render(chart=chart)
    return Html(f"<figure>\n{svg}\n<figcaption>{caption}</figcaption>\n</figure>")


@cache
def _drawings() -> ImmutableSandboxedEnvironment:
    return sandboxed(FileSystemLoader(TEMPLATES), ImmutableSandboxedEnvironment)
