"""A Word file that an officer can edit: its headings, lists, numbers and header rows are Word's."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from rules.errors import RuleRefused
from tasks.papers import house_for, houses, render
from tasks.papers.formats import render_formats
from tasks.papers.reading import read_tree
from tasks.papers.tree import with_contents
from tasks.papers.word import write_word
from tests.needed import VALIDATOR, validator_needed
from tests.papers.read_back import Word
from tests.papers.test_page_refusals import DRAWING, TABLE, a_page


def docx_of(kind: str, house: str, a_paper_facts, **changes) -> bytes:
    """The paper of that kind as a Word file."""
    rendered = render(kind, a_paper_facts(kind=kind, **changes), house_for(house))
    return render_formats(rendered, house_for(house), ["docx"])["docx"]


def opened(content: bytes) -> WordDocument:
    """The file as another program opens it."""
    return Document(BytesIO(content))


def word_of(body: str) -> bytes:
    """A page with this in it, as a Word file."""
    return write_word(read_tree(a_page(body)), house_for("plain"))


def test_headings_are_headings_so_that_officers_can_find_their_way(a_paper_facts):
    """Styles Heading 1 to 3, in the accent colour of the house."""
    document = opened(docx_of("in-principle-report", "brent", a_paper_facts))
    headings = [(p.style.name, p.text) for p in document.paragraphs if "Heading" in p.style.name]
    assert headings[:4] == [
        ("Heading 1", "Modernisation and ICT: shared service – approval in principle"),
        ("Heading 2", "Executive summary"),
        ("Heading 2", "Recommendations"),
        ("Heading 2", "Detail"),
    ]
    assert str(document.styles["Heading 2"].font.color.rgb) == "0B5D3B"


def test_no_number_is_typed_where_word_counts(a_paper_facts):
    """Brent: 1.0 for a heading and 1.1 for a paragraph are levels of one list."""
    content = docx_of("in-principle-report", "brent", a_paper_facts)
    words = Word(content).words
    assert "1.0 Executive summary" in words
    assert any(
        w.startswith("2.1 Approve in principle the proposal that the council") for w in words
    )
    assert not any(p.text.startswith(("1.", "2.1")) for p in opened(content).paragraphs)


def test_southwark_counts_paragraphs_in_one_run_and_no_headings(a_paper_facts):
    """1 to n through the whole report."""
    words = Word(docx_of("in-principle-report", "southwark", a_paper_facts)).words
    assert any(word.startswith("1. That the proposal that the council join") for word in words)
    assert " Recommendations" in words


def test_a_paragraph_put_in_by_an_officer_moves_the_numbers_after_it(a_paper_facts):
    """That is what native numbering is for."""
    content = docx_of("in-principle-report", "brent", a_paper_facts)
    document = opened(content)
    first = next(p for p in document.paragraphs if p.text.startswith("Approve in principle"))
    first.insert_paragraph_before("Consider the risks.")._p.insert(
        0, first._p.find(qn("w:pPr")).__copy__()
    )
    again = BytesIO()
    document.save(again)
    words = Word(again.getvalue()).words
    assert "2.1 Consider the risks." in words
    assert any(word.startswith("2.2 Approve in principle the proposal") for word in words)


def test_a_table_has_a_caption_and_a_header_row_repeated_on_each_page(a_paper_facts):
    """And says to a reader's software which row and column head it."""
    document = opened(docx_of("in-principle-report", "southwark", a_paper_facts))
    captions = [t._tbl.find(f".//{qn('w:tblCaption')}").get(qn("w:val")) for t in document.tables]
    assert captions[:3] == ["Front sheet: item and meeting", "Front sheet", "Main dates"]
    dates = document.tables[2]
    repeated = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") for row in dates.rows]
    assert repeated[0] is not None
    assert not any(each is not None for each in repeated[1:])
    look = dates._tbl.find(f".//{qn('w:tblLook')}")
    assert (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn"))) == ("1", "1")


def test_a_gap_is_highlighted_and_stands_in_words(a_paper_facts):
    """An officer finds every one by searching for highlighted text."""
    document = opened(docx_of("in-principle-report", "southwark", a_paper_facts, facts={}))
    marked = [r for p in document.paragraphs for r in p.runs if r.font.highlight_color is not None]
    assert "[missing: foreword of the cabinet member]" in [run.text for run in marked]


def test_the_properties_name_the_paper_and_its_council_and_no_day(a_paper_facts):
    """Nothing of the library's own file is left among them."""
    content = docx_of("final-report", "southwark", a_paper_facts)
    known = opened(content).core_properties
    assert known.title == (
        "Modernisation and ICT: shared service – final approval – London Borough of Southwark"
    )
    assert (known.author, known.last_modified_by) == ("London Borough of Southwark",) * 2
    assert (known.comments, known.language) == ("", "en-GB")
    assert (known.created, known.modified) == (None, None)
    with ZipFile(BytesIO(content)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in file.namelist() if "thumbnail" in name]


def test_everything_is_in_british_english(a_paper_facts):
    """So that Word checks spelling, and a voice speaks, in it."""
    word = Word(docx_of("final-report", "southwark", a_paper_facts))
    assert b'w:lang w:val="en-GB"' in word.parts["word/styles.xml"]
    assert b'w:val="en-US"' not in word.parts["word/styles.xml"]


def test_a_link_is_a_link_and_a_place_is_a_bookmark():
    """To the web, and from the list of gaps to each gap."""
    content = word_of(
        '<p><a href="https://a.example/?a=1&amp;b=2">law</a> <a href="#costs">costs</a></p>'
        '<h2 id="costs">Costs</h2>'
    )
    assert Word(content).links == ["https://a.example/?a=1&b=2"]
    body = Word(content).body
    anchors = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    names = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    names = [name for name in names if not name.startswith(("_Part", "_End"))]
    assert anchors[1:] == names == ["_Place1"]


def test_a_picture_has_alternative_text_and_a_drawing_becomes_a_picture():
    """Word shows no drawing that every program can read; its words go with the picture."""
    content = word_of(f"<figure>{DRAWING}<figcaption>Figure 1</figcaption></figure>")
    document = opened(content)
    assert document.inline_shapes[0]._inline.docPr.get("descr") == "Saving by year. It rises"
    assert "Figure 1" in [paragraph.text for paragraph in document.paragraphs]
    assert [name for name in Word(content).parts if name.endswith(".png")] == [
        "word/media/image1.png"
    ]


def test_a_list_with_numbers_counts_from_one_each_time():
    """Two lists, each with a first item."""
    content = word_of("<ol><li>a</li><li>b</li></ol><p>x</p><ol><li>c</li></ol>")
    assert [word for word in Word(content).words if word[-1] in "abc"] == ["1. a", "2. b", "1. c"]


def test_a_house_that_has_contents_gets_words_own_field(a_paper_facts):
    """Filled with the headings, each a link; page numbers come when Word updates it."""
    paper = with_contents(
        read_tree(a_page("<p>x</p><h2>One</h2><h3>Two</h3><h2>Three</h2><p>y</p>"))
    )
    word = Word(write_word(paper, house_for("plain")))
    codes = [code.text for code in word.body.iter(qn("w:instrText"))]
    assert codes == [' TOC \\h \\z \\t "Heading 2,1,Heading 3,2" ']
    assert [w.strip() for w in word.words][2:7] == ["x", "Contents", "One", "Two", "Three"]


def test_pages_for_the_file_lie_on_their_side_and_the_others_do_not(a_paper_facts):
    """Seven columns do not fit an upright page."""
    sections = opened(docx_of("final-report", "southwark", a_paper_facts)).sections
    assert [each.orientation.name for each in sections] == ["PORTRAIT", "LANDSCAPE"]
    assert round(sections[0].page_height.mm) == round(sections[1].page_width.mm) == 297


def test_no_paragraph_is_there_only_to_begin_a_page(a_paper_facts):
    """One that falls on a page of its own, where the page before is full, leaves it blank."""
    schedule = opened(docx_of("asset-schedule", "southwark", a_paper_facts))
    breaks = schedule.element.body.iter(qn("w:br"))
    assert not [each for each in breaks if each.get(qn("w:type")) == "page"]
    begun = [p.text for p in schedule.paragraphs if p.paragraph_format.page_break_before]
    assert begun == ["Law and practice relied on"]
    report = opened(docx_of("final-report", "southwark", a_paper_facts)).element.body
    (ends,) = [p for p in report.iter(qn("w:p")) if list(p.iter(qn("w:sectPr")))]
    assert next(ends.iter(qn("w:spacing"))).get(qn("w:line")) == "20"


def test_a_page_numbered_otherwise_than_word_would_is_refused():
    """A number that officers see on the page and not in Word would be a lost fact."""
    with pytest.raises(RuleRefused, match=r"The page numbers 7\. what Word would number 1\."):
        word_of('<p class="np"><span class="n">7.</span> Note it.</p>')


VALIDATED: list[Callable[..., bytes]] = [
    lambda facts: docx_of("final-report", "southwark", facts),
    lambda facts: docx_of("in-principle-report", "lewisham", facts, facts={}),
    lambda facts: docx_of("forward-plan-notice", "plain", facts, facts={}),
    lambda facts: docx_of("notice-to-expire", "brent", facts),
    lambda facts: write_word(
        with_contents(
            read_tree(
                a_page(
                    f"<p>a<br><em>b</em></p><h2>One</h2><ol><li>c</li></ol>{TABLE}"
                    f"<figure>{DRAWING}<figcaption>d</figcaption></figure><h3>Two</h3>"
                )
            )
        ),
        house_for("plain"),
    ),
]


@pytest.mark.parametrize("make", VALIDATED)
def test_the_file_is_as_microsofts_own_validator_wants_it(make, a_paper_facts, tmp_path: Path):
    """Open XML SDK: no error in any part."""
    validator_needed()
    path = tmp_path / "paper.docx"
    path.write_bytes(make(a_paper_facts))
    run = subprocess.run([VALIDATOR, path], capture_output=True, text=True, timeout=120)
    assert json.loads(run.stdout)["errors"] == []


@pytest.mark.parametrize("house", houses())
def test_a_letter_in_any_house_numbers_its_paragraphs_from_one(house: str, a_paper_facts):
    """A letter has no sections to number them within."""
    words = Word(docx_of("notice-to-expire", house, a_paper_facts)).words
    assert any(word.startswith("1. This letter concerns the contract") for word in words)
