"""What councils really did, as their own pages record it, against what the rules give."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rules.catalogue import catalogue
from rules.counting import clear_days_before, clear_days_between, clear_days_elapsed
from rules.deadlines import apply_rule
from rules.policy import council_policy

CALL_03 = catalogue().rule("CALL-03")
ONE_DAY = timedelta(days=1)

#: Body, day of the agenda or summons, day of the meeting: from the printed packs.
SUMMONSES = [
    ("Southwark overview and scrutiny", "Fri 10 Oct 2014", "Mon 20 Oct 2014"),
    ("Lewisham Mayor and Cabinet", "Mon 30 Apr 2012", "Wed 9 May 2012"),
    ("Lewisham Council", "Wed 20 Jun 2012", "Thu 28 Jun 2012"),
    ("Lewisham Council", "Tue 18 Sep 2012", "Wed 26 Sep 2012"),
    ("Lewisham Council", "Tue 3 Jun 2014", "Wed 11 Jun 2014"),
]
#: Southwark: last day for public questions, day of the meeting.
QUESTIONS = [
    ("Wed 3 Feb 2016", "Tue 9 Feb 2016"),
    ("Wed 12 Jul 2017", "Tue 18 Jul 2017"),
    ("Wed 7 Mar 2018", "Tue 13 Mar 2018"),
    ("Wed 12 Jun 2019", "Tue 18 Jun 2019"),
]
#: Council, day published, "effective from": from the councils' decision pages.
EFFECTIVE = [
    ("southwark", "Mon 8 Mar 2021", "Tue 16 Mar 2021"),
    ("southwark", "Tue 29 Jun 2021", "Wed 7 Jul 2021"),
    ("southwark", "Thu 27 Jan 2022", "Fri 4 Feb 2022"),
    ("southwark", "Thu 11 May 2023", "Fri 19 May 2023"),
    ("southwark", "Fri 9 Jun 2023", "Sat 17 Jun 2023"),
    ("southwark", "Wed 1 Nov 2023", "Thu 9 Nov 2023"),
    ("brent", "Mon 22 May 2023", "Wed 31 May 2023"),
    ("brent", "Wed 12 May 2021", "Thu 20 May 2021"),
    ("brent", "Wed 20 Sep 2023", "Thu 28 Sep 2023"),
]
#: The approvals of 2017: last day for the agenda, and for the notice of 28 clear days.
APPROVALS = [
    ("Southwark, in principle", "Tue 7 Feb 2017", "Mon 30 Jan 2017", "Mon 9 Jan 2017"),
    ("Lewisham", "Wed 8 Feb 2017", "Tue 31 Jan 2017", "Tue 10 Jan 2017"),
    ("Brent", "Mon 13 Feb 2017", "Fri 3 Feb 2017", "Sun 15 Jan 2017"),
    ("Southwark, the decision", "Tue 20 Jun 2017", "Mon 12 Jun 2017", "Mon 22 May 2017"),
]


@pytest.fixture(scope="session")
def takes_effect():
    """The first day a decision may be carried out, by a council's own shipped policy."""

    def found(council, published):
        policy = council_policy(council)
        return apply_rule(policy.govern(CALL_03), published, policy.named_calendar).not_before

    return found


@pytest.mark.parametrize(("body", "summons", "meeting"), SUMMONSES)
def test_an_agenda_went_out_with_exactly_five_clear_working_days(
    day, england, body, summons, meeting
):
    """On the last lawful day, each time: a day later would have left four."""
    sent, met = day(summons), day(meeting)
    assert clear_days_between(sent, met, "working", england) == 5, body
    assert clear_days_before(met, 5, "working", england) == sent


@pytest.mark.parametrize(("last_day", "meeting"), QUESTIONS)
def test_public_questions_closed_three_clear_working_days_before(day, england, last_day, meeting):
    """Southwark: midnight at the end of that day."""
    assert clear_days_before(day(meeting), 3, "working", england) == day(last_day)
    assert clear_days_between(day(last_day), day(meeting), "working", england) == 3


@pytest.mark.parametrize(("who", "meeting", "agenda", "notice"), APPROVALS)
def test_the_approvals_of_2017_had_these_last_days(day, england, who, meeting, agenda, notice):
    """The decisions by which Southwark joined Brent and Lewisham."""
    assert clear_days_before(day(meeting), 5, "working", england) == day(agenda), who
    assert clear_days_before(day(meeting), 28, "calendar", england) == day(notice), who


@pytest.mark.parametrize(("council", "published", "effective"), EFFECTIVE)
def test_a_decision_took_effect_the_day_after_the_fifth_working_day(
    day, takes_effect, council, published, effective
):
    """As the council itself printed it: Southwark once on a Saturday, Brent over a bank holiday."""
    assert takes_effect(council, day(published)) == day(effective)


def test_southwark_published_on_the_day_would_have_been_free_on_28_june_2017(day, takes_effect):
    """The Cabinet of 20 June 2017, had its decisions been published that evening."""
    assert takes_effect("southwark", day("Tue 20 Jun 2017")) == day("Wed 28 Jun 2017")


def test_brents_cabinet_of_9_september_2019_does_not_fit_because_it_ran_from_the_meeting(
    day, england, takes_effect
):
    """Published on the 11th it should have waited to the 19th; the page says the 17th.

    Five working days from the meeting (10, 11, 12, 13 and 16 September) explain the 17th, so this
    one record contradicts the other Brent records, and the policy says so beside its setting.
    """
    decided, published = day("Mon 9 Sep 2019"), day("Wed 11 Sep 2019")
    recorded = day("Tue 17 Sep 2019")
    assert takes_effect("brent", published) == day("Thu 19 Sep 2019")
    assert takes_effect("brent", published) != recorded
    assert clear_days_elapsed(decided, 5, "working", england) == recorded
    starts = council_policy("brent").settings["call_in.starts"]
    assert starts.standing == "part"
    assert "9 September 2019" in starts.cite


def test_lewishams_effective_field_does_not_fit_because_it_is_the_day_of_the_decision(
    day, takes_effect
):
    """A decision of 8 May 2024 is shown effective that day, before it was even published.

    Call-in there is a referral by the business panel, and no window is in a source seen, so the
    shipped policy sets none and what comes out is only the usual default.
    """
    decided = recorded = day("Wed 8 May 2024")
    published_at_the_earliest = decided + ONE_DAY
    assert takes_effect("lewisham", published_at_the_earliest) == day("Fri 17 May 2024")
    assert recorded < published_at_the_earliest
    settings = council_policy("lewisham").settings
    assert "call_in.within" not in settings
    assert "business panel" in settings["call_in.scope"].cite + settings["call_in.scope"].value
