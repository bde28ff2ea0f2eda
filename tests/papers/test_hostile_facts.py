"""Whatever stands in a fact is printed, never obeyed; and a page anybody can read."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from jinja2.sandbox import SecurityError

from models.paper_facts import CouncilNamed
from tasks.papers import KINDS, house_for, houses, render, vocabulary
from tasks.papers.kinds import Writer
from tasks.papers.ledger import Ledger
from tasks.papers.rendering import environment
from tasks.papers.wording import is_web_address

HOSTILE = "R&D < 28 days & <b>x</b> {{ 7*191 }}"
ESCAPED = "R&amp;D &lt; 28 days &amp; &lt;b&gt;x&lt;/b&gt; {{ 7*191 }}"


def made(kind: str, a_paper_facts, house: str = "southwark", **changes) -> str:
    """The paper of that kind, its facts of the decision that it belongs to."""
    return render(kind, a_paper_facts(kind=kind, **changes), house_for(house)).html


@pytest.mark.parametrize("kind", KINDS)
def test_a_hostile_value_prints_as_it_was_written(kind: str, a_paper_facts, facts_of):
    """Every fact hostile at once: no tag, no sum, and nothing escaped twice."""
    names = [name for name, row in vocabulary().items() if not row.built_in]
    html = made(kind, a_paper_facts, facts=facts_of(**dict.fromkeys(names, HOSTILE)))
    assert ESCAPED in html
    assert "<b>" not in html
    assert "1337" not in re.sub(r"#[0-9a-f]{6}", "", html)
    assert "&amp;amp;" not in html
    assert "&amp;lt;" not in html


@pytest.mark.parametrize("kind", KINDS)
def test_a_hostile_name_of_a_council_supplier_or_contract_prints_as_written(
    kind: str, a_paper_facts
):
    """Not only facts come from outside."""
    leaving = CouncilNamed(code="southwark", name=HOSTILE, role="leaving", body=HOSTILE)
    given = a_paper_facts()
    html = made(
        kind,
        a_paper_facts,
        **({"council": leaving} if KINDS[kind].writer is not Writer.shared else {}),
        councils=(leaving, *given.councils[1:]),
        supplier=HOSTILE,
        contract_title=HOSTILE,
        title=HOSTILE,
        reference=HOSTILE,
        dates=tuple(
            replace(d, what=HOSTILE, arithmetic=HOSTILE, cite=HOSTILE) for d in given.dates
        ),
    )
    assert html.count(ESCAPED) > 5
    assert "<b>" not in html
    assert "&amp;amp;" not in html


@pytest.mark.parametrize(
    ("url", "is_one"),
    [
        ("https://www.legislation.gov.uk/uksi/2012/2089/contents", True),
        ("http://moderngov.southwark.gov.uk/ieIssueDetails.aspx?IId=50012796&Opt=3", True),
        ("https://a.example:8080/x#y", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("https://", False),
        ("https://[half", False),
        ("https://a.example:99999/", False),
        ("https://a.example/<x>", False),
        ("https://a.example/a b", False),
        ("https://a.example/\n", False),
    ],
)
def test_an_address_is_of_the_web_if_every_format_can_hold_it(url: str, is_one: bool):
    """Word calls a file damaged for an address that it cannot read."""
    assert is_web_address(url) is is_one


def test_a_source_whose_address_is_not_of_the_web_is_no_link(a_paper_facts, facts_of):
    """An address that would run a script is left as text."""
    bad = replace(facts_of(wards="All")["wards"], url="javascript:alert(1)")
    dates = tuple(replace(d, url="javascript:alert(2)") for d in a_paper_facts().dates)
    html = made(
        "in-principle-report",
        a_paper_facts,
        facts={**a_paper_facts().facts, "wards": bad},
        dates=dates,
    )
    assert "javascript" not in html
    assert "<td>Council record</td>" in html


@pytest.mark.parametrize(
    "source",
    [
        "{{ fact.__self__ }}",
        "{{ fact.__func__.__globals__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ house.__class__ }}",
        "{{ known.__init__.__globals__['os'] }}",
    ],
)
def test_a_template_cannot_reach_what_lies_behind_a_value(tmp_path: Path, source: str):
    """The sandbox refuses every name with double underscores."""
    (tmp_path / "bad.html.j2").write_text(source)
    ledger = Ledger({}, vocabulary())
    template = environment(tmp_path).get_template("bad.html.j2")
    with pytest.raises(SecurityError):
        template.render(fact=ledger.fact, known=ledger.known, house=house_for("plain"))


@pytest.mark.parametrize("source", ["{{ anual_saving }}", "{{ range(3) }}", "{{ cycler }}"])
def test_a_name_nobody_gave_stops_the_paper(tmp_path: Path, source: str):
    """Neither a misspelt name nor a helper of the template language prints as nothing."""
    (tmp_path / "bad.html.j2").write_text(source)
    with pytest.raises(UndefinedError):
        environment(tmp_path).get_template("bad.html.j2").render()


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_facts_give_the_same_bytes(kind: str, a_paper_facts):
    """No clock, no random number: a paper can be made again and compared."""
    assert made(kind, a_paper_facts).encode() == made(kind, a_paper_facts).encode()


class Outline(HTMLParser):
    """Headings, landmarks and tables of a page, as a reader's software meets them."""

    def __init__(self) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.tags: list[str] = []
        self.stack: list[tuple[str, dict[str, str | None]]] = []
        self.faults: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes what opens, and what is wrong with it."""
        given = dict(attrs)
        self.tags.append(tag)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag == "th" and given.get("scope") not in ("row", "col"):
            self.faults.append("a header cell without scope")
        if tag not in ("meta", "br"):
            self.stack.append((tag, given))

    def handle_endtag(self, tag: str) -> None:
        """Everything opened is closed, innermost first."""
        opened, _ = self.stack.pop()
        if opened != tag:
            self.faults.append(f"</{tag}> closes <{opened}>")


@pytest.mark.parametrize("house", houses())
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("complete", [True, False])
def test_a_page_can_be_read_by_anybody(kind: str, house: str, complete: bool, a_paper_facts):
    """English named, one h1, no level skipped, landmarks, captions, scopes, nothing fetched."""
    changes = {} if complete else {"facts": {}}
    html = made(kind, a_paper_facts, house, **changes)
    page = Outline()
    page.feed(html)
    assert page.faults == []
    assert page.stack == []
    assert '<html lang="en-GB">' in html
    assert page.levels.count(1) == 1
    assert page.levels[0] == 1
    steps = zip(page.levels, page.levels[1:], strict=False)
    assert all(after - before <= 1 for before, after in steps)
    assert all(page.tags.count(tag) == 1 for tag in ("header", "main", "footer"))
    assert page.tags.count("title") == 1 + page.tags.count("svg")
    assert page.tags.count("caption") == page.tags.count("table")
    assert len(set(page.ids)) == len(page.ids)
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert set(re.findall(r"url\(([^)]*)\)", html)) <= {"#costs-hatching"}
    assert "@import" not in html


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_of_more_than_two_columns_scrolls_in_a_region_of_its_own(kind: str, a_paper_facts):
    """At 320 pixels the page itself never scrolls sideways; the region takes the keyboard."""
    html = made(kind, a_paper_facts, facts={}, house="southwark")
    region = re.compile(
        r'<div class="scroll[^"]*" role="region" tabindex="0" aria-label="[^"]+">\s*$'
    )
    for before, table in re.findall(r"(.{0,200})<table>(.*?)</table>", html, flags=re.S):
        if table.split("</tr>")[0].count('<th scope="col"') > 2:
            assert region.search(before)


def test_every_link_to_a_gap_leads_to_that_gap(a_paper_facts):
    """The list at the top is a way to work through a draft."""
    html = made("in-principle-report", a_paper_facts, facts={})
    wanted = set(re.findall(r'href="#([^"]+)"', html))
    assert wanted
    assert wanted <= set(re.findall(r'id="([^"]+)"', html))
