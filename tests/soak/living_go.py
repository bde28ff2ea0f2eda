"""Go and no-go in a random life, and the order that makes a no-go good."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from models.no_go.compensating import compensate
from models.no_go.saying import record_go, record_no_go
from models.no_go.shown import order_of
from tests.engine.prepared import REFERENCE, given
from tests.soak.living import COUNCIL, Living

ORDER = ["extension", "partners", "staff-letters", "staff-data", "spend"]


class GoNoGo(Living):
    """Each council says go or no-go; what a no-go undid is made good in its order."""

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
