"""Reads the text within a block as runs: strong, emphasised, marked, linked, broken in lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from rules.errors import RuleRefused
from tasks.papers.markup import Element
from tasks.papers.tree import Run
from tasks.papers.wording import is_web_address

Refusal = Callable[[str, str], RuleRefused]

#: What a page draws as one space; a space that does not break is not among them.
_SPACES = re.compile(r"[ \t\r\n\f]+")
#: Stands for a line break until spaces are drawn together.
LINE_BREAK = "\u2028"


@dataclass(frozen=True, kw_only=True)
class _Inline:
    """Reads one element; `place` names it in an error."""

    place: str
    refusal: Refusal

    def runs(self, element: Element, manner: Run) -> Iterator[Run]:
        """The runs within an element, each in the manner that surrounds it."""
        yield replace(manner, text=element.text or "")
        for child in element:
            yield from self._child(child, manner)
            yield replace(manner, text=child.tail or "")

    def _child(self, child: Element, manner: Run) -> Iterator[Run]:
        tag: Any = child.tag
        if tag == "br":
            yield replace(manner, text=LINE_BREAK)
        elif tag == "strong":
            yield from self.runs(child, replace(manner, strong=True))
        elif tag == "em":
            yield from self.runs(child, replace(manner, em=True))
        elif tag == "mark":
            yield from self.runs(child, replace(manner, mark=child.get("class") or "gap"))
        elif tag == "a":
            yield from self.runs(child, replace(manner, link=self._target(child)))
        elif tag == "span":
            if child.get("id"):
                yield replace(manner, text="", anchor=child.get("id"))
            yield from self.runs(child, manner)
        elif tag == "p":
            yield replace(manner, text=LINE_BREAK)
            yield from self.runs(child, manner)
        else:
            raise self.refusal(self.place, f"holds the unknown tag <{tag}>")

    def _target(self, link: Element) -> str:
        target = link.get("href") or ""
        if not link.text_content().strip() or not target.strip("# "):
            raise self.refusal(self.place, f"holds an empty link to {target!r}")
        if not target.startswith("#") and not is_web_address(target):
            raise self.refusal(self.place, f"holds a link to {target!r}, no address of the web")
        return target


def read_runs(element: Element, place: str, refusal: Refusal) -> tuple[Run, ...]:
    """The runs of an element, spaces drawn together as a page does. Raises: RuleRefused."""
    found = _Inline(place=place, refusal=refusal).runs(element, Run(text=""))
    return tuple(tidied(found))


def tidied(runs: Iterator[Run]) -> Iterator[Run]:
    """The runs with single spaces, none at either end or beside a break, and none empty."""
    kept: list[Run] = []
    for run in runs:
        text = _SPACES.sub(" ", run.text)
        last = "".join(each.text for each in kept[-3:])[-1:]
        if text.startswith(" ") and last in ("", " ", LINE_BREAK):
            text = text[1:]
        if text.startswith(LINE_BREAK):
            _strip_end(kept)
            if not any(each.text for each in kept):
                continue
        if text or run.anchor:
            kept.append(replace(run, text=text))
    _strip_end(kept)
    for run in _joined(kept):
        yield replace(run, text=run.text.replace(LINE_BREAK, "\n"))


def _strip_end(kept: list[Run]) -> None:
    """No space or break stands last."""
    while kept and not kept[-1].anchor:
        text = kept[-1].text.rstrip(" " + LINE_BREAK)
        if text:
            kept[-1] = replace(kept[-1], text=text)
            return
        kept.pop()


def _joined(runs: list[Run]) -> list[Run]:
    """Neighbours in the same manner as one; an anchor joins the text that follows it."""
    found: list[Run] = []
    for run in runs:
        last = found[-1] if found else None
        if (
            last
            and not run.anchor
            and replace(run, anchor=last.anchor, text="") == replace(last, text="")
        ):
            found[-1] = replace(last, text=last.text + run.text)
        elif last and last.anchor and not last.text and not run.anchor:
            found[-1] = replace(run, anchor=last.anchor)
        else:
            found.append(run)
    return found
