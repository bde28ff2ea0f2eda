"""What is exempt information: the paragraphs of Schedule 12A, with their source and standing.

Local Government Act 1972, section 100I: information of these descriptions is exempt, and a part of
a paper that holds it need not be open to the public. Paragraph 10 of the schedule asks each time
whether the public interest in the exemption outweighs that in disclosure.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rules.errors import RuleRefused, UnknownName

FILE = Path(__file__).with_suffix(".toml")
STANDINGS = ("confirmed", "part", "memory", "practice")


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """One paragraph of Part 1 of Schedule 12A; `limit` is what it does not reach."""

    number: int
    words: str
    standing: str
    cite: str
    url: str
    limit: str = ""


@cache
def paragraphs() -> Mapping[int, Paragraph]:
    """The paragraphs that ship, by number. Raises: RuleRefused."""
    return read_paragraphs(FILE)


def paragraph_numbered(number: int) -> Paragraph:
    """The paragraph of that number. Raises: UnknownName."""
    if number not in paragraphs():
        known = ", ".join(map(str, paragraphs()))
        raise UnknownName(
            f"Schedule 12A has no paragraph {number} for England.",
            f"one of {known}.",
            "see `changeover exempt --help`; ask the monitoring officer which one applies.",
        )
    return paragraphs()[number]


def read_paragraphs(path: Path) -> dict[int, Paragraph]:
    """The paragraphs of a file. Raises: RuleRefused."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        given = {"cite": table["cite"], "url": table["url"]}
        rows = [Paragraph(**given, **row) for row in table["paragraph"]]
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise RuleRefused(
            f"{path.name}: {error}.", "number, words and standing of each.", "mend it."
        ) from error
    strange = [row.number for row in rows if row.standing not in STANDINGS or not row.words]
    if strange or len({row.number for row in rows}) != len(rows):
        raise RuleRefused(
            f"{path.name}: a number stands twice, or has no standing: {strange}.",
            f"each number once, with one of {', '.join(STANDINGS)}.",
            "mend it.",
        )
    return {row.number: row for row in rows}
