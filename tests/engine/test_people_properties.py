"""Whatever people do in whatever order, what four eyes and leaving promise holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.actor import Actor
from models.corrections.reopening import reopen
from models.happened import Happened
from models.opening import open_transition
from models.people.duties import duties_of
from models.people.handing_over import hand_over
from models.people.keeping import everybody
from models.people.leaving import leave
from models.people.standing_in import stand_in
from models.recording import record_step
from models.reports import log_of
from models.verification import verify_all
from rules.errors import ChangeoverError
from rules.situation import StepId
from tests.engine.people import DAY, TESTER, give, known
from tests.engine.prepared import worked_example

#: 3.3 approves 3.2; the others are anybody's.
STEPS = ("3.2", "3.3", "2.4", "6.2")
PEOPLE = ("Ann", "Bo", "Cy")
_number = count(1)

people, steps = st.sampled_from(PEOPLE), st.sampled_from(STEPS)
acts = st.one_of(
    st.tuples(st.just("give"), steps, people),
    st.tuples(st.just("record"), steps, people, st.sampled_from(("The team", *PEOPLE))),
    st.tuples(st.just("record"), st.just("3.3"), people, st.just("The team")),
    st.tuples(st.just("stand-in"), people, people, st.integers(0, 3)),
    st.tuples(st.just("hand-over"), people, people),
    st.tuples(st.just("reopen"), st.sampled_from(("3.2", "3.3"))),
    st.tuples(st.just("leave"), people, st.sampled_from((None, *PEOPLE))),
    st.tuples(st.just("sleep"), st.integers(1, 2)),
)


class Case:
    """A transition and people of its own, on a day that goes on."""

    def __init__(self) -> None:
        self.number = next(_number)
        self.reference = f"case-{self.number}"
        self.today = DAY
        file = worked_example().model_copy(update={"reference": self.reference})
        open_transition(file, actor=TESTER)
        known(*map(self.name, PEOPLE))

    def name(self, short: str) -> str:
        """The person's name in this case alone."""
        return f"{short} Of Case {self.number}"

    def holds(self) -> dict[StepId, str]:
        """Who holds each step."""
        return {at: duty.person for at, duty in duties_of(self.reference, self.today).items()}

    def do(self, act: str, *args: Any) -> None:
        """It is done, or refused by the product and nothing was written."""
        before, length = self.holds(), len(log_of(self.reference))
        try:
            receipt = self._try(act, *args)
        except ChangeoverError:
            assert len(log_of(self.reference)) == length
            assert self.holds() == before
        else:
            if receipt:
                self._hold_to(receipt, before)
        self._nothing_open_is_with_somebody_who_left()

    def _try(self, act: str, *args: Any) -> dict[str, Any] | None:
        given: dict[str, Any] = {"actor": TESTER, "today": self.today}
        match act, *args:
            case "give", step, to:
                give(self.reference, step, self.name(to), on=self.today, reason="So agreed")
            case "record", step, actor, by:
                record_step(self.reference, step, None, self._happened(actor, by))
            case "stand-in", absent, deputy, days:
                until = self.today + timedelta(days)
                names = self.name(absent), self.name(deputy)
                stand_in(self.reference, *names, self.today, until, **given)
            case "hand-over", giver, taker:
                return hand_over(
                    self.name(giver), self.name(taker), self.reference, **given, reason="Leaves"
                )
            case "reopen", step:
                reopen(self.reference, step, None, **given, reason="It was wrong")
            case "leave", person, to:
                taker = self.name(to) if to else None
                left = leave(self.name(person), self.today, to=taker, **given, reason="Left")
                return left["receipt"]
            case "sleep", days:
                self.today += timedelta(days)
        return None

    def _happened(self, actor: str, by: str) -> Happened:
        return Happened(
            on=self.today,
            by=self.name(by) if by in PEOPLE else by,
            evidence="A minute",
            actor=Actor(name=self.name(actor)),
            today=self.today,
        )

    def _hold_to(self, receipt: dict[str, Any], before: dict[StepId, str]) -> None:
        """What the receipt names changed hands as it says, and nothing else did."""
        (told,) = receipt["transitions"]
        entry = log_of(self.reference)[told["entry"] - 1]
        assert (entry["digest"], entry["act"]) == (told["digest"], "steps-handed-over")
        named = {StepId(step["step"], step["council"]) for step in told["steps"]}
        assert {before[at] for at in named} == {receipt["from"]}
        after = self.holds()
        assert {after[at] for at in named} == {receipt["to"]}
        others = {at: who for at, who in after.items() if at not in named}
        assert others.items() <= before.items()

    def _nothing_open_is_with_somebody_who_left(self) -> None:
        gone = {each["name"] for each in everybody(gone=True) if each["left_on"]}
        assert not gone & set(self.holds().values())

    def nobody_approved_their_own(self) -> None:
        """Told from the log alone: no name of a closing is one of those who had the work."""
        had: set[str] = set()
        agreed: list[dict[str, Any]] = []
        for entry in log_of(self.reference):
            data = entry["data"]
            if entry["act"] == "stand-in-agreed":
                agreed.append(data)
            if entry["act"] == "step-recorded" and data["step"] == "3.3":
                acting = {entry["actor"], *_stood_in_for(agreed, entry["actor"], data["on"])}
                acting |= {entry["on_behalf_of"]} - {""}
                assert not acting & had, (acting, had)
            had |= {*_had(entry)}


def _had(entry: dict[str, Any]) -> Iterator[str]:
    """Who an entry says had a part in step 3.2."""
    data = entry["data"]
    match entry["act"]:
        case "step-assigned" if data["step"] == "3.2":
            yield data["person"]
        case "steps-handed-over" if "3.2" in data["steps"]:
            yield from (data["from"], data["to"])
        case "step-recorded" if data["step"] == "3.2":
            yield data["by"]
            if entry["on_behalf_of"]:
                yield from (entry["actor"], entry["on_behalf_of"])


def _stood_in_for(agreed: list[dict[str, Any]], deputy: str, day: str) -> Iterator[str]:
    """For whom somebody stood in on a day."""
    for each in agreed:
        if each["deputy"] == deputy and each["from_on"] <= day <= each["until_on"]:
            yield each["absent"]


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(life=st.lists(acts, min_size=6, max_size=16))
def test_whatever_people_do_nobody_approves_their_own_and_nothing_is_left_with_a_leaver(
    store: str, life: list[tuple[Any, ...]]
) -> None:
    """Steps given, stood in for, handed over, closed, opened again; people leave. Receipts name
    exactly what moved, what is refused writes nothing, and the rows are what the log says."""
    case = Case()
    for act in life:
        case.do(*act)
    case.nobody_approved_their_own()
    verify_all()
