"""Names the parts of a paper by bookmarks in its Word file, so that an edited file still has them.

A part is the head, the foot, or what a section of the page is: an address, the list of gaps. One
bookmark stands where it begins and one where it ends, each within one paragraph: programs keep
those. Word shows no bookmark whose name begins with a line.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tasks.papers.markup import Element
from tasks.papers.word.xml import W, w

_BEGIN = re.compile(r"_Part(\d+)_([a-z_]+)")
_END = re.compile(r"_End(\d+)")


def mark_part(elements: list[Element], look: str, next_number: Callable[[], int]) -> None:
    """The elements begin and end with bookmarks that say what part they are."""
    paragraphs = [p for element in elements for p in element.iter(f"{{{W}}}p")]
    if not paragraphs:
        return
    part = next_number()
    first, last = paragraphs[0], paragraphs[-1]
    at = 0 if first.find(f"{{{W}}}pPr") is None else 1
    name = f"_Part{part}_{look.replace(' ', '_')}"
    for place, mark in enumerate(_bookmark(part, name)):
        first.insert(at + place, mark)
    last.extend(_bookmark(next_number(), f"_End{part}"))


def begun_part(bookmark: str) -> tuple[str, str] | None:
    """The number and the name of the part that begins where a bookmark of that name stands."""
    found = _BEGIN.fullmatch(bookmark)
    return (found.group(1), found.group(2).replace("_", " ")) if found else None


def ended_part(bookmark: str) -> str:
    """The number of the part that ends where a bookmark of that name stands, or nothing."""
    found = _END.fullmatch(bookmark)
    return found.group(1) if found else ""


def _bookmark(number: int, name: str) -> tuple[Element, Element]:
    return w("bookmarkStart", id=number, name=name), w("bookmarkEnd", id=number)
