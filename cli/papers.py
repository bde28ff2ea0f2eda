"""`paper`, `papers` and `lint-papers`: papers, and whether each can be written in every layout."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from cli import doors
from cli.doors import (
    AsJson,
    CouncilOption,
    Reference,
    Today,
    parse_day,
    print_json,
    print_table,
    print_text,
    say,
)
from cli.paper_life import paper_status
from cli.paper_options import DecisionOption, FormatsOption, OutOption


def paper(
    reference: Reference,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="Such as in-principle-report.")],
    council: CouncilOption = None,
    decision: DecisionOption = None,
    formats: FormatsOption = "html",
    out: OutOption = None,
    exempt: Annotated[
        bool, typer.Option("--exempt", help="The exempt paper, which tells what is exempt.")
    ] = False,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Write a document from the facts as they stand; `changeover papers` lists all there are.

    A council's report is in its own layout. Without --council it is written for the council that
    writes it, for all together where it is one for all, or for the leaving one where each does.

    Example: changeover paper southwark-2017 in-principle-report --council southwark --format pdf
    """
    from cli.papers_printed import print_written
    from models.settings import settings
    from tasks.writing import write_paper

    written = write_paper(
        reference,
        kind,
        council,
        decision,
        today or doors.today(),
        settings().actor,
        formats=formats,
        folder=out,
        exempt=exempt,
        say=say,
    )
    print_written(written, as_json=as_json)


def papers(
    reference: Annotated[
        str | None, typer.Argument(metavar="REF", help="Write all papers of a meeting of it.")
    ] = None,
    meeting: Annotated[
        date | None, typer.Option("--meeting", parser=parse_day, metavar="DATE", help="Its day.")
    ] = None,
    council: CouncilOption = None,
    formats: FormatsOption = "html",
    out: OutOption = None,
    status: Annotated[
        bool, typer.Option("--status", help="Only list those written, and where each stands.")
    ] = False,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """List the documents that can be written; with REF and --meeting write a whole agenda.

    Exit 0 unless a paper could not be written: gaps, stale and uncleared papers are told.

    Example: changeover papers southwark-2017 --meeting 2017-06-20 --format html,pdf
    """
    from cli.papers_printed import print_agenda, print_kinds

    if reference is None:
        print_kinds(as_json=as_json)
    elif status or meeting is None:
        paper_status(reference, today, as_json)
    else:
        from models.settings import settings
        from tasks.agenda import write_agenda

        found = write_agenda(
            reference,
            meeting,
            council,
            today or doors.today(),
            settings().actor,
            formats=formats,
            folder=out,
            say=say,
        )
        print_agenda(found, as_json=as_json)
        worst = max((each.exit_code for each in found), default=0)
        if worst:
            raise typer.Exit(worst)


def lint_papers(as_json: AsJson = False) -> None:
    """Write every paper in every layout and format from example facts, and list every fault.

    Example: changeover lint-papers
    """
    from tasks.papers.lint import lint_papers as linting

    found = []
    for each in linting():
        say(f"{each.house}: {each.kind}")
        found.append(each)
    if as_json:
        print_json([vars(each) for each in found])
    else:
        rows = [(e.house, e.kind, e.written, len(e.faults) or "none") for e in found]
        print_table("Papers in every layout", ("layout", "paper", "files", "faults"), rows)
        for each in found:
            for fault in each.faults:
                print_text(f"{each.house}, {each.kind}, {fault}")
    if any(each.faults for each in found):
        raise typer.Exit(1)


COMMANDS = [paper, papers, ("lint-papers", lint_papers)]
