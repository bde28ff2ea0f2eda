"""`clearance show`, `clearance publish` and `paper-status`: where papers stand, and what is out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli import doors
from cli.clearing_printed import print_life, print_papers
from cli.doors import AsJson, CouncilOption, Reference, Today, print_json, print_text
from cli.paper_options import DecisionOption, ExemptOption, KindName


def show(
    reference: Reference,
    kind: KindName,
    council: CouncilOption = None,
    decision: DecisionOption = None,
    exempt: ExemptOption = False,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Show the life of one paper: versions and what changed, who was asked, comments, answers.

    Example: changeover clearance show southwark-2017 final-report --council southwark
    """
    from rules.errors import StateError
    from tasks.papers.status import paper_status as status_of
    from tasks.writing import paper_named

    day = today or doors.today()
    paper = paper_named(reference, kind, council, decision, day, exempt=exempt)
    found = status_of(reference, paper, day)
    if found is None:
        raise StateError(
            f"{paper.words} was never written.".capitalize(),
            "a paper with a version.",
            f"write it with `changeover paper {reference} {kind}`.",
        )
    print_json(found) if as_json else print_life(found)


def publish(
    reference: Reference,
    kind: KindName,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where copies are put.")],
    council: CouncilOption = None,
    decision: DecisionOption = None,
    exempt: ExemptOption = False,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Copy the files of a cleared version to a folder, each held to the digest in the log.

    Example: changeover clearance publish southwark-2017 final-report --out agenda
    """
    from models.settings import settings
    from tasks.clearing import publish as publishing
    from tasks.writing import paper_named

    day = today or doors.today()
    paper = paper_named(reference, kind, council, decision, day, exempt=exempt)
    made = publishing(reference, paper, out, day, settings().actor)
    if as_json:
        print_json({"files": [str(path) for path in made]})
    else:
        for path in made:
            print_text(f"Published {path}")


def paper_status(reference: Reference, today: Today = None, as_json: AsJson = False) -> None:
    """List the papers that were written: version, gaps, stale or not and why, cleared by whom.

    Example: changeover paper-status southwark-2017
    """
    from tasks.papers.status import papers_status

    found = papers_status(reference, today or doors.today())
    print_json(found) if as_json else print_papers(found)
