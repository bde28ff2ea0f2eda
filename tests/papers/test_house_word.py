"""A council's own Word file is looked at before anything is written into it."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml

from rules.errors import BadFile
from tasks.papers import house_file, house_for, render
from tasks.papers.formats import render_formats
from tasks.papers.house import Files, WordStyles
from tasks.papers.reading import read_tree
from tasks.papers.round_trip.places import without_idle_places
from tasks.papers.round_trip.reading import read_word
from tasks.papers.word.checking import check_house_word
from tasks.papers.word.plain import plain_file
from tasks.papers.word.style_map import style_ids
from tests.papers.read_back import Word

HOUSE = house_for("brent")
OWN_STYLES = replace(HOUSE, word=WordStyles(numbered="Brent Numbered", table="Brent Table"))


def a_house_file(path: Path, **added: bytes) -> Path:
    """A Word file with every style of the plain map, and with these parts added or replaced."""
    with ZipFile(BytesIO(plain_file(HOUSE))) as given, ZipFile(path, "w", ZIP_DEFLATED) as written:
        for name in given.namelist():
            written.writestr(name, added.pop(name, None) or given.read(name))
        for name, content in added.items():
            written.writestr(name, content)
    return path


def test_a_file_with_every_style_lacks_nothing(tmp_path: Path):
    """Word's own styles are enough for a house that names no others."""
    assert check_house_word(a_house_file(tmp_path / "brent.docx"), HOUSE).lacks == ()


def test_each_style_that_lacks_is_named_with_what_it_is_for(tmp_path: Path):
    """The council can put both right at once."""
    assert check_house_word(a_house_file(tmp_path / "brent.docx"), OWN_STYLES).lacks == (
        "no style 'Brent Numbered' (for numbered)",
        "no style 'Brent Table' (for table)",
    )
    with pytest.raises(BadFile, match="2 faults: no style 'Brent Numbered'"):
        style_ids(Document(), OWN_STYLES)


def test_a_heading_without_a_level_and_a_list_without_bullets_are_told(tmp_path: Path):
    """They look right on paper and are nothing to a reader's software."""
    document = Document(BytesIO(plain_file(HOUSE)))
    for name in ("Brent Head", "Brent List"):
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    document.save(str(tmp_path / "brent.docx"))
    house = replace(HOUSE, word=WordStyles(heading_2="Brent Head", bullets="Brent List"))
    assert check_house_word(tmp_path / "brent.docx", house).lacks == (
        "the style 'Brent Head' should be heading 2 and is none: it has no outline level",
        "the style 'Heading 3' is larger than 'Brent Head', which stands above it",
        "the style 'Brent List' has no bullets",
    )


RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" TargetMode="External" Target="https://a.example/x.dotm" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/>'
    "</Relationships>"
)


@pytest.mark.parametrize(
    ("part", "content", "says"),
    [
        ("word/vbaProject.bin", b"x", "it holds word/vbaProject.bin, which may run"),
        ("word/embeddings/oleObject1.bin", b"x", "it holds word/embeddings/oleObject1.bin"),
        (
            "word/_rels/settings.xml.rels",
            RELATION.format(kind="attachedTemplate").encode(),
            "it fetches https://a.example/x.dotm (attachedTemplate)",
        ),
        ("word/header9.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "declares a document type"),
        ("word/_rels/x.rels", b"<Relationships", "its part word/_rels/x.rels is not well formed"),
        ("[Content_Types].xml", b"<Types>macroEnabled</Types>", "it is a document with macros"),
        ("word/media/big.bmp", b"\0" * 20_000_000, "word/media/big.bmp swells 200 times"),
        ("word/media/big.bmp", b"\0" * 60_000_000, "it unpacks to more than 50 MB"),
    ],
)
def test_a_file_that_runs_fetches_or_swells_is_refused(
    tmp_path: Path, part: str, content: bytes, says: str
):
    """Before any of it is read as a document."""
    path = a_house_file(tmp_path / "brent.docx", **{part: content})
    with pytest.raises(BadFile, match=re.escape(says)):
        check_house_word(path, HOUSE)


def test_a_link_to_the_web_is_no_reason_to_refuse_a_file(tmp_path: Path):
    """A footer may well name the council's site."""
    content = RELATION.format(kind="hyperlink").encode()
    path = a_house_file(tmp_path / "brent.docx", **{"word/_rels/footer9.xml.rels": content})
    assert check_house_word(path, HOUSE).lacks == ()


@pytest.mark.parametrize(
    ("content", "says"), [(b"no zip", "it is no Word document"), (None, "there is no such file")]
)
def test_what_is_no_word_file_is_refused(tmp_path: Path, content: bytes | None, says: str):
    """With what it is, instead of a trace."""
    path = tmp_path / "brent.docx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadFile, match=says):
        check_house_word(path, HOUSE)


def test_a_paper_is_written_into_the_councils_own_file(tmp_path: Path, a_paper_facts):
    """Its header and its styles stay; the words in it were an example and go."""
    document = Document()
    document.add_paragraph("An example")
    document.sections[0].header.paragraphs[0].text = "Brent Council"
    document.styles.add_style("Brent Para", WD_STYLE_TYPE.PARAGRAPH)
    document.save(str(tmp_path / "brent.docx"))
    house = replace(
        HOUSE, word=WordStyles(paragraph="Brent Para"), files=Files(word=tmp_path / "brent.docx")
    )
    rendered = render("in-principle-report", a_paper_facts(), house)
    made = Document(BytesIO(render_formats(rendered, house, ["docx"])["docx"]))
    assert made.sections[0].header.paragraphs[0].text == "Brent Council"
    assert "An example" not in [paragraph.text for paragraph in made.paragraphs]
    assert "Brent Para" in {paragraph.style.name for paragraph in made.paragraphs}


def test_a_house_may_name_its_word_styles_and_ask_for_contents(tmp_path: Path):
    """Both are optional tables of the layout; what is unknown in them is refused."""
    words = (house_file.HOUSES / "plain.toml").read_text(encoding="utf-8")
    path = tmp_path / "northmere.toml"
    more = '\n[word]\nnumbered = "NM Para"\n\n[contents]\nvalue = "headings"\nseen = false\n'
    path.write_text(words + more, encoding="utf-8")
    house = house_file.read_house(path)
    assert house.word.numbered == "NM Para"
    assert house.word.heading_1 == "Heading 1"
    assert house.has_contents
    path.write_text(words + "\n[word]\nparagraf = 'x'\n", encoding="utf-8")
    with pytest.raises(Exception, match="word has the unknown key paragraf"):
        house_file.read_house(path)


@pytest.mark.parametrize("code", ["southwark", "lewisham", "brent", "plain"])
def test_the_file_that_ships_is_the_one_its_layout_makes_and_says_that_it_is_not_the_councils(
    code: str,
):
    """`changeover house word CODE` makes it again after a change of the layout."""
    path = house_file.HOUSES / f"{code}.docx"
    layout = house_file.read_house(house_file.HOUSES / f"{code}.toml")
    assert layout.files.word == path
    assert path.read_bytes() == plain_file(layout)
    assert Document(str(path)).core_properties.comments == (
        "Made by Changeover from the layout file; not the council's own template."
    )
    assert check_house_word(path, layout).lacks == ()


def a_numbered_file(path: Path, *, text: str) -> Path:
    """A Word file whose numbered style belongs to the council's own list, with its own indents."""
    document = Document(BytesIO(plain_file(HOUSE)))
    root = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>{style}'
        f'<w:lvlText w:val="{shown}"/><w:pPr><w:ind w:left="1234" w:hanging="1234"/></w:pPr>'
        "</w:lvl>"
        for at, (style, shown) in enumerate(
            (
                ('<w:pStyle w:val="Heading2"/>', "%1.0"),
                ('<w:pStyle w:val="ListParagraph"/>', text),
            )
        )
    )
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    root.insert(
        0, parse_xml(f'<w:abstractNum {space} w:abstractNumId="77">{levels}</w:abstractNum>')
    )
    root.append(parse_xml(f'<w:num {space} w:numId="777"><w:abstractNumId w:val="77"/></w:num>'))
    for name in ("Heading 2", "List Paragraph"):
        layout = document.styles[name].element.get_or_add_pPr()
        layout.append(parse_xml(f'<w:numPr {space}><w:numId w:val="777"/></w:numPr>'))
    document.save(str(path))
    return path


@pytest.mark.parametrize(("text", "own"), [("%1.%2", True), ("(%2)", False)])
def test_paragraphs_are_numbered_in_the_councils_own_list_where_it_numbers_as_the_layout_does(
    tmp_path: Path, text: str, own: bool, a_paper_facts
):
    """With its indents; another list is told, and papers get one of their own."""
    file = a_numbered_file(tmp_path / "brent.docx", text=text)
    house = replace(HOUSE, files=Files(word=file))
    advice = " ".join(check_house_word(file, house).advice)
    assert ("does not number as the layout does" in advice) is not own
    rendered = render("in-principle-report", a_paper_facts(), house)
    content = render_formats(rendered, house, ["docx"])["docx"]
    assert "2.1 Approve in principle" in " ".join(Word(content).words)
    made = Document(BytesIO(content))
    numbered = next(p for p in made.paragraphs if p.text.startswith("Approve in principle"))
    assert (numbered._p.pPr.ind is None) is own
    tree = read_tree(rendered.html)
    (tmp_path / "paper.docx").write_bytes(content)
    assert read_word(tmp_path / "paper.docx", house).paper == without_idle_places(tree)
