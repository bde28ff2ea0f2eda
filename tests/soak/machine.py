"""Random lives of a transition, each act and its refusal held to the simple model of `model`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlmodel import select

from models.alerts.acknowledging import acknowledge, standing
from models.corrections.correcting import correct
from models.corrections.reopening import reopen
from models.database import database, reading
from models.deciding import record_decision
from models.decisions.happenings import meet_condition, publish, waive
from models.decisions.scrutiny import call_in, refer_back, rehear, release
from models.no_go.compensating import compensate
from models.no_go.saying import record_go, record_no_go
from models.no_go.shown import order_of
from models.opening import open_transition
from models.recording import record_step
from models.reports import log_of
from models.stepping import open_gate, take_effect
from models.tables import Decision as DecisionRow
from models.tables import Effect, StepState
from models.verification import verify_all
from rules.errors import InputError, StateError
from rules.situation import DecisionId, StepId
from tasks.work import work_to_do
from tests.engine.prepared import COUNCILS, REFERENCE, closed, given, worked_example
from tests.soak.doing import TESTER, check_deadlines, log_length
from tests.soak.model import Decision, Transition

FIRST_DAY, CHOSEN = date(2026, 6, 1), date(2026, 6, 16)
ORDER = ["extension", "partners", "staff-letters", "staff-data", "spend"]
COUNCIL = st.sampled_from(COUNCILS)
AGO = st.integers(0, 8)


class Life(RuleBasedStateMachine):
    """One life. `start` puts a database with the worked example in it where settings look."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.model = Transition(
            today=FIRST_DAY, decisions={each: Decision(meeting_on=CHOSEN) for each in COUNCILS}
        )
        self.corrections = 0

    def start(self, home: Path) -> str:
        """The address of a database of no content; a SQLite file unless a kind says otherwise."""
        return f"sqlite:///{home / 'changeover.db'}"

    @initialize()
    def opened(self) -> None:
        """The transition is opened, once."""
        home = Path(self.stack.enter_context(TemporaryDirectory(prefix="changeover-life-")))
        patch = self.stack.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("CHANGEOVER_HOME", str(home))
        patch.setenv("CHANGEOVER_DATABASE_URL", self.start(home))
        self.stack.callback(closed)
        assert open_transition(worked_example(), actor=TESTER)
        assert not open_transition(worked_example(), actor=TESTER)

    def teardown(self) -> None:
        """Nothing is open."""
        self.stack.close()

    def attempt(self, act: Callable[[], object], *, allowed: bool) -> bool:
        """Whether the act was done, which is when it is allowed; refused it leaves no entry."""
        if allowed:
            act()
            return True
        length = log_length()
        with pytest.raises((StateError, InputError)):
            act()
        assert log_length() == length
        return False

    def ago(self, days: int) -> Any:
        """Something that happened so many days ago and is recorded today."""
        return given(self.model.today - timedelta(days=days), today=self.model.today)

    @property
    def is_early(self) -> bool:
        """Whether nobody has said go or no-go: decisions may still move."""
        return self.model.until_on is None and not self.model.said_go

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

    # ---- Decisions ------------------------------------------------------------------------------

    @precondition(lambda self: self.is_early)
    @rule(
        council=COUNCIL,
        outcome=st.sampled_from(
            ["approved", "approved", "amended", "conditional", "noted", "deferred", "refused"]
        ),
        published=st.booleans(),
    )
    def a_council_decides(self, council: str, outcome: str, published: bool) -> None:
        """On its notice, and once only as long as it is for it."""
        model, decision, day = self.model, self.model.decisions[council], self.model.today
        carries = outcome in ("approved", "amended", "conditional")
        conditions = ["due diligence", "consent"] if outcome == "conditional" else []
        named = DecisionId("in-principle", council)
        published_on = day if published else None
        if self.attempt(
            lambda: record_decision(
                REFERENCE, named, outcome, self.ago(0), published_on, conditions
            ),
            allowed=not decision.carried and (not carries or council in model.noticed),
        ):
            model.decisions[council] = Decision(
                meeting_on=day,
                outcome=outcome,
                published_on=published_on,
                waived_on=decision.waived_on if carries else None,
                conditions=[None] * len(conditions),
            )
            if carries:
                model.undo(council)

    @precondition(lambda self: self.is_early)
    @rule(council=COUNCIL, ago=AGO, reason=st.sampled_from(["", "Misread"]))
    def a_decision_is_published(self, council: str, ago: int, reason: str) -> None:
        """A day recorded before is corrected with a reason, if a call-in stays in time."""
        decision, happened = self.model.decisions[council], self.ago(ago)
        in_time = not decision.called_in_on or decision.called_in_on <= decision.closes(happened.on)
        if self.attempt(
            lambda: publish(REFERENCE, council, "in-principle", happened, reason),
            allowed=decision.carried
            and bool(reason or not decision.published_on)
            and happened.on >= decision.meeting_on
            and in_time,
        ):
            decision.published_on = happened.on
            self.model.undo(council)

    @precondition(lambda self: self.is_early)
    @rule(council=COUNCIL)
    def a_call_in_is_waived(self, council: str) -> None:
        """Before the meeting that is chosen, once."""
        decision, today = self.model.decisions[council], self.model.today
        if decision.outcome:
            return
        if self.attempt(
            lambda: waive(REFERENCE, council, "in-principle", self.ago(0), today, "It cannot wait"),
            allowed=not decision.waived_on and today < decision.meeting_on,
        ):
            decision.waived_on = today

    @precondition(lambda self: self.is_early)
    @rule(council=COUNCIL, ago=AGO)
    def a_decision_is_called_in(self, council: str, ago: int) -> None:
        """Within its window, whenever it comes to be recorded; once."""
        decision, on = self.model.decisions[council], self.ago(ago).on
        opens = decision.published_on or decision.meeting_on
        if self.attempt(
            lambda: call_in(REFERENCE, council, "in-principle", self.ago(ago)),
            allowed=decision.carried
            and not decision.called_in_on
            and not decision.is_waived
            and opens <= on <= decision.closes(decision.published_on),
        ):
            decision.called_in_on = on
            self.model.undo(council)

    @precondition(lambda self: self.is_early)
    @rule(council=COUNCIL, ago=AGO, lapsed=st.booleans())
    def scrutiny_lets_it_go(self, council: str, ago: int, lapsed: bool) -> None:
        """When it has met, or when its time has run out."""
        decision, on = self.model.decisions[council], self.ago(ago).on
        if self.attempt(
            lambda: release(REFERENCE, council, "in-principle", self.ago(ago), lapsed=lapsed),
            allowed=decision.carried
            and decision.waits_for_scrutiny
            and on >= (decision.lapses if lapsed else decision.called_in_on or on),
        ):
            decision.released_on = on
            self.model.undo(council)

    @precondition(lambda self: self.is_early)
    @rule(council=COUNCIL, ago=AGO)
    def scrutiny_sends_it_back(self, council: str, ago: int) -> None:
        """While it has time."""
        decision, on = self.model.decisions[council], self.ago(ago).on
        if self.attempt(
            lambda: refer_back(REFERENCE, council, "in-principle", self.ago(ago)),
            allowed=decision.carried
            and decision.waits_for_scrutiny
            and (decision.called_in_on or on) <= on <= decision.lapses,
        ):
            decision.referred_on = on
            self.model.undo(council)

    @precondition(lambda self: self.is_early)
    @rule(council=COUNCIL, ago=AGO, outcome=st.sampled_from(["confirmed", "amended", "withdrawn"]))
    def it_is_reheard(self, council: str, ago: int, outcome: str) -> None:
        """After it was sent back, once."""
        decision, on = self.model.decisions[council], self.ago(ago).on
        if self.attempt(
            lambda: rehear(REFERENCE, council, "in-principle", outcome, self.ago(ago)),
            allowed=decision.carried
            and decision.referred_on is not None
            and not decision.reheard_on
            and on >= decision.referred_on,
        ):
            decision.reheard_on, decision.reheard = on, outcome
            self.model.undo(council)

    @precondition(lambda self: self.is_early)
    @rule(council=COUNCIL, ago=AGO, number=st.integers(1, 2))
    def a_condition_is_met(self, council: str, ago: int, number: int) -> None:
        """Each that the decision set, once, after the meeting."""
        decision, on = self.model.decisions[council], self.ago(ago).on
        if self.attempt(
            lambda: meet_condition(REFERENCE, council, "in-principle", number, self.ago(ago)),
            allowed=decision.carried
            and decision.conditions[number - 1 : number] == [None]
            and on >= decision.meeting_on,
        ):
            decision.conditions[number - 1] = on
            self.model.undo(council)

    # ---- Go and no-go ---------------------------------------------------------------------------

    @precondition(lambda self: self.model.gate_is_open and self.model.expiry_on.year == 2027)
    @rule(council=COUNCIL)
    def a_council_says_no_go(self, council: str) -> None:
        """It begins an order, or joins the one there is."""
        model = self.model
        if not model.said_no:
            if model.expiry_on > date(2027, 7, 1):
                return
            model.until_on = model.expiry_on + timedelta(days=91)
            model.said_go.clear()
        until = model.until_on
        assert until
        record_no_go(REFERENCE, council, until, "The rehearsal failed", self.ago(0))
        model.said_no.add(council)

    @precondition(lambda self: self.model.said_no)
    @rule(hurried=st.booleans())
    def a_part_is_made_good(self, hurried: bool) -> None:
        """In the order of the parts and no other; with the first the contract ends later."""
        order = order_of(REFERENCE, self.model.today)
        waiting = [each for each in order["parts"] if each["status"] in ("open", "waiting")]
        if not waiting:
            return
        part = waiting[-1 if hurried else 0]
        happened = self.ago(0)
        if self.attempt(
            lambda: compensate(REFERENCE, part["step"], part["party"], happened),
            allowed=part["step"] == waiting[0]["step"],
        ):
            assert waiting[0]["step"] in ORDER
            if part["step"] == "extension":
                assert self.model.until_on
                self.model.expiry_on = self.model.until_on
            self.attempt(
                lambda: compensate(REFERENCE, part["step"], part["party"], happened),
                allowed=False,
            )

    @precondition(lambda self: self.model.gate_is_open and self.model.all_in_effect)
    @rule(council=COUNCIL)
    def a_council_says_go(self, council: str) -> None:
        """Once in a round, and not while a no-go is not made good."""
        model = self.model
        happened = given(model.today, presume_earlier=True)
        if self.attempt(
            lambda: record_go(REFERENCE, council, happened),
            allowed=council not in model.said_go and self.is_made_good(),
        ):
            model.said_go.add(council)
            model.said_no.discard(council)

    def is_made_good(self) -> bool:
        """Whether nothing of an order is left to be done."""
        if not self.model.until_on:
            return True
        parts = order_of(REFERENCE, self.model.today)["parts"]
        return all(each["status"] in ("closed", "not-needed") for each in parts)

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
