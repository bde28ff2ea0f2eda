"""What an exempt paper says of itself, and what stands in the open one in place of exempt facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.paper_facts import PaperFacts, Withheld
from models.papers.exempt_rows import row_words
from models.papers.exemptions import paragraphs_of
from rules.exempt_information import paragraph_numbered
from tasks.papers.house import House
from tasks.papers.vocabulary import vocabulary


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why one fact is exempt: its paragraph in words, and the public interest as weighed."""

    what: str
    paragraph: str
    public_interest: str


@dataclass(frozen=True, kw_only=True)
class Marking:
    """What stands on every page of an exempt paper, and the reasons that stand on its first."""

    words: str
    reasons: tuple[Reason, ...]


def marking_of(facts: PaperFacts, used: Mapping[str, Withheld]) -> Marking | None:
    """The marking of a paper that uses these exempt facts; None on an open paper."""
    if not facts.exempt or not used:
        return None
    words = f"NOT FOR PUBLICATION – exempt information under {paragraphs_of(used.values())}"
    return Marking(
        words=f"{words} to the Local Government Act 1972",
        reasons=tuple(_reason(name, row) for name, row in used.items()),
    )


def words_in_place(facts: PaperFacts, house: House) -> dict[str, str]:
    """By exempt fact, what the open paper says instead; nothing for the exempt paper."""
    if facts.exempt:
        return {}
    return {
        name: f"[This information is exempt under paragraph {row.paragraph} of Schedule 12A to the "
        f"Local Government Act 1972 and is in {house.exempt_paper.name}.]"
        for name, row in facts.withheld.items()
    }


def _reason(name: str, row: Withheld) -> Reason:
    paragraph = paragraph_numbered(row.paragraph)
    return Reason(
        what=vocabulary()[name].words if name in vocabulary() else row_words(name),
        paragraph=f"paragraph {paragraph.number}, {paragraph.words}",
        public_interest=row.public_interest,
    )
