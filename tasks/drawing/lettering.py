"""Text where no font can be asked how wide it is: cleaned, measured, wrapped, kept apart.

Widths are those of Arial in thousandths of the type size, rounded up, with room for a wider font.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import ceil

#: What neither XML 1.0 nor a calendar file can carry, escaped or not.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WIDTHS = {
    **dict.fromkeys("ijl'|", 240),
    **dict.fromkeys(".,:;!/\\Ift[] ", 280),
    **dict.fromkeys('()r-"', 350),
    **dict.fromkeys("sckvxyzJ", 500),
    **dict.fromkeys("ABEKPSVXYFTZL&", 670),
    **dict.fromkeys("CDHNRUGOQ", 780),
    **dict.fromkeys("wmMW%@", 950),
}
_OTHER = 560
_FOREIGN = 1000
#: Readers' machines may set a wider font than the one measured.
_SPARE = 1.08


def legible(text: str) -> str:
    """The text, a replacement character wherever one stood that no file may carry."""
    return _ILLEGAL.sub("�", text)


def short_date(day: date) -> str:
    """`31 Mar 2027`."""
    return f"{day.day} {day:%b} {day.year}"


def width_of(text: str, size: float, *, bold: bool = False) -> int:
    """About how wide the text is at that type size: rather too much than too little."""
    units = sum(_WIDTHS.get(each, _OTHER if each < "\u0100" else _FOREIGN) for each in text)
    return ceil(units / 1000 * size * _SPARE * (1.08 if bold else 1))


def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """The text in lines no wider than `width`; a word too long for a line is broken."""
    lines = [""]
    for word in legible(text).split():
        for piece in _pieces(word, width, size, bold=bold):
            longer = f"{lines[-1]} {piece}".strip()
            if width_of(longer, size, bold=bold) <= width:
                lines[-1] = longer
            else:
                lines.append(piece)
    return tuple(line for line in lines if line) or ("",)


def _pieces(word: str, width: float, size: float, *, bold: bool) -> Iterable[str]:
    if width_of(word, size, bold=bold) <= width:
        return [word]
    pieces = [""]
    for each in word:
        if width_of(pieces[-1] + each, size, bold=bold) > width:
            pieces.append("")
        pieces[-1] += each
    return pieces


@dataclass(frozen=True, kw_only=True)
class Label:
    """A label at a point of the axis: its room from `x`, and its row, 0 nearest the chart.

    `is_left` when it stands to the left of its point and ends there.
    """

    text: str
    at: float
    x: float
    width: float
    row: int
    is_left: bool


def kept_apart(
    wanted: Iterable[tuple[float, str]], left: float, right: float, size: float
) -> tuple[Label, ...]:
    """Labels that do not overlap, each in the lowest row that has room, between left and right.

    A label stands to the right of its point, or to its left where the right has no room; one too
    long for either is cut short.
    """
    found: list[Label] = []
    for at, whole in sorted(wanted, reverse=True):
        text = _cut(whole, max(right - at, at - left) - 8, size)
        width = width_of(text, size)
        is_left = at + 4 + width > right and at - 4 - width >= left
        x = at - 4 - width if is_left else at + 4
        beneath = [each.row for each in found if x - 6 <= each.at <= x + width + 6]
        row = max(beneath, default=-1) + 1
        while any(each.row == row and _overlap(each, x, width) for each in found):
            row += 1
        found.append(Label(text=text, at=at, x=x, width=width, row=row, is_left=is_left))
    return tuple(found)


def _cut(text: str, width: float, size: float) -> str:
    if width_of(text, size) <= width:
        return text
    while text and width_of(f"{text}…", size) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _overlap(label: Label, x: float, width: float) -> bool:
    return x < label.x + label.width + 10 and label.x < x + width + 10
