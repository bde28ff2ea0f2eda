"""When a deadline is near, at risk, out of reach or passed: levels and the days they begin on."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.actor import ENGINE
from models.database import passing, reading
from models.opening import open_transition, read_and_check
from models.standing import situation
from rules.alerts import LEVELS, Reached, Watched, told, watched
from rules.findings import findings, is_bounded
from rules.reach import look_again_on
from rules.situation import StepId
from rules.timetable import PlannedStep, Timetable, draw_up

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "worked-2027.toml"


@pytest.fixture(scope="module")
def plan_on():
    """The timetable of the worked example on any day, nothing recorded since it was opened."""
    with passing() as engine:
        open_transition(read_and_check(EXAMPLE), actor=ENGINE, engine=engine)

        def plan(today: date) -> Timetable:
            with reading(engine) as session:
                return draw_up(situation(session, "worked-2027", today))

        yield plan


def the(found: list[Watched], key: str, council: str | None = None) -> Watched:
    """The one deadline of an instance."""
    (one,) = [each for each in found if each.at == StepId(key, council)]
    return one


def days(found: Watched) -> dict[str, date]:
    """The first day of each level."""
    return {each.level: each.on for each in found.levels}


def test_the_assistance_notice_has_its_levels_on_days_worked_out_by_hand(plan_on) -> None:
    """Last lawful day Monday 30 November 2026: ten working days before is Monday 16 November,
    twenty is Monday 2 November, and on Tuesday 1 December it is breached."""
    notice = the(watched(plan_on(date(2026, 3, 31))), "2.4")
    assert (notice.limit_on, notice.rule, notice.is_law) == (date(2026, 11, 30), "CON-04", True)
    assert days(notice) == {
        "upcoming": date(2026, 11, 2),
        "due-soon": date(2026, 11, 16),
        "breached": date(2026, 12, 1),
    }


def test_warning_is_given_before_the_strictest_reading_and_not_only_before_the_last(
    plan_on,
) -> None:
    """A forward-plan notice: lawful until 18 May 2026, strictly until 5 May. Ten working days
    before 5 May is 20 April (4 May is a bank holiday), and from 6 May it is at risk."""
    notice = the(watched(plan_on(date(2026, 3, 31))), "1.7", "northmere")
    assert (notice.limit_on, notice.safe_on) == (date(2026, 5, 18), date(2026, 5, 5))
    assert days(notice)["due-soon"] == date(2026, 4, 20)
    assert days(notice)["at-risk"] == date(2026, 5, 6)
    assert days(notice)["breached"] == date(2026, 5, 19)


def test_a_target_of_good_practice_is_passed_and_never_breached(plan_on) -> None:
    """The notice-to-expire letter hangs on a target alone: no limit of law is broken."""
    letter = the(watched(plan_on(date(2026, 3, 31))), "2.3")
    assert not letter.is_law
    assert set(days(letter)) == {"upcoming", "due-soon", "target-passed"}


def test_what_is_done_or_not_needed_is_not_watched(plan_on) -> None:
    """Only open steps that a rule bounds, decisions and go-live."""
    found = {each.at.key for each in watched(plan_on(date(2026, 3, 31)))}
    assert "1.1" not in found
    assert "1.5" not in found
    assert {"1.8", "1.12", "11.1"} <= found


def test_a_deadline_out_of_reach_says_so_from_the_day_it_was_found(plan_on) -> None:
    """On 1 December the notice cannot be served in time; what rests on it is unreachable too."""
    plan = plan_on(date(2026, 12, 1))
    beyond = {each.step for each in findings(plan) if each.kind == "cannot-be-met"}
    assert beyond
    for each in watched(plan, since=date(2026, 11, 30)):
        assert (days(each).get("unreachable") == date(2026, 11, 30)) == (each.at in beyond)


def test_the_gravest_level_reached_is_told_and_not_each_that_was_passed_over() -> None:
    """Ten days after the last check three levels have been reached: the breach alone is told."""
    levels = (
        Reached(level="upcoming", on=date(2026, 11, 2)),
        Reached(level="due-soon", on=date(2026, 11, 16)),
        Reached(level="breached", on=date(2026, 12, 1)),
    )
    found = a_watched(levels=levels)
    assert found.reached(date(2026, 11, 1)) is None
    assert found.reached(date(2026, 11, 2)) == levels[0]
    assert found.reached(date(2026, 12, 9)) == levels[2]
    assert found.following(date(2026, 11, 2)) == levels[1]
    assert found.following(date(2026, 12, 1)) is None


def a_watched(**changes) -> Watched:
    """The assistance notice, with whatever is changed."""
    values = {
        "at": StepId("2.4"),
        "name": "Termination assistance notice served",
        "owners": ("Contract manager",),
        "rule": "CON-04",
        "limit_on": date(2026, 11, 30),
        "safe_on": None,
        "is_law": True,
        "arithmetic": "",
        "levels": (),
    }
    return Watched(**{**values, **changes})


@pytest.mark.parametrize(
    ("level", "late", "words"),
    [
        (
            "due-soon",
            0,
            "2.4 Termination assistance notice served: the last lawful day is Monday 30 November "
            "2026.",
        ),
        (
            "breached",
            3,
            "2.4 Termination assistance notice served: the last lawful day was Monday 30 November "
            "2026. Found 3 working days late: this level was reached on Tuesday 1 December 2026.",
        ),
        (
            "breached",
            1,
            "2.4 Termination assistance notice served: the last lawful day was Monday 30 November "
            "2026. Found 1 working day late: this level was reached on Tuesday 1 December 2026.",
        ),
        (
            "unreachable",
            0,
            "2.4 Termination assistance notice served: as things stand it cannot be done by "
            "Monday 30 November 2026.",
        ),
    ],
)
def test_an_alert_says_what_by_when_and_how_late_it_was_found(
    level: str, late: int, words: str
) -> None:
    """In whole sentences, with the day of the week."""
    reached = Reached(level=level, on=date(2026, 12, 1))
    assert told(a_watched(), reached, late) == words


def test_what_is_at_risk_names_both_readings() -> None:
    """The strictest has passed, the most permissive has not."""
    found = a_watched(safe_on=date(2026, 11, 26))
    assert told(found, Reached(level="at-risk", on=date(2026, 11, 27)), 0) == (
        "2.4 Termination assistance notice served: Thursday 26 November 2026, the last day on the "
        "strictest reading, has passed. On the most permissive it is lawful until Monday 30 "
        "November 2026."
    )


def test_every_level_has_a_place_in_the_order_of_gravity(plan_on) -> None:
    """Of two that are reached, the graver can always be told."""
    for each in watched(plan_on(date(2026, 12, 1))):
        assert {reached.level for reached in each.levels} <= set(LEVELS)
        assert list(each.levels) == sorted(each.levels, key=lambda r: r.on)


@settings(max_examples=25, deadline=None)
@given(start=st.integers(0, 360), later=st.integers(1, 60))
def test_nothing_turns_out_of_reach_before_the_day_on_which_to_look_again(
    plan_on, start: int, later: int
) -> None:
    """Whatever day the plan is drawn, no finding of infeasibility is added by waiting until the
    day before `look_again_on`, so a check may leave the plan alone until then; and on that day
    one is."""
    today = date(2026, 3, 31) + timedelta(days=start)
    now = plan_on(today)
    again = look_again_on(now)
    if again is None:
        return
    day = min(today + timedelta(days=later), again - timedelta(days=1))
    assert beyond_reach(plan_on(day)) <= beyond_reach(now)
    assert beyond_reach(plan_on(again)) - beyond_reach(now)


def beyond_reach(plan: Timetable) -> set[StepId]:
    """The steps whose earliest day is after their last."""
    return {each.id for each in plan if is_beyond(each)}


def is_beyond(planned: PlannedStep) -> bool:
    """Whether a deadline that law bounds can no longer be kept, told or not told before."""
    is_open = planned.status in ("ready", "waiting") and is_bounded(planned)
    days = planned.legal_limit, planned.earliest_on
    return is_open and bool(days[0] and days[1] and days[1] > days[0])
