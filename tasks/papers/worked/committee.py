"""The joint committee: two members for each council, and the chair that goes round."""

from __future__ import annotations

from functools import cached_property
from html import escape

from models.paper_facts import CouncilNamed, PaperFacts
from tasks.papers.ledger import Html, Ledger

MEMBERS_EACH = 2
#: Rounds of the chair that the table shows at the least.
ROUNDS = 2
_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class Committee:
    """What the terms' tables show; each is worked out when the template asks for it."""

    def __init__(self, facts: PaperFacts, ledger: Ledger) -> None:
        self._councils = facts.councils
        self._ledger = ledger

    @property
    def size(self) -> str:
        """How many members there are, in a word up to ten."""
        number = MEMBERS_EACH * len(self._councils)
        return _NUMBERS[number] if number < len(_NUMBERS) else str(number)

    @cached_property
    def members(self) -> list[tuple[Html, ...]]:
        """Two rows for each council; a place that nobody fills yet is a gap."""
        given = self._ledger.raw_rows("committee_members")
        rows: list[tuple[Html, ...]] = []
        for council in self._councils:
            own = [row[1:] for row in given if _is(council, row[0])][:MEMBERS_EACH]
            for parts in (*own, *[("", "", "")] * (MEMBERS_EACH - len(own))):
                rows.append((Html(escape(council.name)), *self._texts(council, parts)))
        return rows

    def _texts(self, council: CouncilNamed, parts: tuple[str, ...]) -> tuple[Html, ...]:
        columns = ("member", "office", "named substitute")
        return tuple(
            Html(escape(part))
            if part
            else self._ledger.part_missing("committee_members", f"{column} of {council.name}")
            for part, column in zip(parts, columns, strict=True)
        )

    @cached_property
    def rotation(self) -> list[tuple[Html | str, ...]]:
        """Each meeting with the council that hosts and chairs it, the host of the service first."""
        order = sorted(self._councils, key=lambda council: council.role != "host")
        given = self._ledger.raw_rows("committee_meetings")
        rows: list[tuple[Html | str, ...]] = []
        for at in range(max(len(given), ROUNDS * len(order))):
            day, venue = given[at] if at < len(given) else ("to be fixed", "to be fixed")
            place = f"{_PLACES[at] if at < len(_PLACES) else f'number {at + 1}'} meeting"
            council = order[at % len(order)]
            texts = (council.name, day or "to be fixed", venue or "to be fixed")
            rows.append((place.capitalize(), *(Html(escape(text)) for text in texts)))
        return rows


def _is(council: CouncilNamed, named: str) -> bool:
    return named.casefold() in (council.name.casefold(), council.code.casefold())
