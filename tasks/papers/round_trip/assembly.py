"""Puts blocks that are read one after another together into lists, sections, head and foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tasks.papers.round_trip.flow import LOOKS, Part, Piece
from tasks.papers.tree import Block, Heading, Listed, Paragraph, Run, Section

#: Parts that stand last: without an end of their own they go on to the end of the file.
_LAST = ("foot", "file")


@dataclass(kw_only=True)
class _Open:
    """A part that has begun: its number, its name, and the blocks in it so far."""

    number: str
    name: str
    blocks: list[Block] = field(default_factory=list)
    list_id: str = ""


class Assembly:
    """Takes blocks in reading order, each between the parts that begin and end with it.

    A part whose end was lost in editing ends before the next part, heading or numbered paragraph;
    the foot and the tables for the file go on to the end.
    """

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._ended = {number for piece in pieces for number in piece.ends}
        self._open = [_Open(number="", name="")]
        self._head: list[Block] = []
        self._foot: list[Block] = []

    def begin(self, parts: Sequence[Part]) -> None:
        """These parts begin with what comes next."""
        for part in parts:
            self._end_lost(all_of=part.name == "foot")
            self._open.append(_Open(number=part.number, name=part.name))

    def end(self, numbers: Sequence[str]) -> None:
        """The parts of these numbers end with what came last, and so does every part in them."""
        for number in numbers:
            if any(part.number == number for part in self._open):
                while self._close().number != number:
                    pass

    def _end_lost(self, *, all_of: bool = False) -> None:
        """Closes what should have ended before, its own end being lost."""
        while len(self._open) > 1:
            part = self._open[-1]
            if not all_of and (part.number in self._ended or part.name in _LAST or not part.blocks):
                return
            self._close()

    def end_all(self) -> None:
        """Whatever part still is open ends with the file."""
        while len(self._open) > 1:
            self._close()

    def add(self, block: Block) -> None:
        """A block that is whole."""
        if isinstance(block, Heading) or (isinstance(block, Paragraph) and block.number):
            self._end_lost()
        self._open[-1].blocks.append(block)
        self._open[-1].list_id = ""

    def add_item(self, runs: tuple[Run, ...], *, ordered: bool, list_id: str) -> None:
        """An item: of the list before it, where that is of the same kind and number."""
        part = self._open[-1]
        last = part.blocks[-1] if part.blocks else None
        key = list_id if ordered else "bullets"
        if isinstance(last, Listed) and part.list_id == key:
            part.blocks[-1] = Listed(
                items=(*last.items, runs), ordered=last.ordered, under=last.under
            )
            return
        under = isinstance(last, Paragraph) and bool(last.number)
        part.blocks.append(Listed(items=(runs,), ordered=ordered, under=under))
        part.list_id = key

    @property
    def look(self) -> str:
        """How a paragraph that comes next looks: `council`, `slip`, `contents` or nothing."""
        name = self._open[-1].name
        return name if name in LOOKS else ""

    @property
    def is_front(self) -> bool:
        """Whether no heading of level 2 has come yet outside a section."""
        return not any(isinstance(b, Heading) and b.level == 2 for b in self._open[0].blocks)

    @property
    def last(self) -> Block | None:
        """The block that came last in the part that is open."""
        return self._open[-1].blocks[-1] if self._open[-1].blocks else None

    def replace_last(self, block: Block) -> None:
        """The block that came last is this one."""
        self._open[-1].blocks[-1] = block

    def parted(self) -> tuple[tuple[Block, ...], tuple[Block, ...], tuple[Block, ...]]:
        """The head, the body and the foot."""
        return tuple(self._head), tuple(self._open[0].blocks), tuple(self._foot)

    def _close(self) -> _Open:
        part = self._open.pop()
        if part.name == "head":
            self._head += part.blocks
        elif part.name == "foot":
            self._foot += part.blocks
        elif part.name in LOOKS:
            self._open[-1].blocks += part.blocks
        elif part.blocks:
            self._open[-1].blocks.append(Section(look=part.name, blocks=tuple(part.blocks)))
        return part
