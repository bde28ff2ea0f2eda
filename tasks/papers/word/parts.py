"""Names the parts of a paper by bookmarks in its Word file, so that an edited file still has them.

A part is the head, the foot, or what a section of the page is: an address, the list of gaps. Word
shows no bookmark whose name begins with a line, keeps it while text within it is edited, and so
does every other program that opens the file.
"""

from __future__ import annotations

import re

from tasks.papers.markup import Element
from tasks.papers.word.xml import W, w

_NAME = re.compile(r"_Part\d+_([a-z_]+)")


def mark_part(elements: list[Element], look: str, number: int) -> None:
    """The elements within a bookmark that says what part they are; `number` is its own."""
    paragraphs = [p for element in elements for p in element.iter(f"{{{W}}}p")]
    if not paragraphs:
        return
    name = f"_Part{number}_{look.replace(' ', '_')}"
    first = paragraphs[0]
    at = 0 if first.find(f"{{{W}}}pPr") is None else 1
    first.insert(at, w("bookmarkStart", id=number, name=name))
    paragraphs[-1].append(w("bookmarkEnd", id=number))


def part_named(bookmark: str) -> str:
    """What part a bookmark of that name stands for; nothing for any other bookmark."""
    found = _NAME.fullmatch(bookmark)
    return found.group(1).replace("_", " ") if found else ""
