"""How a style of a Word file looks once all that it is based on is counted in."""

from __future__ import annotations

from collections.abc import Iterator

from docx.document import Document as WordDocument
from docx.oxml import parse_xml

from tasks.papers.markup import Element
from tasks.papers.word.style_map import internal
from tasks.papers.word.xml import W

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


class Looks:
    """Answers about the styles of one file, by their names."""

    def __init__(self, document: WordDocument) -> None:
        self._root = document.styles.element
        styles = self._root.findall(f"{{{W}}}style")
        self._by_id = {each.get(f"{{{W}}}styleId"): each for each in styles}
        self._by_name = {internal(_value(each, "name")): each for each in styles}
        self._theme = _theme_fonts(document)

    def font(self, name: str) -> str:
        """The letter that a style is set in; empty where the file leaves it to Word."""
        for fonts in self._found(name, "rPr/rFonts"):
            theme = fonts.get(f"{{{W}}}asciiTheme")
            if theme:
                return self._theme.get(theme[:5], "")
            if fonts.get(f"{{{W}}}ascii"):
                return str(fonts.get(f"{{{W}}}ascii"))
        return ""

    def colour(self, name: str) -> str:
        """The colour of a style's text as #rrggbb; black where it is automatic."""
        return next((_hex(e, "val") for e in self._found(name, "rPr/color")), "#000000")

    def ground(self, name: str) -> str:
        """The colour behind a style's text as #rrggbb; white where there is none."""
        shades = (*self._found(name, "pPr/shd"), *self._found(name, "rPr/shd"))
        return next((_hex(each, "fill", "#ffffff") for each in shades), "#ffffff")

    def half_points(self, name: str) -> int:
        """The size of a style's text in half points; 20 where nothing says it, as in Word."""
        return next((int(e.get(f"{{{W}}}val")) for e in self._found(name, "rPr/sz")), 20)

    def has_capitals(self, name: str) -> bool:
        """Whether a style sets its text in capitals."""
        found = next(self._found(name, "rPr/caps"), None)
        return found is not None and found.get(f"{{{W}}}val") not in ("0", "false", "off")

    def level(self, name: str) -> int:
        """The level of heading that a style is, from 1; 0 for text."""
        for found in self._found(name, "pPr/outlineLvl"):
            level = int(found.get(f"{{{W}}}val"))
            return level + 1 if level < 9 else 0
        own = internal(name)
        return int(own[8:]) if own[:8] == "heading " and own[8:].isdecimal() else 0

    def is_list(self, name: str) -> bool:
        """Whether a style belongs to a list."""
        return next(self._found(name, "pPr/numPr"), None) is not None

    def has_header_row(self, name: str) -> bool:
        """Whether a table style has a look of its own for the first row."""
        for style in self._line(name):
            for each in style.findall(f"{{{W}}}tblStylePr"):
                if each.get(f"{{{W}}}type") == "firstRow":
                    return True
        return False

    def style_id(self, name: str) -> str:
        """The id of a style, empty where the file has it not."""
        found = self._by_name.get(internal(name))
        return "" if found is None else str(found.get(f"{{{W}}}styleId"))

    def _found(self, name: str, path: str) -> Iterator[Element]:
        """The property of a style, of what it is based on, and of the whole file, nearest first."""
        steps = "/".join(f"{{{W}}}{step}" for step in path.split("/"))
        for style in self._line(name):
            found = style.find(steps)
            if found is not None:
                yield found
        part, _, rest = steps.partition("/")
        default = self._root.find(f"{{{W}}}docDefaults/{part}Default/{part}/{rest}")
        if default is not None:
            yield default

    def _line(self, name: str) -> Iterator[Element]:
        style, seen = self._by_name.get(internal(name)), set()
        while style is not None and style not in seen:
            seen.add(style)
            yield style
            style = self._by_id.get(_value(style, "basedOn"))


def _theme_fonts(document: WordDocument) -> dict[str, str]:
    """The fonts that a theme names, by the first letters of their use: minor and major."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/theme"):
            root = parse_xml(relation.target_part.blob)
            found = {use: root.find(f".//{_A}{use}Font/{_A}latin") for use in ("minor", "major")}
            return {
                use: str(each.get("typeface")) for use, each in found.items() if each is not None
            }
    return {}


def _hex(element: Element, name: str, none: str = "#000000") -> str:
    value = str(element.get(f"{{{W}}}{name}") or "auto").lower()
    return none if value == "auto" or len(value) != 6 else f"#{value}"


def _value(element: Element, child: str) -> str:
    found = element.find(f"{{{W}}}{child}")
    return "" if found is None else found.get(f"{{{W}}}val") or ""
