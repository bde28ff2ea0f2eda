"""Where a transition stands: all that a timetable is drawn from, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from rules.almanac import Added
from rules.breakdown import Breakdown, Step
from rules.calendars import WorkingCalendar
from rules.catalogue import Catalogue, catalogue
from rules.no_go.order import NoGoOrder
from rules.policy import Policy
from rules.reliefs import NoticeException
from rules.rule_set import RuleSet
from rules.schedule import Link
from rules.windows import Window

#: The outgoing supplier, where a step falls to each employer.
SUPPLIER = "supplier"


class StepId(NamedTuple):
    """A step, and the council (or the supplier) whose instance it is; None for a shared step."""

    key: str
    council: str | None = None

    def __str__(self) -> str:
        return f"{self.key} {self.council}" if self.council else self.key


class DecisionId(NamedTuple):
    """Which decision, by which council."""

    decision: str
    council: str


@dataclass(frozen=True, kw_only=True)
class Held:
    """A decision that carried and is held up: why, and when it takes effect as far as is known.

    `expected_on` is the day if what holds it up takes as long as it may, and never before today.
    """

    says: str
    rule: str
    expected_on: date


@dataclass(frozen=True, kw_only=True)
class Party:
    """A council in the transition, with its own policy and calendar."""

    code: str
    name: str
    role: str
    policy: Policy
    body: str


@dataclass(frozen=True, kw_only=True)
class Situation:
    """A transition as known on `today`.

    `chosen` are the meetings picked for a decision; `published` and `effective` what is recorded of
    decisions taken. `held` are those that carried and that something holds up: called in, sent back
    or subject to a condition; `not_carried` says of others why nothing was decided. `done` are
    steps recorded, `presumed` those taken as done without a record; `expected` are forecast days
    that anchor a count without bounding anything. `conditions`
    switch conditional steps and dates; a condition that is absent is unknown. `durations` are
    working days by step key; a step without one is given no working time. `estimates` are low,
    likely and high working days by step key, for the chance of being in time. `no_earlier` and
    `no_later` are facts that bound a step; `links` further links. `slips` are working days by which
    a step takes longer than planned (fewer, when negative). `notice_exceptions` and
    `call_in_waived` are reliefs taken for a decision. `no_go` is one that is not made good yet, or
    that no later go has ended. `costs_per_week` are pounds, by name. `added`
    are holidays proclaimed since the calendars were published. `rule_set` is what it is planned by;
    None is the one that ships.
    """

    reference: str
    today: date
    expiry_on: date
    commencement_on: date
    breakdown: Breakdown
    parties: tuple[Party, ...]
    contract: Policy
    meetings: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    chosen: Mapping[DecisionId, date] = field(default_factory=dict)
    published: Mapping[DecisionId, date] = field(default_factory=dict)
    effective: Mapping[DecisionId, date] = field(default_factory=dict)
    held: Mapping[DecisionId, Held] = field(default_factory=dict)
    not_carried: Mapping[DecisionId, str] = field(default_factory=dict)
    done: Mapping[StepId, date] = field(default_factory=dict)
    presumed: Mapping[StepId, date] = field(default_factory=dict)
    expected: Mapping[StepId, date] = field(default_factory=dict)
    conditions: Mapping[str, bool] = field(default_factory=dict)
    durations: Mapping[str, int] = field(default_factory=dict)
    estimates: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)
    windows: tuple[Window, ...] = ()
    no_earlier: Mapping[StepId, date] = field(default_factory=dict)
    no_later: Mapping[StepId, date] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    slips: Mapping[StepId, int] = field(default_factory=dict)
    notice_exceptions: Mapping[DecisionId, NoticeException] = field(default_factory=dict)
    call_in_waived: frozenset[DecisionId] = frozenset()
    no_go: NoGoOrder | None = None
    costs_per_week: Mapping[str, str] = field(default_factory=dict)
    known_on: date | None = None
    added: Added = ()
    rule_set: RuleSet | None = field(default=None, repr=False)

    @property
    def rules(self) -> Catalogue:
        """The rules that it is planned by."""
        return catalogue(self.rule_set)

    def party(self, code: str) -> Party:
        """The council of that code."""
        return next(party for party in self.parties if party.code == code)

    def policy(self, code: str | None) -> Policy:
        """The policy that governs an instance: its council's, or the contract's."""
        if code is None or code == SUPPLIER:
            return self.contract
        return self.party(code).policy

    def calendar(self, name: str, code: str | None) -> WorkingCalendar:
        """A calendar as a count names it, its council's and its contract's among them."""
        policy = self.contract if name == "contract" else self.policy(code)
        return policy.named_calendar(name, self.known_on, self.added)

    def instances(self, step: Step) -> list[StepId]:
        """One instance, or one for each council (and the supplier, for each employer)."""
        if step.each is None:
            return [StepId(step.key)]
        codes = [party.code for party in self.parties]
        if step.each == "employer":
            codes.append(SUPPLIER)
        return [StepId(step.key, code) for code in codes]

    def predecessors(self, at: StepId) -> list[StepId]:
        """The instances that must come first: a council's own where there is one, else all."""
        found: list[StepId] = []
        for key in self.breakdown.step(at.key).after:
            before = self.instances(self.breakdown.step(key))
            own = [other for other in before if at.council and other.council == at.council]
            found += own or before
        return found

    def closed_on(self, at: StepId) -> date | None:
        """The day a step was over, by record or by presumption; None while it is open."""
        return self.done.get(at) or self.presumed.get(at)

    def deciding(self, decision: DecisionId) -> StepId:
        """The instance of the step at which a decision is taken."""
        return StepId(self.breakdown.deciding(decision.decision).key, decision.council)

    def has_carried(self, decision: DecisionId) -> bool:
        """Whether a council has decided for it, in effect or not yet."""
        return decision in self.effective or decision in self.held

    def next_decision(self, council: str) -> DecisionId | None:
        """The first decision that a council has still to take; None when it has no more."""
        for step in self.breakdown:
            decision, at = DecisionId(step.decision or "", council), StepId(step.key, council)
            if not step.decision or at not in self.instances(step):
                continue
            if self.closed_on(at) is None and not self.has_carried(decision):
                return decision
        return None

    def meetings_for(self, decision: DecisionId) -> list[date]:
        """The meetings at which a decision could be taken: those after the one it builds on."""
        chosen = self.chosen.get(decision)
        earlier = [
            day
            for other, day in self.chosen.items()
            if other.council == decision.council and self._builds_on(decision, other)
        ]
        listed = {*self.meetings.get(decision.council, ()), *([chosen] if chosen else [])}
        return sorted(day for day in listed if not earlier or day > max(earlier))

    def _builds_on(self, decision: DecisionId, other: DecisionId) -> bool:
        key = self.breakdown.deciding(other.decision).key
        return key in self.breakdown.before(self.breakdown.deciding(decision.decision).key)

    def working_days(self, at: StepId) -> int:
        """The working time of an instance, slips included; never below 0."""
        return max(self.durations.get(at.key, 0) + self._slip(at), 0)

    def estimate(self, at: StepId) -> tuple[int, int, int] | None:
        """Low, likely and high working time of an instance, slips included; None without one."""
        if at.key not in self.estimates:
            return None
        low, likely, high = (max(days + self._slip(at), 0) for days in self.estimates[at.key])
        return low, likely, high

    def _slip(self, at: StepId) -> int:
        return self.slips.get(at, self.slips.get(StepId(at.key), 0))

    def is_needed(self, step: Step) -> bool:
        """Whether a conditional step is wanted; one whose condition is unknown is not yet."""
        return step.condition is None or self.conditions.get(step.key, False)
