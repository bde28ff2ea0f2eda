"""A paper as a tree of blocks: what every format is written from, so that all say the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True, kw_only=True)
class Run:
    """Text in one manner. A line break in `text` is one on the page.

    `mark` is `gap` or `later` where a fact is missing. `link` is a web address, or `#` and an
    `anchor` of this paper. `anchor` names the place where the run stands.
    """

    text: str
    strong: bool = False
    em: bool = False
    mark: str = ""
    link: str = ""
    anchor: str = ""


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A heading of level 1, 2 or 3; `number` is empty where it takes none."""

    level: int
    runs: tuple[Run, ...]
    number: str = ""
    anchor: str = ""


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A paragraph; `number` such as `12.` or `3.4` where it is numbered, `look` its class."""

    runs: tuple[Run, ...]
    number: str = ""
    look: str = ""


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A list, numbered from 1 where it is `ordered`; `under` a numbered paragraph or not."""

    items: tuple[tuple[Run, ...], ...]
    ordered: bool = False
    under: bool = False


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A cell of a table; `scope` is `col` or `row` for the header of a column or a row."""

    runs: tuple[Run, ...]
    scope: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table: `head` is its header row, empty where only its rows have headers.

    The caption of a `front` sheet is for readers who cannot see the table and is not drawn.
    """

    caption: str
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    front: bool = False

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.head or self.rows[0])


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A picture, `svg`, `png` or `jpeg`, and its text for those who cannot see it."""

    form: str
    picture: bytes
    alt: str
    caption: str = ""


@dataclass(frozen=True, kw_only=True)
class Section:
    """Blocks that belong together; `look` is the class they are shown by."""

    look: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True)
class Contents:
    """A table of contents: the level, the words and the anchor of each heading after it."""

    title: str
    entries: tuple[tuple[int, str, str], ...]


Block = Contents | Heading | Paragraph | Listed | Table | Figure | Section


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A whole paper. `kind` is `paper` or `letter`; `head` stands above it and `foot` below.

    All pages of one that is `sideways` lie on their side, as a schedule of many columns needs.
    """

    title: str
    language: str
    kind: str
    capitals: bool
    head: tuple[Block, ...]
    body: tuple[Block, ...]
    foot: tuple[Block, ...]
    sideways: bool = False

    @property
    def author(self) -> str:
        """Whose paper it is: the council named at its head."""
        named = (b for b in self.head if isinstance(b, Paragraph) and b.look == "council")
        return next((words(block.runs) for block in named), "")

    @property
    def marking(self) -> str:
        """What is to stand on every page of an exempt paper; empty on an open one."""
        named = (b for b in self.head if isinstance(b, Paragraph) and b.look == "marking")
        return next((words(block.runs) for block in named), "")

    def walk(self) -> Iterator[Block]:
        """Every block in reading order, each section before what it holds."""
        yield from _walk((*self.head, *self.body, *self.foot))


def _walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Section):
            yield from _walk(block.blocks)


def with_contents(paper: Paper) -> Paper:
    """The paper with its contents before the first heading of level 2 that stands in no section."""
    body: list[Block] = []
    entries: list[tuple[int, str, str]] = []
    first: int | None = None
    for block in paper.body:
        made = _anchored(block, entries) if first is not None or _starts(block) else block
        if first is None and _starts(block):
            first = len(body)
        body.append(made)
    if first is not None:
        body.insert(first, Contents(title="Contents", entries=tuple(entries)))
    return replace(paper, body=tuple(body))


def _starts(block: Block) -> bool:
    return isinstance(block, Heading) and block.level == 2


def _anchored(block: Block, entries: list[tuple[int, str, str]]) -> Block:
    """The block with an anchor on each heading in it; the headings are added to the entries."""
    if isinstance(block, Section):
        return replace(block, blocks=tuple(_anchored(each, entries) for each in block.blocks))
    if not isinstance(block, Heading):
        return block
    anchor = block.anchor or f"heading-{len(entries) + 1}"
    entries.append((block.level, f"{block.number} {words(block.runs)}".strip(), anchor))
    return replace(block, anchor=anchor)


def runs_of(block: Block) -> Iterator[Run]:
    """The runs of a block that is not a section."""
    if isinstance(block, Heading | Paragraph):
        yield from block.runs
    elif isinstance(block, Listed):
        for item in block.items:
            yield from item
    elif isinstance(block, Table):
        for row in (block.head, *block.rows):
            for cell in row:
                yield from cell.runs


def words(runs: tuple[Run, ...]) -> str:
    """The text of runs, on one line."""
    return "".join(run.text for run in runs).replace("\n", " ").strip()
