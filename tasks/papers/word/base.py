"""The Word file that a paper is written into: a council's own, or a plain one made here."""

from __future__ import annotations

from copy import deepcopy
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument

from tasks.papers.house import House
from tasks.papers.markup import Element
from tasks.papers.word.plain import plain_file
from tasks.papers.word.safety import refuse_unsafe
from tasks.papers.word.xml import W, w


def base_for(house: House) -> WordDocument:
    """The file to write into, empty but for its styles, headers and footers."""
    own = house.files.word
    if own is None:
        return Document(BytesIO(plain_file(house)))
    refuse_unsafe(own)
    document = Document(str(own))
    for element in list(document.element.body):
        if element.tag != f"{{{W}}}sectPr":
            document.element.body.remove(element)
    return document


def in_english(document: WordDocument, language: str) -> None:
    """The language of everything in the file that does not name its own."""
    styles = document.styles.element
    defaults = styles.find(f"{{{W}}}docDefaults/{{{W}}}rPrDefault/{{{W}}}rPr")
    if defaults is None:
        defaults = w("rPr")
        styles.insert(0, w("docDefaults", w("rPrDefault", defaults)))
    for each in (
        *styles.iter(f"{{{W}}}lang"),
        *document.settings.element.iter(f"{{{W}}}themeFontLang"),
    ):
        each.set(f"{{{W}}}val", language)
    if defaults.find(f"{{{W}}}lang") is None:
        defaults.append(w("lang", val=language))


def sections_of(document: WordDocument) -> tuple[Element, Element]:
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
