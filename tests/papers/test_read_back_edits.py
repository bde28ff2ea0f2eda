"""An officer's edits in Word are read: what changed is told, and nothing is dropped in silence."""

from __future__ import annotations

from copy import deepcopy
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph as WordParagraph

from tasks.papers import house_for, render
from tasks.papers.reading import read_tree
from tasks.papers.round_trip.differences import differences
from tasks.papers.round_trip.facts_edited import facts_edited
from tasks.papers.round_trip.places import without_idle_places
from tasks.papers.round_trip.reading import ReadBack, read_word
from tasks.papers.tree import Figure, Listed, Paper, Paragraph, Table, words
from tasks.papers.word import write_word

HOUSE = house_for("brent")


class Edited:
    """Brent's in-principle report as Word opens it; `read` saves and reads it back."""

    def __init__(self, folder: Path, facts) -> None:
        self.facts = facts
        self.made: Paper = read_tree(render("in-principle-report", facts, HOUSE).html)
        self.file: WordDocument = Document(BytesIO(write_word(self.made, HOUSE)))
        self._path = folder / "edited.docx"

    def begins(self, text: str) -> WordParagraph:
        """The paragraph that begins so."""
        return next(p for p in self.file.paragraphs if p.text.startswith(text))

    def read(self) -> ReadBack:
        """What stands in the file now."""
        self.file.save(str(self._path))
        return read_word(self._path, HOUSE)

    def marked(self) -> list[str]:
        """What differs, as an officer is shown it."""
        return [each.marked for each in differences(self.made, self.read().paper)]

    def stops(self) -> list[str]:
        """What must be put right first."""
        return [remark.found for remark in self.read().stops]


@pytest.fixture
def edited(tmp_path: Path, a_paper_facts, facts_of) -> Edited:
    """The report, with a saving worth changing."""
    facts = {**a_paper_facts().facts, **facts_of(annual_saving="£1,200,000 a year")}
    return Edited(tmp_path, a_paper_facts(facts=facts))


def xml(text: str):
    """A piece of WordprocessingML."""
    spaces = nsdecls("w", "wp", "a", "r", "pic")
    return parse_xml(text.replace("XMLNS", spaces, 1))


def test_a_changed_word_is_shown_within_its_paragraph(edited: Edited):
    """What was taken out and what was put in, where it stood."""
    paragraph = edited.begins("It also seeks approval")
    paragraph.runs[0].text = paragraph.text.replace("due diligence", "thorough due diligence")
    found = differences(edited.made, edited.read().paper)
    assert [each.where for each in found] == ["Executive summary"]
    assert "final decision:{+ thorough+} due diligence, a memorandum" in found[0].marked


def test_a_paragraph_put_in_is_numbered_and_moves_the_rest_without_being_their_change(
    edited: Edited,
):
    """Numbers are Word's own."""
    first = edited.begins("Approve in principle")
    new = deepcopy(first._p)
    first._p.addprevious(new)
    for run in list(new.iter(qn("w:r")))[1:]:
        run.getparent().remove(run)
    WordParagraph(new, first._parent).runs[0].text = "Consider the risks."
    back = edited.read().paper
    assert ("2.1", "Consider the risks.") in [
        (b.number, words(b.runs)) for b in back.walk() if isinstance(b, Paragraph)
    ]
    assert edited.marked() == ["{+Consider the risks.+}"]


def test_a_fact_whose_value_was_edited_is_named_with_what_it_said_and_says(edited: Edited):
    """Record it, or the next version made from the facts says the old figure again."""
    for paragraph in edited.file.tables[-1]._tbl.iter(qn("w:p")):
        assert "1,200,000" not in "".join(t.text or "" for t in paragraph.iter(qn("w:t")))
    for text in edited.file.element.body.iter(qn("w:t")):
        if text.text and "£1,200,000" in text.text:
            text.text = text.text.replace("£1,200,000", "£1,150,000")
    found = facts_edited(differences(edited.made, edited.read().paper), edited.facts)
    assert [(f.name, f.said, f.now) for f in found] == [
        ("annual_saving", "£1,200,000 a year", "£1,150,000 a year")
    ]
    assert "record it with `changeover fact`" in str(found[0])


def test_a_gap_that_was_typed_over_is_a_fact_to_record(tmp_path: Path, a_paper_facts, facts_of):
    """The officer knew what the record did not."""
    facts = {**a_paper_facts().facts, **facts_of(annual_saving=None)}
    file = Edited(tmp_path, a_paper_facts(facts=facts))
    gap = next(
        run
        for run in file.file.element.body.iter(qn("w:t"))
        if (run.text or "").startswith("[missing: ") and "saving" in run.text
    )
    gap.getparent().find(qn("w:rPr")).clear()
    gap.text = "£900,000"
    found = facts_edited(differences(file.made, file.read().paper), file.facts)
    assert ("annual_saving", "", "£900,000") in [(f.name, f.said, f.now) for f in found]


def test_a_date_of_the_transition_is_no_fact_to_record(edited: Edited):
    """It is put right in the transition, or it comes back."""
    for text in edited.file.element.body.iter(qn("w:t")):
        text.text = (text.text or "").replace("Tuesday 31 October 2017", "Tuesday 14 November 2017")
    found = facts_edited(differences(edited.made, edited.read().paper), edited.facts)
    ends = next(each for each in found if each.name == "expiry_on")
    assert (ends.now, ends.recordable) == ("Tuesday 14 November 2017", False)
    assert "comes from the transition" in str(ends)


def test_what_word_adds_while_somebody_edits_changes_nothing(edited: Edited):
    """Split runs, numbers of sessions, spelling marks, bookmarks and content controls."""
    for number, paragraph in enumerate(list(edited.file.element.body.iter(qn("w:p")))):
        paragraph.set(qn("w:rsidR"), "00AB12CD")
        for run in list(paragraph.findall(qn("w:r"))):
            text = run.find(qn("w:t"))
            if text is None or len(text.text or "") < 4 or len(run.findall(qn("w:t"))) > 1:
                continue
            second = deepcopy(run)
            said = text.text
            text.text, second.find(qn("w:t")).text = said[:3], said[3:]
            text.set(qn("xml:space"), "preserve")
            second.set(qn("w:rsidRPr"), "00EF3456")
            run.addnext(second)
            run.addnext(xml("<w:proofErr XMLNS w:type='spellStart'/>"))
            name = f"_Hlk{number}"
            run.addprevious(
                xml(f"<w:bookmarkStart XMLNS w:id='{90000 + number}' w:name='{name}'/>")
            )
            run.addprevious(xml(f"<w:bookmarkEnd XMLNS w:id='{90000 + number}'/>"))
    body = edited.file.element.body
    for element in (list(body)[8], list(body)[20], body.find(qn("w:tbl"))):
        control = xml("<w:sdt XMLNS><w:sdtPr/><w:sdtContent/></w:sdt>")
        element.addprevious(control)
        control[1].append(element)
    back = edited.read()
    assert back.paper == without_idle_places(edited.made)
    assert back.remarks == ()


def test_tracked_changes_are_told_with_their_authors_and_the_text_is_read_as_accepted(
    edited: Edited,
):
    """Nothing can be approved that is still a proposal."""
    paragraph = edited.begins("It also seeks approval")._p
    paragraph.append(
        xml(
            "<w:ins XMLNS w:id='501' w:author='A. Lawyer' w:date='2017-01-09T10:00:00Z'>"
            "<w:r><w:t xml:space='preserve'> With advice.</w:t></w:r></w:ins>"
        )
    )
    first = paragraph.find(qn("w:r"))
    gone = xml("<w:del XMLNS w:id='502' w:author='B. Finance' w:date='2017-01-09T11:00:00Z'/>")
    first.addprevious(gone)
    gone.append(first)
    for text in list(first.iter(qn("w:t"))):
        text.tag = qn("w:delText")
    back = edited.read()
    assert [(c.sort, c.author) for c in back.changes] == [
        ("taken out", "B. Finance"),
        ("put in", "A. Lawyer"),
    ]
    assert back.changes[1].text == "With advice."
    said = [words(b.runs) for b in back.paper.walk() if isinstance(b, Paragraph)]
    assert any(text.endswith("With advice.") for text in said)
    assert not any(text.startswith("It also seeks approval") for text in said)


def test_comments_are_listed_and_are_no_part_of_the_paper(edited: Edited):
    """Whoever accepts the paper sees what was still being asked."""
    paragraph = edited.begins("It also seeks approval")
    edited.file.add_comment(paragraph.runs[0], "Is this lawful?", author="A. Lawyer")
    back = edited.read()
    assert [(c.author, c.text) for c in back.comments] == [("A. Lawyer", "Is this lawful?")]
    assert back.paper == without_idle_places(edited.made)


TEXT_BOX = """<w:r XMLNS xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><mc:AlternateContent>
 <mc:Choice Requires="wps"><w:drawing><wp:inline><a:graphic><a:graphicData uri="x">
 <wps:wsp><wps:txbx><w:txbxContent><w:p><w:r><w:t>A boxed warning</w:t></w:r></w:p>
 </w:txbxContent></wps:txbx>
 </wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>
 <mc:Fallback><w:pict/></mc:Fallback></mc:AlternateContent></w:r>"""


@pytest.mark.parametrize(
    ("added", "says"),
    [
        (TEXT_BOX, "There is a text box with “A boxed warning”"),
        (
            "<w:r XMLNS><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>",
            "There is hidden text: “secret”",
        ),
        (
            "<w:r XMLNS><w:rPr><w:strike/></w:rPr><w:t>old</w:t></w:r>",
            "“old” is struck through",
        ),
        ("<w:r XMLNS><w:object/></w:r>", "There is an embedded object"),
        ("<w:r XMLNS><w:sym w:font='Wingdings' w:char='F0FC'/></w:r>", "There is a symbol of a"),
        (
            "<m:oMath xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'>"
            "<m:r><m:t>x=2</m:t></m:r></m:oMath>",
            "There is a formula with “x=2”",
        ),
        (
            "<w:r XMLNS><w:drawing><wp:inline><wp:docPr id='9' name='p' descr='x'/></wp:inline>"
            "</w:drawing></w:r>",
            "There is a drawn shape or a chart (“x”)",
        ),
        ("<w:r XMLNS><w:footnoteReference w:id='2'/></w:r>", "There is one of Word's footnotes"),
    ],
)
def test_what_a_paper_cannot_hold_stops_it_and_is_told_with_its_words(
    edited: Edited, added: str, says: str
):
    """Nothing is dropped in silence, and nothing hidden is published."""
    edited.begins("It also seeks approval")._p.append(xml(added))
    stops = edited.read().stops
    assert [s.found[: len(says)] for s in stops] == [says]
    assert stops[0].where == "Executive summary"
    assert stops[0].remedy


def test_a_picture_without_alternative_text_stops_the_paper_and_one_with_it_is_kept(
    edited: Edited, tmp_path: Path
):
    """The law wants every picture to be told in words."""
    from tests.papers.test_read_back_trees import PNG

    paragraph = edited.begins("It also seeks approval").insert_paragraph_before()
    picture = paragraph.add_run().add_picture(BytesIO(PNG), width=Pt(20))
    assert edited.stops() == ["There is a picture without alternative text"]
    picture._inline.docPr.set("descr", "A dot")
    back = edited.read()
    assert back.stops == ()
    assert Figure(form="png", picture=PNG, alt="A dot") in list(back.paper.walk())


def test_a_table_put_in_by_hand_needs_a_caption_and_a_header_row(edited: Edited):
    """Word's own new table has a look for its first row, which is taken as its header."""
    table = edited.file.add_table(rows=2, cols=2, style="Table Grid")
    place = edited.begins("It also seeks approval")._p
    place.addnext(table._tbl)
    for cell, said in zip(table._cells, ("Year", "Cost", "2027", "£1"), strict=True):
        cell.text = said
    back = edited.read()
    assert [s.found for s in back.stops] == ["The table “Year” has no caption"]
    caption = edited.begins("It also seeks approval").insert_paragraph_before("Cost by year")
    caption.style = "Caption"
    table._tbl.addprevious(caption._p)
    back = edited.read()
    assert back.stops == ()
    made = next(
        b for b in back.paper.walk() if isinstance(b, Table) and b.caption == "Cost by year"
    )
    assert [words(cell.runs) for cell in made.head] == ["Year", "Cost"]
    assert not made.front
    table.cell(0, 0).merge(table.cell(0, 1))
    assert edited.stops()[0] == "The table that begins “Year Cost 2027 £1” has merged cells"


def test_a_style_nobody_named_is_told_and_its_words_are_kept(edited: Edited):
    """As a plain paragraph, or as a heading where it is one."""
    edited.begins("It also seeks approval").style = "Quote"
    back = edited.read()
    assert [r.found for r in back.remarks if "Quote" in r.found]
    assert back.stops == ()
    assert any("also seeks approval" in each for each in edited.marked()) is False


def test_formatting_that_no_page_shows_is_told_and_its_words_are_kept(edited: Edited):
    """Underlines, raised figures and a highlighter's yellow."""
    paragraph = edited.begins("It also seeks approval")
    run = paragraph.add_run(" as underlined")
    run.underline = True
    paragraph.add_run("2").font.superscript = True
    back = edited.read()
    assert [r.found for r in back.remarks] == [
        "“as underlined” is underlined",
        "“2” is set as superscript",
    ]
    assert any("as underlined2" in each for each in edited.marked())


def test_a_list_made_with_words_own_buttons_is_read_as_a_list(edited: Edited):
    """Bullets, and figures that are not the paper's own."""
    place = edited.begins("It also seeks approval")
    for style, said in (
        ("List Number", "second"),
        ("List Number", "first"),
        ("List Bullet", "dot"),
    ):
        item = place.insert_paragraph_before(said)
        item.style = style
        place._p.addnext(item._p)
    lists = [b for b in edited.read().paper.walk() if isinstance(b, Listed)]
    assert [(one.ordered, [words(i) for i in one.items]) for one in lists[:2]] == [
        (False, ["dot"]),
        (True, ["first", "second"]),
    ]


def test_a_link_that_leads_nowhere_any_more_is_text(edited: Edited):
    """The place was deleted; the words stay."""
    paragraph = edited.begins("It also seeks approval")._p
    paragraph.append(
        xml("<w:hyperlink XMLNS w:anchor='gone'><w:r><w:t>see there</w:t></w:r></w:hyperlink>")
    )
    last = next(
        b.runs
        for b in edited.read().paper.walk()
        if isinstance(b, Paragraph) and words(b.runs).endswith("see there")
    )
    assert last[-1].link == ""
