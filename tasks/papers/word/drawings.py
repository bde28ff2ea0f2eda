"""Pictures in Word, a drawing beside the picture of it for a Word that can show it sharply."""

from __future__ import annotations

from io import BytesIO

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsmap
from docx.parts.story import StoryPart
from docx.shared import Emu

from tasks.papers.drawing import as_png
from tasks.papers.markup import Element, etree
from tasks.papers.tree import Figure

#: Microsoft's extension of a picture by a drawing, and the name by which Word knows it.
SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_CONTENT = "image/svg+xml"


#: A twentieth of a point, in the units of pictures.
_EMU_A_TWIP = 635


def picture(figure: Figure, document: WordDocument, *, twips: int, number: int) -> Element:
    """The picture as wide as that, with its alternative text and a number no other has."""
    content = as_png(figure.picture) if figure.form == "svg" else figure.picture
    inline = document.part.new_pic_inline(BytesIO(content), width=Emu(twips * _EMU_A_TWIP))
    inline.docPr.set("id", str(number))
    inline.docPr.set("descr", figure.alt)
    if figure.form == "svg":
        _with_drawing(inline, figure.picture, document.part)
    return inline


def _with_drawing(inline: Element, drawing: bytes, story: StoryPart) -> None:
    """The picture carries its drawing; programs that know none show the picture."""
    package = story.package
    name = package.next_partname("/word/media/drawing%d.svg")
    part = Part(PackURI(name), _CONTENT, drawing, package)
    relation = story.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
    a, r = nsmap["a"], nsmap["r"]
    picture = next(inline.iter(f"{{{a}}}blip"))
    extensions = etree.SubElement(picture, f"{{{a}}}extLst")
    extension = etree.SubElement(extensions, f"{{{a}}}ext", uri=_EXTENSION)
    linked = etree.SubElement(extension, f"{{{SVG}}}svgBlip", nsmap={"asvg": SVG})
    linked.set(f"{{{r}}}embed", relation)
