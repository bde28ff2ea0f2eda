"""What the law lets a council do when the 28 days of a notice cannot be had.

General exception and special urgency are different consents with conditions of their own
(ATI-06, ATI-07); neither shortens the five clear days of an agenda.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from rules.count import Count
from rules.rule import Limit

#: The notices that the consents excuse: key decision, and private meeting (ATI-08).
EXCUSED = ("ATI-01", "ATI-02")


class NoticeException(StrEnum):
    """Which consent is relied on in place of the 28 days."""

    #: Notice to the scrutiny chair, published, and five clear days after it (ATI-06).
    GENERAL = "general-exception"
    #: The scrutiny chair agrees before the decision that it is urgent (ATI-07).
    URGENT = "special-urgency"

    def instead_of(self, rule_id: str, limit: Limit) -> Limit:
        """The limit of a notice under this consent; any other rule's limit is left alone."""
        if rule_id not in EXCUSED:
            return limit
        count = (
            Count(primitive="clear-days-before", days=5, unit="working", calendar="council")
            if self is NoticeException.GENERAL
            else Count(primitive="days-before", days=0)
        )
        return replace(limit, count=count, why=f"{self.value} relied on")
