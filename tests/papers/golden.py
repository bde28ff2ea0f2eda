"""Golden papers: kept in files, compared whole, and written anew with `--rewrite-golden`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import unified_diff
from hashlib import sha256
from pathlib import Path

from tasks.papers.tree import (
    Block,
    Cell,
    Contents,
    Figure,
    Heading,
    Listed,
    Paper,
    Paragraph,
    Run,
    Section,
    Table,
)

FOLDER = Path(__file__).parent / "golden"
_SHOWN = 60


def assert_golden(name: str, said: str, *, rewrite: bool) -> None:
    """What is said now is what the file of that name holds, or is written to it."""
    path = FOLDER / name
    if rewrite:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(said, encoding="utf-8")
        return
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    if said == kept:
        return
    found = unified_diff(kept.splitlines(), said.splitlines(), "kept", "now", lineterm="", n=1)
    lines = list(found)
    more = f"\n... and {len(lines) - _SHOWN} lines more" if len(lines) > _SHOWN else ""
    raise AssertionError(
        f"{name} is not as it was. If it should not be, write it anew with --rewrite-golden "
        "and look at it in the difference.\n" + "\n".join(lines[:_SHOWN]) + more
    )


def as_text(paper: Paper) -> str:
    """A whole paper as text: every block with its look, number, marks, links and pictures."""
    marks = [name for name in ("capitals", "sideways") if getattr(paper, name)]
    lines = [f"{paper.kind} in {paper.language}: {paper.title}", *(f"({each})" for each in marks)]
    for part in ("head", "body", "foot"):
        lines += ["", f"<{part}>", *_lines(getattr(paper, part)), f"</{part}>"]
    return "\n".join(lines) + "\n"


def _lines(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Section):
        yield f"<{block.look}>"
        yield from _lines(block.blocks)
        yield f"</{block.look}>"
    elif isinstance(block, Heading):
        words = " ".join(filter(None, ("#" * block.level, block.number, _runs(block.runs))))
        yield f"\n{words}{_place(block.anchor)}"
    elif isinstance(block, Paragraph):
        look = f"<{block.look}> " if block.look else ""
        yield f"{look}{f'{block.number}  ' if block.number else ''}{_runs(block.runs)}"
    elif isinstance(block, Listed):
        for place, item in enumerate(block.items, start=1):
            number = f"{place}." if block.ordered else "-"
            yield f"{'    ' if block.under else ''}{number} {_runs(item)}"
    elif isinstance(block, Table):
        yield f"Table{' (front)' if block.front else ''}: {block.caption}"
        yield from (f"  | {' | '.join(map(_cell, row))} |" for row in (block.head, *block.rows))
    elif isinstance(block, Figure):
        yield f"Picture ({block.form}, {sha256(block.picture).hexdigest()[:12]}): {block.caption}"
        yield f"  {block.alt}"
    elif isinstance(block, Contents):
        yield f"Contents: {block.title}"
        yield from (f"  {'  ' * level}{words}" for level, words, _ in block.entries)


def _cell(cell: Cell) -> str:
    return f"{_runs(cell.runs)}{f' ({cell.scope})' if cell.scope else ''}"


def _runs(runs: tuple[Run, ...]) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    said = re.sub(r"\n", " / ", run.text)
    said = f"**{said}**" if run.strong else said
    said = f"_{said}_" if run.em else said
    said = f"{{{run.mark} {said}}}" if run.mark else said
    return (f"[{said}]({run.link})" if run.link else said) + _place(run.anchor)


def _place(anchor: str) -> str:
    return f"{{#{anchor}}}" if anchor else ""
