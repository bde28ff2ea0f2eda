"""A council's house layout, as a value: how its papers look, never what they say."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

#: Blocks of a report that every house must give a place.
REQUIRED_BLOCKS = (
    *("recommendations", "background", "proposal", "options", "due_diligence", "governance"),
    *("partners", "timetable", "risks", "policy", "consultation", "affordability", "finance"),
    *("powers", "law", "staffing", "procurement", "equality", "climate", "data_protection"),
    *("call_in", "background_papers", "appendices"),
)
#: Blocks that only some houses have.
OPTIONAL_BLOCKS = (
    *("foreword", "summary", "conclusion", "crime_and_disorder", "communications", "author"),
    *("audit_trail", "sign_off"),
)
#: Blocks that a row of the front sheet may stand for.
FRONT_SHEET_BLOCKS = ("background_papers", "appendices")


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One matter of style. `seen` is True when it was read in the council's own record."""

    value: str
    seen: bool


@dataclass(frozen=True, kw_only=True)
class Row:
    """A label and the fact beside it (`also` is a second fact after a comma).

    Rows that go `across` stand side by side at the top, their labels as column heads. `role` is
    whose comments a row of the audit trail tells of.
    """

    label: str
    fact: str
    seen: bool
    also: str = ""
    across: bool = False
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class Openness:
    """The council's words for a paper that is open, exempt in part, or exempt."""

    open: str
    part: str
    exempt: str
    seen: bool


@dataclass(frozen=True, kw_only=True)
class KeyDecision:
    """The council's words for a key decision and for one that is not."""

    yes: str
    no: str
    seen: bool


@dataclass(frozen=True, kw_only=True)
class Recommendations:
    """How recommendations are worded.

    `actor` decides and `opening` leads in; {body} in either stands for the name of the body.
    `form` is `passive` ("That X be approved") or `active` ("Approve X").
    """

    actor: str
    opening: str
    form: str
    seen: bool


@dataclass(frozen=True, kw_only=True)
class BackgroundPapers:
    """How background papers are set out: `form` is `table` or `list`; three column heads."""

    form: str
    columns: tuple[str, ...]
    seen: bool


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading (level 2 or 3) and the blocks below it; {name} in it stands for a fact.

    A section of level 2 without blocks holds the sections of level 3 that follow it. One that is
    not `numbered` takes no number where the others do.
    """

    heading: str
    blocks: tuple[str, ...]
    seen: bool
    level: int = 2
    numbered: bool = True


@dataclass(frozen=True, kw_only=True)
class Clearing:
    """Who clears a paper: a `role` of ours and its `office` in the council.

    `forms` are the forms of document that the role is asked about; one that is not `required` is
    asked where the officer who writes the paper thinks fit.
    """

    role: str
    office: str
    forms: tuple[str, ...]
    required: bool
    seen: bool


@dataclass(frozen=True, kw_only=True)
class CommentsTime:
    """How many working days an officer has for comments, and what that rests on."""

    working_days: int
    basis: str
    seen: bool


@dataclass(frozen=True, kw_only=True)
class ExemptPaper:
    """How exempt information is kept apart: a whole `report`, or an `appendix` of that alone.

    `name` is what the open paper calls it: "the closed report on this item".
    """

    form: str
    name: str
    seen: bool


@dataclass(frozen=True, kw_only=True)
class WordStyles:
    """The names of the styles in a council's own Word file that its papers are written in."""

    heading_1: str = "Heading 1"
    heading_2: str = "Heading 2"
    heading_3: str = "Heading 3"
    paragraph: str = "Normal"
    numbered: str = "List Paragraph"
    bullets: str = "List Bullet"
    numbers: str = "List Number"
    caption: str = "Caption"
    table: str = "Table Grid"


@dataclass(frozen=True, kw_only=True)
class Files:
    """What stands beside a layout: the Word file papers are written into, own templates, a logo.

    None for each that the council has not.
    """

    word: Path | None = None
    templates: Path | None = None
    logo: Path | None = None


@dataclass(frozen=True, kw_only=True)
class House:
    """A council's layout. `consulted` are the last rows of the audit trail: officer and advice.

    `word` names the styles of the Word file among its `files`. `font` is the letter of the page
    and the PDF, the first that the reader's machine has of it and its like; None for Arial.
    `clearance`, `comments` and `exempt_paper` are its ways with papers rather than their looks.
    """

    code: str
    name: str
    accent: Choice
    headings: Choice
    numbering: Choice
    heading_numbers: Choice
    openness: Openness
    key_decision: KeyDecision
    recommendations: Recommendations
    background_papers: BackgroundPapers
    front_sheet: tuple[Row, ...]
    notice: tuple[Row, ...]
    section: tuple[Section, ...]
    audit_trail: tuple[Row, ...] = ()
    consulted: tuple[Row, ...] = ()
    clearance: tuple[Clearing, ...] = ()
    comments: CommentsTime | None = None
    exempt_paper: ExemptPaper = ExemptPaper(form="report", name="the exempt report", seen=False)
    contents: Choice | None = None
    word: WordStyles = WordStyles()
    font: Choice | None = None
    files: Files = Files()

    @property
    def has_contents(self) -> bool:
        """Whether a table of contents stands before a report."""
        return self.contents is not None and self.contents.value == "headings"

    def elements(self) -> Iterator[tuple[str, Any]]:
        """Every element of the layout that carries `seen`, with a name for it."""
        for field in fields(self):
            if field.name in ("clearance", "comments", "exempt_paper"):
                continue
            value = getattr(self, field.name)
            what = field.name.replace("_", " ")
            if isinstance(value, tuple):
                for each in value:
                    yield f"{what}: {getattr(each, 'label', '') or each.heading}", each
            elif hasattr(value, "seen"):
                yield what, value

    def blocks(self) -> tuple[str, ...]:
        """The blocks in the order they stand in a report."""
        return tuple(block for section in self.section for block in section.blocks)

    def sections_for(self, blocks: Collection[str]) -> tuple[Section, ...]:
        """The sections that hold any of these blocks, and those above them."""
        found: list[Section] = []
        for section in reversed(self.section):
            below = bool(found) and found[0].level > section.level
            if set(section.blocks) & set(blocks) or (not section.blocks and below):
                found.insert(0, section)
        return tuple(found)

    def seen_and_unseen(self) -> Mapping[str, int]:
        """How many elements were read in the council's own record, and how many were not."""
        flags = [element.seen for _, element in self.elements()]
        return {"seen": sum(flags), "unseen": len(flags) - sum(flags)}
