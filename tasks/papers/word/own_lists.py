"""The lists that the styles of a council's own Word file belong to."""

from __future__ import annotations

from typing import NamedTuple

from tasks.papers.markup import Element
from tasks.papers.word.xml import W


class Place(NamedTuple):
    """Where a style stands: the id of the abstract list, and the level in it, from 0."""

    abstract: int
    level: int


class OwnLists:
    """Looks up the list of a style, and whether it numbers as a layout wants."""

    def __init__(self, numbering: Element, styles: Element) -> None:
        self._abstracts = {
            int(each.get(f"{{{W}}}abstractNumId")): each
            for each in numbering.findall(f"{{{W}}}abstractNum")
        }
        self._lists = {
            each.get(f"{{{W}}}numId"): int(each.find(f"{{{W}}}abstractNumId").get(f"{{{W}}}val"))
            for each in numbering.findall(f"{{{W}}}num")
        }
        self._styles = {each.get(f"{{{W}}}styleId"): each for each in styles}

    def run(self, style: str) -> int | None:
        """The list of a style that numbers 1., 2., 3. at its first level; None where not."""
        place = self.place(style)
        fits = place and place.level == 0 and self.text(place) == "%1."
        return place.abstract if place and fits else None

    def outline(self, heading: str, paragraph: str, top: str) -> int | None:
        """The list whose first two levels are the heading's, as `top`, and the paragraph's, 1.1."""
        first, second = self.place(heading), self.place(paragraph)
        if not first or not second or second != Place(first.abstract, 1) or first.level:
            return None
        fits = (self.text(first), self.text(second)) == (top, "%1.%2")
        return first.abstract if fits else None

    def place(self, style: str) -> Place | None:
        """Where a style, or the one it is based on, stands; None where it is in no list."""
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            element = self._styles[style]
            found = element.find(f"{{{W}}}pPr/{{{W}}}numPr")
            if found is not None:
                return self._place(found, style)
            based = element.find(f"{{{W}}}basedOn")
            style = "" if based is None else based.get(f"{{{W}}}val")
        return None

    def text(self, place: Place) -> str:
        """How a level is numbered, such as `%1.%2`; nothing where it is not in figures."""
        level = self._level(place)
        if level is None or _value(level, "numFmt") != "decimal":
            return ""
        return _value(level, "lvlText")

    def _place(self, found: Element, style: str) -> Place | None:
        abstract = self._lists.get(_value(found, "numId"))
        if abstract is None or abstract not in self._abstracts:
            return None
        for level in self._abstracts[abstract].findall(f"{{{W}}}lvl"):
            if _value(level, "pStyle") == style:
                return Place(abstract, int(level.get(f"{{{W}}}ilvl")))
        return Place(abstract, int(_value(found, "ilvl") or 0))

    def _level(self, place: Place) -> Element | None:
        for level in self._abstracts[place.abstract].findall(f"{{{W}}}lvl"):
            if int(level.get(f"{{{W}}}ilvl")) == place.level:
                return level
        return None


def _value(element: Element, child: str) -> str:
    found = element.find(f"{{{W}}}{child}")
    return "" if found is None else found.get(f"{{{W}}}val") or ""
