"""The dates that hang on a step: its rules applied to the events of a transition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from rules.arithmetic import spoken
from rules.breakdown import Dated
from rules.calendars import WorkingCalendar
from rules.count import Answer
from rules.counting import months_before
from rules.deadlines import Deadline, apply_rule
from rules.decisions.call_in import CallIn
from rules.errors import CalendarHorizonPassed, NoRuleInForce
from rules.primitives import work_out
from rules.rule import Rule
from rules.situation import DecisionId, Situation, StepId

#: A termination far ahead triggers the staff list so many months before the end of the term.
STAFF_LIST_TRIGGER_MONTHS = 12
#: The jurisdiction of a usual contract term.
CONTRACT = ("contract",)

#: Where a decision's meeting is not chosen, the timetable supplies the one it works with.
MeetingOf = Callable[[DecisionId], date | None]


@dataclass(frozen=True, kw_only=True)
class StepDate:
    """One dated thing on one instance of a step.

    `binds` is False for a usual contract term that this contract has not been shown to contain:
    it is then a target, never a limit. `event` names what it is counted from.
    """

    at: StepId
    what: str
    deadline: Deadline
    binds: bool
    limits: bool
    condition_unknown: str | None = None
    event: str = ""

    def limit(self, level: str) -> date | None:
        """The last day at a level, `legal_limit`, `safe_limit` or `target`; None if it has none."""
        if not self.binds and level != "target":
            return None
        answer: Answer | None = getattr(self.deadline, level)
        return answer.date() if isinstance(answer, datetime) else answer


class Dating:
    """Works out the dates of a situation; `meeting_of` supplies meetings not yet chosen.

    `beyond` holds the dates that lie past what a calendar knows, with why: they are not guessed.
    """

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.rules = situation.rules
        self.beyond: dict[tuple[StepId, str], str] = {}

    def of(self, at: StepId, meeting_of: MeetingOf) -> list[StepDate]:
        """Every date on an instance whose event is known, limits first."""
        step = self.situation.breakdown.step(at.key)
        found = []
        for dated, limits in [(d, True) for d in step.limits] + [(d, False) for d in step.dates]:
            date_ = self._dated(at, dated, meeting_of, limits=limits)
            if date_:
                found.append(date_)
        return found

    def on(self, at: StepId, dated: Dated) -> StepDate | None:
        """One date on an instance, of an event that no meeting moves; None where none is known."""
        return self._dated(at, dated, lambda _: None, limits=True)

    def effective(
        self, decision: DecisionId, meeting: date, published_on: date | None = None
    ) -> Deadline:
        """The earliest day on which a decision of that meeting may be acted upon.

        Counted from publication, or from the meeting where the council's constitution says so; as
        recorded once it is. `published_on` goes before what the situation holds.
        """
        published = published_on or self.situation.published.get(decision)
        deadline = self.call_in(decision.council).effect(meeting, published)
        recorded = self.situation.effective.get(decision)
        if decision in self.situation.call_in_waived:
            words = f"Call-in waived (CALL-07): may be acted upon on {spoken(meeting)}."
            return replace(deadline, not_before=recorded or meeting, arithmetic=words)
        if recorded is not None:
            return replace(deadline, not_before=recorded)
        return deadline

    def call_in(self, council: str) -> CallIn:
        """The call-in rules as that council has them."""
        policy = self.situation.policy(council)
        return CallIn(policy=policy, calendars=self.calendars(council), rules=self.rules)

    def takes_effect(self, decision: DecisionId, meeting: date) -> date:
        """The day on which a decision of that meeting may first be acted upon."""
        answer = self.effective(decision, meeting).not_before
        assert isinstance(answer, date)
        return answer

    def publication(self, decision: DecisionId, meeting: date) -> date:
        """When the decision was published: as recorded, or two working days on by practice."""
        recorded = self.situation.published.get(decision)
        return recorded or self.call_in(decision.council).publication(meeting)

    def event(self, name: str, council: str | None, meeting_of: MeetingOf) -> date | None:
        """The day of a named event; None while nothing fixes it."""
        where = self.situation
        kind, _, detail = name.partition(":")
        match kind:
            case "expiry":
                return where.expiry_on
            case "commencement" | "transfer":
                return where.commencement_on
            case "staff-list-trigger":
                return months_before(where.expiry_on, STAFF_LIST_TRIGGER_MONTHS)
            case "quarter-end":
                return _quarter_end(where.expiry_on)
            case "meeting" | "publication":
                return self._decision_event(kind, detail, council, meeting_of)
            case "done" | "target":
                return self._step_event(kind, StepId(detail, council), meeting_of)
        raise AssertionError(name)

    def _decision_event(
        self, kind: str, decision: str, council: str | None, meeting_of: MeetingOf
    ) -> date | None:
        codes = [council] if council else [party.code for party in self.situation.parties]
        ids = [DecisionId(decision, code) for code in codes]
        met = [(each, day) for each in ids if (day := meeting_of(each))]
        if kind == "publication":
            return max((self.publication(each, day) for each, day in met), default=None)
        return min((day for _, day in met), default=None)

    def _step_event(self, kind: str, at: StepId, meeting_of: MeetingOf) -> date | None:
        step = self.situation.breakdown.step(at.key)
        if step.each is None:
            at = StepId(at.key)
        elif at.council is None:
            at = self.situation.instances(step)[0]
        forecast = self.situation.expected
        known = self.situation.closed_on(at) or forecast.get(at) or forecast.get(StepId(at.key))
        if known and kind == "done":
            return known
        level = "legal_limit" if kind == "done" else "target"
        limits = [self._dated(at, dated, meeting_of, limits=True) for dated in step.limits]
        days = [each.limit(level) or each.limit("target") for each in limits if each]
        return min((day for day in days if day), default=None)

    def _dated(
        self, at: StepId, dated: Dated, meeting_of: MeetingOf, *, limits: bool
    ) -> StepDate | None:
        switch = self.situation.conditions.get(dated.applies_if) if dated.applies_if else True
        event = self.event(dated.event, at.council, meeting_of)
        if switch is False or event is None:
            return None
        try:
            deadline, binds = self._deadline(at, dated, event)
        except CalendarHorizonPassed as error:
            self.beyond[at, dated.what] = error.found
            return None
        if deadline is None:
            return None
        return StepDate(
            at=at,
            what=dated.what,
            deadline=deadline,
            binds=binds,
            limits=limits,
            condition_unknown=dated.applies_if if switch is None else None,
            event=dated.event,
        )

    def _deadline(self, at: StepId, dated: Dated, event: date) -> tuple[Deadline | None, bool]:
        calendars = self.calendars(at.council)
        if dated.practice:
            found = work_out(dated.practice.count, event, calendars(dated.practice.count.calendar))
            return (
                Deadline(
                    rule_id="",
                    rule_version="",
                    event=event,
                    legal_limit=None,
                    safe_limit=None,
                    target=found.answer,
                    not_before=None,
                    arithmetic=found.arithmetic,
                    reading=dated.practice.why,
                    calendar=found.calendar,
                    calendar_version=found.calendar_version,
                    standing="practice",
                ),
                True,
            )
        rule = self.governed(dated, at, event)
        if rule is None:
            return None, False
        binds = rule.jurisdiction != CONTRACT or self._is_in_contract(rule)
        return apply_rule(rule, event, calendars), binds

    def governed(self, dated: Dated, at: StepId, event: date) -> Rule | None:
        """The rule of a date as the council or the contract has it; None when not yet in force."""
        try:
            rule = self.rules.rule(dated.rule or "", event)
        except NoRuleInForce:
            return None
        contractual = rule.jurisdiction == CONTRACT
        policy = self.situation.contract if contractual else self.situation.policy(at.council)
        return policy.govern(rule)

    def _is_in_contract(self, rule: Rule) -> bool:
        """Whether this contract is known to hold the clause; a rule no clause varies always is."""
        return rule.parameter is None or rule.parameter in self.situation.contract.settings

    def calendars(self, council: str | None) -> Callable[[str], WorkingCalendar]:
        """How a rule's count finds the calendar it names, for that council."""
        return lambda name: self.situation.calendar(name, council)


def _quarter_end(day: date) -> date:
    last = {3: 31, 6: 30, 9: 30, 12: 31}
    month = (day.month + 2) // 3 * 3
    return date(day.year, month, last[month])
