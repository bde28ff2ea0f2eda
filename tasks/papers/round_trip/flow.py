"""The body of an edited Word file as a row of paragraphs and tables, and the parts they make up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tasks.papers.markup import Element, etree
from tasks.papers.word.parts import begun_part, ended_part
from tasks.papers.word.xml import W

#: Elements that only surround others: a content control, a change that is taken as accepted.
WRAPPERS = ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "dir", "bdo")
#: Elements that say nothing: the ends of ranges, marks of the spelling checker, properties.
SILENT = (
    *("bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd", "sectPr", "pPr", "rPr"),
    *("commentRangeStart", "commentRangeEnd", "commentReference", "lastRenderedPageBreak", ""),
    *("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"),
    *("customXmlInsRangeStart", "customXmlInsRangeEnd", "sdtPr", "sdtEndPr", "smartTagPr"),
    *("customXmlDelRangeStart", "customXmlDelRangeEnd", "customXmlPr", "del", "moveFrom"),
    *("annotationRef", "footnoteRef", "endnoteRef", "softHyphen", "tblPr", "tblGrid", "trPr"),
    *("tcPr", "tblPrEx", "fldData"),
)
#: Parts that say how one paragraph looks, and stand for no section.
LOOKS = ("council", "slip", "contents")


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part that begins: its number, and what it is."""

    number: str
    name: str


@dataclass(kw_only=True)
class Piece:
    """A paragraph or a table, or what is neither, with the parts that begin and end with it.

    `ends` are the numbers of parts.
    """

    element: Element
    starts: list[Part] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)


def local(element: Element) -> str:
    """The name of an element without its namespace; nothing for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def pieces_of(body: Element) -> list[Piece]:
    """The paragraphs and tables of a body in order, whatever surrounds them."""
    found: list[Piece] = []
    for element in _flat(body):
        piece = Piece(element=element)
        found.append(piece)
        for mark in element.iter(f"{{{W}}}bookmarkStart"):
            name = _of(mark, "name")
            begun, ended = begun_part(name), ended_part(name)
            piece.starts += [Part(number=begun[0], name=begun[1])] if begun else []
            piece.ends += [ended] if ended else []
    _put_widest_first(found)
    return found


def _put_widest_first(pieces: list[Piece]) -> None:
    """Of the parts that begin with one piece, a part comes before what it holds.

    Where two cover the same, the head or foot is the outer and a look of one paragraph the inner.
    """
    last = {number: at for at, piece in enumerate(pieces) for number in piece.ends}

    def order(part: Part) -> tuple[int, int]:
        rank = 0 if part.name in ("head", "foot") else 2 if part.name in LOOKS else 1
        return -last.get(part.number, len(pieces)), rank

    for piece in pieces:
        piece.starts.sort(key=order)


def _flat(parent: Element) -> Iterator[Element]:
    for child in parent:
        name = local(child)
        if name in WRAPPERS:
            yield from () if _is_contents(child) else _flat(child)
        elif name not in SILENT:
            yield child


def _is_contents(control: Element) -> bool:
    """Whether a content control is a table of contents that Word or another program put in."""
    found = control.find(f"{{{W}}}sdtPr/{{{W}}}docPartObj/{{{W}}}docPartGallery")
    return found is not None and _of(found, "val") == "Table of Contents"


def _of(element: Element, name: str) -> str:
    return element.get(f"{{{W}}}{name}") or ""
