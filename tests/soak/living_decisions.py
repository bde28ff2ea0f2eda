"""What may happen to decisions in a random life, and what is refused."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from models.deciding import record_decision
from models.decisions.happenings import meet_condition, publish, waive
from models.decisions.scrutiny import call_in, refer_back, rehear, release
from rules.situation import DecisionId
from tests.engine.prepared import REFERENCE
from tests.soak.living import AGO, COUNCIL, Living
from tests.soak.model import Decision


class Decisions(Living):
    """Councils decide, publish, call in, send back and hear again; conditions are met."""

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
