"""Random lives of a transition, each act and its refusal held to the simple model of `model`."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from sqlmodel import select

from models.alerts.acknowledging import acknowledge, standing
from models.corrections.correcting import correct
from models.corrections.reopening import reopen
from models.database import database, reading
from models.recording import record_step
from models.reports import log_of
from models.stepping import open_gate, take_effect
from models.tables import Decision as DecisionRow
from models.tables import Effect, StepState
from models.verification import verify_all
from rules.situation import DecisionId, StepId
from tasks.work import work_to_do
from tests.engine.prepared import COUNCILS, REFERENCE, given
from tests.soak.doing import TESTER, check_deadlines, log_length
from tests.soak.living import COUNCIL
from tests.soak.living_decisions import Decisions
from tests.soak.living_go import GoNoGo


class Life(Decisions, GoNoGo):
    """A whole life: time, the engine and steps, with decisions, go and no-go; and what holds."""

    # ---- The clock and the engine ---------------------------------------------------------------

    @rule(days=st.integers(1, 9))
    def time_passes(self, days: int) -> None:
        """Some days later."""
        if self.model.today < date(2027, 2, 20):
            self.model.today += timedelta(days=days)

    @rule()
    def the_engine_steps(self) -> None:
        """What can be stepped is, as by the flow; its documents are tried elsewhere."""
        for _ in range(2):
            for work in work_to_do(REFERENCE, self.model.today).values():
                for at, decision in work.effects:
                    take_effect(REFERENCE, at, decision, self.model.today)
                for gate in work.gates:
                    open_gate(REFERENCE, *gate)
        self.model.step()

    @rule(council=COUNCIL)
    def a_decision_is_hurried(self, council: str) -> None:
        """Somebody asks the engine to close the step of a decision, in effect or not."""
        decision, today = self.model.decisions[council], self.model.today
        if decision.outcome and not decision.closed_on:
            effective = decision.effective_on
            at, named = StepId("1.8", council), DecisionId("in-principle", council)
            if self.attempt(
                lambda: take_effect(REFERENCE, at, named, today),
                allowed=effective is not None and effective <= today,
            ):
                decision.closed_on = effective

    @rule()
    def deadlines_are_checked(self) -> None:
        """Once more on the same day, and nobody is told anything new."""
        check_deadlines(self.model.today)
        assert check_deadlines(self.model.today) == 0

    @rule()
    def an_alert_is_acknowledged(self) -> None:
        """Once: then it no longer stands."""
        alerts = standing(REFERENCE)
        if alerts:
            number = alerts[0]["sequence"]
            acknowledge(REFERENCE, [number], TESTER, "It is in hand")
            assert number not in [each["sequence"] for each in standing(REFERENCE)]
            self.attempt(lambda: acknowledge(REFERENCE, [number], TESTER, "Again"), allowed=False)

    # ---- Steps ----------------------------------------------------------------------------------

    @rule(council=COUNCIL)
    def a_notice_is_published(self, council: str) -> None:
        """Once for each council."""
        if self.attempt(
            lambda: record_step(REFERENCE, "1.7", council, self.ago(0)),
            allowed=council not in self.model.noticed,
        ):
            self.model.noticed.add(council)

    @precondition(lambda self: self.is_early)
    @rule(key=st.sampled_from(["1.9", "2.4"]), presume=st.booleans())
    def a_step_is_recorded(self, key: str, presume: bool) -> None:
        """The memorandum waits for the decisions of all councils; the notice for nothing."""
        model = self.model
        if presume and not all(each.outcome for each in model.decisions.values()):
            return
        happened = given(model.today, presume_earlier=presume)
        if self.attempt(
            lambda: record_step(REFERENCE, key, None, happened),
            allowed=key not in model.closed and (key == "2.4" or model.all_in_effect),
        ):
            model.closed[key] = (model.today, "A manager")

    @rule(blank=st.sampled_from(["by", "evidence"]))
    def a_step_is_recorded_without_saying_who_or_what(self, blank: str) -> None:
        """Nothing is closed on nothing."""
        happened = given(self.model.today, **{blank: " "})
        self.attempt(lambda: record_step(REFERENCE, "2.4", None, happened), allowed=False)

    @rule()
    def somebody_looked_too_long_ago(self) -> None:
        """The log has grown since, so nothing is recorded."""
        seen = log_length() - 1
        self.attempt(
            lambda: record_step(REFERENCE, "2.4", None, self.ago(0), expect=seen), allowed=False
        )

    @precondition(lambda self: self.model.closed)
    @rule(key=st.sampled_from(["1.9", "2.4"]))
    def a_step_is_corrected(self, key: str) -> None:
        """Who did it was somebody else."""
        if key in self.model.closed:
            self.corrections += 1
            by = f"Manager {self.corrections}"
            last = [e for e in log_of(REFERENCE) if e["data"].get("step") == key][-1]["sequence"]
            said = {"reason": "Misread", "actor": TESTER, "today": self.model.today}
            correct(REFERENCE, last, {"by": by}, **said)
            self.model.closed[key] = (self.model.closed[key][0], by)

    @precondition(lambda self: self.is_early)
    @rule(key=st.sampled_from(["1.9", "2.4"]))
    def a_step_is_reopened(self, key: str) -> None:
        """Only one that is closed."""
        said = {"reason": "Not so", "actor": TESTER, "today": self.model.today}
        if self.attempt(
            lambda: reopen(REFERENCE, key, None, **said), allowed=key in self.model.closed
        ):
            del self.model.closed[key]

    # ---- What always holds ----------------------------------------------------------------------

    @invariant()
    def the_log_is_whole_and_the_rows_are_its_fold(self) -> None:
        """The chain holds, and every row is what the log says."""
        verify_all()

    @invariant()
    def everything_stands_as_in_the_model(self) -> None:
        """Decisions by their day of effect, steps by their day and who closed them, the gate."""
        with reading(database()) as session:
            decisions = {
                row.council: row
                for row in session.exec(select(DecisionRow))
                if row.decision == "in-principle"
            }
            states = {(row.key, row.council): row for row in session.exec(select(StepState))}
            gate = session.exec(select(Effect).where(Effect.key == "gate:1.8")).first()
        for council, decision in self.model.decisions.items():
            assert decisions[council].effective_on == decision.effective_on
            own = states.get(("1.8", council))
            assert (own.closed_on if own and own.status == "done" else None) == decision.closed_on
            if decision.closed_on:
                assert decision.closed_on <= self.model.today
        for key in ("1.9", "2.4"):
            row = states.get((key, ""))
            found = (row.closed_on, row.closed_by) if row and row.status == "done" else None
            assert found == self.model.closed.get(key)
        assert (gate is not None) == self.model.gate_is_open
        last = states.get(("10.4", ""))
        assert bool(last and last.status == "done") == (self.model.said_go == set(COUNCILS))

    @invariant()
    def nothing_that_needs_the_decisions_is_over_before_all_are_in_effect(self) -> None:
        """The memorandum is signed on the day of the last council or later."""
        signed = self.model.closed.get("1.9")
        if signed:
            days = [each.effective_on for each in self.model.decisions.values()]
            assert all(day and day <= signed[0] for day in days)

    @invariant()
    def nobody_is_told_twice(self) -> None:
        """Of one limit at one level, unless it lapsed in between."""
        named = ("step", "council", "limit_on", "level", "whom")
        told = Counter(
            tuple(each[name] for name in named)
            for each in standing(REFERENCE, closed=True)
            if each["closed_by_act"] != "lapsed"
        )
        assert not [each for each, times in told.items() if times > 1]
