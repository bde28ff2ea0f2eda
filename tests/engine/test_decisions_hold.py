"""Whatever happens to decisions, and in whatever order it comes to be recorded, nothing that needs
one is closed before it takes effect."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import given as given_any
from hypothesis import strategies as st

from models.database import database, reading
from models.deciding import decide_next
from models.decisions.happenings import meet_condition, publish, waive
from models.decisions.lives import lives_of
from models.decisions.scrutiny import call_in, refer_back, rehear, release
from models.happened import all_before
from models.recording import record_step
from models.reports import log_of
from models.standing import situation, stored
from models.stepping import open_gate, take_effect
from models.verification import verify_all
from rules.decisions import CARRIED
from rules.errors import ChangeoverError
from rules.situation import DecisionId
from tasks.work import work_to_do
from tests.engine.prepared import COUNCILS, REFERENCE, copied, given

MEETING = date(2026, 6, 16)

#: What may be recorded: the act, the council, and how many days ago it is said to have happened.
DECIDE = st.sampled_from(["approved", "amended", "conditional", "noted", "deferred", "refused"])
SCRUTINY = st.sampled_from(["released", "lapsed", "referred-back"])
REHEARD = st.sampled_from(["confirmed", "amended", "withdrawn"])
ACTS = st.one_of(
    *(st.tuples(st.just("decide"), DECIDE) for _ in range(3)),
    st.tuples(st.just("publish"), st.just("")),
    st.tuples(st.just("waive"), st.just("")),
    *(st.tuples(st.just("call-in"), st.just("")) for _ in range(2)),
    st.tuples(st.just("scrutiny"), SCRUTINY),
    st.tuples(st.just("rehear"), REHEARD),
    st.tuples(st.just("condition"), st.just("")),
    *(st.tuples(st.just("record"), st.sampled_from(["1.9", "2.3", "8.1"])) for _ in range(3)),
    *(st.tuples(st.just("step"), st.just("")) for _ in range(3)),
)
LIVES = st.lists(
    st.tuples(ACTS, st.sampled_from(COUNCILS), st.integers(0, 9), st.integers(0, 6), st.booleans()),
    min_size=6,
    max_size=24,
)


def _act(name: str, what: str, council: str, on: date, today: date, *, presume: bool) -> None:
    """One act is recorded, or refused."""
    happened = given(on, today=today, presume_earlier=presume)
    match name:
        case "decide":
            held = ["due diligence"] if what == "conditional" else []
            decide_next(REFERENCE, council, "in-principle", what, happened, conditions=held)
        case "publish":
            publish(REFERENCE, council, "in-principle", happened, "the page says so")
        case "waive":
            waive(REFERENCE, council, "in-principle", happened, on, "urgent")
        case "call-in":
            call_in(REFERENCE, council, "in-principle", happened)
        case "scrutiny" if what == "referred-back":
            refer_back(REFERENCE, council, "in-principle", happened)
        case "scrutiny":
            release(REFERENCE, council, "in-principle", happened, lapsed=what == "lapsed")
        case "rehear":
            rehear(REFERENCE, council, "in-principle", what, happened)
        case "condition":
            meet_condition(REFERENCE, council, "in-principle", 1, happened)
        case "record":
            record_step(REFERENCE, what, None, happened)
        case "step":
            _step(today)


def _step(today: date) -> None:
    """What the flow does: decisions take effect, and the gate opens."""
    for _ in range(2):
        for work in work_to_do(REFERENCE, today).values():
            for at, decision in work.effects:
                assert take_effect(REFERENCE, at, decision, today)
            for step, opened_on in work.gates:
                assert open_gate(REFERENCE, step, opened_on)


def _refuse_unsound(today: date) -> None:
    """Nothing that needs a decision of which there is a record is over before it takes effect."""
    with reading(database()) as session:
        where = situation(session, REFERENCE, today)
        lives = lives_of(session, stored(session, REFERENCE).decisions)
    for at in (*where.done, *where.presumed):
        closed = where.closed_on(at)
        assert closed
        for before in [at, *all_before(where, at)]:
            named = DecisionId(
                where.breakdown.step(before.key).decision or "", before.council or ""
            )
            life = lives.get(named)
            if life and life.outcome in CARRIED:
                assert life.effective_on, f"{at} is over, and {life.name} has no day of effect"
                assert closed >= life.effective_on, f"{at} was over before {life.name} took effect"
    _refuse_open_gate(where.done)


def _refuse_open_gate(done: Any) -> None:
    """The gate is open exactly on the day of the last council, or shut."""
    gate = [e for e in log_of(REFERENCE) if e["act"] in ("gate-opened", "gate-closed")]
    if gate and gate[-1]["act"] == "gate-opened":
        days = {at.council: day for at, day in done.items() if at.key == "1.8"}
        assert set(days) == set(COUNCILS)
        told = {code: day.isoformat() for code, day in days.items()}
        assert gate[-1]["data"]["councils"] == told
        assert gate[-1]["data"]["opened_on"] == max(told.values())


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    print_blob=True,
)
@given_any(life=LIVES)
def test_no_step_that_needs_a_decision_is_over_before_it_takes_effect(
    prepared_files: dict[str, Path], home: Path, life: list[Any]
) -> None:
    """Acts are recorded in any order, on the day or days late; refused ones leave no trace."""
    copied(prepared_files["noticed"], home)
    today = MEETING
    for (name, what), council, ahead, ago, presume in life:
        today += timedelta(days=ahead)
        on = MEETING if name in ("decide", "waive") else today - timedelta(days=ago)
        on = on - timedelta(days=1) if name == "waive" else on
        with suppress(ChangeoverError):
            _act(name, what, council, on, today, presume=presume)
        _refuse_unsound(today)
    assert verify_all()
