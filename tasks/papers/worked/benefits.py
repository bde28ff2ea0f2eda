"""Benefits: what was measured against what was planned, and what the profile comes to."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from html import escape

from tasks.papers.charts.amounts import pounds
from tasks.papers.ledger import Html, Ledger
from tasks.papers.wording import as_pounds
from tasks.papers.worked.numbers import percent, plainly


class Benefits:
    """What the report's tables show; each is worked out when the template asks for it."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @cached_property
    def measured(self) -> list[tuple[Html | str, ...]]:
        """Benefit, planned, actual and their difference, in the unit of both."""
        return [
            (
                Html(escape(name)),
                *(
                    Html(escape(said)) if said else self._ledger.part_missing(*missing)
                    for said, missing in (
                        (planned, ("benefits_measured", "what was planned")),
                        (actual, ("benefits_measured", "what was measured")),
                    )
                ),
                _difference(planned, actual),
            )
            for name, planned, actual in self._ledger.raw_rows("benefits_measured")
        ]

    @cached_property
    def profile_total(self) -> str:
        """What the sums of money in the profile come to; empty where it holds none."""
        rows = self._ledger.raw_rows("benefits_profile")
        found = [amount for row in rows for cell in row[1:] if (amount := _money(cell)) is not None]
        return as_pounds(sum(found, start=Decimal(0))) if found else ""


def _money(text: str) -> Decimal | None:
    return pounds(text) if "£" in text else None


def _difference(planned: str, actual: str) -> str:
    sums = _money(planned), _money(actual)
    if sums[0] is not None and sums[1] is not None:
        return as_pounds(sums[1] - sums[0])
    shares = percent(planned), percent(actual)
    if shares[0] is not None and shares[1] is not None:
        return f"{plainly(shares[1] - shares[0])} percentage points"
    return "not worked out: not both sums of money, nor both percentages"
