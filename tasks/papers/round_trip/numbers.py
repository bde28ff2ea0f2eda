"""The numbers of an edited Word file's paragraphs, counted as Word counts them."""

from __future__ import annotations

import re
from typing import NamedTuple

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE

from tasks.papers.markup import Element
from tasks.papers.word.own_lists import OwnLists, Place
from tasks.papers.word.xml import W, w

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
#: Formats of numbers that count; any other is a bullet, or shows nothing.
_COUNTING = ("decimal", "decimalZero", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman")


class Counted(NamedTuple):
    """A paragraph's place in a list: `label` is empty for a bullet; `level` counts from 0."""

    label: str
    abstract: int
    list_id: str
    level: int
    in_figures: bool


class Counter:
    """Counts through one file; asked once for each paragraph, in order."""

    def __init__(self, document: WordDocument) -> None:
        root = _root(document)
        self._lists = OwnLists(root, document.styles.element)
        self._nums = {each.get(f"{{{W}}}numId"): each for each in root.findall(f"{{{W}}}num")}
        self._levels = {
            each.get(f"{{{W}}}abstractNumId"): each.findall(f"{{{W}}}lvl")
            for each in root.findall(f"{{{W}}}abstractNum")
        }
        self._counts: dict[int, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def of(self, paragraph: Element, style: str) -> Counted | None:
        """The place of a paragraph, and the number it shows; None where it is in no list."""
        list_id, place = self._place(paragraph, style)
        if place is None:
            return None
        level = self._level(place.abstract, place.level)
        if level is None:
            return None
        format_of = _value(level, "numFmt") or "decimal"
        if format_of == "none":
            return None
        self._count(list_id, place)
        label = self._label(place) if format_of in _COUNTING else ""
        return Counted(label, place.abstract, list_id, place.level, format_of == "decimal")

    def _place(self, paragraph: Element, style: str) -> tuple[str, Place | None]:
        own = paragraph.find(f"{{{W}}}pPr/{{{W}}}numPr")
        if own is None or own.find(f"{{{W}}}numId") is None:
            place = self._lists.place(style)
            return "" if place is None else f"abstract {place.abstract}", place
        list_id = _value(own, "numId")
        num = self._nums.get(list_id)
        if num is None:
            return "", None
        abstract = int(_value(num, "abstractNumId") or -1)
        return list_id, Place(abstract, int(_value(own, "ilvl") or 0))

    def _count(self, list_id: str, place: Place) -> None:
        counts = self._counts.setdefault(place.abstract, [None] * 10)
        begins = self._begins_again(list_id, place.level)
        before = counts[place.level]
        first = self._start(place.abstract, place.level)
        counts[place.level] = (
            begins if begins is not None else first if before is None else before + 1
        )
        for deeper in range(place.level + 1, 10):
            counts[deeper] = None

    def _begins_again(self, list_id: str, level: int) -> int | None:
        """The number at which a list starts anew the first time it is met."""
        if (list_id, level) in self._begun or list_id not in self._nums:
            return None
        self._begun.add((list_id, level))
        for each in self._nums[list_id].findall(f"{{{W}}}lvlOverride"):
            if each.get(f"{{{W}}}ilvl") == str(level) and _value(each, "startOverride"):
                return int(_value(each, "startOverride"))
        return None

    def _label(self, place: Place) -> str:
        counts = self._counts[place.abstract]

        def shown(found: re.Match[str]) -> str:
            at = int(found.group(1)) - 1
            level = self._level(place.abstract, at)
            count = counts[at]
            if count is None:
                count = self._start(place.abstract, at)
            return _in_format(count, _value(level, "numFmt") if level is not None else "decimal")

        level = self._level(place.abstract, place.level)
        return re.sub(r"%([1-9])", shown, _value(level, "lvlText"))

    def _level(self, abstract: int, at: int) -> Element | None:
        for level in self._levels.get(str(abstract), ()):
            if level.get(f"{{{W}}}ilvl") == str(at):
                return level
        return None

    def _start(self, abstract: int, at: int) -> int:
        level = self._level(abstract, at)
        return int(_value(level, "start") or 1) if level is not None else 1


def _in_format(count: int, format_of: str) -> str:
    if format_of.endswith("Letter"):
        letters = chr(ord("a") + (count - 1) % 26) * (1 + (count - 1) // 26)
        return letters.upper() if format_of.startswith("upper") else letters
    if format_of.endswith("Roman"):
        roman = _roman(count)
        return roman.upper() if format_of.startswith("upper") else roman
    return f"{count:02}" if format_of == "decimalZero" else str(count)


def _roman(count: int) -> str:
    made = ""
    for value, letters in _ROMAN:
        made += letters * (count // value)
        count %= value
    return made


def _root(document: WordDocument) -> Element:
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING:
            return relation.target_part.element
    return w("numbering")


def _value(element: Element, child: str) -> str:
    found = element.find(f"{{{W}}}{child}")
    return "" if found is None else found.get(f"{{{W}}}val") or ""
