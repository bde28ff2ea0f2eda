"""The style map in reverse: what a style of an edited Word file stands for in a paper."""

from __future__ import annotations

from dataclasses import asdict

from docx.document import Document as WordDocument
from docx.styles import BabelFish

from tasks.papers.house import WordStyles
from tasks.papers.markup import Element
from tasks.papers.word.xml import W


class Styles:
    """Answers from the styles of one file, by their names, which programs keep, not their ids."""

    def __init__(self, document: WordDocument, named: WordStyles) -> None:
        elements = document.styles.element.findall(f"{{{W}}}style")
        self._elements = {each.get(f"{{{W}}}styleId"): each for each in elements}
        self._names = {key: _name(each) for key, each in self._elements.items()}
        uses: dict[str, str] = {}
        for use, name in asdict(named).items():
            uses.setdefault(_internal(name), use)
        self._uses = uses
        self._plain = next(
            (
                key
                for key, each in self._elements.items()
                if each.get(f"{{{W}}}default") and each.get(f"{{{W}}}type") == "paragraph"
            ),
            "",
        )

    def of(self, paragraph: Element) -> str:
        """The id of a paragraph's style."""
        found = paragraph.find(f"{{{W}}}pPr/{{{W}}}pStyle")
        key = "" if found is None else found.get(f"{{{W}}}val")
        return key if key in self._elements else self._plain

    def name(self, key: str) -> str:
        """The name of a style as Word shows it."""
        return BabelFish.internal2ui(self._names.get(key, key))

    def use(self, key: str) -> str:
        """What a style stands for by the map, itself or by what it is based on; or nothing."""
        return next((self._uses[n] for n in self._line(key) if n in self._uses), "")

    def is_mapped(self, key: str) -> bool:
        """Whether the map names the style itself; the file's plain style always counts."""
        return key == self._plain or _internal(self._names.get(key, "")) in self._uses

    def level(self, key: str) -> int:
        """The level of heading that a style is, from 1; 0 for text."""
        while key in self._elements:
            found = self._elements[key].find(f"{{{W}}}pPr/{{{W}}}outlineLvl")
            if found is not None:
                level = int(found.get(f"{{{W}}}val"))
                return level + 1 if level < 9 else 0
            key = self._based_on(key)
        return 0

    def is_strong(self, key: str) -> bool:
        """Whether a style of letters is Word's own for strong text."""
        return _internal(self._names.get(key, "")) == "strong"

    def is_em(self, key: str) -> bool:
        """Whether a style of letters is Word's own for emphasis."""
        return _internal(self._names.get(key, "")) == "emphasis"

    def _line(self, key: str) -> list[str]:
        """The names of a style and of all that it is based on, nearest first."""
        found: list[str] = []
        while key in self._elements and _internal(self._names[key]) not in found:
            found.append(_internal(self._names[key]))
            key = self._based_on(key)
        return found

    def _based_on(self, key: str) -> str:
        found = self._elements[key].find(f"{{{W}}}basedOn")
        return "" if found is None else found.get(f"{{{W}}}val")


def _name(style: Element) -> str:
    found = style.find(f"{{{W}}}name")
    return "" if found is None else found.get(f"{{{W}}}val")


def _internal(name: str) -> str:
    return str(BabelFish.ui2internal(name)).casefold()
