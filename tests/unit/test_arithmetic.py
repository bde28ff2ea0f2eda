"""How a date was worked out, in words: whole sentences, as people will read them."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from rules.almanac import calendar
from rules.arithmetic import day_list, plural, spoken, spoken_at, working_walk
from rules.count import Count
from rules.counting import LONDON
from rules.errors import InputError, UnknownName
from rules.primitives import clear_days_between, served, work_out

ENGLAND = calendar("england-and-wales")


def said(primitive: str, event: date | datetime, **amounts) -> str:
    """The arithmetic of one count on the calendar of England and Wales."""
    return work_out(Count(primitive=primitive, **amounts), event, ENGLAND).arithmetic


#: The way of counting, the event, the amounts, and the sentence.
SENTENCES = [
    (
        *("clear-days-before", date(2026, 10, 13), {"days": 5, "unit": "working"}),
        "Tuesday 13 October 2026, less 5 clear working days (12, 9, 8, 7, 6 October), "
        "is Monday 5 October 2026.",
    ),
    (
        *("clear-days-before", date(2027, 4, 6), {"days": 5, "unit": "working"}),
        "Tuesday 6 April 2027, less 5 clear working days (5, 2, 1 April, 31, 30 March; "
        "not counted: 29 March (Easter Monday), 26 March (Good Friday)), "
        "is Thursday 25 March 2027.",
    ),
    (
        *("clear-days-before", date(2026, 10, 13), {"days": 28}),
        "Tuesday 13 October 2026, less 28 clear calendar days, is Monday 14 September 2026.",
    ),
    (
        *("clear-days-before", date(2026, 12, 26), {"days": 1, "roll": "back"}),
        "Saturday 26 December 2026, less 1 clear calendar day, is Thursday 24 December 2026.",
    ),
    (
        *("clear-days-before", date(2026, 12, 27), {"days": 1, "roll": "back"}),
        "Sunday 27 December 2026, less 1 clear calendar day, is Friday 25 December 2026; "
        "that is Christmas Day, so the working day before, Thursday 24 December 2026.",
    ),
    (
        *("clear-days-elapsed", date(2023, 6, 9), {"days": 5, "unit": "working"}),
        "Friday 9 June 2023, once 5 clear working days have elapsed (12, 13, 14, 15, 16 June), "
        "is Saturday 17 June 2023.",
    ),
    (
        "clear-days-elapsed",
        date(2023, 6, 9),
        {"days": 5, "unit": "working", "roll": "forward"},
        "Friday 9 June 2023, once 5 clear working days have elapsed (12, 13, 14, 15, 16 June), "
        "is Saturday 17 June 2023; that is a Saturday, so the next working day, "
        "Monday 19 June 2023.",
    ),
    (
        *("nth-working-day-after", date(2020, 4, 30), {"days": 6}),
        "Thursday 30 April 2020, plus 6 working days (1, 4, 5, 6, 7, 11 May; "
        "not counted: 8 May (Early May bank holiday (VE day))), is Monday 11 May 2020.",
    ),
    (
        *("nth-working-day-after", date(2026, 10, 15), {"days": 20}),
        "Thursday 15 October 2026, plus 20 working days (16, 19, 20 October … 10, 11, 12 "
        "November), is Thursday 12 November 2026.",
    ),
    (
        *("working-days-beginning-with", date(2026, 10, 5), {"days": 1}),
        "Monday 5 October 2026, and 1 working day beginning with it (5 October), is that day.",
    ),
    (
        *("working-days-before", date(2026, 10, 13), {"days": 2, "reading": "strict"}),
        "Tuesday 13 October 2026, less 2 working days and one more on the strict reading "
        "(12, 9, 8 October), is Thursday 8 October 2026.",
    ),
    (
        *("not-less-than-before", date(2017, 11, 1), {"days": 28, "reading": "strict"}),
        'Wednesday 1 November 2017, less 28 clear days (the strict reading of "not less than"), '
        "is Tuesday 3 October 2017.",
    ),
    (
        *("not-less-than-before", date(2017, 11, 1), {"days": 28, "reading": "literal"}),
        'Wednesday 1 November 2017, less 28 days (the literal reading of "not less than"), '
        "is Wednesday 4 October 2017.",
    ),
    (
        *("period-beginning-with", date(2027, 3, 31), {"days": 30}),
        "Wednesday 31 March 2027, as day 1 of 30 days, the last of them, "
        "is Thursday 29 April 2027.",
    ),
    (
        *("months-before", date(2027, 2, 28), {"months": 4}),
        "Sunday 28 February 2027, less 4 months (the earlier of counting back and forward), "
        "is Wednesday 28 October 2026.",
    ),
    (
        *("months-after", date(1980, 9, 30), {"months": 4}),
        "Tuesday 30 September 1980, plus 4 months (the corresponding date), "
        "is Friday 30 January 1981.",
    ),
    (
        *("months-beginning-with", date(2017, 11, 1), {"months": 3}),
        "Wednesday 1 November 2017, and 3 months beginning with it, the last day, "
        "is Wednesday 31 January 2018.",
    ),
    (
        *("weeks-before", date(2026, 10, 13), {"weeks": 1}),
        "Tuesday 13 October 2026, less 1 week, is Tuesday 6 October 2026.",
    ),
    (
        *("hours-after", datetime(2026, 10, 16, 16, 30, tzinfo=LONDON), {"hours": 24}),
        "16:30 on Friday 16 October 2026, plus 24 clock hours, "
        "is 16:30 on Saturday 17 October 2026.",
    ),
]


@pytest.mark.parametrize(
    ("primitive", "event", "amounts", "sentence"), SENTENCES, ids=[row[0] for row in SENTENCES]
)
def test_the_arithmetic_is_said_in_one_sentence(primitive, event, amounts, sentence):
    """With the working days counted by name, and the holidays passed over."""
    assert said(primitive, event, **amounts) == sentence


@pytest.mark.parametrize(
    ("sent_at", "method", "sentence"),
    [
        (
            *(datetime(2026, 11, 27, 17, 30, tzinfo=LONDON), "email"),
            "17:30 on Friday 27 November 2026, sent by e-mail with a cut-off of 17:00 on working "
            "days, so served at 09:00 the next working day: 09:00 on Monday 30 November 2026.",
        ),
        (
            *(datetime(2026, 11, 27, 11, 0, tzinfo=LONDON), "first-class"),
            "11:00 on Friday 27 November 2026, posted first class, so served at 09:00 on the "
            "second working day after: 09:00 on Tuesday 1 December 2026.",
        ),
    ],
    ids=["e-mail", "post"],
)
def test_deemed_service_is_said_with_what_deems_it(sent_at, method, sentence):
    """The clause usually met, named by its way."""
    assert served(sent_at, method, ENGLAND, time(17, 0)).arithmetic == sentence


@pytest.mark.parametrize(
    ("start", "end", "number", "sentence"),
    [
        (
            *(date(2026, 10, 5), date(2026, 10, 13), 5),
            "Between Monday 5 October 2026 and Tuesday 13 October 2026 lie 5 clear working days "
            "(6, 7, 8, 9, 12 October).",
        ),
        (
            *(date(2026, 10, 5), date(2026, 10, 6), 0),
            "Between Monday 5 October 2026 and Tuesday 6 October 2026 lie 0 clear working days.",
        ),
    ],
    ids=["five", "none"],
)
def test_the_clear_days_between_two_dates_are_named(start, end, number, sentence):
    """As an officer checks a notice already out."""
    assert clear_days_between(start, end, "working", ENGLAND) == (number, sentence)


def test_up_to_twelve_days_are_all_named_and_of_thirteen_the_first_and_last_three():
    """A list longer than that is read by nobody."""
    days = [date(2026, 9, 24 + n) if n < 7 else date(2026, 10, n - 6) for n in range(13)]
    assert day_list(days[:12]) == "24, 25, 26, 27, 28, 29, 30 September, 1, 2, 3, 4, 5 October"
    assert day_list(days) == "24, 25, 26 September … 4, 5, 6 October"
    assert day_list([]) == ""


def test_the_walk_leaves_out_both_ends_and_goes_either_way():
    """Good Friday and Easter Monday 2027 are named; the weekend is not."""
    forward, passed = working_walk(date(2027, 3, 25), date(2027, 3, 31), ENGLAND)
    back, _ = working_walk(date(2027, 3, 31), date(2027, 3, 25), ENGLAND)
    assert forward == back == [date(2027, 3, 30)]
    assert passed == "26 March (Good Friday), 29 March (Easter Monday)"
    assert working_walk(date(2027, 3, 30), date(2027, 3, 30), ENGLAND) == ([], "")


def test_days_times_and_numbers_are_said_as_people_say_them():
    """No leading noughts, and one day is not one days."""
    assert spoken(date(2026, 10, 5)) == "Monday 5 October 2026"
    assert spoken_at(datetime(2026, 11, 30, 9, 0, tzinfo=LONDON)) == (
        "09:00 on Monday 30 November 2026"
    )
    assert (plural(1, "day"), plural(0, "day"), plural(5, "day")) == ("1 day", "0 days", "5 days")


def test_a_count_carries_the_calendar_it_rests_on():
    """Name and version, so that it can be worked out again."""
    scotland = calendar("scotland")
    found = work_out(Count(primitive="nth-working-day-after", days=1), date(2026, 6, 12), scotland)
    assert found.day == date(2026, 6, 16)
    assert (found.calendar, found.calendar_version) == ("scotland", scotland.version)


def test_a_count_that_cannot_be_worked_is_refused():
    """A way nobody defined, or an amount that is not there."""
    with pytest.raises(UnknownName, match="no way of counting called 'fortnights-after'"):
        said("fortnights-after", date(2026, 10, 13), weeks=2)
    with pytest.raises(InputError, match="months-before was asked without months"):
        said("months-before", date(2026, 10, 13), days=4)
