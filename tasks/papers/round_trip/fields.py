"""Word's fields, met run by run: what they show is read, how it is worked out is not."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(kw_only=True)
class _Field:
    code: str = ""
    shows: bool = False


class Fields:
    """The fields that are open at one place of a file, outermost first."""

    def __init__(self) -> None:
        self._open: list[_Field] = []

    def mark(self, sort: str) -> None:
        """A field begins, its result begins (`separate`), or it ends."""
        if sort == "begin":
            self._open.append(_Field())
        elif sort == "separate" and self._open:
            self._open[-1].shows = True
        elif sort == "end" and self._open:
            self._open.pop()

    def add_code(self, text: str) -> None:
        """More of the instruction of the innermost field."""
        if self._open:
            self._open[-1].code += text

    @property
    def silent(self) -> bool:
        """Whether text here is an instruction, or stands in a table of contents."""
        return any(not field.shows or field.code.split()[:1] == ["TOC"] for field in self._open)

    @property
    def link(self) -> str:
        """Where text here leads to: an address, `#` and a bookmark, or nothing."""
        for field in self._open:
            found = re.match(r'\s*HYPERLINK\s+(\\l\s+)?"([^"]*)"', field.code)
            if found:
                return f"#{found.group(2)}" if found.group(1) else found.group(2)
        return ""
