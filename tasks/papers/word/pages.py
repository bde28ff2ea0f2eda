"""Pages upright and on their side: where the ones end and the others begin, how wide a line is."""

from __future__ import annotations

from copy import deepcopy

from docx.document import Document as WordDocument

from tasks.papers.markup import Element
from tasks.papers.word.xml import W, properties, w


def page_set_ups(document: WordDocument) -> tuple[Element, Element]:
    """The page set-up of the file, and the same on its side."""
    upright = document.element.body.sectPr
    turned = deepcopy(upright)
    size = turned.find(f"{{{W}}}pgSz")
    width, height = size.get(f"{{{W}}}w"), size.get(f"{{{W}}}h")
    for name, value in (("w", height), ("h", width), ("orient", "landscape")):
        size.set(f"{{{W}}}{name}", value)
    for first in turned.findall(f"{{{W}}}titlePg"):
        turned.remove(first)
    return upright, turned


def last_of(set_up: Element) -> Element:
    """The paragraph that ends pages set up so: too small ever to need a page of its own."""
    spacing = {"before": 0, "after": 0, "line": 20, "lineRule": "exact"}
    layout = properties("pPr", spacing=spacing, rPr=properties("rPr", sz=2))
    layout.append(deepcopy(set_up))
    return w("p", layout)


def line_twips(set_up: Element) -> int:
    """How wide a line of such a page is, between its margins."""
    size, edge = set_up.find(f"{{{W}}}pgSz"), set_up.find(f"{{{W}}}pgMar")
    sides = sum(int(edge.get(f"{{{W}}}{side}")) for side in ("left", "right"))
    return int(size.get(f"{{{W}}}w")) - sides
