"""Every paper of the worked example in every house that ships, compared whole with what it was.

`.venv/bin/pytest tests/papers/test_golden_papers.py --rewrite-golden` writes them anew: look at the
difference before it is committed.
"""

from __future__ import annotations

import pytest

from models.paper_facts import PaperFacts
from tasks.papers import KINDS, house_for, houses, render
from tasks.papers.formats import render_formats, tree_of
from tests.papers.golden import FOLDER, as_text, assert_golden
from tests.papers.read_back import Pdf, Word

#: The paper that is kept in every format.
WHOLE = "in-principle-report"
LAYOUTS = ("southwark", "lewisham", "brent")
_PLACES = [(kind, house) for kind in KINDS for house in LAYOUTS]


@pytest.mark.parametrize(("kind", "house"), _PLACES)
def test_a_paper_is_as_it_was(
    kind: str, house: str, worked: dict[str, PaperFacts], rewrite_golden: bool
) -> None:
    """Its words, numbers, tables, marks, links and pictures, as every format has them."""
    layout = house_for(house)
    rendered = render(kind, worked[kind], layout)
    said = as_text(tree_of(rendered, layout))
    assert_golden(f"{kind}/{house}.txt", said, rewrite=rewrite_golden)


@pytest.mark.parametrize("house", LAYOUTS)
def test_a_report_is_as_it_was_in_every_format(
    house: str, worked: dict[str, PaperFacts], rewrite_golden: bool
) -> None:
    """The page to the letter, and what Word and the PDF say, line by line."""
    layout = house_for(house)
    files = render_formats(render(WHOLE, worked[WHOLE], layout), layout, ["html", "docx", "pdf"])
    said = {
        "html": files["html"].decode(),
        "docx.txt": "\n".join(Word(files["docx"]).words) + "\n",
        "pdf.txt": "\n".join(Pdf(files["pdf"]).words) + "\n",
    }
    for name, words in said.items():
        assert_golden(f"{WHOLE}/{house}.{name}", words, rewrite=rewrite_golden)


def test_no_golden_paper_is_left_of_what_is_written_no_more() -> None:
    """A file for each kind and layout there is, and none besides."""
    kept = {path.parent.name for path in FOLDER.glob("*/*")}
    assert kept == set(KINDS)
    assert {path.stem.split(".")[0] for path in FOLDER.glob("*/*")} == set(LAYOUTS)
    assert set(LAYOUTS) < set(houses())


def test_a_golden_paper_that_differs_is_told_line_by_line() -> None:
    """And how it is written anew, if it is meant."""
    kept = (FOLDER / "notice-to-expire" / "brent.txt").read_text(encoding="utf-8")
    with pytest.raises(AssertionError, match="--rewrite-golden") as told:
        assert_golden("notice-to-expire/brent.txt", kept.replace("Dear", "Deer"), rewrite=False)
    assert "-Dear Sir or Madam" in str(told.value)
    assert "+Deer Sir or Madam" in str(told.value)
