"""Lines beside a paragraph of Word and space around it, added once it has been written."""

from __future__ import annotations

from typing import Any

from tasks.papers.markup import Element, etree
from tasks.papers.word.xml import W, w


def edged(paragraph: Element, side: str, edge: dict[str, Any]) -> None:
    """The paragraph with a line on one side of it."""
    layout = paragraph.find(f"{{{W}}}pPr")
    _insert(layout, w("pBdr", w(side, **edge)))


def spaced(paragraph: Element, **space: int) -> None:
    """The paragraph with this space before or after it."""
    layout = paragraph.find(f"{{{W}}}pPr")
    found = layout.find(f"{{{W}}}spacing")
    if found is None:
        found = w("spacing")
        _insert(layout, found)
    for name, twips in space.items():
        found.set(f"{{{W}}}{name}", str(twips))


def on_a_new_page(paragraph: Element) -> None:
    """The paragraph stands first on its page."""
    _insert(paragraph.find(f"{{{W}}}pPr"), w("pageBreakBefore"))


#: The order in which Word wants the properties of a paragraph that are used here.
_ORDER = (
    *("pStyle", "keepNext", "pageBreakBefore", "numPr", "pBdr", "spacing", "ind", "jc"),
    "sectPr",
)


def _insert(layout: Element, added: Element) -> None:
    """The properties of a paragraph with one more, in Word's order."""
    place = _ORDER.index(etree.QName(added).localname)
    before = [e for e in layout if _ORDER.index(etree.QName(e).localname) < place]
    layout.insert(len(before), added)
