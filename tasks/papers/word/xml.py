"""Elements of a Word file, made so that text can never become markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import nsmap

from tasks.papers.markup import Element, etree
from tasks.papers.tree import Run

W = nsmap["w"]
#: A twip is a twentieth of a point: this many make a millimetre.
TWIPS_A_MILLIMETRE = 56.7
#: Scripts written from right to left, with the spaces and signs between their words.
_RTL = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+"
_RIGHT_TO_LEFT = re.compile(f"({_RTL}(?:[ ,.'()0-9-]+{_RTL})*)")


def w(tag: str, *children: Any, **attributes: Any) -> Element:
    """An element of WordprocessingML with these children; attributes that are None are left out."""
    made = etree.Element(f"{{{W}}}{tag}", nsmap={"w": W})
    for name, value in attributes.items():
        if value is not None:
            made.set(f"{{{W}}}{name}", str(value))
    made.extend(child for child in children if child is not None)
    return made


def properties(tag: str, **values: Any) -> Element:
    """An element holding one child for each value that is given, in that order.

    True stands for an element alone, a dictionary for its attributes, anything else for `val`.
    """
    made = w(tag)
    for name, value in values.items():
        if etree.iselement(value):
            made.append(value)
        elif isinstance(value, dict):
            made.append(w(name, **value))
        elif value not in (None, False, ""):
            made.append(w(name) if value is True else w(name, val=value))
    return made


_MARKS = {"gap": ("yellow", True), "later": ("lightGray", False)}


def runs_of_text(run: Run, *, strong: bool = False, **manner: Any) -> Iterator[Element]:
    """The runs of Word for a run: parted where the direction of writing turns."""
    highlight, marked_strong = _MARKS.get(run.mark, (None, False))
    linked = {"color": "0B4F8A", "u": "single"} if run.link else {}
    for place, text in enumerate(_RIGHT_TO_LEFT.split(run.text)):
        if not text:
            continue
        bold = strong or run.strong or marked_strong
        look = properties(
            "rPr",
            b=bold,
            bCs=bold,
            i=run.em,
            iCs=run.em,
            caps=w("caps", val=0) if manner.get("capitals") is False else None,
            color=linked.get("color", manner.get("color")),
            sz=manner.get("size"),
            szCs=manner.get("size"),
            highlight=highlight,
            u=linked.get("u"),
            rtl=bool(place % 2),
        )
        yield w("r", look if len(look) else None, *_lines(text))


def _lines(text: str) -> Iterator[Element]:
    for place, line in enumerate(text.split("\n")):
        if place:
            yield w("br")
        made = w("t")
        made.text = line
        made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        yield made


def field(instruction: str, shown: str, **manner: Any) -> Iterator[Element]:
    """A field with what it showed last, such as a page number."""
    code = w("instrText")
    code.text = f" {instruction} "
    size = manner.get("size")
    for part in ("begin", code, "separate", shown, "end"):
        if part is shown:
            yield from runs_of_text(Run(text=shown), **manner)
            continue
        inner = part if part is code else w("fldChar", fldCharType=part)
        yield w("r", properties("rPr", sz=size, szCs=size), inner)
