"""What a page, a Word file and a PDF say, read without any code of the product."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pikepdf
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def squeezed(text: str) -> str:
    """The text without spaces, bullets and differences of capitals."""
    return re.sub(r"[\s\u200b•]+", "", text).casefold()


def spoken(alternative: str) -> str:
    """An alternative text without the stops and spaces by which its parts are joined."""
    return squeezed(alternative.replace(".", ""))


class Page(HTMLParser):
    """The words of a page in order, its headings, captions, links and what its pictures show."""

    def __init__(self, html: str, *, hidden_captions: bool = True) -> None:
        super().__init__()
        self.words: list[str] = []
        self.headings: list[str] = []
        self.captions: list[str] = []
        self.links: list[str] = []
        self.alternatives: list[str] = []
        self._hidden_captions = hidden_captions
        self._open: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes where a heading, a caption or a link begins."""
        given = dict(attrs)
        if tag not in ("meta", "br", "img"):
            self._open.append((tag, given.get("class") or ""))
        if tag == "svg":
            self.alternatives.append("")
        if tag in ("h1", "h2", "h3"):
            self.headings.append("")
        if tag == "caption":
            self.captions.append("")
        if tag == "a" and not (given.get("href") or "").startswith("#"):
            self.links.append(given["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        """Closes what was opened last."""
        self._open.pop()

    def handle_data(self, data: str) -> None:
        """Keeps the words, but for those of the head."""
        tags = [tag for tag, _ in self._open]
        if "body" not in tags:
            return
        if "svg" in tags:
            if {"title", "desc"} & set(tags):
                self.alternatives[-1] += data
            return
        if "caption" in tags:
            self.captions[-1] += data
            front = any("front" in look.split() for _, look in self._open)
            if front and not self._hidden_captions:
                return
        if {"h1", "h2", "h3"} & set(tags):
            self.headings[-1] += data
        self.words.append(data)


class Word:
    """The words of a Word file in order with its numbers counted as Word counts them."""

    def __init__(self, content: bytes) -> None:
        with ZipFile(BytesIO(content)) as file:
            self.parts = {name: file.read(name) for name in file.namelist()}
        self.body = etree.fromstring(self.parts["word/document.xml"])[0]
        self._lists = self._levels()
        self._counts: dict[str, list[int]] = {}
        self.links: list[str] = []
        self.headings: list[str] = []
        self.captions: list[str] = []
        self.alternatives = [
            each.get("descr") or "" for each in self.body.iter(f"{WP}docPr") if each.get("descr")
        ]
        self.words = list(self._words())

    def _levels(self) -> dict[str, dict[int, str]]:
        root = etree.fromstring(self.parts["word/numbering.xml"])
        kinds = {
            each.get(f"{W}abstractNumId"): {
                int(level.get(f"{W}ilvl")): level.find(f"{W}lvlText").get(f"{W}val")
                for level in each.findall(f"{W}lvl")
                if level.find(f"{W}numFmt").get(f"{W}val") == "decimal"
            }
            for each in root.findall(f"{W}abstractNum")
        }
        return {
            each.get(f"{W}numId"): kinds[each.find(f"{W}abstractNumId").get(f"{W}val")]
            for each in root.findall(f"{W}num")
        }

    def _number(self, paragraph: Any) -> str:
        place = paragraph.find(f"{W}pPr/{W}numPr")
        if place is None or place.find(f"{W}numId").get(f"{W}val") == "0":
            return ""
        name = place.find(f"{W}numId").get(f"{W}val")
        level = int(place.find(f"{W}ilvl").get(f"{W}val"))
        counts = self._counts.setdefault(name, [0, 0])
        counts[level] += 1
        counts[level + 1 :] = [0] * (len(counts) - level - 1)
        text = self._lists[name][level]
        return text.replace("%1", str(counts[0])).replace("%2", str(counts[1]))

    def _words(self) -> Iterator[str]:
        relations = etree.fromstring(self.parts["word/_rels/document.xml.rels"])
        targets = {each.get("Id"): each.get("Target") for each in relations}
        caption_said = ""
        for element in self.body.iter(f"{W}p", f"{W}tbl"):
            if element.tag == f"{W}tbl":
                caption = element.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val")
                self.captions.append(caption)
                yield "" if caption == caption_said else caption
                continue
            for link in element.findall(f"{W}hyperlink"):
                if link.get(f"{R}id"):
                    self.links.append(targets[link.get(f"{R}id")])
            said = "".join(text.text or "" for text in element.iter(f"{W}t"))
            style = element.find(f"{W}pPr/{W}pStyle")
            look = "" if style is None else style.get(f"{W}val")
            number = self._number(element)
            if look.startswith("Heading"):
                self.headings.append(f"{number} {said}")
            caption_said = said if look == "Caption" else ""
            yield f"{number} {said}"


class Pdf:
    """The words of a PDF in the order of its structure, as software reads them aloud.

    A picture is heard by its alternative text, not by the words drawn in it.
    """

    def __init__(self, content: bytes) -> None:
        self.file = pikepdf.open(BytesIO(content))
        self.root = self.file.Root.StructTreeRoot
        self._pieces = {page.objgen: _pieces(page) for page in self.file.pages}
        self.words = list(self._words(self.root))
        self.headings: list[str] = []
        with self.file.open_outline() as outline:
            self._gather(outline.root)

    def _gather(self, items: Any) -> None:
        for item in items:
            self.headings.append(item.title)
            self._gather(item.children)

    def _words(self, element: Any, page: Any = None) -> Iterator[str]:
        page = element.get("/Pg", page)
        for child in _held(element):
            if isinstance(child, int):
                yield self._pieces[page.objgen].get(child, "")
            elif child.get("/Type") == "/MCR":
                yield self._pieces[child.get("/Pg", page).objgen].get(int(child.MCID), "")
            elif child.get("/Type") != "/OBJR" and child.get("/S") != "/Figure":
                yield from self._words(child, page)

    @property
    def links(self) -> set[str]:
        """The web addresses its links lead to; a link over two lines is two of them."""
        return {
            str(note.A.URI)
            for page in self.file.pages
            for note in page.get("/Annots", [])
            if "/A" in note and "/URI" in note.A
        }

    @property
    def alternatives(self) -> list[str]:
        """What its pictures show, for those who hear them."""
        return [str(each.Alt) for each in self.elements("/Figure") if "/Alt" in each]

    def elements(self, kind: str, within: Any = None) -> list[Any]:
        """The elements of its structure of a kind, in order, or those within one of them."""
        return list(_elements(self.root if within is None else within, kind))

    def said(self, element: Any) -> str:
        """The words of an element of its structure."""
        return "".join(self._words(element))


def _held(element: Any) -> list[Any]:
    held = element.get("/K", [])
    return list(held) if isinstance(held, pikepdf.Array) else [held]


def _elements(element: Any, kind: str) -> Iterator[Any]:
    for child in _held(element):
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            if kind == child.S:
                yield child
            yield from _elements(child, kind)


def _pieces(page: Any) -> dict[int, str]:
    """The words of a page by the number of the marked content that they stand in."""
    fonts = {name: _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
    font: dict[bytes, str] = {}
    found: dict[int, str] = {}
    open_: list[tuple[int | None, bool]] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            given = operands[1] if name == "BDC" else {}
            number, silent = open_[-1] if open_ else (None, False)
            number = int(given["/MCID"]) if "/MCID" in given else number
            if "/ActualText" in given and not silent and number is not None:
                found[number] = found.get(number, "") + str(given["/ActualText"])
                silent = True
            open_.append((number, silent))
        elif name == "EMC":
            open_.pop()
        elif name == "Tf":
            font = fonts[str(operands[0])]
        elif name in ("Tj", "TJ") and open_ and open_[-1][0] is not None and not open_[-1][1]:
            number = open_[-1][0]
            for string in operands[0] if name == "TJ" else operands:
                if isinstance(string, pikepdf.String):
                    raw = bytes(string)
                    text = "".join(font[raw[at : at + 2]] for at in range(0, len(raw), 2))
                    found[number] = found.get(number, "") + text
    return found


def _letters(font: Any) -> dict[bytes, str]:
    """What each code of a font stands for."""
    found = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", font.ToUnicode.read_bytes(), re.S):
        for code, text in re.findall(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>", block):
            found[bytes.fromhex(code.decode())] = bytes.fromhex(text.decode()).decode("utf-16-be")
    return found
