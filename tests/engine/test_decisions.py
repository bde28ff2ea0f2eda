"""What happens to a decision after the meeting: what moves, what is shut, what is refused.

Every council of the worked example meets on Tuesday 16 June 2026 and calls in within five working
days of publication. Published that day, the window closes on Tuesday the 23rd (17, 18, 19, 22, 23)
and the decision takes effect on Wednesday 24 June. Days are counted by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from models.deciding import decide_next
from models.decisions.happenings import publish
from models.decisions.scrutiny import call_in, rehear
from models.recording import record_step
from rules.errors import AlreadyRecorded, OutOfTurn, StepNotReady, UnknownName
from tests.engine.deciding import EFFECTIVE, MEETING, of_june, shown

Acts = Callable[[str], list[tuple[int, str, dict[str, Any]]]]
Happened = Callable[..., Any]


def test_a_noted_item_is_no_decision_and_the_answer_says_so(
    noticed: str, happened: Happened
) -> None:
    """To note resolves nothing: no window, no effect, and the council has still to decide."""
    taken = decide_next(noticed, "northmere", None, "noted", happened(MEETING), MEETING)

    assert taken["effective_on"] is None
    assert "To note is not to decide" in taken["arithmetic"]
    found = shown(noticed, "northmere", EFFECTIVE)
    assert (found["state"], found["window_closes_on"]) == ("noted", None)
    with pytest.raises(OutOfTurn, match="To note is not to decide"):
        call_in(noticed, "northmere", "in-principle", happened(of_june(18)))


@pytest.mark.parametrize("outcome", ["noted", "deferred", "refused"])
def test_what_was_not_decided_cannot_be_presumed(
    noticed: str, happened: Happened, outcome: str
) -> None:
    """There is a record, and it says that nothing was decided: the memorandum has to wait."""
    decide_next(noticed, "northmere", None, outcome, happened(MEETING), MEETING)

    with pytest.raises(StepNotReady, match="It needs the in-principle decision of northmere"):
        record_step(noticed, "1.9", None, happened(of_june(30), presume_earlier=True))


def test_publication_recorded_later_moves_the_window_and_the_effect(
    noticed: str, happened: Happened, acts: Acts
) -> None:
    """Taken as published on Thursday 18 June it takes effect on Friday the 26th; published on
    Monday 22 June, after 23, 24, 25, 26 and 29 June, on Tuesday the 30th."""
    taken = decide_next(noticed, "northmere", None, "approved", happened(MEETING))
    assert taken["effective_on"] == of_june(26)

    later = publish(noticed, "northmere", None, happened(of_june(22)))

    assert later["effective_on"] == of_june(30)
    _, act, data = acts(noticed)[-1]
    assert (act, data["published_on"], data["effective_on"]) == (
        *("decision-published", "2026-06-22", "2026-06-30"),
    )
    found = shown(noticed, "northmere", of_june(23))
    assert (found["state"], found["window_closes_on"]) == ("in-call-in", of_june(29))


def test_a_publication_is_corrected_only_with_a_reason(approved: str, happened: Happened) -> None:
    """Published on Wednesday the 17th after all: 18, 19, 22, 23 and 24 June, so the 25th."""
    with pytest.raises(AlreadyRecorded, match=r"Tuesday 16 June 2026[^$]*--reason"):
        publish(approved, "northmere", None, happened(of_june(17)))
    again = publish(approved, "northmere", None, happened(of_june(17)), "The page bears the 17th")
    assert again["effective_on"] == of_june(25)


@pytest.mark.parametrize(
    ("act", "error", "words"),
    [
        (lambda ref, h: publish(ref, "southwark", None, h(MEETING)), UnknownName, "northmere"),
        (lambda ref, h: publish(ref, "northmere", "finale", h(MEETING)), UnknownName, "finale"),
        (lambda ref, h: publish(ref, "northmere", None, h(MEETING)), OutOfTurn, "No decision is"),
        (
            lambda ref, h: rehear(ref, "northmere", None, "confirmed", h(MEETING)),
            OutOfTurn,
            "No decision is recorded",
        ),
    ],
)
def test_what_cannot_have_happened_is_refused(
    noticed: str,
    happened: Happened,
    act: Callable[[str, Happened], Any],
    error: type[Exception],
    words: str,
) -> None:
    """A council without a part, a decision that is none, and one that nobody has taken."""
    with pytest.raises(error, match=words):
        act(noticed, happened)


def test_a_log_written_before_call_ins_were_kept_reads_as_it_did(
    noticed: str, happened: Happened, acts: Acts
) -> None:
    """An approved decision is recorded under the keys it always had, and no others."""
    decide_next(noticed, "northmere", None, "approved", happened(MEETING), MEETING)
    _, act, data = acts(noticed)[-1]
    assert act == "decision-recorded"
    assert set(data) == {
        *("decision", "council", "meeting_on", "outcome", "by", "note"),
        *("published_on", "effective_on", "arithmetic"),
    }
