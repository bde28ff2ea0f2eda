"""`changeover count`: every way of counting, from the command line, by published vectors.

Answers are those of rules.md sections 1, 2.4, 4 and 11.2, and of council records.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Command
    from tests.surfaces.conftest import Refusal

KEYS = ["answer", "arithmetic", "calendar", "calendar_version"]

VECTORS: list[tuple[str, str, str | int]] = [
    # V-01 and V-04: a cabinet on Tuesday 13 October 2026
    ("agenda", "clear-days-before --event 2026-10-13 --days 5 --unit working", "2026-10-05"),
    ("notice", "clear-days-before --event 2026-10-13 --days 28 --unit calendar", "2026-09-14"),
    # Call-in: published on Thursday 15 October 2026, the decision takes effect on Friday the 23rd
    ("call-in", "clear-days-elapsed --from 2026-10-15 --days 5 --unit working", "2026-10-23"),
    # P2 by the calendar: 28 whole days after 5 October, so the 29th day
    ("28 days on", "clear-days-elapsed --from 2026-10-05 --days 28 --unit calendar", "2026-11-03"),
    # Records: Southwark 2014; Lewisham 2012, with a bank holiday on 7 May; Elitestone by days
    ("Southwark", "clear-days-between --from 2014-10-10 --event 2014-10-20 --unit working", 5),
    ("Lewisham", "clear-days-between --from 2012-04-30 --event 2012-05-09 --unit working", 5),
    ("Elitestone", "clear-days-between --from 1990-04-26 --event 1990-05-01 --unit calendar", 4),
    # V-17: employee liability information for 1 November 2017
    (
        "V-17 literal",
        "not-less-than-before --event 2017-11-01 --days 28 --reading literal",
        "2017-10-04",
    ),
    (
        "V-17 strict",
        "not-less-than-before --event 2017-11-01 --days 28 --reading strict",
        "2017-10-03",
    ),
    # V-09 and V-10: the first day counts
    ("V-09", "period-beginning-with --from 2027-03-31 --days 30", "2027-04-29"),
    ("V-10", "period-beginning-with --from 2026-04-01 --days 56", "2026-05-26"),
    # CALL-04: called in on Thursday 22 October 2026
    ("ten on", "nth-working-day-after --from 2026-10-22 --days 10", "2026-11-05"),
    ("fifteen on", "nth-working-day-after --from 2026-10-22 --days 15", "2026-11-12"),
    # A day that one nation only keeps: 15 June 2026 in Scotland, 13 July 2026 in Northern Ireland
    (
        "Scotland",
        "nth-working-day-after --from 2026-06-12 --days 1 --calendar scotland",
        "2026-06-16",
    ),
    ("not Scotland", "nth-working-day-after --from 2026-06-12 --days 1", "2026-06-15"),
    (
        "Northern Ireland",
        "nth-working-day-after --from 2026-07-10 --days 1 --calendar northern-ireland",
        "2026-07-14",
    ),
    # BH-LATE, example 2: a request of Friday 22 May 2026, on the day any part of the UK works
    (
        "any part",
        "nth-working-day-after --from 2026-05-22 --days 20 --calendar uk-any",
        "2026-06-23",
    ),
    # V-12: 2 January is a holiday in Scotland
    (
        "V-12",
        "working-days-beginning-with --from 2024-12-24 --days 8 --calendar uk-any",
        "2025-01-08",
    ),
    ("V-12 England", "working-days-beginning-with --from 2024-12-24 --days 8", "2025-01-07"),
    # V-15: 30 March and 2 April 2018 are Good Friday and Easter Monday
    ("V-15", "working-days-before --event 2018-04-30 --days 20 --reading literal", "2018-03-29"),
    ("one more", "working-days-before --event 2018-04-30 --days 20 --reading strict", "2018-03-28"),
    # V-19: the notice of the election of 7 May 2026
    ("V-19", "working-days-before --event 2026-05-07 --days 25 --calendar elections", "2026-03-30"),
    # Dodds v Walker: four months from 30 September end on 30 January
    ("Dodds", "months-after --from 2025-09-30 --months 4", "2026-01-30"),
    ("month end", "months-after --from 2026-01-31 --months 1", "2026-02-28"),
    # V-07: back gives 28 October, forward 31 October; the earlier is used
    ("V-07", "months-before --event 2027-02-28 --months 4", "2026-10-28"),
    # V-21: half past five on a Friday
    ("V-21", "deemed-service --sent 2026-11-27T17:30 --method email", "2026-11-30"),
    (
        "later cut-off",
        "deemed-service --sent 2026-11-27T17:30 --method email --cutoff 18:00",
        "2026-11-27",
    ),
    ("by hand", "deemed-service --sent 2026-11-27T17:30 --method hand", "2026-11-27"),
    # Posted on Friday 27 November 2026: the second working day after is Tuesday 1 December
    ("by post", "deemed-service --sent 2026-11-27T10:00 --method first-class", "2026-12-01"),
]


@pytest.mark.parametrize(
    ("words", "answer"), [row[1:] for row in VECTORS], ids=[row[0] for row in VECTORS]
)
def test_every_way_of_counting_answers_as_published(
    changeover: Command, words: str, answer: str | int
) -> None:
    """The answer, its arithmetic in words, and the calendar with its version; nothing more."""
    found = changeover.json(f"count {words}")
    assert list(found) == KEYS
    assert found["answer"] == answer
    assert found["arithmetic"].endswith(".")
    calendar = words.split()[-1] if "--calendar" in words else "england-and-wales"
    assert found["calendar"] == calendar
    assert found["calendar_version"]


def test_every_way_of_counting_has_a_vector() -> None:
    """The table above leaves none of the eleven out."""
    assert len({words.split()[0] for _, words, _ in VECTORS}) == 11


@pytest.mark.parametrize(
    ("known_on", "answer"), [("2022-09-09", "2022-09-12"), ("2022-09-12", "2022-09-09")]
)
def test_a_count_as_the_calendar_stood_that_day(
    changeover: Command, known_on: str, answer: str
) -> None:
    """V-03: the funeral of 19 September 2022 was proclaimed on the 10th, and moved the last day
    for the cabinet of the 20th from Monday the 12th to Friday the 9th."""
    words = "clear-days-before --event 2022-09-20 --days 5 --known-on"
    found = changeover.json(f"count {words} {known_on}")
    assert found["answer"] == answer
    assert found["calendar_version"].endswith(f".known-{known_on}")


def test_the_arithmetic_names_the_days_that_were_counted(changeover: Command) -> None:
    """In words that can be checked against a calendar on the wall."""
    words = "clear-days-before --event 2026-10-13 --days 5"
    assert changeover.json(f"count {words}")["arithmetic"] == (
        "Tuesday 13 October 2026, less 5 clear working days (12, 9, 8, 7, 6 October), "
        "is Monday 5 October 2026."
    )


def test_a_person_is_told_the_answer_first(changeover: Command) -> None:
    """Without --json: the answer, how it was counted, and on which calendar."""
    answer = changeover("count period-beginning-with --from 2027-03-31 --days 30")
    first, *rest = answer.stdout.splitlines()
    assert (answer.returncode, first) == (0, "2027-04-29")
    assert "Thursday 29 April 2027" in " ".join(rest)
    assert "Calendar: england-and-wales, version" in " ".join(rest)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("clear-days-before --event tomorrow --days 5", 2, "'tomorrow' is not a date"),
        ("clear-days-before --event 2026-02-30 --days 5", 2, "'2026-02-30' is not a date"),
        ("clear-days-before --event 2026-10-13 --days -5", 2, "days is -5"),
        ("months-before --event 2027-02-28 --months -4", 2, "months is -4"),
        (
            "clear-days-before --event 2026-10-13 --days 5 --calendar mars",
            2,
            "no calendar 'mars'.\nExpected: one of elections, england-and-wales",
        ),
        ("clear-days-before --event 2031-10-13 --days 5", 3, "Monday 13 October 2031 lies after"),
        ("nth-working-day-after --from 2028-12-29 --days 1", 3, "inside 2012-01-01 to 2028-12-31"),
        ("clear-days-before --event 2012-01-04 --days 5", 3, "the calendar 'england-and-wales'"),
        ("deemed-service --sent noon --method email", 2, "'noon' is not a time"),
        (
            "deemed-service --sent 2026-11-27T17:30 --method email --cutoff 25:00",
            2,
            "'25:00' is not a time",
        ),
    ],
)
def test_what_cannot_be_counted_is_refused_with_what_to_do(
    changeover: Command, refusal: Refusal, words: str, code: int, said: str
) -> None:
    """Asked for what cannot be: 2; the calendar cannot say: 3. The answer is never a guess."""
    assert said in refusal(changeover(f"count {words} --json"), code)


@pytest.mark.parametrize(
    "words",
    [
        "clear-days-before --event 2026-10-13",
        "clear-days-before --event 2026-10-13 --days five",
        "clear-days-before --event 2026-10-13 --days 5 --unit lunar",
        "deemed-service --sent 2026-11-27T17:30 --method pigeon",
        "no-such-way --event 2026-10-13",
    ],
)
def test_a_mistyped_command_is_refused_by_its_usage(changeover: Command, words: str) -> None:
    """Exit code 2, the usage on stderr, nothing on stdout."""
    answer = changeover(f"count {words}")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "Usage: changeover count" in answer.stderr
