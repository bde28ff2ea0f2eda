"""Writes docs/papers.md: each document, who signs and writes it, when it is due, the command."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from rules.breakdown import Dated, breakdown
from rules.catalogue import catalogue
from rules.sheet import how_counted
from tasks.papers.kinds import KINDS, Kind, Writer
from tasks.papers.vocabulary import TEMPLATES
from tasks.papers.wording import lower_first, sentence


def documents_page() -> str:
    """The page as Markdown: what is said of all documents, then a line for each."""
    head = "| Number | Document | Written by | Signed by | Due | Command |"
    rows = [head, "|---|---|---|---|---|---|", *(_row(kind) for kind in KINDS.values())]
    said = (TEMPLATES / "pages" / "papers.md").read_text(encoding="utf-8")
    return said.replace("{{ documents }}", "\n".join(rows))


def _row(kind: Kind) -> str:
    cells = (
        kind.document,
        sentence(kind.title),
        kind.writer.value,
        kind.signatory,
        "; ".join(_due(kind)) or _after(kind),
        f"`{_command(kind)}`",
    )
    return f"| {' | '.join(cells)} |"


def _due(kind: Kind) -> Iterator[str]:
    """By when, by which rule: its own, else those that bound the steps that produce it."""
    if kind.due:
        yield from (_when(rule) for rule in kind.due)
        return
    for step in breakdown():
        for dated in step.limits if kind.document in step.produces else ():
            yield _when(dated.rule) if dated.rule else _practice(dated)


def _when(rule_id: str) -> str:
    """The event and the count of a rule: the legal one, or practice where the law fixes none."""
    rule = catalogue().rule(rule_id)
    limit = rule.legal or rule.target or rule.earliest
    counted = how_counted(limit.count) if limit else lower_first(rule.name)
    return f"{rule.anchor.replace('-', ' ')}, {counted} ({rule_id})"


def _practice(dated: Dated) -> str:
    assert dated.practice is not None
    return f"{dated.event}, {how_counted(dated.practice.count)} (practice)"


def _after(kind: Kind) -> str:
    """Without a last day of its own: the step whose evidence it is."""
    steps = [step for step in breakdown() if kind.document in step.produces]
    return "; ".join(f"for step {step.key}, {step.name.lower()}" for step in steps) or "as needed"


def _command(kind: Kind) -> str:
    council = " --council C" if kind.writer is Writer.each else ""
    decision = " [--decision final]" if len(kind.decisions) > 1 else ""
    day = " --today DATE" if kind.periodic else ""
    return f"changeover paper REF {kind.name}{council}{decision}{day}"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(documents_page(), encoding="utf-8")
