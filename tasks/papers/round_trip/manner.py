"""How a run of an edited Word file looks: what a paper keeps of it, and what it cannot."""

from __future__ import annotations

from tasks.papers.markup import Element
from tasks.papers.round_trip.remarks import Remarks, begun
from tasks.papers.round_trip.styles import Styles
from tasks.papers.tree import Run
from tasks.papers.word.xml import W

#: How the writer marks a fact that is missing (and makes it bold), and one that is to follow.
_MARKS = {"yellow": "gap", "lightGray": "later"}
_OFF = ("0", "false", "none", "off")
#: Looks that a paper has not, as people call them.
_PLAIN = {
    "u": "underlined",
    "smallCaps": "in small capitals",
    "outline": "outlined",
    "shadow": "shadowed",
    "emboss": "embossed",
    "imprint": "engraved",
}


class Manners:
    """Reads the look of runs, and notes what will not be seen in the paper."""

    def __init__(self, styles: Styles, remarks: Remarks) -> None:
        self._styles = styles
        self._remarks = remarks

    def run(self, text: str, element: Element, link: str) -> Run:
        """The run; text that is hidden or struck out must be settled before it is published."""
        look = element.find(f"{{{W}}}rPr")
        if look is None:
            return Run(text=text, link=link)
        style = _value(look, "rStyle")
        strong = _is_on(look, "b") or self._styles.is_strong(style)
        mark = self._mark(text, look, strong=strong)
        if text.strip():
            self._remark(text, look, linked=bool(link))
        return Run(
            text=text,
            link=link,
            mark=mark,
            strong=strong and mark != "gap",
            em=_is_on(look, "i") or self._styles.is_em(style),
        )

    def _mark(self, text: str, look: Element, *, strong: bool) -> str:
        colour = _value(look, "highlight")
        mark = _MARKS.get(colour, "")
        if mark == "gap" and not strong:
            mark = ""
        if colour not in ("", "none") and not mark and text.strip():
            self._remarks.note(f"{begun(text)} is highlighted")
        return mark

    def _remark(self, text: str, look: Element, *, linked: bool) -> None:
        if _is_on(look, "vanish"):
            self._remarks.stop(
                f"There is hidden text: {begun(text)}", "Take it out, or show it (Font, Hidden)."
            )
        if _is_on(look, "strike") or _is_on(look, "dstrike"):
            self._remarks.stop(
                f"{begun(text)} is struck through", "Delete it, or clear the strike-through."
            )
        for name, words in _PLAIN.items():
            if _is_on(look, name) and not (linked and name == "u"):
                self._remarks.note(f"{begun(text)} is {words}")
        raised = _value(look, "vertAlign")
        if raised in ("superscript", "subscript"):
            self._remarks.note(f"{begun(text)} is set as {raised}")


def _is_on(look: Element, name: str) -> bool:
    found = look.find(f"{{{W}}}{name}")
    return found is not None and (found.get(f"{{{W}}}val") or "1").casefold() not in _OFF


def _value(look: Element, name: str) -> str:
    found = look.find(f"{{{W}}}{name}")
    return "" if found is None else found.get(f"{{{W}}}val") or ""
