"""Reads a figure of a page: its picture, which is within the page, and its alternative text."""

from __future__ import annotations

import base64
import binascii
import re

from tasks.papers.inline import Refusal
from tasks.papers.markup import Element, etree
from tasks.papers.tree import Figure

_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_PLACE = "data-drawing"
_DATA = re.compile(r"data:image/(png|jpeg|svg\+xml);base64,([A-Za-z0-9+/=\s]+)")
_SVG = "{http://www.w3.org/2000/svg}"
#: Parts of a drawing that could run, or fetch, something.
_ACTIVE = ("script", "foreignObject", "image", "a", "animate", "set")


def without_drawings(page: str) -> tuple[str, list[str]]:
    """The page with each drawing replaced by its place, and the drawings in order.

    A drawing is XML, in which capitals count; a reader of HTML would lose them.
    """
    drawings = _DRAWING.findall(page)
    count = iter(range(len(drawings)))
    return _DRAWING.sub(lambda _: f'<img {_PLACE}="{next(count)}">', page), drawings


def read_figure(element: Element, drawings: list[str], place: str, refusal: Refusal) -> Figure:
    """The figure. Raises: RuleRefused where nobody who cannot see it would know what it shows."""
    strays = [child.tag for child in element if child.tag not in ("img", "figcaption")]
    pictures = element.findall("img")
    if strays or len(pictures) != 1:
        raise refusal(place, "is a figure that is not one picture with at most a caption")
    picture = pictures[0]
    if picture.get(_PLACE):
        form, content = "svg", drawings[int(picture.get(_PLACE))].encode()
        alt = _described(content, place, refusal)
    else:
        form, content = _data(picture.get("src") or "", place, refusal)
        alt = picture.get("alt") or ""
    if form == "svg":
        _refuse_active(content, place, refusal)
    if not alt.strip():
        raise refusal(place, "is a picture without alternative text")
    caption = " ".join((element.findtext("figcaption") or "").split())
    return Figure(form=form, picture=content, alt=" ".join(alt.split()), caption=caption)


def _data(source: str, place: str, refusal: Refusal) -> tuple[str, bytes]:
    found = _DATA.fullmatch(source)
    try:
        content = base64.b64decode(found.group(2), validate=False) if found else b""
    except binascii.Error:
        content = b""
    if not found or not content:
        raise refusal(place, "is a picture that is not a PNG, JPEG or SVG within the page")
    return found.group(1).removesuffix("+xml"), content


def _drawing(content: bytes, place: str, refusal: Refusal) -> Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise refusal(place, f"is a drawing that is not well formed ({error})") from error


def _described(content: bytes, place: str, refusal: Refusal) -> str:
    """The title and the description of a drawing."""
    root = _drawing(content, place, refusal)
    found = (root.findtext(f"{_SVG}{part}") or "" for part in ("title", "desc"))
    return ". ".join(text.strip().rstrip(".") for text in found if text.strip())


def _refuse_active(content: bytes, place: str, refusal: Refusal) -> None:
    for part in _drawing(content, place, refusal).iter():
        name = etree.QName(part).localname if isinstance(part.tag, str) else "instruction"
        links = [v for k, v in part.attrib.items() if k.endswith("href") and v[:1] != "#"]
        if name in _ACTIVE or name == "instruction" or links:
            raise refusal(place, f"is a drawing that holds <{name}>")
