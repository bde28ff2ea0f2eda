"""One paper's text, laid out as each council lays out its own."""

from __future__ import annotations

import re
from html import unescape

import pytest

from rules.errors import InputError, UnknownName
from tasks.papers import house_for, houses, render


def headings(html: str, level: int) -> list[str]:
    """The headings of a level before the tables at the end, their numbers among them."""
    report = html.split('<div class="file">')[0]
    found = re.findall(rf"<h{level}>(.*?)</h{level}>", report)
    return [re.sub(r"<[^>]+>", "", heading) for heading in found]


def numbers(html: str) -> list[str]:
    """The numbers of the paragraphs."""
    return re.findall(r'<p class="np"><span class="n">([\d.]+)</span>', html)


def text(html: str) -> str:
    """The words of a paper without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_southwark_sets_out_its_real_report_in_its_own_order(southwark_in_principle):
    """The unnumbered foreword first, law and finance as advice of other officers, audit trail."""
    html = render("in-principle-report", southwark_in_principle, house_for("southwark")).html
    assert headings(html, 2) == [
        "36 facts missing before this paper can be cleared",
        "Foreword – Councillor Fiona Colley, Cabinet Member for Finance, Modernisation and "
        "Performance",
        "Recommendations",
        "Background information",
        "Key issues for consideration",
        "Supplementary advice from other officers",
        "Background documents",
        "Appendices",
        "Audit trail",
    ]
    assert headings(html, 3)[-2:] == [
        "Director of Law and Democracy",
        "Strategic Director of Finance and Governance",
    ]


def test_southwark_front_sheet_has_item_classification_date_and_meeting_side_by_side(
    southwark_in_principle,
):
    """The fields of the front sheet of 7 February 2017, in order."""
    html = render("in-principle-report", southwark_in_principle, house_for("southwark")).html
    across = '<th scope="col">Item No.</th><th scope="col">Classification</th>'
    assert across + '<th scope="col">Date</th><th scope="col">Meeting Name</th>' in html
    assert "<td>Open</td><td>Tuesday 7 February 2017</td><td>Cabinet</td>" in html
    labels = re.findall(r'<th scope="row">([^<]+)</th>', html)
    assert labels[:3] == ["Report title", "Ward(s) or groups affected", "Cabinet Member"]


def test_southwark_numbers_paragraphs_in_one_run_and_recommends_in_the_passive(
    southwark_in_principle,
):
    """1 to n through the whole report; "That ... be approved in principle"."""
    html = render("in-principle-report", southwark_in_principle, house_for("southwark")).html
    found = numbers(html)
    assert found == [f"{number}." for number in range(1, len(found) + 1)]
    assert (
        "1. That the proposal that the council join the shared service hosted by the London "
        "Borough of Brent and delegate to it the delivery of the service now provided by Capita be "
        "approved in principle, subject to due diligence and to a final decision."
    ) in text(html)
    assert "That the budget for preparation and transition (an estimated £3 million) be" in html


def test_southwark_final_report_commits_delegates_and_starts_on_1_november(southwark_final):
    """What Southwark's cabinet decided on 20 June 2017, in the words of recommendations."""
    words = text(render("final-report", southwark_final, house_for("southwark")).html)
    assert (
        "2. That the establishment of the shared service between the London Borough of Southwark, "
        "the London Borough of Brent and the London Borough of Lewisham and the delegation to the "
        "London Borough of Brent of the delivery of the council's service be approved, with "
        "commencement on Wednesday 1 November 2017."
    ) in words
    assert (
        "3. That the financial commitment to the London Borough of Brent (an estimated £19.1 "
        "million over five years) be approved."
    ) in words
    assert (
        "4. That authority be delegated to the strategic director of housing and modernisation to "
        "agree the final terms of the inter-authority agreement."
    ) in words


def test_lewisham_recommends_to_the_mayor_in_decimal_paragraphs(a_paper_facts, council_named):
    """To about 2018 the Mayor alone decides; Part 1 means open."""
    facts = a_paper_facts(council=council_named("lewisham"))
    html = render("in-principle-report", facts, house_for("lewisham")).html
    assert headings(html, 2)[:4] == [
        "1. Summary",
        "2. Recommendations",
        "3. Policy context",
        "4. Background",
    ]
    assert (
        "The Mayor is recommended to: 2.1 Approve in principle the extension of the shared service "
        "to the London Borough of Southwark, subject to due diligence and to a final decision. 2.2 "
        "Note the proposal that the London Borough of Southwark delegate the delivery of its "
        "service to the London Borough of Brent."
    ) in text(html)
    assert '<th scope="row">Class</th><td>Part 1</td>' in html
    assert "6. Legal implications" in headings(html, 2)


def test_brent_asks_cabinet_under_heads_that_end_in_nought(a_paper_facts, council_named):
    """1.0, 2.0 and so on, paragraphs 2.1, 2.2; no number on the sign-off."""
    facts = a_paper_facts(council=council_named("brent"))
    html = render("in-principle-report", facts, house_for("brent")).html
    assert headings(html, 2)[:3] == ["1.0 Executive summary", "2.0 Recommendations", "3.0 Detail"]
    assert headings(html, 2)[-1] == "Report sign off"
    assert (
        "Cabinet is asked to: 2.1 Approve in principle the extension of the shared service to the "
        "London Borough of Southwark, subject to due diligence and to a final decision. 2.2 "
        "Approve in principle the acceptance by the council of a delegation from the London "
        "Borough of Southwark"
    ) in text(html)


def test_only_southwark_has_an_audit_trail_and_only_brent_a_sign_off(a_paper_facts):
    """What one council wants and another does not is data, not another template."""
    facts = a_paper_facts()
    made = {
        code: render("in-principle-report", facts, house).html for code, house in houses().items()
    }
    assert [code for code, html in made.items() if "Comments sought" in html] == ["southwark"]
    assert [code for code, html in made.items() if "Report sign off" in html] == ["brent"]


def test_a_council_without_a_layout_of_its_own_gets_the_plain_one():
    """Any council can use the papers."""
    assert house_for("northmere").code == "plain"


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ("brent", ["numbering", "section: Cabinet Member foreword"]),
        ("plain", []),
    ],
)
def test_only_what_was_read_in_the_councils_own_record_is_marked_seen(code: str, seen: list[str]):
    """Everything else is general knowledge and says so."""
    assert [name for name, element in house_for(code).elements() if element.seen] == seen


def test_a_paper_says_how_much_of_its_layout_was_never_checked(a_paper_facts):
    """Brent: 2 elements seen in a record, the rest to be checked against its template."""
    html = render("in-principle-report", a_paper_facts(), house_for("brent")).html
    assert "House layout: London Borough of Brent. 2 of its 49 elements were read in" in html


def test_a_file_is_named_after_its_kind_council_and_meeting(a_paper_facts):
    """The name is the same each time, dated or not."""
    made = render("in-principle-report", a_paper_facts(), house_for("southwark"))
    assert made.file_name == "in-principle-report-southwark-2017-02-07.html"
    assert made.title == "Modernisation and ICT: shared service – approval in principle"
    undated = render("notice-to-expire", a_paper_facts(meeting_on=None), house_for("southwark"))
    assert undated.file_name == "notice-to-expire-southwark.html"


def test_a_report_title_given_as_a_fact_replaces_the_one_worked_out(a_paper_facts, facts_of):
    """A council words its own title."""
    facts = a_paper_facts(facts=facts_of(report_title="Modernisation: a shared ICT service"))
    made = render("in-principle-report", facts, house_for("southwark"))
    assert made.title == "Modernisation: a shared ICT service"
    assert "<h1>Modernisation: a shared ICT service</h1>" in made.html


def test_a_kind_nobody_defined_is_refused(a_paper_facts):
    """The message names the kinds there are."""
    with pytest.raises(UnknownName, match="in-principle-report, final-report"):
        render("outline-report", a_paper_facts(), house_for("southwark"))


def test_a_final_report_is_not_written_from_the_facts_of_the_decision_in_principle(a_paper_facts):
    """The two decisions have different meetings and dates."""
    with pytest.raises(InputError, match="belongs to the decision 'final'"):
        render("final-report", a_paper_facts(), house_for("southwark"))


def test_only_the_council_that_leaves_gives_notice_to_the_supplier(a_paper_facts, council_named):
    """The host is no party to the contract that expires."""
    facts = a_paper_facts(council=council_named("brent"))
    with pytest.raises(InputError, match="the host council and does not write"):
        render("notice-to-expire", facts, house_for("brent"))


def test_a_transition_without_a_host_cannot_have_a_report(a_paper_facts, council_named):
    """Its recommendations would name nobody."""
    facts = a_paper_facts(councils=(council_named("southwark"), council_named("lewisham")))
    with pytest.raises(InputError, match="0 councils whose part is 'host'"):
        render("in-principle-report", facts, house_for("southwark"))
