"""A council starts its own layout from one that is there, and is told what its files lack."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from typer.testing import CliRunner

from cli.main import app
from rules.errors import BadFile, InputError
from tasks.papers import house_for, houses, render
from tasks.papers.formats import render_formats
from tasks.papers.house_checking import check_house
from tasks.papers.house_making import new_house, remade_word, template_for_house
from tasks.papers.word.plain import plain_file
from tests.papers.test_read_back_trees import PNG

NAME = 'Northmere "Borough" Council'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of layouts."""
    monkeypatch.setenv("CHANGEOVER_HOUSES", str(tmp_path / "houses"))
    return tmp_path / "houses"


@pytest.mark.parametrize("start_from", ["southwark", "lewisham", "brent", "plain"])
def test_a_new_layout_is_that_of_another_with_nothing_seen_in_its_own_records(start_from: str):
    """Nobody may pass another council's record off as this one's."""
    new_house("northmere", start_from=start_from, name=NAME)
    layout, other = house_for("northmere"), house_for(start_from)
    assert (layout.code, layout.name) == ("northmere", NAME)
    assert layout.seen_and_unseen()["seen"] == 0
    assert [s.heading for s in layout.section] == [s.heading for s in other.section]
    assert [r.label for r in layout.front_sheet] == [r.label for r in other.front_sheet]
    assert "northmere" in houses()


def test_a_paper_is_written_in_a_new_layout_at_once(folder: Path, a_paper_facts):
    """Its colour, its logo with its words, and its name from the second page on."""
    logo = folder.parent / "logo.PNG"
    logo.write_bytes(PNG)
    new_house("northmere", start_from="brent", name=NAME, accent="#5A1F5F", logo=logo)
    house = house_for("northmere")
    rendered = render("in-principle-report", a_paper_facts(), house)
    made = Document(BytesIO(render_formats(rendered, house, ["docx"])["docx"]))
    assert str(made.styles["Heading 2"].font.color.rgb) == "5A1F5F"
    first, running = made.sections[0].first_page_header, made.sections[0].header
    [described] = first._element.xpath(".//wp:docPr/@descr")
    assert described == f"Logo of {NAME}"
    assert running.paragraphs[0].text == NAME
    assert check_house(folder / "northmere.toml", house).lacks == ()


def test_a_councils_own_word_file_is_taken_unchanged(folder: Path, tmp_path: Path):
    """Its bytes, its header, its styles; making it again from the layout is refused."""
    own = tmp_path / "template.docx"
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Northmere letterhead"
    document.save(str(own))
    new_house("northmere", start_from="plain", name=NAME, word=own)
    assert (folder / "northmere.docx").read_bytes() == own.read_bytes()
    assert house_for("northmere").files.word == folder / "northmere.docx"
    with pytest.raises(InputError, match="is the council's own file"):
        remade_word("northmere")


def test_a_word_file_made_here_is_made_again_after_its_layout_changed(folder: Path):
    """The colour is in the layout, and in the file once it is made again."""
    new_house("northmere", start_from="plain", name=NAME)
    layout = folder / "northmere.toml"
    layout.write_text(layout.read_text().replace("#3a3f44", "#7a0019"))
    remade_word("northmere")
    styles = Document(str(folder / "northmere.docx")).styles
    assert str(styles["Heading 1"].font.color.rgb) == "7A0019"


@pytest.mark.parametrize(
    ("code", "values", "says"),
    [
        ("North Mere", {}, "is no code of a council"),
        ("../x", {}, "is no code of a council"),
        ("northmere", {"start_from": "atlantis"}, "There is no layout 'atlantis'"),
        ("northmere", {"accent": "#ffee00"}, "contrast of 1.2"),
        ("northmere", {"logo": Path("logo.bmp")}, "is no picture for a logo"),
        ("northmere", {"word": Path("none.docx")}, "there is no such file"),
    ],
)
def test_a_layout_that_cannot_be_leaves_nothing_behind(
    folder: Path, code: str, values: dict, says: str
):
    """All or nothing."""
    with pytest.raises(Exception, match=says):
        new_house(code, **{"start_from": "plain", "name": NAME, **values})
    assert not folder.exists() or list(folder.iterdir()) == []


def test_a_layout_that_is_there_is_not_written_over():
    """An afternoon's work is not lost to a second try."""
    new_house("northmere", start_from="plain", name=NAME)
    with pytest.raises(InputError, match="There is a layout"):
        new_house("northmere", start_from="brent", name=NAME)


def test_a_template_is_put_beside_the_layout_and_papers_are_written_by_it(
    folder: Path, a_paper_facts
):
    """With all that it includes; what the council changed there is never written over."""
    new_house("northmere", start_from="plain", name=NAME)
    made = template_for_house("northmere", "forward-plan-notice")
    own = folder / "northmere" / "forward-plan-notice.html.j2"
    assert own in made
    own.write_text(own.read_text().replace("Whether any part will be", "What Northmere has"))
    assert template_for_house("northmere", "forward-plan-notice") == []
    html = render("forward-plan-notice", a_paper_facts(), house_for("northmere")).html
    assert "<h2>What Northmere has considered in private</h2>" in html
    assert check_house(folder / "northmere.toml", house_for("plain")).lacks == ()
    own.write_text("{{ suplier }}")
    (folder / "northmere" / "minutes.html.j2").write_text("x")
    lacks = check_house(folder / "northmere.toml", house_for("plain")).lacks
    assert "line 1: suplier is no name of this paper (is it supplier?)" in lacks[0]
    assert lacks[1].startswith("minutes.html.j2 is named after no paper")


def test_what_a_word_file_lacks_and_what_could_be_better_are_told_apart(tmp_path: Path):
    """A council puts right the first; papers are written in spite of the second."""
    document = Document(BytesIO(plain_file(house_for("plain"))))
    document.styles["Heading 2"].font.color.rgb = RGBColor.from_string("9AD0E0")
    document.styles["Heading 3"].font.size = Pt(30)
    document.styles["Normal"].font.name = "Corporate Sans"
    header = document.sections[0].header.paragraphs[0]
    header.add_run().add_picture(BytesIO(PNG))
    header.add_run("[Insert title]")
    document.core_properties.title = ""
    document.sections[0].page_width = Mm(216)
    grid = document.styles["Table Grid"].element
    grid.remove(grid.find(qn("w:tblStylePr")))
    document.styles.element.find(f".//{qn('w:lang')}").set(qn("w:val"), "en-US")
    path = tmp_path / "own.docx"
    document.save(str(path))
    found = check_house(path, house_for("southwark"))
    assert [each.split(":")[0] for each in found.lacks] == [
        "the style 'Heading 3' is larger than 'Heading 2', which stands above it",
        "the style 'Heading 2' has text of #9ad0e0 on #ffffff",
        "a picture in the header has no alternative text",
    ]
    assert [each.split(":")[0] for each in found.advice] == [
        "the table style 'Table Grid' has no look for the header row",
        "its language is en-US",
        "it has no title among its properties",
        "the header holds words to be filled in",
        "the font Corporate Sans is not on every machine and not in the file",
        "the layout's headings are capitals and the style 'Heading 2' is not in capitals",
        "its pages are not A4",
    ]


def test_the_commands_do_it_and_say_where(folder: Path):
    """As a council's officer would."""
    run = CliRunner().invoke
    made = run(app, ["house", "new", "northmere", "--from", "southwark", "--name", NAME, "--json"])
    assert json.loads(made.stdout)["made"] == [
        str(folder / "northmere.docx"),
        str(folder / "northmere.toml"),
    ]
    checked = run(app, ["house", "check", str(folder / "northmere.toml"), "--json"])
    assert (checked.exit_code, json.loads(checked.stdout)["lacks"]) == (0, [])
    assert run(app, ["house", "word", "northmere"]).exit_code == 0
    assert run(app, ["house", "template", "northmere", "notice-to-expire"]).exit_code == 0
    assert run(app, ["house", "new", "northmere"]).exit_code == 2


def test_a_document_with_macros_is_refused_with_the_way_out(tmp_path: Path):
    """A .docm is saved as .docx first."""
    path = tmp_path / "own.docm"
    path.write_bytes(b"PK")
    with pytest.raises(BadFile, match="save a clean copy from Word"):
        check_house(path, house_for("brent"))
