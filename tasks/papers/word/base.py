"""The Word file that a paper is written into: a council's own, or a plain one made here."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.shared import RGBColor

from tasks.papers.house import House
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


def marked(document: WordDocument, marking: str) -> None:
    """The marking stands first in every header of the file, and so on every page."""
    for section in document.sections:
        headers = [section.header]
        if section.different_first_page_header_footer:
            headers.append(section.first_page_header)
        if document.settings.odd_and_even_pages_header_footer:
            headers.append(section.even_page_header)
        for header in headers:
            first = header.paragraphs[0] if header.paragraphs else header.add_paragraph()
            run = first.insert_paragraph_before().add_run(marking)
            run.bold = True
            run.font.color.rgb = RGBColor(0x8A, 0x1C, 0x1C)
