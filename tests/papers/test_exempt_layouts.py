"""How each house words what is exempt, and the days on which comments were sought and included."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from models.paper_facts import PaperFacts, Withheld
from tasks.papers.difference import between, passages
from tasks.papers.house_file import house_for
from tasks.papers.rendering import render

Build = Callable[..., PaperFacts]
WITHHELD = {"annual_saving": Withheld(paragraph=3, public_interest="Bargaining outweighs it")}


def page(house: str, facts: PaperFacts) -> str:
    """The report in principle in that house."""
    return render("in-principle-report", facts, house_for(house)).html


@pytest.fixture
def secret(a_paper_facts: Build, facts_of: Callable[..., Any]) -> Build:
    """Facts of a paper whose saving is exempt."""

    def build(**changes: Any) -> PaperFacts:
        told = {**a_paper_facts().facts, **facts_of(annual_saving="£1,200,000 a year")}
        return a_paper_facts(facts=told, withheld=WITHHELD, **changes)

    return build


@pytest.mark.parametrize(
    ("house", "where"),
    [
        ("southwark", "is in the closed report on this item.]"),
        ("lewisham", "is in the Part 2 report on this item.]"),
        ("brent", "is in the exempt appendix to this report.]"),
        ("plain", "is in the exempt report on this item.]"),
    ],
)
def test_each_house_says_where_the_exempt_words_are(secret: Build, house: str, where: str) -> None:
    """In the council's own words; the open page has nothing of the fact, its comments included."""
    html = page(house, secret())
    assert where in html
    assert "1,200,000" not in html
    assert "Bargaining outweighs it" in html


def test_an_exempt_appendix_holds_the_exempt_passages_alone(secret: Build) -> None:
    """Brent keeps what is exempt in an appendix; the rest of the report is not in it."""
    words = " ".join(passages(page("brent", secret(exempt=True))))
    assert "exempt appendix" in words
    assert "£1,200,000 a year" in words
    assert "NOT FOR PUBLICATION" in words
    assert "Recommendation" not in words
    assert "1,200,000" in page("southwark", secret(exempt=True))
    assert "ecommendation" in page("southwark", secret(exempt=True))


def test_an_exempt_paper_says_why_once(secret: Build) -> None:
    """The public interest stands by the fact that it was weighed for, and in the table of facts."""
    html = page("southwark", secret(exempt=True))
    front = html[: html.index('<div class="file">')]
    assert front.count("Bargaining outweighs it") == 1


def test_southwarks_audit_trail_tells_when_comments_were_sought_and_included(
    a_paper_facts: Build,
) -> None:
    """Days from the record; an office that was never asked is not said to have been."""
    trail = {"law": ("2017-01-09", "2017-01-16"), "finance": ("2017-01-10", "")}
    html = page("southwark", a_paper_facts(trail=trail))
    rows = re.findall(
        r'<tr><th scope="row">([^<]*)</th><td>([^<]*)</td><td>([^<]*)</td></tr>', html
    )
    told = {office: (sought, included) for office, sought, included in rows}
    assert told["Director of Law and Democracy"] == (
        "Monday 9 January 2017",
        "Monday 16 January 2017",
    )
    finance = told["Strategic Director of Finance and Governance"]
    assert finance == ("Tuesday 10 January 2017", "Not yet")
    assert told["Head of Procurement"] == ("Not yet", "Not yet")


def test_a_paragraph_put_in_is_the_only_one_that_changed() -> None:
    """Those below it bear other numbers and say the same; the tables for the file are left out."""
    one = '<main><p class="np"><span class="n">{}.</span> {}</p>{}<div class="file">{}</div></main>'
    last = '<p class="np"><span class="n">{}.</span> Third</p>'
    before = one.format(1, "First", last.format(2), "<p>Made on Monday</p>")
    middle = '<p class="np"><span class="n">2.</span> Second</p>' + last.format(3)
    after = one.format(1, "First", middle, "<p>Made on Friday</p>")
    assert [(each.before, each.after) for each in between(before, after)] == [("", "Second")]
