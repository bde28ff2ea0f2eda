"""What is written as a Word file is read back as it was, whatever the paper holds."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.papers import KINDS, house_for, houses, render
from tasks.papers.formats import tree_of
from tasks.papers.lines import words_digest
from tasks.papers.page import write_page
from tasks.papers.reading import read_tree
from tasks.papers.round_trip.places import without_idle_places
from tasks.papers.round_trip.reading import read_word
from tasks.papers.tree import (
    Block,
    Cell,
    Figure,
    Heading,
    Listed,
    Paper,
    Paragraph,
    Run,
    Section,
    Table,
    with_contents,
)
from tasks.papers.word import write_word
from tests.needed import needed
from tests.papers.test_formats_agree import HOSTILE, every_fact
from tests.papers.test_page_refusals import DRAWING


@pytest.fixture
def there_and_back(tmp_path: Path):
    """Writes a paper as a Word file in a house and reads that."""

    def go(paper: Paper, house: str):
        path = tmp_path / "paper.docx"
        path.write_bytes(write_word(paper, house_for(house)))
        return read_word(path, house_for(house))

    return go


#: Every kind in one house or another, and one kind in all of them.
EVERY_KIND = [(kind, tuple(houses())[at % len(houses())]) for at, kind in enumerate(KINDS)]
EVERY_HOUSE = [("final-report", house) for house in houses()]


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize(("kind", "house"), sorted({*EVERY_KIND, *EVERY_HOUSE}))
def test_a_generated_paper_comes_back_as_it_was(
    kind: str, house: str, known: bool, a_paper_facts, there_and_back
):
    """Every paper, complete and full of gaps; and the page written from what came back."""
    changes = {} if known else {"facts": {}}
    rendered = render(kind, a_paper_facts(kind, **changes), house_for(house))
    tree = tree_of(rendered, house_for(house))
    back = there_and_back(tree, house)
    assert back.remarks == ()
    assert back.made_as == words_digest(tree)
    assert back.paper == without_idle_places(read_tree(rendered.html))
    page = write_page(back.paper, house_for(house))
    assert without_idle_places(read_tree(page)) == back.paper


@pytest.mark.parametrize("value", [*HOSTILE, "שלום עולם", "Supplier" * 1250])
def test_whatever_a_fact_holds_comes_back_from_word_as_it_was(
    value: str, a_paper_facts, facts_of, there_and_back
):
    """Markup of four languages, a name of ten thousand letters, text from right to left."""
    facts = a_paper_facts(facts=facts_of(**every_fact(value)), supplier=value, title=value)
    rendered = render("in-principle-report", facts, house_for("brent"))
    back = there_and_back(read_tree(rendered.html), "brent")
    assert back.paper == without_idle_places(read_tree(rendered.html))
    assert back.stops == ()


WORDS = st.text(
    st.characters(
        codec="utf-8",
        categories=["Lu", "Ll", "Nd", "Po", "Sm", "Sc", "So", "Lo"],
        exclude_characters="\u00ad",
    ),
    min_size=1,
    max_size=12,
)
SAID = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


@st.composite
def runs(draw, *, strong: bool = True) -> tuple[Run, ...]:
    """Runs in every manner, with their spaces at their ends as a page would have them."""
    found: list[Run] = []
    for place in range(draw(st.integers(1, 3))):
        manner = draw(
            st.sampled_from(
                [
                    {},
                    {"em": True},
                    {"link": "https://a.example/?a=1&b=2"},
                    {"mark": "later"},
                    {"mark": "gap"},
                    {"strong": True} if strong else {},
                ]
            )
        )
        text = ("" if not place else draw(st.sampled_from([" ", "\n", ""]))) + draw(SAID)
        run = Run(text=text, **manner)
        if found and replace(found[-1], text="") == replace(run, text=""):
            run = Run(text=found.pop().text + text, **manner)
        found.append(run)
    return tuple(found)


TABLES = st.builds(
    lambda caption, head, label, rows, front: Table(
        caption=caption,
        head=tuple(Cell(runs=(Run(text=text),), scope="col") for text in head),
        rows=tuple(
            (
                Cell(
                    runs=(Run(text=row[0]),) if label else (Run(text=row[0], em=True),),
                    scope="row" if label else "",
                ),
                *(Cell(runs=(Run(text=text),)) for text in row[1:]),
            )
            for row in rows
        ),
        front=front,
    ),
    SAID,
    st.lists(SAID, min_size=2, max_size=2),
    st.booleans(),
    st.lists(st.lists(SAID, min_size=2, max_size=2), min_size=0, max_size=3),
    st.booleans(),
)
FIGURES = st.builds(
    lambda alt, caption: Figure(form="png", picture=PNG, alt=alt, caption=caption),
    SAID,
    st.one_of(st.just(""), SAID),
)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ff"
    "ff3f0005fe02fe0def46b80000000049454e44ae426082"
)


@st.composite
def papers(draw) -> Paper:
    """A paper with every sort of block, numbered as Brent numbers."""
    body: list = [Heading(level=1, runs=draw(runs(strong=False)))]
    for section in range(1, draw(st.integers(1, 3)) + 1):
        body.append(Heading(level=2, number=f"{section}.0", runs=draw(runs(strong=False))))
        for at in range(1, draw(st.integers(0, 2)) + 1):
            body.append(Paragraph(number=f"{section}.{at}", runs=draw(runs())))
            if draw(st.booleans()):
                items = tuple(draw(st.lists(runs(), min_size=1, max_size=3)))
                body.append(Listed(items=items, ordered=draw(st.booleans()), under=True))
        body.append(draw(st.one_of(TABLES, FIGURES, st.builds(Paragraph, runs=runs()))))
        body.append(Section(look="address", blocks=(Paragraph(runs=draw(runs())),)))
    body.append(Section(look="file", blocks=(Heading(level=2, runs=draw(runs())),)))
    first = Paragraph(look="council", runs=(Run(text=draw(SAID)),))
    return Paper(
        title="A title – " + "".join(r.text.replace("\n", " ") for r in body[0].runs),
        language="en-GB",
        kind="paper",
        capitals=False,
        head=(first, *draw(st.sampled_from([(), (Paragraph(runs=(Run(text="Cabinet"),)),)]))),
        body=tuple(body),
        foot=(Paragraph(runs=draw(runs())),),
    )


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(paper=papers(), contents=st.booleans())
def test_any_paper_comes_back_as_it_was(paper: Paper, contents: bool, there_and_back):
    """Made up at random: runs in every manner, lists, tables, pictures, sections, contents."""
    given_paper = with_contents(paper) if contents else paper
    assert there_and_back(given_paper, "brent").paper == paper


def test_a_drawing_comes_back_as_the_drawing_and_not_as_its_picture(there_and_back):
    """Word keeps both; what is published from it stays sharp."""
    drawing = Figure(form="svg", picture=DRAWING.encode(), alt="Saving by year. It rises")
    body = (Heading(level=1, runs=(Run(text="T"),)), drawing)
    paper = Paper(
        title="T", language="en-GB", kind="paper", capitals=False, head=(), body=body, foot=()
    )
    assert there_and_back(paper, "plain").paper == paper


@pytest.mark.parametrize(
    ("house", "kind"), [("brent", "final-report"), ("lewisham", "notice-to-expire")]
)
def test_a_file_saved_by_libreoffice_comes_back_as_it_was(
    house: str, kind: str, a_paper_facts, tmp_path: Path
):
    """Another program keeps styles, numbers and places, and loses only captions nobody sees; of a
    drawing it keeps the picture of dots."""
    needed(shutil.which("soffice"), "LibreOffice is not installed")
    rendered = render(kind, a_paper_facts(kind, facts={}), house_for(house))
    given_tree = with_contents(read_tree(rendered.html))
    (tmp_path / "paper.docx").write_bytes(write_word(given_tree, house_for(house)))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "docx:MS Word 2007 XML"]
    subprocess.run(
        [*command, "--outdir", tmp_path / "saved", tmp_path / "paper.docx"],
        check=True,
        capture_output=True,
        timeout=120,
    )
    back = read_word(tmp_path / "saved" / "paper.docx", house_for(house))
    assert as_dots(back.paper) == as_dots(without_idle_places(read_tree(rendered.html)))
    assert back.made_as == words_digest(given_tree)


def as_dots(paper: Paper) -> Paper:
    """The paper with each picture known by its words alone."""
    return replace(paper, body=tuple(_by_words(block) for block in paper.body))


def _by_words(block: Block) -> Block:
    if isinstance(block, Section):
        return replace(block, blocks=tuple(_by_words(each) for each in block.blocks))
    return replace(block, form="png", picture=b"") if isinstance(block, Figure) else block
