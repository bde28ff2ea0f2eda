"""What was measured: how long it took, beside whom, and what was aimed at."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

#: Seconds by the wall clock or of processor time, or how many in such a second.
Unit = Literal["s", "CPU s", "/s", "/CPU s"]


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What some rounds of the same work took: percentiles in seconds, however it is shown."""

    p25: float
    p50: float
    p75: float
    p95: float
    rounds: int

    @staticmethod
    def of(samples: Sequence[float]) -> Taken:
        """The percentiles of at least one sample."""
        several = samples if len(samples) > 1 else [*samples, *samples]
        cuts = statistics.quantiles(several, n=20, method="inclusive")
        return Taken(
            p25=cuts[4],
            p50=statistics.median(samples),
            p75=cuts[14],
            p95=cuts[18],
            rounds=len(samples),
        )


@dataclass(frozen=True, kw_only=True)
class Aim:
    """What a figure is to keep: `of` says whether the ratio is bound or the figure itself."""

    of: Literal["ratio", "figure"] = "ratio"
    at_most: float | None = None
    at_least: float | None = None

    def is_met(self, value: float) -> bool:
        """Whether a value keeps both bounds, inclusive."""
        low = self.at_least is None or value >= self.at_least
        return low and (self.at_most is None or value <= self.at_most)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of the table. `per` is how many pieces one round was; `at` the percentile told."""

    what: str
    ours: Taken
    peer: str = ""
    theirs: Taken | None = None
    per: int = 1
    peer_per: int = 1
    at: Literal["p50", "p95"] = "p50"
    unit: Unit = "s"
    aim: Aim | None = None

    @property
    def value(self) -> float:
        """The figure in its unit."""
        return self._in_unit(self._seconds(self.ours, self.per))

    @property
    def peer_value(self) -> float | None:
        """The peer's, in the same unit; None where there is no peer."""
        return self._in_unit(self._seconds(self.theirs, self.peer_per)) if self.theirs else None

    @property
    def ratio(self) -> float | None:
        """How many times the peer's time ours is, whatever the unit; below 1 is faster."""
        if self.theirs is None:
            return None
        return self._seconds(self.ours, self.per) / self._seconds(self.theirs, self.peer_per)

    @property
    def met(self) -> bool | None:
        """Whether the aim is met; None where nothing was aimed at, or the peer is missing."""
        held = self.ratio if self.aim and self.aim.of == "ratio" else self.value
        return self.aim.is_met(held) if self.aim and held is not None else None

    def as_data(self) -> dict[str, Any]:
        """All of it, for JSON; times in seconds for a whole round."""
        return {
            "what": self.what,
            "unit": self.unit,
            "percentile": self.at,
            "figure": self.value,
            "peer": self.peer or None,
            "peer_figure": self.peer_value,
            "ratio": self.ratio,
            "aim": vars(self.aim) if self.aim else None,
            "met": self.met,
            "rounds": vars(self.ours),
            "peer_rounds": vars(self.theirs) if self.theirs else None,
        }

    def _seconds(self, taken: Taken, per: int) -> float:
        return float(getattr(taken, self.at)) / per

    def _in_unit(self, seconds: float) -> float:
        return 1 / seconds if self.unit.startswith("/") else seconds
