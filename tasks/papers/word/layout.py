"""Lines beside a paragraph of Word and space around it, added once it has been written."""

from __future__ import annotations

from typing import Any

from tasks.papers.markup import Element, etree
from tasks.papers.word.xml import W, w

_BROWN = {"val": "single", "sz": 12, "space": 4, "color": "8A5A00"}
#: Above a signature, in twips: 18 mm.
_ROOM_TO_SIGN = 1020


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


def dress(looks: frozenset[str], made: list[Element], before: list[Element]) -> None:
    """What was made of a section, and the last of what stands before it, look as they should."""
    own = [element for element in made if element.tag == f"{{{W}}}p"]
    if not own:
        return
    if "page" in looks:
        _insert(own[0].find(f"{{{W}}}pPr"), w("pageBreakBefore"))
    if "missing" in looks:
        edged(own[0], "top", _BROWN)
        edged(own[-1], "bottom", _BROWN)
    if "address" in looks:
        spaced(own[-1], after=240)
    if "signature" in looks:
        spaced(own[0], before=_ROOM_TO_SIGN)
        last = [element for element in before if element.tag == f"{{{W}}}p"][-2:]
        _keep_together([*last, *own])


def _keep_together(paragraphs: list[Element]) -> None:
    """The paragraphs stand on one page: each but the last stays with the next."""
    for paragraph in paragraphs[:-1]:
        layout = paragraph.find(f"{{{W}}}pPr")
        if layout is not None and layout.find(f"{{{W}}}keepNext") is None:
            _insert(layout, w("keepNext"))


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
