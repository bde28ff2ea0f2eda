"""Places in a paper that links lead to: those that none leads to are left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tasks.papers.inline import LINE_BREAK, tidied
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
    runs_of,
)

Runs = tuple[Run, ...]


def without_idle_places(paper: Paper) -> Paper:
    """The paper without places that no link leads to, and without links that lead nowhere.

    Places are named in reading order, so that two papers that say the same are equal.
    """
    blocks = list(paper.walk())
    runs = [run for block in blocks for run in runs_of(block)]
    heads = [block.anchor for block in blocks if isinstance(block, Heading)]
    there = {run.anchor for run in runs} | set(heads)
    wanted = {run.link[1:] for run in runs if run.link.startswith("#")} & there - {""}
    named: dict[str, str] = {}
    for block in blocks:
        if isinstance(block, Heading) and block.anchor in wanted:
            named.setdefault(block.anchor, f"place-{len(named) + 1}")
        for run in runs_of(block):
            if run.anchor in wanted:
                named.setdefault(run.anchor, f"place-{len(named) + 1}")

    def settled(runs: Runs) -> Runs:
        return tuple(tidied(iter([_settled(run, named) for run in runs])))

    head, body, foot = (
        tuple(_block(block, named, settled) for block in part)
        for part in (paper.head, paper.body, paper.foot)
    )
    return replace(paper, head=head, body=body, foot=foot)


def _settled(run: Run, named: dict[str, str]) -> Run:
    link = run.link
    if link.startswith("#"):
        link = f"#{named[link[1:]]}" if link[1:] in named else ""
    text = run.text.replace("\n", LINE_BREAK)
    return replace(run, text=text, anchor=named.get(run.anchor, ""), link=link)


def _block(block: Block, named: dict[str, str], settled: Callable[[Runs], Runs]) -> Block:
    if isinstance(block, Section):
        return replace(block, blocks=tuple(_block(each, named, settled) for each in block.blocks))
    if isinstance(block, Heading):
        return replace(block, runs=settled(block.runs), anchor=named.get(block.anchor, ""))
    if isinstance(block, Paragraph):
        return replace(block, runs=settled(block.runs))
    if isinstance(block, Listed):
        return replace(block, items=tuple(settled(item) for item in block.items))
    if isinstance(block, Table):
        rows = tuple(tuple(_cell(c, settled) for c in row) for row in block.rows)
        return replace(block, head=tuple(_cell(c, settled) for c in block.head), rows=rows)
    assert isinstance(block, Contents | Figure)
    return block


def _cell(cell: Cell, settled: Callable[[Runs], Runs]) -> Cell:
    return replace(cell, runs=settled(cell.runs))
