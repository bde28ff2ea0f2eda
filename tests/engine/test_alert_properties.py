"""Whatever becomes of steps and people, nobody is told a level twice while the step is theirs."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.alerts.acknowledging import standing
from models.opening import open_transition
from models.people.duties import duties_of
from models.verification import verify_all
from rules.errors import ChangeoverError
from rules.situation import StepId
from tests.engine.checking import check
from tests.engine.people import ANN, BO, CY, TESTER, away, give, handed, known
from tests.engine.prepared import worked_example

_number = count(1)

people = st.sampled_from((ANN, BO, CY))
steps = st.sampled_from(("2.4", "2.3", "9.4"))
acts = st.one_of(
    st.tuples(st.just("give"), steps, people),
    st.tuples(st.just("hand-over"), people, people),
    st.tuples(st.just("away"), people, people, st.integers(0, 9)),
    st.tuples(st.just("check"), st.integers(0, 12)),
    st.tuples(st.just("check"), st.integers(0, 12)),
)


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(life=st.lists(acts, min_size=4, max_size=12))
def test_nobody_is_told_a_level_twice_while_the_step_is_theirs(
    store: str, life: list[tuple[Any, ...]]
) -> None:
    """Whoever is told has the step that day, and all that stands is with those who have it."""
    number = next(_number)
    reference, day = f"told-{number}", date(2026, 10, 1)
    file = worked_example().model_copy(update={"reference": reference})
    open_transition(file, actor=TESTER)
    name = {each: f"{each} {number}" for each in (ANN, BO, CY)}
    known(*name.values())
    for act, *args in life:
        try:
            match act, *args:
                case "give", step, to:
                    give(reference, step, name[to], on=day, reason="So agreed")
                case "hand-over", giver, taker:
                    handed(name[giver], name[taker], reference, on=day)
                case "away", absent, deputy, days:
                    away(reference, name[absent], name[deputy], day, day + timedelta(days))
                case "check", days:
                    day += timedelta(days)
                    check(day)
        except ChangeoverError:
            continue
    check(day)
    assert check(day) == []
    found = standing(reference)
    keys = Counter((a["step"], a["council"], a["limit_on"], a["level"], a["whom"]) for a in found)
    assert set(keys.values()) <= {1}
    held = duties_of(reference, day)
    for alert in found:
        duty = held.get(StepId(alert["step"], alert["council"] or None))
        if duty and alert["whom"] in name.values():
            assert alert["whom"] in (duty.person, duty.deputy)
    assert verify_all()
