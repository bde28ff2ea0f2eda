"""Recording: what a person says happened is kept on its evidence, or refused with the reason.

The councils of the worked example call in within five working days of publication, and act on
the next working day. Days are worked out by hand on the calendar of 2026.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from sqlmodel import select

from models.database import database, reading
from models.deciding import decide_next, record_decision
from models.recording import record_step
from models.tables import Decision, Evidence, StepState
from models.verification import verify_all
from rules.errors import AlreadyRecorded, ChangeoverError, InputError, StepNotReady, UnknownName
from rules.situation import DecisionId

COUNCILS = ("northmere", "eastholt", "westbrook")
#: The meeting of the decision in principle, and the day it takes effect if published that day:
#: 17, 18, 19, 22 and 23 June are the five working days, so Wednesday 24 June.
MEETING = date(2026, 6, 16)
EFFECTIVE = date(2026, 6, 24)

Acts = Callable[[str], list[tuple[int, str, dict[str, Any]]]]
Happened = Callable[..., Any]


def state(key: str, council: str = "") -> StepState | None:
    """The state of one instance of a step."""
    with reading(database()) as session:
        query = select(StepState).where(StepState.key == key, StepState.council == council)
        return session.exec(query).one_or_none()


def notices_published(reference: str, happened: Happened) -> None:
    """Every council has published its forward-plan notice."""
    for council in COUNCILS:
        record_step(reference, "1.7", council, happened(date(2026, 5, 11)))


def agreed_in_principle(reference: str, happened: Happened) -> None:
    """Every council has approved in principle and published the decision on the day."""
    notices_published(reference, happened)
    for council in COUNCILS:
        decision = DecisionId("in-principle", council)
        record_decision(reference, decision, "approved", happened(MEETING), MEETING)


def test_recording_closes_a_step_on_its_evidence(worked: str, happened: Happened) -> None:
    """The step is done, and who did it, when and what shows it are kept with it."""
    given = happened(date(2026, 5, 11), by="Democratic services", evidence="Notice 41, page 2")

    sequence = record_step(worked, "1.7", "northmere", given)

    found = state("1.7", "northmere")
    assert found
    assert (found.status, found.closed_on) == ("done", date(2026, 5, 11))
    assert (found.closed_by, found.sequence) == ("Democratic services", sequence)
    with reading(database()) as session:
        query = select(Evidence).where(Evidence.key == "1.7")
        evidence = session.exec(query).one()
    assert (evidence.text, evidence.given_by) == ("Notice 41, page 2", "Democratic services")
    assert (evidence.happened_on, evidence.council) == (date(2026, 5, 11), "northmere")


def test_recording_is_one_log_entry_of_the_person_who_acts(
    worked: str, happened: Happened, acts: Acts
) -> None:
    """The number given back is that of the entry, which says what happened."""
    before = len(acts(worked))

    sequence = record_step(worked, "2.4", None, happened(date(2026, 5, 11)))

    assert acts(worked)[before:] == [
        (
            sequence,
            "step-recorded",
            {
                "step": "2.4",
                "council": "",
                "on": "2026-05-11",
                "by": "A manager",
                "evidence": "A minute",
            },
        )
    ]


def test_a_council_may_be_named_in_capitals(worked: str, happened: Happened) -> None:
    """Northmere is northmere."""
    record_step(worked, "1.7", "Northmere", happened(date(2026, 5, 11)))
    assert state("1.7", "northmere")


@pytest.mark.parametrize(
    ("step", "council", "error", "words"),
    [
        ("99.1", None, UnknownName, ["no step '99.1'", "1.1 to 13.3"]),
        ("2.4", "northmere", InputError, ["shared by all councils", "leave out --council"]),
        ("1.7", None, UnknownName, ["done by each council", "northmere, eastholt, westbrook"]),
        ("1.7", "southwark", UnknownName, ["'southwark'", "northmere, eastholt, westbrook"]),
        ("6.6", "southwark", UnknownName, ["northmere, eastholt, westbrook, supplier"]),
        ("1.8", "northmere", InputError, ["is a decision", "changeover decide worked-2027"]),
        (
            "1.9",
            None,
            StepNotReady,
            ["1.7 northmere (In-principle forward-plan notices published)", "1.8 westbrook"],
        ),
    ],
)
def test_what_cannot_be_recorded_is_refused_with_what_to_do(
    worked: str,
    happened: Happened,
    acts: Acts,
    step: str,
    council: str | None,
    error: type[ChangeoverError],
    words: list[str],
) -> None:
    """The message names what was found and what was expected, and the log is as it was."""
    before = acts(worked)

    with pytest.raises(error) as refusal:
        record_step(worked, step, council, happened(date(2026, 5, 11)))

    for word in words:
        assert word in str(refusal.value)
    assert refusal.value.remedy
    assert acts(worked) == before


def test_an_unknown_transition_is_refused_by_naming_those_there_are(
    worked: str, happened: Happened
) -> None:
    """A mistyped reference gets the list to choose from."""
    with pytest.raises(UnknownName, match=r"no transition 'worked-2028'.\nExpected: one of worked"):
        record_step("worked-2028", "2.4", None, happened(date(2026, 5, 11)))


def test_nothing_can_be_recorded_that_is_still_to_come(worked: str, happened: Happened) -> None:
    """On Monday 11 May 2026 nobody can have done something on the 12th."""
    tomorrow = happened(date(2026, 5, 12), today=date(2026, 5, 11))

    with pytest.raises(InputError, match="Tuesday 12 May 2026, which is still to come"):
        record_step(worked, "2.4", None, tomorrow)
    with pytest.raises(InputError, match="still to come"):
        decide_next(worked, "northmere", None, "approved", tomorrow)


@pytest.mark.parametrize("name", ["by", "evidence"])
def test_nothing_is_closed_without_saying_who_did_it_and_what_shows_it(
    worked: str, happened: Happened, acts: Acts, name: str
) -> None:
    """Spaces are no evidence, neither of a step nor of a decision."""
    before = acts(worked)
    blank = happened(date(2026, 5, 11), **{name: " "})
    with pytest.raises(InputError, match=f"--{name} is empty"):
        record_step(worked, "2.4", None, blank)
    with pytest.raises(InputError, match=f"--{name} is empty"):
        decide_next(worked, "northmere", None, "noted", blank)
    assert acts(worked) == before


def test_the_same_step_is_refused_twice_and_the_day_is_told(
    worked: str, happened: Happened, acts: Acts
) -> None:
    """Whoever comes second learns when it was done, on what evidence and who recorded it."""
    record_step(worked, "2.4", None, happened(date(2026, 5, 11)))
    before = acts(worked)

    with pytest.raises(AlreadyRecorded) as refusal:
        record_step(worked, "2.4", None, happened(date(2026, 5, 12)))

    assert "recorded as done on Monday 11 May 2026" in str(refusal.value)
    assert "by A manager, evidence A minute (a tester, " in str(refusal.value)
    assert "changeover correct worked-2027 18" in str(refusal.value)
    assert acts(worked) == before


def test_of_two_people_who_close_a_step_at_once_one_wins(
    worked: str, happened: Happened, acts: Acts
) -> None:
    """One entry is written; the other person gets a clear error; the chain holds."""
    people = ("Ann", "Ben", "Cem", "Dot")
    start = Barrier(len(people))

    def close(name: str) -> str:
        start.wait()
        try:
            record_step(worked, "2.4", None, happened(date(2026, 5, 11), by=name))
        except AlreadyRecorded:
            return "refused"
        return name

    with ThreadPoolExecutor(len(people)) as pool:
        answers = list(pool.map(close, people))

    assert answers.count("refused") == 3
    winner = next(answer for answer in answers if answer != "refused")
    closing = [data["by"] for _, act, data in acts(worked) if act == "step-recorded"][6:]
    assert closing == [winner]
    assert verify_all()[0]["reference"] == worked


@pytest.mark.parametrize("outcome", ["approved", "amended"])
def test_a_decision_that_carried_takes_effect_when_its_call_in_has_run_out(
    worked: str, happened: Happened, outcome: str
) -> None:
    """Published on Tuesday 16 June 2026: 17, 18, 19, 22 and 23 June run; effective on the 24th."""
    notices_published(worked, happened)

    taken = decide_next(worked, "northmere", None, outcome, happened(MEETING), MEETING)

    assert taken["decision"] == "in-principle"
    assert taken["effective_on"] == EFFECTIVE
    assert "(17, 18, 19, 22, 23 June)" in taken["arithmetic"]


def test_a_decision_whose_publication_is_not_known_is_taken_as_published_two_days_on(
    worked: str, happened: Happened, acts: Acts
) -> None:
    """Thursday 18 June, then 19, 22, 23, 24 and 25 June: effective on Friday the 26th, and it says
    that the day of publication was assumed."""
    notices_published(worked, happened)

    taken = decide_next(worked, "northmere", None, "approved", happened(MEETING))

    assert taken["effective_on"] == date(2026, 6, 26)
    _, act, data = acts(worked)[-1]
    assert (act, data["published_on"]) == ("decision-recorded", None)
    assert "Publication is not recorded: two working days after the meeting" in data["arithmetic"]


@pytest.mark.parametrize("outcome", ["noted", "deferred", "refused"])
def test_a_decision_that_did_not_carry_leaves_its_step_open(
    worked: str, happened: Happened, outcome: str
) -> None:
    """It has no day of effect, and may be taken again at a later meeting."""
    notices_published(worked, happened)

    taken = decide_next(worked, "northmere", None, outcome, happened(MEETING), MEETING)

    assert taken["effective_on"] is None
    assert state("1.8", "northmere") is None
    later = decide_next(worked, "northmere", None, "approved", happened(date(2026, 7, 14)))
    assert (later["decision"], later["meeting_on"]) == ("in-principle", date(2026, 7, 14))


def test_a_decision_is_taken_once(worked: str, happened: Happened) -> None:
    """Naming a decision that carried is refused; the next one waits for its own notices."""
    notices_published(worked, happened)
    decide_next(worked, "northmere", None, "approved", happened(MEETING), MEETING)

    again = happened(date(2026, 7, 14))
    with pytest.raises(AlreadyRecorded, match="has taken its in-principle decision already"):
        decide_next(worked, "northmere", "in-principle", "approved", again)
    with pytest.raises(StepNotReady, match=r"1\.12 northmere cannot be closed"):
        decide_next(worked, "northmere", None, "approved", again)


def test_a_decision_cannot_be_published_before_it_was_taken(
    worked: str, happened: Happened
) -> None:
    """Publication on the day before the meeting is a mistake in one of the two dates."""
    notices_published(worked, happened)
    with pytest.raises(InputError, match="Published on 2026-06-15, before the meeting"):
        decide_next(worked, "northmere", None, "approved", happened(MEETING), date(2026, 6, 15))


@pytest.mark.parametrize(
    ("council", "decision", "words"),
    [
        ("southwark", None, "one of northmere, eastholt, westbrook"),
        ("northmere", "finale", "one of in-principle, final"),
    ],
)
def test_a_decision_of_nobody_is_refused(
    worked: str, happened: Happened, council: str, decision: str | None, words: str
) -> None:
    """A council without a part, or a decision that does not exist."""
    with pytest.raises(UnknownName, match=words):
        decide_next(worked, council, decision, "approved", happened(MEETING))


def test_nothing_may_start_before_the_decision_it_needs_takes_effect(
    worked: str, happened: Happened, acts: Acts
) -> None:
    """The memorandum waits for Wednesday 24 June 2026: on the 23rd it is refused with that day."""
    agreed_in_principle(worked, happened)
    before = acts(worked)

    with pytest.raises(StepNotReady, match="takes effect on Wednesday 24 June 2026"):
        record_step(worked, "1.9", None, happened(date(2026, 6, 23)))
    assert acts(worked) == before


def test_a_presumption_cannot_go_round_a_call_in(worked: str, happened: Happened) -> None:
    """Presuming earlier steps presumes nothing of a decision whose day of effect is known."""
    agreed_in_principle(worked, happened)
    with pytest.raises(StepNotReady, match="takes effect on Wednesday 24 June 2026"):
        record_step(worked, "1.9", None, happened(date(2026, 6, 23), presume_earlier=True))


def test_what_waits_for_a_decision_may_be_recorded_from_the_day_it_takes_effect(
    worked: str, happened: Happened
) -> None:
    """On 24 June 2026 it may, whether or not the transition was stepped since."""
    agreed_in_principle(worked, happened)
    record_step(worked, "1.9", None, happened(EFFECTIVE))
    found = state("1.9")
    assert found
    assert found.closed_on == EFFECTIVE


def test_the_latest_council_opens_the_gate(worked: str, happened: Happened) -> None:
    """Two councils published on 16 June and one on 18 June: the third's 26 June governs."""
    notices_published(worked, happened)
    for council, published in zip(COUNCILS, (16, 18, 16), strict=True):
        decision = DecisionId("in-principle", council)
        day = date(2026, 6, published)
        record_decision(worked, decision, "approved", happened(MEETING, today=day), day)

    with pytest.raises(StepNotReady, match="eastholt takes effect on Friday 26 June 2026"):
        record_step(worked, "1.9", None, happened(date(2026, 6, 25)))
    record_step(worked, "1.9", None, happened(date(2026, 6, 26)))


def test_presuming_earlier_steps_logs_each_of_them(
    worked: str, happened: Happened, acts: Acts
) -> None:
    """To have taken in the memorandum, three notices and three decisions must have come first."""
    before = len(acts(worked))

    record_step(worked, "1.9", None, happened(date(2026, 7, 1), presume_earlier=True))

    written = acts(worked)[before:]
    presumed = [(data["step"], data["council"]) for _, act, data in written[:-1]]
    assert sorted(presumed) == [(key, each) for key in ("1.7", "1.8") for each in sorted(COUNCILS)]
    assert {act for _, act, _ in written[:-1]} == {"step-presumed"}
    assert {data["because"] for _, _, data in written[:-1]} == {
        "no record of it; step 1.9 happened, which it must precede"
    }
    assert written[-1][1] == "step-recorded"
    found = state("1.8", "eastholt")
    assert found
    assert (found.status, found.closed_on) == ("presumed", date(2026, 7, 1))


def test_a_presumed_step_can_be_recorded_when_its_record_turns_up(
    worked: str, happened: Happened
) -> None:
    """A presumption is no record: the real day may still be put in its place."""
    record_step(worked, "1.9", None, happened(date(2026, 7, 1), presume_earlier=True))
    record_step(worked, "1.7", "northmere", happened(date(2026, 5, 11), today=date(2026, 7, 2)))

    found = state("1.7", "northmere")
    assert found
    assert (found.status, found.closed_on) == ("done", date(2026, 5, 11))


def test_a_conditional_step_that_is_not_needed_holds_nothing_up(
    worked: str, happened: Happened, acts: Acts
) -> None:
    """No extension was decided, so nothing presumes that a variation was executed."""
    record_step(worked, "11.1", None, happened(date(2027, 4, 1), presume_earlier=True))
    presumed = {data["step"] for _, act, data in acts(worked) if act == "step-presumed"}
    assert {"1.12", "8.5", "10.4"} <= presumed
    assert not {"2.2", "5.5"} & presumed


def test_a_decision_is_kept_with_what_it_was_decided_on(worked: str, happened: Happened) -> None:
    """Meeting, outcome, publication, day of effect and the note of the record."""
    notices_published(worked, happened)
    given = happened(MEETING, evidence="Item 9, minute 41")
    record_decision(worked, DecisionId("in-principle", "eastholt"), "amended", given, MEETING)

    with reading(database()) as session:
        query = select(Decision).where(Decision.outcome == "amended")
        kept = session.exec(query).one()
    assert (kept.decision, kept.council) == ("in-principle", "eastholt")
    assert (kept.meeting_on, kept.published_on, kept.effective_on) == (MEETING, MEETING, EFFECTIVE)
    assert kept.note == "Item 9, minute 41"
