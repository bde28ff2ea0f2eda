"""Reads an edited Word file as a paper again, by the style map in reverse; nothing is dropped."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument

from tasks.papers.house import House
from tasks.papers.markup import Element
from tasks.papers.round_trip.assembly import Assembly
from tasks.papers.round_trip.blocks import Blocks
from tasks.papers.round_trip.flow import local, pieces_of
from tasks.papers.round_trip.places import without_idle_places
from tasks.papers.round_trip.remarks import Remark, Remarks
from tasks.papers.round_trip.revisions import Change, Comment, changes_in, comments_in
from tasks.papers.round_trip.styles import Styles
from tasks.papers.tree import Block, Heading, Paper, words
from tasks.papers.word.marks import KIND, WORDS, marks_of
from tasks.papers.word.safety import refuse_unsafe


@dataclass(frozen=True, kw_only=True)
class ReadBack:
    """A Word file as read: the paper, what was remarked, and what officers left open in it.

    `made_as` is the digest of the words it was made with, empty where the file does not say.
    """

    paper: Paper
    remarks: tuple[Remark, ...]
    changes: tuple[Change, ...]
    comments: tuple[Comment, ...]
    made_as: str

    @property
    def stops(self) -> tuple[Remark, ...]:
        """What must be put right before the paper can be accepted."""
        return tuple(remark for remark in self.remarks if remark.stops)


def made_as(path: Path) -> str:
    """The digest of the words that a Word file was made with; empty where it does not say.

    Raises: BadFile where the file is not safe to open.
    """
    refuse_unsafe(path)
    return marks_of(Document(str(path))).get(WORDS, "")


def read_word(path: Path, house: House) -> ReadBack:
    """The paper in a Word file, all tracked changes taken as accepted.

    Raises: BadFile where the file is not safe to open.
    """
    refuse_unsafe(path)
    document = Document(str(path))
    remarks = Remarks()
    blocks = _blocks(document, house, remarks)
    marks = marks_of(document)
    paper = _paper(document, house, blocks, marks.get(KIND, "paper"))
    return ReadBack(
        paper=without_idle_places(paper),
        remarks=remarks.all(),
        changes=changes_in(document),
        comments=comments_in(document),
        made_as=marks.get(WORDS, ""),
    )


def _blocks(document: WordDocument, house: House, remarks: Remarks) -> Assembly:
    body = document.element.body
    reader = Blocks(document, Styles(document, house.word), remarks)
    pieces = pieces_of(body)
    assembly = Assembly(pieces)
    for at, piece in enumerate(pieces):
        assembly.begin(piece.starts)
        after = next((p.element for p in pieces[at + 1 :] if _says(p.element)), None)
        name = local(piece.element)
        if name == "p":
            reader.paragraph(piece.element, assembly, followed_by=after)
        elif name == "tbl":
            reader.table(piece.element, assembly)
        else:
            reader.words.foreign(piece.element)
        assembly.end(piece.ends)
    assembly.end_all()
    return assembly


def _says(element: Element) -> bool:
    """Whether a paragraph or a table holds anything that is seen."""
    return local(element) == "tbl" or any(local(e) in ("t", "drawing") for e in element.iter())


def _paper(document: WordDocument, house: House, blocks: Assembly, kind: str) -> Paper:
    head, body, foot = blocks.parted()
    paper = Paper(
        title=" ",
        language=document.core_properties.language or "en-GB",
        kind="letter" if kind.startswith("letter") else "paper",
        sideways=kind.endswith("sideways"),
        capitals=house.headings.value == "capitals",
        head=head,
        body=body,
        foot=foot,
    )
    return replace(paper, title=_title(paper, document.core_properties.title or "", body))


def _title(paper: Paper, known: str, body: tuple[Block, ...]) -> str:
    """The title the file has among its properties, unless its first heading is another now."""
    heads = (words(block.runs) for block in body if isinstance(block, Heading))
    first = " ".join(next(heads, "").split())
    title = " ".join(known.split())
    if title and (first in title or paper.kind == "letter"):
        return title
    return " – ".join(part for part in (first, paper.author) if part) or title or "Untitled"
