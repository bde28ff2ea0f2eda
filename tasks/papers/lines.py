"""A paper as lines of text, to compare two of them and to tell one from another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

from tasks.papers.tree import (
    Block,
    Contents,
    Figure,
    Heading,
    Listed,
    Paper,
    Paragraph,
    Section,
    Table,
    words,
)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One piece of a paper that is read as one: `where` is the heading above it.

    `sort` is heading, paragraph, item, row, caption or picture; `number` as the page shows it.
    """

    sort: str
    text: str
    number: str = ""
    where: str = ""


def lines_of(paper: Paper) -> tuple[Line, ...]:
    """The lines of a paper in reading order; its contents are none, being its headings again."""
    found: list[Line] = []
    where = ""
    for block in paper.walk():
        for line in _lines(block):
            if line.sort == "heading":
                where = line.text
            found.append(replace(line, where=where))
    return tuple(found)


def words_digest(paper: Paper) -> str:
    """The SHA-256 of what a paper says: its numbers, words, captions and alternative texts."""
    said = "\n".join(f"{line.sort}\t{line.number}\t{line.text}" for line in lines_of(paper))
    return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _lines(block: Block) -> Iterator[Line]:
    if isinstance(block, Contents | Section):
        return
    if isinstance(block, Heading):
        yield Line(sort="heading", number=block.number, text=words(block.runs))
    elif isinstance(block, Paragraph):
        yield Line(sort="paragraph", number=block.number, text=words(block.runs))
    elif isinstance(block, Listed):
        for place, item in enumerate(block.items, start=1):
            number = f"{place}." if block.ordered else ""
            yield Line(sort="item", number=number, text=words(item))
    elif isinstance(block, Table):
        yield Line(sort="caption", text=block.caption)
        for row in (block.head, *block.rows):
            if row:
                yield Line(sort="row", text=" | ".join(words(cell.runs) for cell in row))
    elif isinstance(block, Figure):
        yield Line(sort="picture", text=" – ".join(filter(None, (block.caption, block.alt))))
