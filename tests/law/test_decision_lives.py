"""The life of a decision: which way it may go from where it stands, and when it takes effect.

The meeting is on Tuesday 13 October 2026 and the decision is published on Thursday the 15th: the
five working days are 16, 19, 20, 21 and 22 October, so the window closes on Thursday 22 October.
Every day is counted by hand on the calendar of England and Wales.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.almanac import calendar
from rules.catalogue import catalogue
from rules.decisions import MOVES, CallIn, Condition, Life, State, reckon, state_on
from rules.decisions.moves import refuse_out_of_turn
from rules.errors import OutOfTurn
from rules.policy import USUAL, Policy, council_policy, policy_from

MEETING, PUBLISHED = date(2026, 10, 13), date(2026, 10, 15)
CLOSES, EFFECTIVE = date(2026, 10, 22), date(2026, 10, 23)


def of_october(day: int) -> date:
    """A day of October 2026."""
    return date(2026, 10, day)


def of_november(day: int) -> date:
    """A day of November 2026."""
    return date(2026, 11, day)


def call_in(policy: Policy = USUAL) -> CallIn:
    """Call-in as a constitution has it, on the calendar of England and Wales."""
    return CallIn(
        policy=policy, calendars=lambda _: calendar("england-and-wales"), rules=catalogue()
    )


def a_life(**changes: Any) -> Life:
    """A final decision that was approved and published, unless changed."""
    given = {"outcome": "approved", "published_on": PUBLISHED}
    return Life(decision="final", council="c", meeting_on=MEETING, **{**given, **changes})


def conditions(*met_on: date | None) -> tuple[Condition, ...]:
    """Conditions met on these days."""
    return tuple(
        Condition(number=number, text=f"condition {number}", met_on=day)
        for number, day in enumerate(met_on, start=1)
    )


@pytest.mark.parametrize(
    ("changes", "on", "words"),
    [
        ({}, EFFECTIVE, "(16, 19, 20, 21, 22 October)"),
        # Nothing is known of its publication: Thursday 15 October is two working days on.
        ({"published_on": None}, EFFECTIVE, "Publication is not recorded: two working days"),
        # Published a week late, on Thursday 22 October: 23, 26, 27, 28 and 29 October run.
        ({"published_on": of_october(22)}, of_october(30), "(23, 26, 27, 28, 29 October)"),
        # Agreed on the 12th, before the decision: it may be acted upon at once.
        ({"waived_on": of_october(12)}, MEETING, "Call-in waived (CALL-07)"),
        # Agreed the day after: no waiver, and the normal window applies.
        ({"waived_on": of_october(14)}, EFFECTIVE, "(16, 19, 20, 21, 22 October)"),
        (
            {"called_in_on": CLOSES},
            None,
            "or its time runs out, Thursday 5 November",
        ),
        # Scrutiny met on Monday 2 November and let it go: the day after.
        (
            {"called_in_on": CLOSES, "released_on": of_november(2)},
            of_november(3),
            "from the day after Monday 2 November 2026",
        ),
        # It met on its last day, or not at all: the tenth working day, Thursday 5 November.
        (
            {"called_in_on": CLOSES, "released_on": of_november(5)},
            of_november(5),
            "The time for scrutiny ran out on Thursday 5 November 2026",
        ),
        (
            {"called_in_on": CLOSES, "referred_back_on": of_november(5)},
            None,
            "by Thursday 12 November 2026 (CALL-05",
        ),
        # The worked case of CALL-08: confirmed on 12 November, in effect on the 13th.
        (
            {
                "called_in_on": CLOSES,
                "referred_back_on": of_november(5),
                "reheard_on": of_november(12),
                "reheard": "confirmed",
            },
            of_november(13),
            "reconsidered and confirmed (CALL-05)",
        ),
        # Amended on a Friday: the next working day is Monday 16 November.
        (
            {
                "called_in_on": CLOSES,
                "referred_back_on": of_november(5),
                "reheard_on": of_november(13),
                "reheard": "amended",
            },
            of_november(16),
            "no working day, so Monday 16 November 2026",
        ),
        ({"outcome": "conditional", "conditions": conditions(None)}, None, "1. condition 1"),
        # Met a week after the window, on the 30th; and met before it closed, which moves nothing.
        (
            {"outcome": "conditional", "conditions": conditions(of_october(30), of_october(20))},
            of_october(30),
            "last condition was met on Friday 30 October 2026",
        ),
        (
            {"outcome": "conditional", "conditions": conditions(of_october(20))},
            EFFECTIVE,
            "is Friday 23 October 2026",
        ),
        ({"outcome": "noted"}, None, "To note is not to decide"),
        ({"outcome": "deferred"}, None, "Put off to a later meeting"),
        ({"outcome": "refused"}, None, "Decided against"),
        ({"outcome": None}, None, "No decision is recorded"),
    ],
)
def test_a_decision_takes_effect_on_the_day_counted_by_hand(
    changes: dict[str, Any], on: date | None, words: str
) -> None:
    """From what is recorded of it alone, and it says in words how the day was counted."""
    found = reckon(a_life(**changes), call_in())
    assert found.on == on
    assert words in found.says


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"called_in_on": CLOSES}, of_november(5)),
        # Reconsidered on the last day, Thursday 12 November, it takes effect on Friday the 13th.
        ({"called_in_on": CLOSES, "referred_back_on": of_november(5)}, of_november(13)),
        ({"outcome": "conditional", "conditions": conditions(None)}, EFFECTIVE),
        ({"outcome": "noted"}, None),
    ],
)
def test_what_holds_a_decision_up_has_a_latest_day(
    changes: dict[str, Any], expected: date | None
) -> None:
    """A plan reckons with the day on which it would take effect if all took as long as it may."""
    assert reckon(a_life(**changes), call_in()).expected_on == expected


def test_a_council_whose_decisions_run_from_the_next_day_need_not_wait_for_monday() -> None:
    """Southwark: confirmed on Friday 13 November 2026, in effect on Saturday the 14th."""
    life = a_life(
        called_in_on=CLOSES,
        referred_back_on=of_november(5),
        reheard_on=of_november(13),
        reheard="confirmed",
    )
    assert reckon(life, call_in(council_policy("southwark"))).on == of_november(14)


def test_where_call_in_runs_from_the_decision_publication_moves_nothing() -> None:
    """From Tuesday 13 October the five working days end on the 20th, whenever it is published."""
    table = {
        "code": "x",
        "name": "X",
        "setting": [{"parameter": "call_in.starts", "value": "decision", "cite": "rule 8"}],
    }
    rules = call_in(policy_from(table, "x"))
    for published in (None, PUBLISHED, of_october(22)):
        assert reckon(a_life(published_on=published), rules).on == of_october(21)


#: Each state as it stands on a day, and everything that may happen to the decision then.
CARRIED_MOVES = {"published", "cleared of a condition"}
STATES = {
    State.CHOSEN: ({"outcome": None}, MEETING, {"decided", "waived"}),
    State.NOTED: ({"outcome": "noted"}, MEETING, {"decided"}),
    State.DEFERRED: ({"outcome": "deferred"}, MEETING, {"decided"}),
    State.REFUSED: ({"outcome": "refused"}, MEETING, {"decided"}),
    State.DECIDED: (
        {"published_on": None, "effective_on": EFFECTIVE},
        of_october(14),
        {*CARRIED_MOVES, "waived", "called in"},
    ),
    State.IN_CALL_IN: (
        {"effective_on": EFFECTIVE},
        CLOSES,
        {*CARRIED_MOVES, "waived", "called in"},
    ),
    State.CALLED_IN: (
        {"called_in_on": CLOSES},
        of_november(5),
        {*CARRIED_MOVES, "released by scrutiny", "referred back"},
    ),
    State.REFERRED_BACK: (
        {"called_in_on": CLOSES, "referred_back_on": of_november(2)},
        of_november(5),
        {*CARRIED_MOVES, "reconsidered"},
    ),
    State.WITHDRAWN: (
        {
            "called_in_on": CLOSES,
            "referred_back_on": of_november(2),
            "reheard_on": of_november(4),
            "reheard": "withdrawn",
        },
        of_november(5),
        {"decided"},
    ),
    State.CONDITIONAL: (
        {"outcome": "conditional", "conditions": conditions(None)},
        EFFECTIVE,
        {*CARRIED_MOVES, "waived"},
    ),
    State.CLEARED: (
        {"called_in_on": CLOSES, "released_on": of_november(2), "effective_on": of_november(3)},
        of_november(2),
        {*CARRIED_MOVES, "waived"},
    ),
    State.IN_EFFECT: (
        {"effective_on": EFFECTIVE},
        EFFECTIVE,
        {*CARRIED_MOVES, "waived", "acted upon"},
    ),
}


@pytest.mark.parametrize("state", list(State))
def test_from_each_state_a_decision_may_go_the_ways_that_the_rules_name_and_no_other(
    state: State,
) -> None:
    """The whole table: every state against every move, each under a rule of the catalogue."""
    changes, on, expected = STATES[state]
    life = a_life(**changes)
    assert state_on(life, call_in(), on) == state
    allowed: set[str] = set()
    told: dict[str, str] = {}
    for name in MOVES:
        try:
            refuse_out_of_turn(name, life, call_in(), on)
            allowed.add(name)
        except OutOfTurn as refusal:
            told[name] = str(refusal)
    assert allowed == expected
    assert all(MOVES[name].rule in says for name, says in told.items())
    assert all(catalogue().versions(move.rule) for move in MOVES.values())


def test_a_call_in_after_the_window_is_refused_with_the_day_and_the_count() -> None:
    """On Friday 23 October 2026 the window has been closed for a day."""
    with pytest.raises(OutOfTurn) as refusal:
        refuse_out_of_turn("called in", a_life(effective_on=EFFECTIVE), call_in(), EFFECTIVE)
    assert "closed on Thursday 22 October 2026" in str(refusal.value)
    assert "plus 5 working days (16, 19, 20, 21, 22 October)" in str(refusal.value)


def test_a_decision_is_called_in_once() -> None:
    """Confirmed, it cannot be called in again (CALL-02, exceptions)."""
    life = a_life(
        called_in_on=CLOSES,
        referred_back_on=of_november(5),
        reheard_on=of_november(12),
        reheard="confirmed",
        effective_on=of_november(13),
    )
    with pytest.raises(OutOfTurn, match="called in once, on Thursday 22 October 2026"):
        refuse_out_of_turn("called in", life, call_in(), of_november(13))


def test_scrutiny_cannot_refer_back_once_its_time_has_run_out() -> None:
    """The tenth working day after Thursday 22 October 2026 is Thursday 5 November."""
    life = a_life(called_in_on=CLOSES)
    refuse_out_of_turn("referred back", life, call_in(), of_november(5))
    with pytest.raises(OutOfTurn, match="ran out on Thursday 5 November 2026"):
        refuse_out_of_turn("referred back", life, call_in(), of_november(6))


def test_nothing_may_be_acted_upon_while_it_is_called_in() -> None:
    """The refusal says until when scrutiny has time."""
    with pytest.raises(OutOfTurn, match=r"cannot be acted upon on .* Thursday 5 November 2026"):
        refuse_out_of_turn("acted upon", a_life(called_in_on=CLOSES), call_in(), of_november(4))


@given(
    meeting=st.dates(date(2024, 1, 1), date(2026, 6, 1)),
    published=st.none() | st.integers(0, 20),
    called_in=st.none() | st.integers(0, 40),
    after=st.lists(st.integers(0, 20), min_size=2, max_size=2),
    ends=st.sampled_from(["none", "released", "referred", "confirmed", "amended", "withdrawn"]),
    met=st.lists(st.none() | st.integers(0, 60), max_size=2),
)
def test_whatever_happens_no_decision_takes_effect_before_the_last_thing_it_waited_for(
    meeting: date,
    published: int | None,
    called_in: int | None,
    after: list[int],
    ends: str,
    met: list[int | None],
) -> None:
    """Publication, call-in, scrutiny, reconsideration and every condition come first."""
    on = date.fromordinal

    def later(days: int | None, start: date = meeting) -> date | None:
        return None if days is None else on(start.toordinal() + days)

    lodged = later(called_in)
    first = later(after[0], lodged) if lodged and ends != "none" else None
    second = later(after[1], first) if first and ends not in ("released", "referred") else None
    held = conditions(*(later(days) for days in met))
    life = Life(
        decision="final",
        council="c",
        meeting_on=meeting,
        outcome="conditional" if met else "approved",
        published_on=later(published),
        called_in_on=lodged,
        released_on=first if ends == "released" else None,
        referred_back_on=first if ends != "released" else None,
        reheard_on=second,
        reheard=ends if second else None,
        conditions=held,
    )
    found = reckon(life, call_in())
    waits = (
        None in met
        or (lodged and not first)
        or (first and ends != "released" and not second)
        or (second and ends == "withdrawn")
    )
    if waits:
        assert found.on is None
        return
    assert found.on is not None
    assert found.on > meeting
    # Past its own time scrutiny can hold nothing up, so a late release moves nothing.
    came_first = [life.published_on if not lodged else None, second, *(c.met_on for c in held)]
    assert all(found.on >= day for day in came_first if day)
    assert lodged is None or found.on > lodged
