"""Makes the Word file of a layout: where no council file is to be had, and to start one from."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from tasks.papers.house import House
from tasks.papers.tree import Run
from tasks.papers.word.packing import without_days
from tasks.papers.word.tables import EDGE, HEADER
from tasks.papers.word.xml import W, field, runs_of_text, w

FONT = "Arial"
_INK = RGBColor(0x11, 0x11, 0x11)
#: Sizes of headings 1 to 3, in points.
_SIZES = (18, 14.5, 12.5)
#: What the file says of itself, where a council would look: among its properties.
MARK = "Made by Changeover from the layout file; not the council's own template."
_SMALL: dict[str, Any] = {"size": 19, "color": "3D3D3D"}
_LOGO_HEIGHT = Mm(16)
_BALLAST = ("thumbnail", "stylesWithEffects", "customXml")
_TABLES = ("TableNormal", "TableGrid")
#: From this mode on Word does not call the file one of an older Word.
_WORD_OF_2013 = "15"
_TERMS = "{http://purl.org/dc/terms/}"


def plain_file(house: House) -> bytes:
    """A Word file without a word: A4, one letter, headings in the accent colour of the layout.

    Its first page has a place for a logo at its head; the other pages name the council. The same
    layout gives the same bytes.
    """
    named = "" if house.code == "plain" else house.name
    logo = house.files.logo.read_bytes() if house.files.logo else b""
    font = house.font.value if house.font else FONT
    capitals = house.headings.value == "capitals"
    return _made(house.accent.value, font, named, logo, capitals=capitals)


@cache
def _made(accent: str, font: str, named: str, logo: bytes, *, capitals: bool) -> bytes:
    document = Document()
    _without_ballast(document)
    normal = document.styles["Normal"]
    _font(normal, font, size=12, colour=_INK)
    _spaced(normal, before=0, after=8, line=1.1)
    colour = RGBColor.from_string(accent[1:].upper())
    for level, size in enumerate(_SIZES, start=1):
        heading = document.styles[f"Heading {level}"]
        _font(heading, font, size=size, colour=colour, bold=True)
        heading.font.all_caps = capitals and level < 3
        _spaced(heading, before=14 if level == 1 else 16, after=7, line=1.1)
        heading.paragraph_format.keep_with_next = True
    caption = document.styles["Caption"]
    _font(caption, font, size=12, colour=_INK, bold=True)
    _spaced(caption, before=8, after=4, line=1.1)
    for name in ("List Paragraph", "List Bullet", "List Number"):
        style = document.styles[name]
        _spaced(style, before=0, after=8 if name == "List Paragraph" else 3, line=1.1)
        for spacing in style.element.iter(f"{{{W}}}contextualSpacing"):
            spacing.getparent().remove(spacing)
    _tables(document.styles["Table Grid"].element)
    _pages(document, named, logo)
    known = document.core_properties
    known.title, known.author, known.comments = f"{named} papers".strip(), "", MARK
    known.language = "en-GB"
    for each in document.styles.element.iter(f"{{{W}}}lang"):
        each.set(f"{{{W}}}val", "en-GB")
    made = BytesIO()
    document.save(made)
    return without_days(made)


def _font(style: Any, font: str, *, size: float, colour: RGBColor, bold: bool = False) -> None:
    style.font.name, style.font.size, style.font.bold = font, Pt(size), bold
    style.font.italic, style.font.color.rgb = False, colour
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(f"{{{W}}}{name}", font)
    colours = style.element.rPr.find(f"{{{W}}}color")
    for name in ("themeColor", "themeShade", "themeTint"):
        colours.attrib.pop(f"{{{W}}}{name}", None)


def _spaced(style: Any, *, before: float, after: float, line: float) -> None:
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(after), line


def _tables(style: Any) -> None:
    """Grey lines, and grey behind headers: a table put in by hand looks as the others do."""
    layout = style.find(f"{{{W}}}tblPr")
    for found in layout.findall(f"{{{W}}}tblBorders"):
        edges = ("top", "left", "bottom", "right", "insideH", "insideV")
        layout.replace(found, w("tblBorders", *(w(edge, **EDGE) for edge in edges)))
    for part in ("firstRow", "firstCol"):
        bold = w("rPr", w("b"), w("bCs"))
        style.append(w("tblStylePr", bold, w("tcPr", w("shd", **HEADER)), type=part))


def _pages(document: WordDocument, named: str, logo: bytes) -> None:
    """A4 with the page's number at its foot, a place for a logo, and the council from page two."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(20), Mm(22)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    for foot in (section.footer, section.first_page_footer):
        _page_number(foot.paragraphs[0])
    _logo(section, named, logo)
    if named:
        running = section.header.paragraphs[0]._p
        running.get_or_add_pPr().append(w("jc", val="right"))
        running.extend(runs_of_text(Run(text=named), **_SMALL))


def _logo(section: Section, named: str, logo: bytes) -> None:
    """The logo at the head of the first page, or its empty place, which a bookmark names."""
    place = section.first_page_header.paragraphs[0]
    place._p.get_or_add_pPr().append(w("jc", val="right"))
    place._p.append(w("bookmarkStart", id=9000, name="Logo"))
    if logo:
        picture = place.add_run().add_picture(BytesIO(logo), height=_LOGO_HEIGHT)
        picture._inline.docPr.set("descr", f"Logo of {named}")
    place._p.append(w("bookmarkEnd", id=9000))


def _page_number(paragraph: Paragraph) -> None:
    paragraph._p.get_or_add_pPr().append(w("jc", val="center"))
    for words, code in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        paragraph._p.extend(runs_of_text(Run(text=words), **_SMALL))
        paragraph._p.extend(field(code, "1", **_SMALL))


def _without_ballast(document: WordDocument) -> None:
    """Without what the library's own file carries and no paper needs: pictures, spare styles."""
    for relations in (document.part.package.rels, document.part.rels):
        for key in [k for k, each in relations.items() if each.reltype.endswith(_BALLAST)]:
            del relations[key]
    styles = document.styles.element
    for style in styles.findall(f"{{{W}}}style"):
        if style.get(f"{{{W}}}type") == "table" and style.styleId not in _TABLES:
            styles.remove(style)
    for name in ("created", "modified"):
        for element in document.core_properties._element.findall(f"{_TERMS}{name}"):
            document.core_properties._element.remove(element)
    for mode in document.settings.element.iter(f"{{{W}}}compatSetting"):
        if mode.get(f"{{{W}}}name") == "compatibilityMode":
            mode.set(f"{{{W}}}val", _WORD_OF_2013)
