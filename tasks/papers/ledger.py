"""What a paper asked for while it was written: the facts it shows, and the gaps in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import escape
from textwrap import shorten
from typing import Any, NamedTuple

from models.paper_facts import KnownFact
from rules.errors import RuleRefused
from tasks.papers.vocabulary import FactName
from tasks.papers.wording import lower_first

#: A value longer than this is shown in the table of sources by its opening words.
LONGEST_IN_TABLE = 140

_NOTHING: Mapping[str, Any] = {}
_YES_OR_NO = {"yes": "yes", "no": "no", "none": "no", "not": "no"}
_OPENNESS = {
    **dict.fromkeys(("open", "public", "part 1"), "open"),
    **dict.fromkeys(("part exempt", "part-exempt", "part closed"), "part"),
    **dict.fromkeys(("exempt", "fully exempt", "closed", "private", "part 2"), "exempt"),
}


class Html(str):
    """Text that is HTML already, and is not escaped again."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


class Grid(NamedTuple):
    """A fact that is a table: its name in words, its columns and its rows."""

    words: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Html, ...], ...]


class Ledger:
    """Answers a template's questions about facts and remembers, in order, what it answered.

    Values come out escaped. A fact that is absent, None or blank comes out as a mark that names it.
    """

    def __init__(
        self,
        facts: Mapping[str, KnownFact],
        names: Mapping[str, FactName],
        *,
        own: str = "",
        withheld: Mapping[str, str] = _NOTHING,
        trail: Mapping[str, tuple[str, str]] = _NOTHING,
    ) -> None:
        """`own` is the kind that alone is given facts of one decision, under its own name.

        `withheld` are the words that stand in place of exempt facts, which are not in `facts`;
        `trail` the days on which a role's comments were sought and included, in words.
        """
        self._own = own
        self._facts = facts
        self._names = names
        self._withheld = withheld
        self._trail = trail
        self._shown: dict[str, KnownFact] = {}
        self._missing: dict[str, FactName] = {}
        self.touched: dict[str, None] = {}
        self.roles: dict[str, None] = {}
        self._held_back: set[str] = set()
        self.warnings: dict[str, None] = {}

    def known(self, name: str) -> bool:
        """Whether the fact has a value; asking does not show it."""
        return bool(self._text(name)) or name in self._withheld

    def text(self, name: str) -> str:
        """The fact as it was recorded, or nothing; reading it does not show it."""
        return self._text(name)

    def raw_rows(self, name: str) -> tuple[tuple[str, ...], ...]:
        """The cells of a fact that is a table, as recorded; reading them does not show them."""
        lines = [line for line in self._text(name).splitlines() if "|" in line]
        return tuple(self._parts(self._names[name], line) for line in lines)

    def fact(self, name: str) -> Html:
        """The fact as part of a sentence, or a mark in its place."""
        return Html(" ".join(self.paragraphs(name)))

    def paragraphs(self, name: str) -> tuple[Html, ...]:
        """The fact's paragraphs, parted where its value has blank lines, or one mark."""
        text = self._text(name)
        if name in self._withheld:
            self._held_back.add(name)
            return (Html(f"<em>{escape(self._withheld[name])}</em>"),)
        if not text:
            return (self._gap(name),)
        self._shown[name] = self._facts[name]
        parts = re.split(r"\n\s*\n", text)
        return tuple(Html(escape(part.strip())) for part in parts)

    def cells(self, name: str) -> tuple[tuple[Html, ...], ...]:
        """The fact's paragraphs, each parted at its bars: "Report | Held at | Contact"."""
        parts = (text.split("|") for text in self.paragraphs(name))
        return tuple(tuple(Html(cell.strip()) for cell in row) for row in parts)

    def grid(self, name: str) -> Grid:
        """The fact as a table, a line for each row; a cell without words is a gap of its own.

        It has no rows where the fact is missing, or says in one cell that there are none.
        """
        text = self._text(name)
        row = self._names[name]
        if not text or ("|" not in text and self.answer(name) == "no"):
            return Grid(row.words, row.columns, ())
        self._shown[name] = self._facts[name]
        lines = [line for line in text.splitlines() if line.strip()]
        return Grid(row.words, row.columns, tuple(self._cells(row, line) for line in lines))

    def _cells(self, row: FactName, line: str) -> tuple[Html, ...]:
        return tuple(
            Html(escape(part)) if part else self._gap(row.name, column)
            for part, column in zip(self._parts(row, line), row.columns, strict=True)
        )

    @staticmethod
    def _parts(row: FactName, line: str) -> tuple[str, ...]:
        """A cell for each column of the table; the last takes what is left of the line."""
        parts = [part.strip() for part in line.split("|", len(row.columns) - 1)]
        return (*parts, *[""] * (len(row.columns) - len(parts)))

    def part_missing(self, name: str, part: str) -> Html:
        """The mark of a part of a fact that is not there, or is not of the form that is wanted."""
        return self._gap(name, part)

    def asked(self, name: str) -> bool:
        """Whether the fact stands in the paper already: known, as a gap, or said to be exempt."""
        return name in self._shown or name in self._missing or name in self._held_back

    def answer(self, name: str) -> str:
        """`yes`, `no`, or nothing where the fact is missing or its first word is neither."""
        first = re.match(r"\w*", self._text(name).casefold())
        return _YES_OR_NO.get(first.group() if first else "", "")

    def openness(self) -> str:
        """`open`, `part`, `exempt`, or nothing where the classification says none of these."""
        return _OPENNESS.get(self._text("classification").casefold(), "")

    def comments(self, role: str) -> tuple[str, str]:
        """When a role's comments were sought and when they were included, or nothing for either."""
        self.roles[role] = None
        return self._trail.get(role, ("", ""))

    def fill(self, text: str) -> Html:
        """The text with each {name} in it replaced by the fact of that name."""
        parts = re.split(r"{(\w+)}", text)
        return Html(
            "".join(self.fact(p) if place % 2 else escape(p) for place, p in enumerate(parts))
        )

    def warn(self, says: str) -> None:
        """Whoever has the paper written is told this; the paper itself is not."""
        self.warnings[says] = None

    def gaps(self) -> tuple[str, ...]:
        """The names of missing facts that hold clearance up, in reading order."""
        names = (row.name for row in self._missing.values() if not row.after_clearance)
        return tuple(dict.fromkeys(names))

    def missing(self) -> list[dict[str, str]]:
        """The missing facts that hold clearance up, each with who must supply it."""
        return [self._row(*each) for each in self._missing.items() if not each[1].after_clearance]

    def to_follow(self) -> list[dict[str, str]]:
        """The missing facts that are only known once the paper is cleared."""
        return [self._row(*each) for each in self._missing.items() if each[1].after_clearance]

    def sources(self) -> list[dict[str, str]]:
        """The facts shown that have a source."""
        return [row for row in self._table() if row["source"]]

    def unsourced(self) -> list[str]:
        """The facts shown of which nobody recorded a source, in words."""
        return [row["words"] for row in self._table() if not row["source"]]

    def _table(self) -> Iterator[dict[str, str]]:
        for name, fact in self._shown.items():
            if not self._names[name].built_in or fact.source:
                yield {
                    "words": self._names[name].words,
                    "value": _on_one_line(fact.value or ""),
                    "source": fact.source,
                    "standing": fact.standing,
                    "url": fact.url,
                }

    def _row(self, anchor: str, name: FactName) -> dict[str, str]:
        looked = self._facts.get(name.name)
        return {
            "name": name.name,
            "anchor": anchor,
            "words": name.words,
            "supplied_by": name.supplied_by,
            "looked_for": looked.source if looked else "",
        }

    def _text(self, name: str) -> str:
        if name not in self._names:
            raise RuleRefused(
                f"A template asks for the fact {name!r}, which no file of templates/facts names.",
                "a name from one of them.",
                "add it there with its words and the role that supplies it, or mend the template.",
            )
        self.touched[name] = None
        fact = self._facts.get(name)
        return (fact.value or "").strip() if fact else ""

    def _gap(self, name: str, part: str = "") -> Html:
        """The mark of a missing fact, or of a part of it, such as a column."""
        row = self._names[name]
        if self._own and row.of_decision:
            row = replace(row, name=f"{self._own}.{name}")
        if part:
            row = replace(row, words=f"{row.words}: {lower_first(part)}")
            name = f"{name}-{re.sub(r'[^a-z0-9]+', '-', part.casefold()).strip('-')}"
        say, look = ("to follow", "later") if row.after_clearance else ("missing", "gap")
        mark = f'<mark class="{look}">[{say}: {escape(row.words)}]</mark>'
        if name in self._missing:
            return Html(mark)
        self._missing[name] = row
        return Html(f'<span id="gap-{name}">{mark}</span>')


def _on_one_line(value: str) -> str:
    """The opening words of a value, its lines and the cells in them parted as in a list."""
    said = ""
    for line in value.splitlines():
        if line.strip():
            cells = ", ".join(part.strip() for part in line.split("|"))
            between = "" if not said else " " if said.endswith((".", ";", ":", ",")) else "; "
            said += f"{between}{cells}"
    return shorten(said, LONGEST_IN_TABLE, placeholder=" …")
