"""What officers changed in a paper: piece by piece, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from tasks.papers.lines import Line, lines_of
from tasks.papers.tree import Paper

#: Pieces that have this much in common are one piece that was changed.
_ALIKE = 0.4
#: Above so many pieces of one change, pairs are made in order: comparing all would take minutes.
_FEW = 60


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A piece that officers changed, put in (`old` is None) or took out (`new` is None)."""

    old: Line | None
    new: Line | None

    @property
    def where(self) -> str:
        """The heading below which it stands."""
        line = self.new or self.old
        assert line
        return line.where

    @property
    def marked(self) -> str:
        """The piece with what was taken out as [-...-] and what was put in as {+...+}."""
        if self.old is None or self.new is None:
            line = self.new or self.old
            assert line
            return f"{{+{line.text}+}}" if self.old is None else f"[-{line.text}-]"
        return "".join(_marked(self.old.text, self.new.text))


def differences(made: Paper, edited: Paper) -> tuple[Difference, ...]:
    """What the edited paper says otherwise, in its order. Numbers that only moved are no change."""
    old, new = lines_of(made), lines_of(edited)
    matcher = SequenceMatcher(None, [_key(x) for x in old], [_key(x) for x in new], autojunk=False)
    found: list[Difference] = []
    for sort, a, b, c, d in matcher.get_opcodes():
        if sort != "equal":
            found += _paired(old[a:b], new[c:d])
    return tuple(found)


def tokens(text: str) -> list[str]:
    """The words of a text, the spaces between them and its signs, each on its own."""
    return re.findall(r"\s+|[\w£$€%]+(?:[.,’'/-]\w+)*|.", text, flags=re.DOTALL)


def _key(line: Line) -> tuple[str, str]:
    return line.sort, line.text


def _paired(old: Sequence[Line], new: Sequence[Line]) -> Iterator[Difference]:
    """Each new piece with the old one it was made from; the others went, or came."""
    at = 0
    for line in new:
        match = _like(line, old[at : at + _FEW])
        if match is None:
            yield Difference(old=None, new=line)
            continue
        for gone in old[at : at + match]:
            yield Difference(old=gone, new=None)
        yield Difference(old=old[at + match], new=line)
        at += match + 1
    for gone in old[at:]:
        yield Difference(old=gone, new=None)


def _like(line: Line, among: Sequence[Line]) -> int | None:
    """Which of some pieces is the first that has much in common with a new one."""
    for place, each in enumerate(among):
        if each.sort == line.sort:
            matcher = SequenceMatcher(None, tokens(each.text), tokens(line.text), autojunk=False)
            if matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE:
                return place
    return None


def _marked(old: str, new: str) -> Iterator[str]:
    before, after = tokens(old), tokens(new)
    for sort, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        out, into = "".join(before[a:b]), "".join(after[c:d])
        if sort == "equal":
            yield out
            continue
        if out:
            yield f"[-{out}-]"
        if into:
            yield f"{{+{into}+}}"
