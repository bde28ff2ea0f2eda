"""An edited paper as it is published: what programs lost put back, what is settled dropped."""

from __future__ import annotations

from dataclasses import replace

from tasks.papers.tree import Block, Paper, Section, Table, runs_of, words


def with_unseen_captions(edited: Paper, made: Paper) -> Paper:
    """The captions that nobody sees, which some programs drop, are those that it was made with.

    They are put back in order, where there are as many tables with such a caption as before.
    """
    old = [b for b in made.walk() if isinstance(b, Table) and b.front]
    new = [b for b in edited.walk() if isinstance(b, Table) and b.front]
    if len(old) != len(new):
        return edited
    captions = iter([table.caption for table in old])

    def settled(block: Block) -> Block:
        if isinstance(block, Section):
            return replace(block, blocks=tuple(settled(each) for each in block.blocks))
        if isinstance(block, Table) and block.front:
            return replace(block, caption=next(captions))
        return block

    return replace(edited, body=tuple(settled(block) for block in edited.body))


def without_gap_list(paper: Paper) -> Paper:
    """The paper without the list of facts that are missing."""

    def kept(block: Block) -> bool:
        return not (isinstance(block, Section) and "missing" in block.look.split())

    return replace(paper, body=tuple(block for block in paper.body if kept(block)))


def gaps_in(paper: Paper) -> tuple[str, ...]:
    """The places where a fact is still marked as missing, as they stand in the paper."""
    found = {
        words((run,)): None for block in paper.walk() for run in runs_of(block) if run.mark == "gap"
    }
    return tuple(found)
