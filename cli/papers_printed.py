"""What was written, for a person or a program: a paper, an agenda, the documents there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cli.clearing_printed import print_papers
from cli.doors import print_json, print_table, print_text
from rules.arithmetic import plural

if TYPE_CHECKING:
    from tasks.agenda import OnAgenda
    from tasks.writing import Written


def print_written(written: Written, *, as_json: bool) -> None:
    """The files of a paper, what its new version changed, and what it lacks."""
    if as_json:
        files = [
            {"format": file.format, "path": str(file.path), "made_now": file.made_now}
            for file in written.files
        ]
        first = {"path": str(written.path), "made_now": written.made_now}
        version = {"version": written.version, "digest": written.digest}
        differs = {
            "changes": [each.row() for each in written.changes],
            "words": [vars(each) for each in written.words],
        }
        lacks = {"gaps": written.gaps, "warnings": written.warnings}
        print_json({**first, **version, "files": files, **lacks, **differs})
        return
    for file in written.files:
        print_text(f"{'Wrote' if file.made_now else 'Unchanged:'} {file.path}")
    print_text(f"Version {written.version}, digest {written.digest[:16]}")
    _print_differs(written)
    for warning in written.warnings:
        print_text(f"Warning: {warning}")
    if written.gaps:
        print_text(
            f"{plural(len(written.gaps), 'fact')} missing before it can be cleared: "
            f"{', '.join(written.gaps)}"
        )


def _print_differs(written: Written) -> None:
    """What a new version changed: facts and dates first, then every passage of words."""
    if written.changes:
        print_text(f"Changed since version {written.version - 1}:")
    for each in written.changes:
        print_text(f"  {each.says}.")
    if written.words:
        print_text("In words:")
    for words in written.words:
        for sign, text in (("-", words.before), ("+", words.after)):
            if text:
                print_text(f"  {sign} {text}")


def print_agenda(found: Sequence[OnAgenda], *, as_json: bool) -> None:
    """The papers of a meeting, and how many are written, lack facts, or are not cleared."""
    states = [each.status for each in found if each.status]
    counts = {
        "written": len(states),
        "with_gaps": sum(bool(state["gaps"]) for state in states),
        "new_versions": sum(each.new_version for each in found),
        "stale": sum(bool(state["stale"]) for state in states),
        "not_cleared": sum(not state["locked"] for state in states),
        "errors": sum(bool(each.error) for each in found),
    }
    if as_json:
        papers = [
            {
                "paper": str(each.paper),
                "files": [str(path) for path in each.files],
                "new_version": each.new_version,
                "changes": each.changes,
                "warnings": each.warnings,
                "status": each.status,
                "error": each.error or None,
            }
            for each in found
        ]
        print_json({**counts, "papers": papers})
        return
    print_papers(states)
    for each in found:
        for warning in each.warnings:
            print_text(f"Warning, {each.paper.words}: {warning}")
        if each.error:
            print_text(f"Not written: {each.paper.words}. {each.error}")
    print_text(", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items()))


def print_kinds(*, as_json: bool) -> None:
    """The documents that can be written: number, title, who signs and who writes each."""
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
