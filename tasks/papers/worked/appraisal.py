"""The options appraisal: weighted scores, net present value by council, and what would change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from html import escape

from tasks.papers.charts.amounts import pounds
from tasks.papers.ledger import Html, Ledger
from tasks.papers.wording import as_pounds, listed
from tasks.papers.worked.numbers import number, percent, plainly

ALL_COUNCILS = "All councils"
#: By how much the sensitivity raises a weight and the costs of the option recommended.
_MORE_WEIGHT = Decimal("1.5")
_DEARER = (Decimal("1.1"), Decimal("1.2"))

Weights = Mapping[str, Decimal]


def present_value(costs: Iterable[Decimal], rate: Decimal) -> Decimal:
    """What yearly costs come to today, the first year not discounted; `rate` in per cent a year."""
    yearly = 1 + rate / 100
    return sum((cost / yearly**year for year, cost in enumerate(costs)), start=Decimal(0))


class Appraisal:
    """What the appraisal's tables show; each is worked out when the template asks for it."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @cached_property
    def _weights(self) -> dict[str, Decimal]:
        """The weight of each factor that has one, in hundredths."""
        rows = self._ledger.raw_rows("options_success_factors")
        return {row[0]: w for row in rows if (w := percent(row[1])) is not None and w >= 0}

    @cached_property
    def _given(self) -> dict[tuple[str, str], Decimal]:
        """Each score that is a number, by option and factor."""
        rows = self._ledger.raw_rows("options_scores")
        return {(row[0], row[1]): s for row in rows if (s := number(row[2])) is not None}

    @cached_property
    def _options(self) -> tuple[str, ...]:
        """The options that were scored, in the order in which they are first named."""
        rows = self._ledger.raw_rows("options_scores")
        return tuple(dict.fromkeys(row[0] for row in rows if row[0]))

    @cached_property
    def factors(self) -> tuple[str, ...]:
        """The factors in the order given."""
        rows = self._ledger.raw_rows("options_success_factors")
        return tuple(dict.fromkeys(row[0] for row in rows if row[0]))

    @cached_property
    def weights_total(self) -> str | Html:
        """What the weights come to: 100% when they are whole."""
        if len(self._weights) != len(self.factors) or not self.factors:
            return self._ledger.part_missing(
                "options_success_factors", "a weight in per cent for each"
            )
        return f"{plainly(sum(self._weights.values(), start=Decimal(0)))}%"

    @cached_property
    def scores(self) -> list[tuple[str | Html, ...]]:
        """A row for each option: its scores and its weighted total, the highest first."""
        totals = self._totals(self._weights)
        order = sorted(self._options, key=lambda option: -totals.get(option, Decimal(-1)))
        return [(Html(escape(option)), *self._cells(option, totals)) for option in order]

    def _cells(self, option: str, totals: Mapping[str, Decimal]) -> Iterable[str | Html]:
        for factor in self.factors:
            given = self._given.get((option, factor))
            yield plainly(given) if given is not None else self._no_score()
        yield f"{totals[option]:.2f}" if option in totals else self._no_score()

    def _no_score(self) -> Html:
        return self._ledger.part_missing(
            "options_scores", "a score in numbers for every option and factor"
        )

    def _totals(self, weights: Weights) -> dict[str, Decimal]:
        """The weighted total of each option that has a score for every factor."""
        whole = sum(weights.values(), start=Decimal(0))
        if not whole or set(weights) != set(self.factors):
            return {}
        return {
            option: sum(
                (self._given[option, f] * weight for f, weight in weights.items()),
                start=Decimal(0),
            )
            / whole
            for option in self._options
            if all((option, f) in self._given for f in weights)
        }

    @cached_property
    def _rate(self) -> Decimal | None:
        found = percent(self._ledger.text("discount_rate"))
        return found if found is not None and found > -100 else None

    @cached_property
    def _yearly(self) -> dict[tuple[str, str], tuple[Decimal | None, ...]]:
        """The costs of each year by option and council; None where a cost is no sum of money."""
        rows = self._ledger.raw_rows("options_costs")
        return {(row[0], row[1]): tuple(pounds(cell) for cell in row[2:]) for row in rows}

    @cached_property
    def _known(self) -> dict[tuple[str, str], tuple[Decimal, ...]]:
        """The costs of those rows in which every year is known."""
        return {
            key: tuple(cost for cost in row if cost is not None)
            for key, row in self._yearly.items()
            if None not in row
        }

    @cached_property
    def _whole(self) -> dict[str, tuple[Decimal, ...]]:
        """The costs of each option for all councils together, where every row of it is known."""
        found: dict[str, tuple[Decimal, ...]] = {}
        for option in dict.fromkeys(option for option, _ in self._yearly):
            rows = [self._known.get(key) for key in self._yearly if key[0] == option]
            known = [row for row in rows if row is not None]
            if len(known) == len(rows):
                found[option] = tuple(map(sum, zip(*known, strict=True)))  # type: ignore[arg-type]
        return found

    @cached_property
    def costs(self) -> list[tuple[str | Html, ...]]:
        """A row for each option and council, and one for each option over all councils."""
        rows: list[tuple[str | Html, ...]] = []
        for option in dict.fromkeys(option for option, _ in self._yearly):
            for other, council in self._yearly:
                if other == option:
                    costs = self._known.get((option, council))
                    rows.append((Html(escape(option)), Html(escape(council)), *self._sums(costs)))
            rows.append((Html(escape(option)), ALL_COUNCILS, *self._sums(self._whole.get(option))))
        return rows

    def _sums(self, costs: tuple[Decimal, ...] | None) -> tuple[str | Html, str | Html]:
        if costs is None:
            gap = self._ledger.part_missing("options_costs", "a sum in pounds for every year")
            return gap, gap
        total = as_pounds(sum(costs, start=Decimal(0)))
        if self._rate is None:
            return total, self._ledger.part_missing("discount_rate", "a yearly rate in per cent")
        return total, as_pounds(present_value(costs, self._rate))

    @cached_property
    def tests(self) -> list[tuple[str | Html, str | Html, str | Html]]:
        """What comes first with other weights and costs; nothing where scores or costs lack."""
        if not self._totals(self._weights) or not self._whole or self._rate is None:
            return []
        given, cheapest = self._first(self._weights), self._lowest({})
        alike = dict.fromkeys(self._weights, Decimal(1))
        rows = [("Nothing", given, cheapest)]
        rows.append(("Every factor has the same weight", self._first(alike), cheapest))
        for factor, weight in self._weights.items():
            more = {**self._weights, factor: weight * _MORE_WEIGHT}
            rows.append((f"{factor} has half as much weight again", self._first(more), cheapest))
        chosen = self._ledger.text("option_recommended")
        for times in _DEARER if chosen in self._whole else ():
            dearer = f"{chosen} costs {plainly((times - 1) * 100)}% more"
            rows.append((dearer, given, self._lowest({chosen: times})))
        return [(Html(escape(a)), Html(escape(b)), Html(escape(c))) for a, b, c in rows]

    def _first(self, weights: Weights) -> str:
        totals = self._totals(weights)
        best = max(totals.values())
        return listed(option for option, total in totals.items() if total == best)

    def _lowest(self, times: Mapping[str, Decimal]) -> str:
        assert self._rate is not None
        values = {
            option: present_value(costs, self._rate) * times.get(option, Decimal(1))
            for option, costs in self._whole.items()
        }
        least = min(values.values())
        return listed(option for option, value in values.items() if value == least)
