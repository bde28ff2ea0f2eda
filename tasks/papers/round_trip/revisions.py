"""What officers left open in a Word file: tracked changes nobody has settled, and comments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docx.document import Document as WordDocument

from tasks.papers.markup import Element
from tasks.papers.round_trip.flow import local
from tasks.papers.word.xml import W

_PUT_IN, _TAKEN_OUT = ("ins", "moveTo", "cellIns"), ("del", "moveFrom", "cellDel")


@dataclass(frozen=True, kw_only=True)
class Change:
    """A tracked change: `put in` or `taken out`, by whom, when by the file, and its words."""

    sort: str
    author: str
    at: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Comment:
    """A comment beside the text: it is no part of the paper."""

    author: str
    at: str
    text: str


def changes_in(document: WordDocument) -> tuple[Change, ...]:
    """The tracked changes nobody has settled; neighbours of one author and time are one."""
    found: list[Change] = []
    for change in _changes(document.element.body):
        last = found[-1] if found else None
        if last and (last.sort, last.author, last.at) == (change.sort, change.author, change.at):
            both = f"{last.text} {change.text}".strip()
            found[-1] = Change(sort=last.sort, author=last.author, at=last.at, text=both)
        else:
            found.append(change)
    return tuple(found)


def comments_in(document: WordDocument) -> tuple[Comment, ...]:
    """The comments of a file, in the order in which it keeps them."""
    if not any(each.reltype.endswith("/comments") for each in document.part.rels.values()):
        return ()
    return tuple(
        Comment(
            author=each.author or "somebody",
            at=each.timestamp.isoformat() if each.timestamp else "",
            text=" ".join(each.text.split()),
        )
        for each in document.comments
    )


def _changes(body: Element) -> Iterator[Change]:
    for element in body.iter():
        name = local(element)
        if name not in (*_PUT_IN, *_TAKEN_OUT) or not element.get(f"{{{W}}}author"):
            continue
        texts = (each.text or "" for each in element.iter() if local(each) in ("t", "delText"))
        yield Change(
            sort="put in" if name in _PUT_IN else "taken out",
            author=element.get(f"{{{W}}}author") or "somebody",
            at=element.get(f"{{{W}}}date") or "",
            text=" ".join("".join(texts).split()) or _without_words(element),
        )


def _without_words(change: Element) -> str:
    """What a change without words is of: its mark stands among the properties of something."""
    parent = local(change.getparent())
    return "a row or cell" if parent in ("trPr", "tcPr") else "the end of a paragraph"
