"""A PDF that software for blind readers can use, made with no more than comes with the product."""

from __future__ import annotations

from pathlib import Path

import pdfua
import pikepdf
import pytest

from tasks.papers import house_for, render
from tasks.papers.pdf import write_pdf
from tasks.papers.reading import read_tree
from tasks.papers.tree import with_contents
from tests.papers.laid_out import LAID_OUT
from tests.papers.read_back import Pdf
from tests.papers.test_page_refusals import DRAWING, TABLE, a_page


def made(kind: str, house: str, a_paper_facts, **changes) -> bytes:
    """The paper of that kind as PDF, with the fonts that every machine has."""
    rendered = render(kind, a_paper_facts(kind=kind, **changes), house_for(house))
    return write_pdf(read_tree(rendered.html), house_for(house), system_fonts=False)


def pdf_of(body: str, *, contents: bool = False) -> Pdf:
    """A page with this in it, as PDF."""
    paper = read_tree(a_page(body))
    paper = with_contents(paper) if contents else paper
    return Pdf(write_pdf(paper, house_for("plain"), system_fonts=False))


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize(("kind", "house"), LAID_OUT)
def test_every_paper_passes_the_checks_of_pdf_ua(
    kind: str, house: str, known: bool, a_paper_facts, tmp_path: Path
):
    """ISO 14289-1, as far as a program can check it without a Java machine."""
    path = tmp_path / "paper.pdf"
    changes = {} if known else {"facts": {}}
    path.write_bytes(made(kind, house, a_paper_facts, **changes))
    assert [finding.message for finding in pdfua.validate(str(path)).findings] == []


def test_a_pdf_says_its_title_language_author_and_that_it_is_tagged(a_paper_facts):
    """What a reader's software asks first; no day of making, so that it can be made again."""
    file = Pdf(made("final-report", "southwark", a_paper_facts)).file
    assert str(file.docinfo.Title) == (
        "Modernisation and ICT: shared service – final approval – London Borough of Southwark"
    )
    assert str(file.docinfo.Author) == "London Borough of Southwark"
    assert str(file.Root.Lang) == "en-GB"
    assert bool(file.Root.MarkInfo.Marked) is True
    assert bool(file.Root.ViewerPreferences.DisplayDocTitle) is True
    assert "/CreationDate" not in file.docinfo
    with file.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


def test_the_headings_of_a_pdf_are_its_bookmarks_and_its_tags(a_paper_facts):
    """One H1, then H2 and H3; the number of a heading is part of what is heard."""
    pdf = Pdf(made("in-principle-report", "brent", a_paper_facts))
    assert len(pdf.elements("/H1")) == 1
    assert [pdf.said(each) for each in pdf.elements("/H2")][:3] == [
        "1.0 Executive summary",
        "2.0 Recommendations",
        "3.0 Detail",
    ]
    assert pdf.headings[1:4] == [
        "1.0 Executive summary",
        "2.0 Recommendations",
        "3.0 Detail",
    ]


def test_a_table_has_header_cells_for_its_columns_and_its_rows(a_paper_facts):
    """The main dates: three columns, and each milestone heads its row."""
    pdf = Pdf(made("in-principle-report", "southwark", a_paper_facts))
    table = next(
        each
        for each in pdf.elements("/Table")
        if "".join(pdf.said(c) for c in pdf.elements("/Caption", each)) == "Main dates"
    )
    heads = pdf.elements("/TH", table)
    assert [(pdf.said(each), scope_of(each)) for each in heads] == [
        ("Milestone", "/Column"),
        ("Date", "/Column"),
        ("What the date is", "/Column"),
        ("Key-decision notice published", "/Row"),
        ("Agenda and reports open to inspection", "/Row"),
        ("Decision by Cabinet", "/Row"),
        ("Contract with Capita expires", "/Row"),
        ("Shared service commences", "/Row"),
    ]
    assert len(pdf.elements("/TD", table)) == 10


def scope_of(cell: pikepdf.Dictionary) -> str:
    """Which way a header cell heads."""
    held = cell.A if isinstance(cell.A, pikepdf.Array) else [cell.A]
    return next(str(each.Scope) for each in held if "/Scope" in each)


def test_a_front_sheet_keeps_its_caption_for_those_who_cannot_see_the_table(a_paper_facts):
    """It is not drawn, as on the page; it is the summary of the table."""
    pdf = Pdf(made("in-principle-report", "southwark", a_paper_facts))
    summaries = [
        str(each.Summary)
        for table in pdf.elements("/Table")
        for each in table.A
        if "/Summary" in each
    ]
    assert summaries == ["Front sheet: item and meeting", "Front sheet"]


@pytest.mark.parametrize("lines", range(20, 56, 3))
def test_a_caption_belongs_to_its_table_wherever_the_page_ends(lines: int):
    """Typst tags a table that goes over a page's end in another way; nobody hears that."""
    rows = "".join(f"<tr><td>row {at}</td></tr>" for at in range(6))
    body = "<p>line</p>" * lines + TABLE.replace("<tr><td>Desks</td></tr>", rows)
    pdf = pdf_of(body)
    (table,) = pdf.elements("/Table")
    assert str(table.P.S) in ("/Document", "/Part")
    assert str(table.K[0].S) == "/Caption"
    assert pdf.said(table) == "CostsItemrow 0row 1row 2row 3row 4row 5"


def test_a_drawing_keeps_its_words(tmp_path: Path):
    """It is drawn from lines, and its title and description are its alternative text."""
    pdf = pdf_of(f"<figure>{DRAWING}<figcaption>Figure 1</figcaption></figure>")
    assert {str(each.Alt) for each in pdf.elements("/Figure")} == {"Saving by year. It rises"}


def test_a_link_within_a_paper_leads_to_its_place():
    """The list of gaps is a way to work through a draft in a PDF too."""
    pdf = pdf_of('<p><a href="#costs">See costs</a></p><h2 id="costs">Costs</h2>')
    notes = [note for page in pdf.file.pages for note in page.get("/Annots", [])]
    assert len(notes) == 1
    assert "/Dest" in notes[0] or "/D" in notes[0].A


def test_a_house_that_has_contents_gets_them_before_its_first_heading():
    """Each heading of levels 2 and 3 with its page."""
    pdf = pdf_of("<p>front</p><h2>One</h2><p>a</p><h3>Two</h3><p>b</p>", contents=True)
    assert "".join(pdf.words).split("front")[1].startswith("ContentsOne")
    assert len(pdf.elements("/TOCI")) == 2


def test_a_line_break_and_a_manner_of_writing_are_kept():
    """Strong, emphasised and broken text."""
    pdf = pdf_of("<p>Spend <strong>all</strong><br><em>now</em></p>")
    assert "Spend all" in "".join(pdf.words)
    assert len(pdf.elements("/Strong")) == 1
    assert len(pdf.elements("/Em")) == 1
