"""Forward from today: the earliest day of every step, and what each waits for."""

from __future__ import annotations

from datetime import date, timedelta

from rules.arithmetic import spoken
from rules.backward import Backward
from rules.network import GO_LIVE, Network
from rules.situation import DecisionId, StepId

_DAY = timedelta(days=1)


class Forward:
    """The forward pass, run on construction.

    Afterwards `earliest` holds the first day each instance can happen, `over` when what follows may
    start (a decision's day of effect), `driver` what the earliest day waits for, `notes` what a
    person should know of it, and `unknown` the decisions that have no known meeting.
    """

    def __init__(self, network: Network, backward: Backward) -> None:
        self.network = network
        self.where = network.where
        self.backward = backward
        self.dating = backward.dating
        self.earliest: dict[StepId, date | None] = {}
        self.over: dict[StepId, date | None] = {}
        self.driver: dict[StepId, StepId | None] = {}
        self.notes: dict[StepId, str] = {}
        self.unknown: set[StepId] = set()
        for at in network.order:
            self.driver[at] = None
            self._place(at)

    def _place(self, at: StepId) -> None:
        if not self.network.is_open(at):
            self.earliest[at] = self.over[at] = self.where.closed_on(at)
            return
        start = self._start(at)
        decision = self.network.decision(at)
        if decision:
            taken = self.where.chosen.get(decision) if decision in self.where.effective else None
            meeting = taken or self._next_meeting(at, decision, start)
            self.earliest[at] = meeting
            self.over[at] = self.dating.takes_effect(decision, meeting)
            return
        self.earliest[at] = self.over[at] = self._outside_windows(at, self._worked(at, start))

    def _start(self, at: StepId) -> date:
        """The day on which everything that must come first is over."""
        start = self.where.today
        for earlier in self.network.before[at]:
            over = self.over[earlier]
            if over and over >= start and over > self.where.today:
                start, self.driver[at] = over, earlier
        return start

    def _worked(self, at: StepId, start: date) -> date:
        if at.key == GO_LIVE:
            return max(start, self.where.commencement_on)
        calendar = self.where.calendar("council", at.council)
        working_days = self.where.durations.get(at.key, 0)
        if working_days:
            return calendar.nth_after(start - _DAY, working_days + 1)
        return calendar.on_or_after(start)

    def _outside_windows(self, at: StepId, day: date) -> date:
        activity = self.network.step(at).activity
        for window in sorted(self.where.windows, key=lambda window: window.opens_on):
            if window.keeps_out(activity, str(at), day):
                calendar = self.where.calendar("council", at.council)
                day = calendar.on_or_after(window.closes_on + _DAY)
                self.notes[at] = f"kept out of the {window.name}"
        return day

    def _next_meeting(self, at: StepId, decision: DecisionId, start: date) -> date:
        """The chosen meeting, or the next one, that the notices before it can still reach.

        Where none is known, the first day on which one could lawfully be held, with a note.
        """
        chosen = self.where.chosen.get(decision)
        for day in self.network.meetings(decision):
            if day < start or (chosen and day < chosen):
                continue
            if self._is_kept_out(at, day):
                continue
            if self._can_be_noticed(at, decision, day):
                return day
        day = self._first_lawful_day(at, decision, start)
        body = self.where.party(decision.council).body
        self.notes[at] = (
            f"no meeting of {body} is known on or after {spoken(start)} that its notices can still "
            f"reach; {spoken(day)} is the first day on which one could lawfully be held"
        )
        self.unknown.add(at)
        return day

    def _is_kept_out(self, at: StepId, day: date) -> bool:
        activity = self.network.step(at).activity
        for window in self.where.windows:
            if window.keeps_out(activity, str(at), day):
                self.notes[at] = f"kept out of the {window.name}"
                return True
        return False

    def _first_lawful_day(self, at: StepId, decision: DecisionId, start: date) -> date:
        calendar = self.where.calendar("council", at.council)
        day = calendar.on_or_after(start)
        while self._is_kept_out(at, day) or not self._can_be_noticed(at, decision, day):
            day = calendar.nth_after(day, 1)
        return day

    def _can_be_noticed(self, at: StepId, decision: DecisionId, meeting: date) -> bool:
        """Whether every notice counted back from the meeting can still be given in time."""

        def meeting_of(other: DecisionId) -> date | None:
            return meeting if other == decision else self.backward.meeting.get(other)

        hanging = [(at, self.where.today)]
        for before in self.network.before[at]:
            ready = self.earliest[before]
            if ready and self.network.is_open(before):
                hanging.append((before, ready))
        for step_id, ready in hanging:
            for found in self.dating.of(step_id, meeting_of):
                last = found.limit("legal_limit")
                if found.deadline.event == meeting and last and last < meeting and ready > last:
                    if step_id != at:
                        self.driver[at] = step_id
                    return False
        return True
