"""Pictures of an edited Word file: their content and the text for those who cannot see them."""

from __future__ import annotations

from collections.abc import Iterator

from docx.oxml.ns import nsmap
from docx.parts.story import StoryPart

from tasks.papers.markup import Element
from tasks.papers.round_trip.flow import local
from tasks.papers.round_trip.remarks import Remarks, begun
from tasks.papers.tree import Figure
from tasks.papers.word.drawings import SVG

_R = nsmap["r"]
_FORMS = {"image/png": "png", "image/jpeg": "jpeg", "image/svg+xml": "svg"}


class Pictures:
    """Reads the pictures of one file; what is drawn otherwise is told, with its words."""

    def __init__(self, part: StoryPart, remarks: Remarks) -> None:
        self._part = part
        self._remarks = remarks

    def read(self, element: Element) -> Iterator[Figure]:
        """The pictures in a drawing; none where it is a text box, a shape or a chart."""
        if local(element) == "AlternateContent":
            for choice in list(element)[:1]:
                for child in choice:
                    yield from self.read(child)
            return
        boxes = [each for each in element.iter() if local(each) == "txbxContent"]
        blips = [each for each in element.iter() if local(each) in ("blip", "imagedata")]
        for box in boxes[:1]:
            said = "".join(each.text or "" for each in box.iter() if local(each) == "t")
            self._remarks.stop(
                f"There is a text box with {begun(said)}", "Move its words into the text."
            )
        if not boxes and not blips:
            self._remarks.stop(
                f"There is a drawn shape or a chart ({begun(_described(element))})",
                "Save it as a picture (PNG) and put that in its place.",
            )
        for blip in blips if not boxes else ():
            yield from self._figure(blip, element)

    def _figure(self, blip: Element, drawing: Element) -> Iterator[Figure]:
        part = self._image(blip)
        if part is None:
            self._remarks.stop(
                f"The picture {begun(_described(drawing))} is not in the file, only linked",
                "Put the picture itself into the file.",
            )
            return
        form = _FORMS.get(part[0], "")
        if not form:
            self._remarks.stop(
                f"The picture {begun(_described(drawing))} is {part[0]}",
                "Save it as PNG or JPEG and put that in its place.",
            )
            return
        alt = " ".join(_described(drawing).split())
        if not alt:
            self._remarks.stop(
                "There is a picture without alternative text",
                "Say in words what it shows (right click, Edit Alt Text).",
            )
        yield Figure(form=form, picture=part[1], alt=alt)

    def _image(self, blip: Element) -> tuple[str, bytes] | None:
        """The type and the content of a picture, the drawing before the picture made of it."""
        drawings = list(blip.iter(f"{{{SVG}}}svgBlip"))
        for each in (*drawings, blip):
            found = each.get(f"{{{_R}}}embed") or each.get(f"{{{_R}}}id")
            relation = self._part.rels.get(found or "")
            if relation is not None and not relation.is_external:
                return relation.target_part.content_type, relation.target_part.blob
        return None


def _described(drawing: Element) -> str:
    """The alternative text of a drawing, or its title where it has only that."""
    for each in drawing.iter():
        if local(each) in ("docPr", "shape"):
            return each.get("descr") or each.get("alt") or each.get("title") or ""
    return ""
