"""The page of a paper that a council's own template writes, held to what every page is held to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tasks.papers.council_templates.running import run_template
from tasks.papers.council_templates.sources import sources_in
from tasks.papers.house import House
from tasks.papers.reading import read_tree


def own_template(house: House, kind: str) -> Path | None:
    """The council's own template for a kind of paper, where its folder has one."""
    folder = house.files.templates
    path = folder / f"{kind}.html.j2" if folder else None
    return path if path and path.is_file() else None


def own_page(template: Path, values: Mapping[str, Any], house: House) -> str:
    """The page as our own, written from the tree of what the template gave.

    Only what every format carries goes over: no script, style or attribute of the template's own.
    Raises: BadFile naming the line that failed; RuleRefused for a page unfit for every format.
    """
    # What writes a page is set up by what asks for this one.
    from tasks.papers.page import write_page

    sources = sources_in(template.parent)
    said = run_template(template.parent, template.name, sources, values)
    return write_page(read_tree(said), house)
