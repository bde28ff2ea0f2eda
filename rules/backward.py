"""Backward from the fixed end: the last day of every step, and the meeting each decision needs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from rules.dating import Dating, StepDate
from rules.network import GO_LIVE, Network
from rules.situation import DecisionId, StepId

Level = Literal["legal_limit", "safe_limit", "target"]
LEVELS: tuple[Level, ...] = ("legal_limit", "safe_limit", "target")
_DAY = timedelta(days=1)


class Backward:
    """The backward pass, run on construction.

    Afterwards `latest` holds the last day of each instance on each level (None where nothing
    bounds it), `dates` what hangs on it, and `meeting` the meeting each decision is counted from.
    """

    def __init__(self, network: Network, dating: Dating) -> None:
        self.network = network
        self.where = network.where
        self.dating = dating
        self.meeting: dict[DecisionId, date | None] = {}
        self.dates: dict[StepId, list[StepDate]] = {}
        self.latest: dict[StepId, dict[Level, date | None]] = {}
        for at in reversed(network.order):
            self._settle(at)

    def _settle(self, at: StepId) -> None:
        decision = self.network.decision(at)
        if decision:
            self.meeting[decision] = self._meeting(at, decision)
        self.dates[at] = self.dating.of(at, self.meeting.get)
        self.latest[at] = {level: self._latest(at, decision, level) for level in LEVELS}

    def _latest(self, at: StepId, decision: DecisionId | None, level: Level) -> date | None:
        days = [dated.limit(level) for dated in self.dates[at] if dated.limits]
        if at.key == GO_LIVE:
            days.append(self.where.commencement_on)
        days.append(self.meeting[decision] if decision else self._needed_by(at, level))
        return min((day for day in days if day), default=None)

    def _needed_by(self, at: StepId, level: Level) -> date | None:
        """The day by which the steps that follow need this one to be over."""
        bounds = [
            self._start(later, self.latest[later][level])
            for later in self.network.after[at]
            if self.network.is_open(later)
        ]
        return min((day for day in bounds if day), default=None)

    def _start(self, at: StepId, end: date | None) -> date | None:
        """The day a step must start to end on `end`, given its working time."""
        working_days = self.where.durations.get(at.key, 0)
        if end is None or working_days == 0:
            return end
        return self.where.calendar("council", at.council).nth_before(end + _DAY, working_days + 1)

    def _meeting(self, at: StepId, decision: DecisionId) -> date | None:
        """The meeting chosen, if it can still serve; otherwise the last that can."""
        bound = self._needed_by(at, "legal_limit")
        chosen = self.where.chosen.get(decision)
        if self.where.closed_on(at) or bound is None:
            return chosen
        if chosen and self.dating.takes_effect(decision, chosen) <= bound:
            return chosen
        listed = self.network.meetings(decision)
        workable = [day for day in listed if self.dating.takes_effect(decision, day) <= bound]
        if workable:
            return workable[-1]
        return chosen or self._last_day_to_decide(decision, bound)

    def _last_day_to_decide(self, decision: DecisionId, bound: date) -> date:
        calendar = self.where.calendar("council", decision.council)
        day = calendar.on_or_before(bound)
        while self.dating.takes_effect(decision, day) > bound:
            day = calendar.nth_before(day, 1)
        return day
