"""A missing fact is named, never invented or blank; every figure and date says where it is from."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.paper_facts import KnownFact
from rules.errors import RuleRefused
from tasks.papers import house_for, render, vocabulary
from tasks.papers.ledger import Ledger
from tasks.papers.vocabulary import read_vocabulary

HOUSE = house_for("southwark")


def without(facts: dict[str, KnownFact], *names: str) -> dict[str, KnownFact]:
    """The facts but for those named."""
    return {name: fact for name, fact in facts.items() if name not in names}


def test_a_paper_with_every_fact_has_no_gap_and_no_list_of_gaps(a_paper_facts):
    """Nothing is left to be cleared."""
    made = render("in-principle-report", a_paper_facts(), HOUSE)
    assert made.gaps == ()
    assert "missing before this paper can be cleared" not in made.html
    assert "<mark" not in made.html


def test_a_missing_fact_shows_in_plain_words_where_it_would_stand(southwark_in_principle):
    """What Southwark would commit was not yet known on 7 February 2017."""
    html = render("in-principle-report", southwark_in_principle, HOUSE).html
    mark = '<mark class="gap">[missing: estimated commitment over the term]</mark>'
    assert f'<td><span id="gap-five_year_commitment">{mark}</span></td>' in html


def test_the_list_near_the_top_names_each_gap_and_who_must_supply_it(a_paper_facts):
    """One fact missing: the list counts one, links to its place and names the role."""
    facts = a_paper_facts()
    made = render(
        "in-principle-report",
        a_paper_facts(facts=without(facts.facts, "annual_saving")),
        HOUSE,
    )
    assert made.gaps == ("annual_saving",)
    assert "<h2>1 fact missing before this paper can be cleared</h2>" in made.html
    assert (
        '<li><a href="#gap-annual_saving">Expected saving each year</a>: chief finance officer to '
        "supply.</li>"
    ) in made.html
    assert made.html.index("1 fact missing") < made.html.index("<h2>Recommendations</h2>")


def test_gaps_come_in_reading_order_and_each_once(a_paper_facts):
    """The order of the letter, though its method of service is asked for twice."""
    made = render("notice-to-expire", a_paper_facts(facts={}), HOUSE)
    assert made.gaps == (
        "council_address",
        "notice_address",
        "notice_method",
        "contract_reference",
        "expiry_time",
        "exit_schedule",
        "reply_by",
        "contract_manager",
        "contract_manager_contact",
        "notice_clause",
        "signatory",
        "signatory_role",
    )
    assert "12 facts missing before this paper can be cleared" in made.html


def test_a_gap_that_was_looked_for_says_where(southwark_final):
    """The price of the Capita contract is in no public record seen."""
    html = render("final-report", southwark_final, HOUSE).html
    assert "contract manager to supply (looked for: no public record seen)." in html


@pytest.mark.parametrize("value", [None, "", "  \n "])
def test_a_fact_without_words_in_it_is_a_gap(a_paper_facts, facts_of, value: str | None):
    """A blank is never printed."""
    facts = {**a_paper_facts().facts, **facts_of(wards=value)}
    assert render("in-principle-report", a_paper_facts(facts=facts), HOUSE).gaps == ("wards",)


def test_a_meeting_that_is_not_chosen_is_a_gap(a_paper_facts):
    """The date stands on the front sheet and cannot be guessed."""
    made = render("in-principle-report", a_paper_facts(meeting_on=None), HOUSE)
    assert made.gaps == ("meeting_on",)
    assert "[missing: date of the meeting]" in made.html


def test_what_is_only_known_after_clearance_does_not_hold_it_up(a_paper_facts):
    """An item number is given when the agenda is made up: it is named, and is no gap."""
    facts = without(a_paper_facts().facts, "item_number")
    made = render("in-principle-report", a_paper_facts(facts=facts), HOUSE)
    assert made.gaps == ()
    assert '<mark class="later">[to follow: item number on the agenda]</mark>' in made.html


def test_a_figure_shows_in_the_table_of_sources_with_its_link_and_standing(southwark_final):
    """The £19.1 million is recorded in Southwark's cabinet item 8 of 20 June 2017."""
    html = render("final-report", southwark_final, HOUSE).html
    assert (
        '<tr><th scope="row">Estimated commitment over the term</th>'
        "<td>an estimated £19.1 million over five years</td>"
        '<td><a href="http://moderngov.southwark.gov.uk/ieIssueDetails.aspx?IId=50012796&amp;Opt=3">'
        "Southwark cabinet item 8, 20 June 2017</a></td><td>recorded</td></tr>"
    ) in html


def test_a_fact_the_paper_does_not_show_is_not_in_its_table_of_sources(a_paper_facts, facts_of):
    """The address for notices is for the letter, not for the report."""
    facts = a_paper_facts(facts={**facts_of(notice_address="1 High Street", wards="All")})
    html = render("in-principle-report", facts, HOUSE).html
    assert "1 High Street" not in html
    assert '<tr><th scope="row">Wards affected</th><td>All</td>' in html


def test_a_fact_shown_without_a_source_is_named_as_such(a_paper_facts):
    """Nobody is led to think that it was checked."""
    wards = KnownFact(name="wards", value="All", source="", standing="")
    facts = {**a_paper_facts().facts, "wards": wards}
    html = render("in-principle-report", a_paper_facts(facts=facts), HOUSE).html
    assert "<p>Shown without a recorded source: wards affected.</p>" in html


def test_a_value_with_blank_lines_becomes_numbered_paragraphs(a_paper_facts, facts_of):
    """Two paragraphs of risks, two numbers."""
    facts = {**a_paper_facts().facts, **facts_of(risks="The first risk.\n\nThe second risk.")}
    html = render("in-principle-report", a_paper_facts(facts=facts), HOUSE).html
    first = html.index("</span> The first risk.</p>")
    assert html[first:].startswith('</span> The first risk.</p>\n<p class="np"><span class="n">')
    assert "</span> The second risk.</p>" in html


def test_background_papers_take_their_own_place_and_contact_or_the_common_one(
    a_paper_facts, facts_of
):
    """A paper that says where it is held; another that leaves it to the common fact."""
    papers = "Gateway 0 report | 160 Tooley Street | Constitutional team\n\nOptions appraisal"
    given = facts_of(
        background_papers=papers,
        background_papers_held_at="Programme office",
        background_papers_contact="Report author",
    )
    facts = a_paper_facts(facts={**a_paper_facts().facts, **given})
    html = render("in-principle-report", facts, HOUSE).html
    assert (
        '<tr><th scope="row">Gateway 0 report</th><td>160 Tooley Street</td>'
        "<td>Constitutional team</td></tr>"
    ) in html
    assert (
        '<tr><th scope="row">Options appraisal</th><td>Programme office</td>'
        "<td>Report author</td></tr>"
    ) in html


def test_each_paper_ends_with_how_each_date_was_worked_out(southwark_in_principle):
    """The agenda of 7 February 2017: five clear working days, Monday 30 January."""
    html = render("in-principle-report", southwark_in_principle, HOUSE).html
    assert (
        '<tr><th scope="row">Agenda and reports open to inspection</th>'
        '<td>Monday 30 January 2017 (last day)</td><td class="rule">ATI-05</td>'
        "<td>Tuesday 7 February 2017, less 5 clear working days (6, 3, 2, 1 February and "
        "31 January), is Monday 30 January 2017 Reading: as worded.</td><td>confirmed</td>"
        '<td><a href="https://www.legislation.gov.uk/uksi/2012/2089/contents">SI 2012/2089</a></td>'
    ) in html
    after = html.split("How each date was worked out</h2>")[1]
    assert "<h2" not in after


def test_a_paper_without_dates_says_so(a_paper_facts):
    """An empty table would look like an oversight."""
    html = render("in-principle-report", a_paper_facts(dates=()), HOUSE).html
    assert "<p>No date has been worked out for this paper yet.</p>" in html


def test_an_exempt_report_gives_the_paragraph_and_the_reason(a_paper_facts, facts_of):
    """A closed report without them could not be taken in private."""
    facts = {**a_paper_facts().facts, **facts_of(classification="Exempt", private_reason=None)}
    made = render("in-principle-report", a_paper_facts(facts=facts), HOUSE)
    assert "<td>Closed: Value of exempt_paragraph</td>" in made.html
    assert made.gaps == ("private_reason",)


@pytest.mark.parametrize(
    ("classification", "says"),
    [
        ("Open", "The whole of the matter is to be considered in public."),
        ("Part exempt", "Part of the meeting is to be held in private, because exempt information"),
        ("Exempt", "at which this matter is considered is to be held in private, because exempt"),
    ],
)
def test_a_notice_says_whether_any_part_is_private(
    a_paper_facts, facts_of, classification: str, says: str
):
    """What is private has its paragraph and reason; what is open needs neither."""
    facts = {**a_paper_facts().facts, **facts_of(classification=classification)}
    html = render("forward-plan-notice", a_paper_facts(facts=facts), HOUSE).html
    assert says in html
    assert ("Value of private_reason" in html) == (classification != "Open")


def test_the_letter_gives_notice_and_waives_nothing(a_paper_facts, facts_of):
    """Expiry with its time, no renewal, not a termination, rights reserved."""
    facts = {**a_paper_facts().facts, **facts_of(expiry_time="23:59")}
    html = render("notice-to-expire", a_paper_facts(facts=facts), HOUSE).html
    assert (
        "The contract will expire at 23:59 on Tuesday 31 October 2017. The council gives notice "
        "that it will not renew or extend the contract beyond then."
    ) in html
    assert "It is not a notice of termination" in html
    assert "Nothing in this letter waives any right or remedy of the council" in html
    assert html.index("Yours faithfully") < html.index("For the file: not part of the letter")


def test_a_template_may_not_ask_for_a_fact_that_nobody_named():
    """A misspelt name would be a gap for ever."""
    with pytest.raises(RuleRefused, match="asks for the fact 'anual_saving'"):
        Ledger({}, vocabulary()).fact("anual_saving")


def test_every_fault_of_the_lists_of_facts_is_told(tmp_path: Path):
    """Both facts of one file are wrong, one stands in another file too, and all are named."""
    (tmp_path / "a.toml").write_text('[wards]\nwords = "wards"\n\n[risks]\nfrom = "PD"\nwhen = 1\n')
    (tmp_path / "b.toml").write_text('[wards]\nwords = "wards"\nfrom = "Author"\n')
    with pytest.raises(RuleRefused) as refused:
        read_vocabulary(tmp_path)
    assert refused.value.found == (
        f"The facts in {tmp_path.name} have 4 faults: a.toml: wards has no from; "
        "a.toml: risks has no words; a.toml: risks has the unknown key when; "
        "b.toml: wards stands in a.toml too."
    )
