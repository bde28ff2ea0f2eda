"""What a document works out from its facts: scores, present values, gaps, turns and differences."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.paper_facts import PaperFacts
from tasks.papers import house_for, render, vocabulary
from tasks.papers.ledger import Ledger
from tasks.papers.wording import lower_first
from tasks.papers.worked.appraisal import Appraisal, present_value
from tasks.papers.worked.benefits import Benefits
from tasks.papers.worked.committee import Committee
from tasks.papers.worked.readiness import Readiness, repeats, weeks_left

FACTORS = "Quality | 60% | How good\nCost | 40% | How cheap"
SCORES = (
    "Join | Quality | 4 | Visits\nJoin | Cost | 3 | Model\n"
    "Extend | Quality | 2 | Reports\nExtend | Cost | 5 | Quotation"
)
COSTS = (
    "Join | Northmere | £2,000 | £1,000 | £1,000 | £1,000 | £1,000\n"
    "Join | Eastholt | £0 | -£100 | -£100 | -£100 | -£100\n"
    "Extend | Northmere | £1,200 | £1,200 | £1,200 | £1,200 | £1,200"
)


def a_ledger(facts_of, **facts: str) -> Ledger:
    """A ledger of the options appraisal's facts, whole by default."""
    given = {
        "options_success_factors": FACTORS,
        "options_scores": SCORES,
        "options_costs": COSTS,
        "discount_rate": "10%",
        "option_recommended": "Join",
    }
    return Ledger(facts_of(**given | facts), vocabulary())


def test_five_years_at_ten_per_cent_come_to_what_the_hand_works_out():
    """1,000 + 909.09 + 826.45 + 751.31 + 683.01 = 4,169.87; the first year is not discounted."""
    costs = [Decimal(1000)] * 5
    assert round(present_value(costs, Decimal(10)), 2) == Decimal("4169.87")
    assert present_value(costs, Decimal(0)) == 5000


@given(
    costs=st.lists(st.integers(0, 10**9).map(Decimal), min_size=5, max_size=5),
    rate=st.decimals(0, 20, places=2),
)
def test_a_present_value_never_exceeds_the_sum_and_grows_with_the_costs(costs, rate):
    """Discounting costs makes them smaller, and doubling them doubles it."""
    value = present_value(costs, rate)
    assert 0 <= value <= sum(costs)
    assert abs(present_value([cost * 2 for cost in costs], rate) - 2 * value) < Decimal("0.01")


def test_options_are_ranked_by_their_weighted_scores(facts_of):
    """Join: 0.6 of 4 and 0.4 of 3 is 3.6; Extend: 0.6 of 2 and 0.4 of 5 is 3.2."""
    appraisal = Appraisal(a_ledger(facts_of))
    assert appraisal.weights_total == "100%"
    assert appraisal.scores == [("Join", "4", "3", "3.60"), ("Extend", "2", "5", "3.20")]


def test_costs_are_summed_and_discounted_by_option_and_council(facts_of):
    """Join, Northmere: 2,000 and four times 1,000 discounted is 5,169.87."""
    assert Appraisal(a_ledger(facts_of)).costs == [
        ("Join", "Northmere", "£6,000", "£5,170"),
        ("Join", "Eastholt", "-£400", "-£317"),
        ("Join", "All councils", "£5,600", "£4,853"),
        ("Extend", "Northmere", "£6,000", "£5,004"),
        ("Extend", "All councils", "£6,000", "£5,004"),
    ]


def test_the_sensitivity_says_what_comes_first_when_weights_and_costs_change(facts_of):
    """Alike both score 3.5; Cost at 60 of 120 makes them alike too; at 10% more Join costs more."""
    assert Appraisal(a_ledger(facts_of)).tests == [
        ("Nothing", "Join", "Join"),
        ("Every factor has the same weight", "Join and Extend", "Join"),
        ("Quality has half as much weight again", "Join", "Join"),
        ("Cost has half as much weight again", "Join and Extend", "Join"),
        ("Join costs 10% more", "Join", "Extend"),
        ("Join costs 20% more", "Join", "Extend"),
    ]


def test_without_a_discount_rate_there_is_a_gap_and_no_present_value(facts_of):
    """The rate is a fact with a source, never one of ours."""
    ledger = a_ledger(facts_of, discount_rate="")
    appraisal = Appraisal(ledger)
    assert all("[missing: discount rate" in row[3] for row in appraisal.costs)
    assert appraisal.costs[0][2] == "£6,000"
    assert appraisal.tests == []
    assert ledger.gaps() == ("discount_rate",)


@pytest.mark.parametrize("bad", ["high", "1.2.3", "5%", "=2+2", ""])
def test_a_score_that_is_no_number_is_a_gap(facts_of, bad: str):
    """Nothing is guessed, and the option has no total."""
    ledger = a_ledger(facts_of, options_scores=SCORES.replace("| 4 |", f"| {bad} |"))
    row = Appraisal(ledger).scores[-1]
    assert row[0] == "Join"
    assert "[missing: scores of the options" in row[1]
    assert "[missing" in row[3]
    assert ledger.gaps() == ("options_scores",)


def test_a_cost_that_is_no_sum_leaves_out_the_council_and_the_whole_of_the_option(facts_of):
    """The other option is still worked out."""
    costs = COSTS.replace("£2,000", "to be agreed")
    rows = Appraisal(a_ledger(facts_of, options_costs=costs)).costs
    assert "[missing: costs of the options" in rows[0][3]
    assert "[missing: costs of the options" in rows[2][3]
    assert rows[3] == ("Extend", "Northmere", "£6,000", "£5,004")


def a_grid(facts_of, rows: str) -> Readiness:
    """A readiness grid of these rows."""
    return Readiness(Ledger(facts_of(readiness_scores=rows), vocabulary()))


def test_the_gap_is_the_target_less_the_score_and_the_widest_come_first(facts_of):
    """Two areas of eighteen scored, in any capitals."""
    grid = a_grid(
        facts_of,
        "skills | 3 | 4 | HR | June | Survey\nChange capacity | 1 | 4 | PD | May | Workshop",
    )
    assert (grid.scored, grid.areas) == (2, 18)
    assert grid.widest == [("Change capacity", 3), ("Skills", 1)]
    table = {row[0]: row for row in grid.table}
    assert table["Change capacity"][1:] == ("1", "4", "3", "PD", "May", "Workshop")


@pytest.mark.parametrize("score", ["6", "-1", "2.5", "high", "٣"])
def test_a_readiness_score_is_a_whole_number_from_nought_to_five(facts_of, score: str):
    """Anything else is a gap."""
    grid = a_grid(facts_of, f"Skills | {score} | 4 | HR | June | Survey")
    assert grid.scored == 0
    assert "[missing: readiness scores" in {row[0]: row for row in grid.table}["Skills"][1]


def test_an_area_that_a_council_adds_is_scored_too(facts_of):
    """The list that ships is where it starts."""
    grid = a_grid(facts_of, "Telephony | 2 | 2 | ICT | June | Test")
    assert grid.table[-1] == ("Telephony", "2", "2", "none", "ICT", "June", "Test")
    assert grid.areas == 19


def test_weeks_to_go_are_told_in_words():
    """From 1 April 2026 to 1 April 2027 is 52 weeks and a day."""
    assert weeks_left(date(2026, 4, 1), date(2027, 4, 1)) == (
        "52 weeks and 1 day before the first day"
    )
    assert weeks_left(date(2027, 4, 2), date(2027, 4, 1)) == "after the first day"


def test_readiness_is_looked_at_again_24_12_6_and_2_weeks_before():
    """Before Thursday 1 April 2027: 15 October, 7 January, 18 February and 18 March."""
    found = repeats(date(2027, 4, 1), date(2027, 1, 1))
    assert [row[1:] for row in found] == [
        ("Thursday 15 October 2026", "past"),
        ("Thursday 7 January 2027", "next"),
        ("Thursday 18 February 2027", "to come"),
        ("Thursday 18 March 2027", "to come"),
    ]


def test_a_small_first_letter_leaves_abbreviations_alone():
    """The ICT director signs, and so does the contract manager."""
    assert lower_first("ICT director") == "ICT director"
    assert lower_first("Contract manager") == "contract manager"


def a_committee(a_paper_facts, facts_of, **facts: str) -> tuple[Committee, Ledger]:
    """The committee of Southwark, Brent and Lewisham."""
    ledger = Ledger(facts_of(**facts), vocabulary())
    given: PaperFacts = a_paper_facts(kind="joint-committee-terms")
    return Committee(given, ledger), ledger


def test_the_chair_goes_round_with_the_council_that_hosts_the_meeting(a_paper_facts, facts_of):
    """The host of the service first, then the others in order, and round again."""
    committee, _ = a_committee(
        a_paper_facts, facts_of, committee_meetings="20 February 2018 | Wembley\n3 July 2018 | "
    )
    assert [row[1] for row in committee.rotation] == [
        "London Borough of Brent",
        "London Borough of Southwark",
        "London Borough of Lewisham",
    ] * 2
    assert committee.rotation[0] == (
        "First meeting",
        "London Borough of Brent",
        "20 February 2018",
        "Wembley",
    )
    assert committee.rotation[1][2:] == ("3 July 2018", "to be fixed")
    assert committee.rotation[5][2:] == ("to be fixed", "to be fixed")


def test_every_council_has_two_places_and_an_empty_one_is_a_gap(a_paper_facts, facts_of):
    """Brent by its code with two members, Southwark with one, Lewisham with none."""
    committee, ledger = a_committee(
        a_paper_facts,
        facts_of,
        committee_members=(
            "brent | A | Leader | B\nbrent | C | Deputy | D\n"
            "London Borough of Southwark | E | Cabinet member | "
        ),
    )
    rows = committee.members
    assert committee.size == "six"
    assert len(rows) == 6
    assert rows[2] == ("London Borough of Brent", "A", "Leader", "B")
    assert "named substitute of London Borough of Southwark" in rows[0][3]
    assert "member of London Borough of Lewisham" in rows[5][1]
    assert ledger.gaps() == ("committee_members",)


def test_benefits_differ_in_money_in_points_or_not_at_all(facts_of):
    """£460,000 against £500,000 is £40,000 less; 16% against 19% is three points less."""
    benefits = Benefits(
        Ledger(
            facts_of(
                benefits_measured=(
                    "Hosting | £500,000 | £460,000\nCalls | 19% | 16%\nMorale | good | better\n"
                    "Space | £10,000 | "
                ),
                benefits_profile="Hosting | £200,000 | £0.46 million | x | £500,000 | £500,000",
            ),
            vocabulary(),
        )
    )
    assert [row[3] for row in benefits.measured[:2]] == ["-£40,000", "-3 percentage points"]
    assert benefits.measured[2][3].startswith("not worked out")
    assert "[missing: benefits measured: what was measured]" in benefits.measured[3][2]
    assert benefits.profile_total == "£1,660,000"


def test_a_cell_without_words_is_a_gap_named_by_its_column(facts_of):
    """And a line that is too long keeps what is left in its last cell."""
    ledger = Ledger(facts_of(dependencies="Registers | Supplier |  | Asked | twice"), vocabulary())
    found = ledger.grid("dependencies")
    assert found.columns == ("Dependency", "On whom", "Needed by", "State")
    assert "[missing: dependencies: needed by]" in found.rows[0][2]
    assert found.rows[0][3] == "Asked | twice"


def test_a_table_may_say_that_there_is_nothing_in_it(facts_of):
    """`None.` is an answer, not a row."""
    assert (
        Ledger(facts_of(change_requests="None."), vocabulary()).grid("change_requests").rows == ()
    )


def test_a_fact_of_one_decision_is_not_taken_by_a_paper_of_none(a_paper_facts, facts_of):
    """A cabinet's key decision does not make one of the board's report."""
    facts = facts_of(key_decision="Yes", wards="All")
    made = render("highlight-report", a_paper_facts(kind="highlight-report", facts=facts), HOUSE)
    assert "highlight-report.key_decision" in made.gaps
    assert "wards" not in made.gaps
    own = facts | facts_of(**{"highlight-report.key_decision": "No"})
    made = render("highlight-report", a_paper_facts(kind="highlight-report", facts=own), HOUSE)
    assert "highlight-report.key_decision" not in made.gaps


def test_a_fact_for_the_kind_goes_before_one_for_the_decision_and_that_before_the_plain_one(
    a_paper_facts, facts_of
):
    """Three wards, each nearer to the paper than the last."""
    plain = facts_of(wards="Plain ward")
    for_decision = plain | facts_of(**{"in-principle.wards": "Ward of the decision"})
    for_kind = for_decision | facts_of(**{"in-principle-report.wards": "Ward of the report"})
    for facts, ward in (
        (plain, "Plain ward"),
        (for_decision, "Ward of the decision"),
        (for_kind, "Ward of the report"),
    ):
        assert ward in render("in-principle-report", a_paper_facts(facts=facts), HOUSE).html


HOUSE = house_for("plain")
