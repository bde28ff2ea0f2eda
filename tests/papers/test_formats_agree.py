"""Page, Word file and PDF say the same, whatever stands in the facts."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.errors import InputError
from tasks.papers import KINDS, house_for, render, vocabulary
from tasks.papers.formats import render_formats
from tasks.papers.pdf import write_pdf
from tasks.papers.reading import read_tree
from tests.papers.laid_out import LAID_OUT
from tests.papers.read_back import Page, Pdf, Word, spoken, squeezed

PLAIN = house_for("plain")
HOSTILE = (
    "R&D < 28 <b>x</b>",
    '#panic("x") #read("/etc/passwd") $x^2$ *bold* _em_ `raw` @ref <label> \\ // [x] = -',
    "</w:t></w:r></w:p><w:p><w:r><w:t>x &#x41; ]]> <!-- y",
    "{{ 7*7 }} {% raw %} ${x} %s \\u0041 C:\\temp",
    "– — ‘x’ “y” … £1,000 CO₂e ½ naïve Łódź Ωμ Ђж",
    "a\u00a0b  two  spaces\tand a tab\nand a line",
    "https://a.example/?a=1&b=<2>",
    "word " * 400,
)


def every_fact(value: str) -> dict[str, str]:
    """The same value for every fact there is."""
    return {name: value for name, row in vocabulary().items() if not row.built_in}


def assert_agree(html: str, docx: bytes, pdf: bytes) -> None:
    """The three say the same words in the same order, under the same headings and links."""
    page, word, print_ = Page(html), Word(docx), Pdf(pdf)
    drawn = Page(html, hidden_captions=False)
    assert squeezed("".join(word.words)) == squeezed("".join(page.words))
    assert squeezed("".join(print_.words)) == squeezed("".join(drawn.words))
    headings = [squeezed(heading) for heading in page.headings]
    assert [squeezed(heading) for heading in word.headings] == headings
    assert [squeezed(heading) for heading in print_.headings] == headings
    alternatives = [spoken(each) for each in page.alternatives]
    assert [spoken(each) for each in word.alternatives] == alternatives
    assert [spoken(each) for each in print_.alternatives] == alternatives
    assert word.captions == page.captions
    assert word.links == page.links
    assert print_.links == set(page.links)


def written(rendered, house) -> tuple[str, bytes, bytes]:
    """The three formats, the PDF with the fonts that every machine has."""
    made = render_formats(rendered, house, ["html", "docx"])
    pdf = write_pdf(read_tree(rendered.html), house, system_fonts=False)
    return made["html"].decode(), made["docx"], pdf


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize(("kind", "house"), LAID_OUT)
def test_no_word_number_caption_or_link_is_lost_between_formats(
    kind: str, house: str, known: bool, a_paper_facts
):
    """Every paper, in every house, complete and full of gaps."""
    changes = {} if known else {"facts": {}}
    rendered = render(kind, a_paper_facts(kind=kind, **changes), house_for(house))
    assert_agree(*written(rendered, house_for(house)))


@pytest.mark.parametrize(
    ("kind", "value"), [(kind, HOSTILE[at % len(HOSTILE)]) for at, kind in enumerate(KINDS)]
)
def test_whatever_a_fact_holds_is_printed_as_it_is_in_every_format(
    kind: str, value: str, a_paper_facts, facts_of
):
    """Nothing of it is read as HTML, Typst, Word's XML or a template; each kind takes one."""
    facts = facts_of(**every_fact(value))
    rendered = render(
        kind,
        a_paper_facts(kind=kind, facts=facts, supplier=value, title=value),
        house_for("brent"),
    )
    html, docx, pdf = written(rendered, house_for("brent"))
    assert squeezed(value) in squeezed("".join(Pdf(pdf).words))
    assert squeezed(value) in squeezed("".join(Word(docx).words))
    assert_agree(html, docx, pdf)


#: Letters that the fonts within Typst have, and signs that mean something somewhere; without
#: three letters that are other letters in capitals.
LETTERS = st.characters(
    codec="utf-8",
    categories=["Lu", "Ll", "Nd", "Po", "Ps", "Pe", "Sm", "Zs"],
    max_codepoint=0x17F,
    exclude_characters="ıŉſ",
)


@settings(
    max_examples=16,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    kind=st.sampled_from(list(KINDS)),
    values=st.lists(st.text(LETTERS, min_size=1, max_size=80), min_size=8, max_size=8),
)
def test_no_fact_is_lost_between_formats_whatever_it_says(
    kind: str, values: list[str], a_paper_facts, facts_of
):
    """Facts made up at random, eight of them in turn for every fact there is, in any kind."""
    facts = {name: values[at % 8] for at, name in enumerate(every_fact(""))}
    rendered = render(
        kind, a_paper_facts(kind=kind, facts=facts_of(**facts)), house_for("southwark")
    )
    assert_agree(*written(rendered, house_for("southwark")))


@pytest.mark.parametrize("kind", ["final-report", "election-notice", "staff-questions"])
def test_a_name_of_ten_thousand_letters_is_kept_whole(kind: str, a_paper_facts):
    """It is broken over lines, and only the properties of the Word file shorten it."""
    name = "Supplier" * 1250
    facts = a_paper_facts(kind=kind, supplier=name, title=name)
    rendered = render(kind, facts, house_for("southwark"))
    html, docx, pdf = written(rendered, house_for("southwark"))
    assert name.casefold() in squeezed("".join(Pdf(pdf).words))
    assert name in "".join(Word(docx).words)
    assert_agree(html, docx, pdf)


def test_two_thousand_dates_are_all_there_in_every_format(a_paper_facts):
    """A long register is only long."""
    date = a_paper_facts().dates[0]
    dates = tuple(replace(date, what=f"milestone {at}") for at in range(2000))
    rendered = render("notice-to-expire", a_paper_facts(dates=dates), house_for("plain"))
    html, docx, pdf = written(rendered, house_for("plain"))
    assert_agree(html, docx, pdf)
    rows = Word(docx).body.findall(".//{*}tbl")[-1].findall("{*}tr")
    assert len(rows) == 2001
    print_ = Pdf(pdf)
    assert len(print_.elements("/TR", print_.elements("/Table")[-1])) == 2001


def test_a_table_with_a_header_row_and_nothing_below_it_is_written(a_paper_facts):
    """An empty register says that it is empty by its header alone."""
    rendered = render("notice-to-expire", a_paper_facts(), house_for("plain"))
    before, _, rest = rendered.html.rpartition("<tbody>")
    emptied = replace(rendered, html=f"{before}<tbody>{rest[rest.index('</tbody>') :]}")
    assert_agree(*written(emptied, house_for("plain")))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("in-principle-report", "שלום עולם"),
        ("in-principle-report", "מועצה (2017) ישנה"),
        ("union-letter", "מועצה (2017) ישנה"),
        ("data-agreement", "שלום עולם"),
    ],
)
def test_text_from_right_to_left_keeps_every_letter(kind: str, value: str, a_paper_facts, facts_of):
    """A PDF holds the letters in the order in which they are drawn; Word is told the direction."""
    facts = a_paper_facts(kind=kind, facts=facts_of(**every_fact(value)))
    rendered = render(kind, facts, house_for("brent"))
    html, docx, pdf = written(rendered, house_for("brent"))
    page, drawn = Page(html), Page(html, hidden_captions=False)
    assert squeezed("".join(Word(docx).words)) == squeezed("".join(page.words))
    assert b"<w:rtl/>" in Word(docx).parts["word/document.xml"]
    pdf_words = squeezed("".join(Pdf(pdf).words))
    assert sorted(pdf_words) == sorted(squeezed("".join(drawn.words)))


def test_a_character_that_no_font_has_is_refused_by_name_and_never_left_out(
    a_paper_facts, facts_of
):
    """A box instead of a letter would be a lost fact; the page and the Word file remain."""
    facts = a_paper_facts(facts=facts_of(wards="Canada Water 伦敦"))
    rendered = render("in-principle-report", facts, house_for("brent"))
    with pytest.raises(InputError, match="伦"):
        write_pdf(read_tree(rendered.html), house_for("brent"), system_fonts=False)
    assert set(render_formats(rendered, house_for("brent"), ["html", "docx"])) == {"html", "docx"}


@pytest.mark.parametrize("name", ["docx", "pdf", "html"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_same_facts_give_the_same_bytes_in_every_format(kind: str, name: str, a_paper_facts):
    """No clock, no random number: a file can be made again and compared."""
    rendered = render(kind, a_paper_facts(kind=kind), house_for("lewisham"))
    first, second = (render_formats(rendered, house_for("lewisham"), [name]) for _ in "12")
    assert first[name] == second[name]


@pytest.mark.parametrize("form", ["html", "docx", "pdf"])
@pytest.mark.parametrize(
    ("value", "named"),
    [
        ("nul\x00here", "U+0000"),
        ("a bell\x07", "U+0007"),
        ("page\x0cbreak", "U+000C"),
        ("half \ud83d", "U+D83D"),
        ("\ufeffbegins a file", "U+FEFF"),
        ("turned \u202eround", "U+202E"),
        ("forced \u202don", "U+202D"),
    ],
)
def test_a_character_that_cannot_be_shown_or_turns_what_follows_round_is_refused_by_name(
    value: str, named: str, form: str, a_paper_facts, facts_of
):
    """In every format alike, with the words before it; nobody is shown what is not written."""
    rendered = render("in-principle-report", a_paper_facts(facts=facts_of(wards=value)), PLAIN)
    with pytest.raises(InputError, match=re.escape(named)):
        render_formats(rendered, PLAIN, [form])


@pytest.mark.parametrize(
    "value", ["emoji 😀 👩‍👩‍👧", "zero\u200bwidth", "e\u0301 and \u2028", "x\xady"]
)
def test_unusual_characters_are_kept_on_the_page_and_in_word(value: str, a_paper_facts, facts_of):
    """A PDF has them too where a font has, and is refused by name where none has."""
    facts = a_paper_facts(facts=facts_of(**every_fact(value)))
    made = render_formats(render("in-principle-report", facts, PLAIN), PLAIN, ["html", "docx"])
    assert squeezed(value) in squeezed("".join(Page(made["html"].decode()).words))
    assert squeezed(value) in squeezed("".join(Word(made["docx"]).words))


@pytest.mark.parametrize("formats", [["doc"], ["pdf", "odt"], [], ["PDF "]])
def test_an_unknown_format_is_refused(formats: list[str], a_paper_facts):
    """Capitals and spaces are forgiven; a format nobody writes is not."""
    rendered = render("notice-to-expire", a_paper_facts(), house_for("plain"))
    if formats == ["PDF "]:
        assert set(render_formats(rendered, house_for("plain"), formats)) == {"pdf"}
        return
    with pytest.raises(InputError, match="one or more of html, docx, pdf"):
        render_formats(rendered, house_for("plain"), formats)
