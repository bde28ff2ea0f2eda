"""A plain Word file to write papers into, for councils whose own is not here."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.shared import Mm, Pt, RGBColor

from tasks.papers.tree import Run
from tasks.papers.word.xml import W, field, runs_of_text, w

FONT = "Arial"
_INK = RGBColor(0x11, 0x11, 0x11)
#: Sizes of headings 1 to 3, in points.
_SIZES = {"paper": (18, 14.5, 12.5), "letter": (13, 13, 12)}
_BALLAST = ("thumbnail", "stylesWithEffects", "customXml")
_TABLES = ("TableNormal", "TableGrid")
#: From this mode on Word does not call the file one of an older Word.
_WORD_OF_2013 = "15"


@cache
def plain_file(accent: str, kind: str, *, capitals: bool) -> bytes:
    """A Word file without a word: A4, one sans-serif letter, headings in the accent colour."""
    document = Document()
    _without_ballast(document)
    normal = document.styles["Normal"]
    _font(normal, size=12, colour=_INK)
    _spaced(normal, before=0, after=8, line=1.1)
    for level, size in enumerate(_SIZES[kind], start=1):
        heading = document.styles[f"Heading {level}"]
        _font(heading, size=size, colour=RGBColor.from_string(accent[1:].upper()), bold=True)
        heading.font.all_caps = capitals and level < 3
        _spaced(heading, before=14 if level == 1 else 16, after=7, line=1.1)
        heading.paragraph_format.keep_with_next = True
    _font(document.styles["Caption"], size=12, colour=_INK, bold=True)
    _spaced(document.styles["Caption"], before=8, after=4, line=1.1)
    document.styles["Caption"].paragraph_format.keep_with_next = True
    for name in ("List Paragraph", "List Bullet"):
        _spaced(
            document.styles[name], before=0, after=8 if name == "List Paragraph" else 3, line=1.1
        )
        for spacing in document.styles[name].element.iter(f"{{{W}}}contextualSpacing"):
            spacing.getparent().remove(spacing)
    _pages(document)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _font(style: Any, *, size: float, colour: RGBColor, bold: bool = False) -> None:
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    style.font.italic, style.font.color.rgb = False, colour
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(f"{{{W}}}{name}", FONT)
    colours = style.element.rPr.find(f"{{{W}}}color")
    for name in ("themeColor", "themeShade", "themeTint"):
        colours.attrib.pop(f"{{{W}}}{name}", None)


def _spaced(style: Any, *, before: float, after: float, line: float) -> None:
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(after), line


def _pages(document: WordDocument) -> None:
    """A4 with the page's number at its foot."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(20), Mm(22)
    section.header_distance = section.footer_distance = Mm(10)
    paragraph = section.footer.paragraphs[0]._p
    manner: dict[str, Any] = {"size": 19, "color": "3D3D3D"}
    paragraph.get_or_add_pPr().append(w("jc", val="center"))
    for words, code in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        paragraph.extend(runs_of_text(Run(text=words), **manner))
        paragraph.extend(field(code, "1", **manner))


def _without_ballast(document: WordDocument) -> None:
    """Without what the library's own file carries and no paper needs: pictures, spare styles."""
    for relations in (document.part.package.rels, document.part.rels):
        for key in [k for k, each in relations.items() if each.reltype.endswith(_BALLAST)]:
            del relations[key]
    styles = document.styles.element
    for style in styles.findall(f"{{{W}}}style"):
        if style.get(f"{{{W}}}type") == "table" and style.styleId not in _TABLES:
            styles.remove(style)
    for mode in document.settings.element.iter(f"{{{W}}}compatSetting"):
        if mode.get(f"{{{W}}}name") == "compatibilityMode":
            mode.set(f"{{{W}}}val", _WORD_OF_2013)
