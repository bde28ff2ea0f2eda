"""A page that another format would lose something of is refused, and the place is named."""

from __future__ import annotations

import base64
import re

import pytest

from rules.errors import InputError, RuleRefused
from tasks.papers.reading import read_tree
from tasks.papers.tree import Figure, Heading, Listed, Paragraph, Run, Table

TABLE = (
    "<table><caption>Costs</caption><thead><tr><th scope='col'>Item</th></tr></thead>"
    "<tbody><tr><td>Desks</td></tr></tbody></table>"
)
FETCHED = '"file:///etc/passwd"'
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><title>Saving by year</title>'
    '<desc>It rises.</desc><rect width="4" height="4"/></svg>'
)


def a_page(body: str, *, lang: str = ' lang="en-GB"', title: str = "A report") -> str:
    """A page valid by default, with this in its main part."""
    return (
        f'<!DOCTYPE html><html{lang}><head><meta charset="utf-8"><title>{title}</title></head>'
        f'<body class="paper"><header><p class="council">A council</p></header>'
        f"<main><h1>A report</h1>{body}</main><footer><p>End</p></footer></body></html>"
    )


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("<figure><img src='data:image/png;base64,AAAA'></figure>", "without alternative text"),
        ("<figure><img alt='x' src='https://a.example/x.png'></figure>", "not a PNG, JPEG or SVG"),
        (
            f"<figure>{DRAWING.replace('<title>Saving by year</title><desc>It rises.</desc>', '')}"
            "</figure>",
            "without alternative text",
        ),
        (
            f"<figure>{DRAWING.replace('<rect', '<script>1</script><rect')}</figure>",
            "a drawing that holds <script>",
        ),
        (
            f"<figure>{DRAWING.replace('<rect', '<use href=' + FETCHED + '/><rect')}</figure>",
            "a drawing that holds <use>",
        ),
        ("<img alt='x' src='y'>", "is the unknown tag <img>"),
        (TABLE.replace("Costs", " "), "is a table without a caption"),
        (
            TABLE.replace("th scope='col'", "td").replace("</th>", "</td>"),
            "the table 'Costs' in line 1 has no header cells",
        ),
        (TABLE.replace(" scope='col'", ""), "has a header cell 'Item' without scope"),
        (TABLE.replace(">Item<", "><"), "a header row whose cells are not headers with words"),
        (TABLE.replace("<td>Desks", "<td colspan='2'>Desks"), "has a cell that spans others"),
        (TABLE.replace("</td>", "</td><td>9</td>"), "has rows of different lengths"),
        (TABLE.replace("<tbody>", "<tbody>loose"), "text outside its cells"),
        ("<h3>Deep</h3>", "the heading 'Deep' is of level 3 and follows one of level 1"),
        ("<h2>Once</h2><h1>Again</h1>", "the heading 'Again' is a second one of level 1"),
        ("<h2> </h2>", "is a heading without words"),
        ("<p><a href='https://a.example'></a></p>", "holds an empty link"),
        ("<p><a href='#'>here</a></p>", "holds an empty link to '#'"),
        ("<p><a href='#nowhere'>here</a></p>", "leads to #nowhere, which is nowhere"),
        ("<p><a href='javascript:alert(1)'>here</a></p>", "no address of the web"),
        ("<p>a <blink>b</blink></p>", "holds the unknown tag <blink>"),
        ("<article><p>a</p></article>", "is the unknown tag <article>"),
        ("<h2>Costs</h2>loose", "is followed by the loose text 'loose'"),
        ("<ul><p>a</p></ul>", "a list that holds something else than items"),
        ("<ul></ul>", "a list that holds something else than items"),
        ("<p>a</div>", "is not well formed"),
    ],
)
def test_a_page_is_refused_for_what_another_format_would_lose(body: str, says: str):
    """Each fault is named with the place where it stands."""
    with pytest.raises(RuleRefused, match=re.escape(says)):
        read_tree(a_page(body))


def test_the_place_of_a_fault_is_told_by_line_and_heading():
    """Whoever mends the template finds it."""
    with pytest.raises(RuleRefused) as refused:
        read_tree(a_page("\n<h2>Costs</h2>\n<p><font>9</font></p>"))
    assert refused.value.found == (
        "The page cannot be written in every format: <p> in line 3, below the heading 'Costs', "
        "holds the unknown tag <font>."
    )


@pytest.mark.parametrize(
    "page",
    [a_page("", lang=""), a_page("", title=" "), "<p>x</p>", a_page("").replace("<footer>", "")],
)
def test_a_page_without_language_title_or_landmarks_is_refused(page: str):
    """Both go into the properties of every format."""
    with pytest.raises(RuleRefused):
        read_tree(page)


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ufffe", "\ud800"])
def test_a_character_that_no_format_can_hold_is_named(character: str):
    """Word would call the file damaged."""
    with pytest.raises(InputError, match=rf"U\+{ord(character):04X} after '.*the supplier'"):
        read_tree(a_page(f"<p>the supplier{character}</p>"))


def test_a_page_is_read_as_headings_paragraphs_lists_tables_and_figures():
    """Everything that a page may hold, once."""
    picture = base64.b64encode(b"\x89PNG").decode()
    paper = read_tree(
        a_page(
            '<h2 id="money"><span class="n">1.0</span> Money</h2>'
            '<p class="np"><span class="n">1.1</span> Spend <strong>all</strong> of '
            '<mark class="gap">[missing: sum]</mark><br>by <em>June</em>.</p>'
            "<ol><li>one</li><li>two</li></ol>"
            '<p>See <a href="#money">above</a> and <a href="https://a.example/?a=1&amp;b=2">law</a>'
            f"</p>{TABLE}<figure>{DRAWING}<figcaption>Figure 1</figcaption></figure>"
            f'<figure><img alt="A map" src="data:image/png;base64,{picture}"></figure>'
        )
    )
    assert paper.body[1:] == (
        Heading(level=2, number="1.0", runs=(Run(text="Money"),), anchor="money"),
        Paragraph(
            number="1.1",
            runs=(
                Run(text="Spend "),
                Run(text="all", strong=True),
                Run(text=" of "),
                Run(text="[missing: sum]", mark="gap"),
                Run(text="\nby "),
                Run(text="June", em=True),
                Run(text="."),
            ),
        ),
        Listed(items=((Run(text="one"),), (Run(text="two"),)), ordered=True, under=True),
        Paragraph(
            runs=(
                Run(text="See "),
                Run(text="above", link="#money"),
                Run(text=" and "),
                Run(text="law", link="https://a.example/?a=1&b=2"),
            )
        ),
        paper.body[5],
        Figure(
            form="svg",
            picture=DRAWING.encode(),
            alt="Saving by year. It rises",
            caption="Figure 1",
        ),
        Figure(form="png", picture=b"\x89PNG", alt="A map"),
    )
    assert isinstance(paper.body[5], Table)
    assert paper.body[5].caption == "Costs"
    assert (paper.title, paper.language, paper.author) == ("A report", "en-GB", "A council")
