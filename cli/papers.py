"""`paper`, `papers` and `lint-papers`: papers, and whether each can be written in every layout."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli import doors
from cli.doors import (
    AsJson,
    CouncilOption,
    Reference,
    Today,
    print_json,
    print_table,
    print_text,
    say,
)


def paper(
    reference: Reference,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="Such as in-principle-report.")],
    council: CouncilOption = None,
    decision: Annotated[
        str | None, typer.Option("--decision", help="in-principle or final, for a notice.")
    ] = None,
    formats: Annotated[
        str, typer.Option("--format", help="html, docx, pdf, or several: html,docx.")
    ] = "html",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Instead of the papers folder.")
    ] = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Write a document from the facts as they stand; `changeover papers` lists all there are.

    A council's report is in its own layout. Without --council it is written for the council that
    writes it, for all together where it is one for all, or for the leaving one where each does.

    Example: changeover paper southwark-2017 in-principle-report --council southwark --format pdf
    """
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
        say=say,
    )
    if as_json:
        files = [
            {"format": file.format, "path": str(file.path), "made_now": file.made_now}
            for file in written.files
        ]
        first = {"path": str(written.path), "made_now": written.made_now}
        print_json({**first, "files": files, "gaps": written.gaps})
        return
    for file in written.files:
        print_text(f"{'Wrote' if file.made_now else 'Unchanged:'} {file.path}")
    if written.gaps:
        print_text(
            f"{len(written.gaps)} facts missing before it can be cleared: {', '.join(written.gaps)}"
        )


def papers(as_json: AsJson = False) -> None:
    """List the documents that can be written: number, title, who signs and who writes each.

    Example: changeover papers
    """
    from tasks.papers.kinds import KINDS

    rows = [
        (kind.document, kind.name, kind.title, kind.signatory, kind.writer.value)
        for kind in KINDS.values()
    ]
    columns = ("number", "kind", "title", "signed by", "written by")
    if as_json:
        names = [column.replace(" ", "_") for column in columns]
        print_json([dict(zip(names, row, strict=True)) for row in rows])
    else:
        print_table("Documents", columns, rows)


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
