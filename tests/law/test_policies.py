"""What a council may fix for itself, and the floor of law that it may not go below."""

from __future__ import annotations

import pytest

from rules.catalogue import catalogue
from rules.deadlines import apply_rule
from rules.errors import FloorBroken, RuleRefused, UnknownName
from rules.policy import council_policy, known_parameters, policies, policy_from

CITE = "Constitution, part 4, rule 12"


def a_setting(parameter, value, **changes):
    """A setting with its source."""
    row = {"parameter": parameter, "value": value, "standing": "confirmed", "cite": CITE}
    return {**row, **changes}


def a_policy(*settings, **changes):
    """The policy of Testshire, silent but for these settings."""
    table = {"code": "testshire", "name": "Testshire Council", "setting": list(settings)}
    return policy_from({**table, **changes}, "testshire.toml")


@pytest.fixture(scope="session")
def limit():
    """The last day, or the first, that a rule gives under a policy."""

    def found(policy, rule_id, event):
        deadline = apply_rule(
            policy.govern(catalogue().rule(rule_id)), event, policy.named_calendar
        )
        return deadline.legal_limit or deadline.not_before

    return found


@pytest.mark.parametrize(
    ("value", "last_day"),
    [
        ({"clear_working_days": 5}, "Mon 5 Oct 2026"),
        ({"working_days": 6}, "Mon 5 Oct 2026"),
        ({"clear_working_days": 7}, "Thu 1 Oct 2026"),
        ({"clear_days": 12}, "Wed 30 Sep 2026"),
        ({"days": 14}, "Tue 29 Sep 2026"),
        ({"weeks": 2}, "Tue 29 Sep 2026"),
        ({"months": 1}, "Sun 13 Sep 2026"),
    ],
    ids=lambda value: "-".join(map(str, *value.items())) if isinstance(value, dict) else "",
)
def test_a_council_may_keep_or_lengthen_the_notice_of_its_meetings(day, limit, value, last_day):
    """For a meeting on Tuesday 13 October 2026; thirteen days are what Christmas needs."""
    policy = a_policy(a_setting("agenda.notice", value))
    assert limit(policy, "ATI-05", day("Tue 13 Oct 2026")) == day(last_day)


def test_a_council_that_shortens_a_floor_is_refused_with_the_rule_its_source_and_the_figures():
    """Four clear days: for Tuesday 3 March 2026, 24 February where the law has the 23rd."""
    with pytest.raises(FloorBroken) as refused:
        a_policy(a_setting("agenda.notice", {"clear_working_days": 4}))
    error = refused.value
    assert "Testshire Council sets agenda.notice" in error.found
    assert "ATI-04 (Notice of a public meeting)" in error.found
    assert "gives 2026-02-24 for an event on 2026-03-03; the law gives 2026-02-23" in error.found
    assert "SI 2012/2089" in error.expected
    assert "agenda.notice" in error.remedy


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("agenda.notice", {"working_days": 5}),
        ("agenda.notice", {"clear_days": 5}),
        ("agenda.notice", {"days": 7}),
        ("agenda.notice", {"days": 12}),
        ("forward_plan.notice", {"clear_days": 27}),
        ("forward_plan.notice", {"days": 28}),
        ("decision_record.keep", {"months": 71}),
        ("elections.window_start", {"working_days": 24}),
    ],
    ids=str,
)
def test_no_way_of_writing_a_shorter_notice_gets_past_the_floor(parameter, value):
    """Twelve days are long enough but at Christmas: Monday 4 January 2027 needs thirteen."""
    with pytest.raises(FloorBroken, match="the law gives"):
        a_policy(a_setting(parameter, value))


def test_a_local_protocol_may_open_the_sensitive_period_earlier(day, limit):
    """Thirty working days before the poll of 7 May 2026 instead of twenty-five."""
    policy = a_policy(a_setting("elections.window_start", {"working_days": 30}))
    assert limit(a_policy(), "ELEC-03", day("Thu 7 May 2026")) == day("Mon 30 Mar 2026")
    assert limit(policy, "ELEC-03", day("Thu 7 May 2026")) == day("Mon 23 Mar 2026")


def test_where_the_law_fixes_nothing_a_council_may_be_as_short_as_it_likes(day, limit):
    """Call-in periods are the constitution's own."""
    policy = a_policy(a_setting("call_in.within", {"working_days": 3}))
    assert limit(policy, "CALL-02", day("Thu 15 Oct 2026")) == day("Tue 20 Oct 2026")
    assert limit(a_policy(), "CALL-02", day("Thu 15 Oct 2026")) == day("Thu 22 Oct 2026")


@pytest.mark.parametrize(
    ("rule", "event", "usual", "lengthened"),
    [
        ("ATI-05", "Tue 13 Oct 2026", "Mon 5 Oct 2026", "Fri 2 Oct 2026"),
        ("ATI-06", "Mon 5 Oct 2026", "Tue 13 Oct 2026", "Wed 14 Oct 2026"),
        ("CALL-02", "Tue 6 Oct 2026", "Tue 13 Oct 2026", "Wed 14 Oct 2026"),
        ("CALL-03", "Tue 6 Oct 2026", "Wed 14 Oct 2026", "Thu 15 Oct 2026"),
        ("ATI-05", "Fri 9 Oct 2026", "Thu 1 Oct 2026", "Thu 1 Oct 2026"),
    ],
)
def test_a_councils_own_closed_day_lengthens_each_way(day, limit, rule, event, usual, lengthened):
    """The offices of Testshire are closed on Friday 9 October 2026. The last row leaves it out."""
    closed = {"on": day("Fri 9 Oct 2026"), "name": "Founders' day"}
    assert limit(a_policy(), rule, day(event)) == day(usual)
    assert limit(a_policy(closed=[closed]), rule, day(event)) == day(lengthened)


@pytest.mark.parametrize(
    ("setting", "what"),
    [
        (a_setting("agenda.notise", {"days": 14}), "the unknown parameter 'agenda.notise'"),
        (a_setting("agenda.notice", {"days": 14}, cite=""), "agenda.notice without a source"),
        ({"parameter": "agenda.notice", "cite": CITE}, "agenda.notice without a value"),
        (a_setting("agenda.notice", 14), "14"),
        (a_setting("agenda.notice", {"days": 0}), "{'days': 0}"),
        (a_setting("agenda.notice", {"days": True}), "{'days': True}"),
        (a_setting("agenda.notice", {"fortnights": 1}), "{'fortnights': 1}"),
        (a_setting("agenda.notice", {"weeks": 1, "days": 3}), "{'weeks': 1, 'days': 3}"),
        (a_setting("call_in.takes_effect", "at-once"), "call_in.takes_effect is 'at-once'"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_setting_that_cannot_be_read_is_refused_with_its_file(setting, what):
    """With what to do about it."""
    with pytest.raises(RuleRefused) as refused:
        a_policy(setting)
    assert refused.value.found.startswith("testshire.toml")
    assert what in refused.value.found
    assert refused.value.remedy


def test_a_policy_on_a_calendar_nobody_made_is_refused():
    """Before any day is counted on it."""
    with pytest.raises(RuleRefused, match=r"testshire\.toml: the unknown calendar 'testshire'"):
        a_policy(calendar="testshire")


def test_three_policies_ship_and_hold_only_settings_with_a_source():
    """What no source shows is left to the law or to the usual default."""
    assert sorted(policies()) == ["brent", "lewisham", "southwark"]
    for policy in policies().values():
        assert policy.settings
        for setting in policy.settings.values():
            assert setting.parameter in known_parameters()
            assert setting.cite
            assert setting.url.startswith(("https://", "http://"))
            assert setting.standing in ("confirmed", "part")


def test_a_council_without_a_policy_is_refused_with_those_that_have_one():
    """Its policy then stands in the transition file."""
    with pytest.raises(UnknownName, match="'camden'") as refused:
        council_policy("camden")
    assert "brent, lewisham, southwark" in refused.value.expected
    assert council_policy(" Southwark ").code == "southwark"


@pytest.mark.parametrize(
    ("takes_effect", "first_day"),
    [("next-day", "Sat 17 Jun 2023"), ("next-working-day", "Mon 19 Jun 2023")],
)
def test_a_decision_takes_effect_the_next_day_or_the_next_working_day_as_the_council_says(
    day, limit, takes_effect, first_day
):
    """Published on Friday 9 June 2023, the window closed on Friday the 16th."""
    policy = a_policy(a_setting("call_in.takes_effect", takes_effect))
    assert limit(policy, "CALL-03", day("Fri 9 Jun 2023")) == day(first_day)


@pytest.mark.parametrize(
    ("council", "first_day"), [("southwark", "Sat 17 Jun 2023"), ("lewisham", "Mon 19 Jun 2023")]
)
def test_southwark_lets_a_decision_take_effect_on_a_saturday(day, limit, council, first_day):
    """As its own page has it for 9 June 2023; Lewisham, silent, falls to the usual default."""
    policy = council_policy(council)
    assert limit(policy, "CALL-03", day("Fri 9 Jun 2023")) == day(first_day)
