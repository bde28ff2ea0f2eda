"""Pictures of a paper: every figure and date in them is one of the paper's own, in its place."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from rules.errors import InputError
from tasks.papers.charts import bars as bar_chart
from tasks.papers.charts import milestones as date_chart
from tasks.papers.charts.amounts import Year, pounds, said, years
from tasks.papers.reading import read_tree
from tasks.papers.rendering import environment
from tasks.papers.tree import Figure
from tasks.papers.vocabulary import TEMPLATES
from tests.papers.test_page_refusals import a_page

SVG = "{http://www.w3.org/2000/svg}"
THREE_YEARS = (
    Year(name="2027/28", cost=Decimal(4_100_000), saving=Decimal(450_000)),
    Year(name="2028/29", cost=Decimal(3_900_000), saving=Decimal(-120_000)),
    Year(name="2029/30", cost=Decimal(3_700_000), saving=Decimal(0)),
)
DAYS = (
    ("agenda and reports open to inspection", ((date(2017, 6, 12), "last day"),)),
    ("decision by Cabinet", ((date(2017, 6, 20), "meeting"),)),
    ("contract with Capita expires", ((date(2017, 10, 31), "last day of the contract"),)),
    ("shared service commences", ((date(2017, 11, 1), "first day of the service"),)),
)


def drawn(template: str, chart: object) -> str:
    """The chart as SVG."""
    return environment(TEMPLATES).get_template(template).render(chart=chart)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("£4,100,000", Decimal(4_100_000)),
        ("4100000", Decimal(4_100_000)),
        ("£4.1 million", Decimal(4_100_000)),
        ("£4.1m", Decimal(4_100_000)),
        ("-£20k", Decimal(-20_000)),
        ("−£0.05bn", Decimal(-50_000_000)),
        ("£1,234.56", Decimal("1234.56")),
        ("0", Decimal(0)),
        ("about £4m", None),
        ("£4,10", None),
        ("£1,23,456", None),
        ("four", None),
        ("£", None),
        ("", None),
    ],
)
def test_a_sum_of_money_is_read_as_people_write_it(text: str, amount: Decimal | None) -> None:
    """In pounds, exactly; what is no plain amount is not guessed at."""
    assert pounds(text) == amount


def test_every_row_that_cannot_be_read_is_named() -> None:
    """A missing cell, a word for a number and a row without a year, all at once."""
    rows = [("2027/28", "£1m", "£0"), ("2028/29", "£1m"), ("2029/30", "much", "£1"), ("", "1", "1")]
    with pytest.raises(InputError) as refusal:
        years("yearly_costs", rows)
    found = refusal.value.found
    assert "yearly_costs" in found
    assert [f"row {number}" in found for number in (1, 2, 3, 4)] == [False, True, True, True]


@pytest.mark.parametrize(
    ("amount", "letters"),
    [(4_100_000, "£4.1m"), (-20_000, "-£20k"), (950, "£950"), (0, "£0"), (1_000, "£1k")],
)
def test_an_amount_beside_a_bar_is_short(amount: int, letters: str) -> None:
    """Millions as m, thousands as k, with no noughts after the point."""
    assert said(Decimal(amount)) == letters


def test_each_bar_is_as_high_as_its_amount() -> None:
    """Of the lines from -£1m to £5m, £4.1m reaches 4.1 and -£120k hangs 0.12 below the zero."""
    chart = bar_chart.bars(THREE_YEARS)
    assert [line.text for line in chart.lines] == [
        *("-£1m", "£0", "£1m", "£2m", "£3m", "£4m", "£5m"),
    ]
    million = chart.lines[0].y - chart.lines[1].y
    heights = [round(bar.height / million, 2) for bar in chart.bars]
    assert heights == pytest.approx([4.1, 0.45, 3.9, 0.12, 3.7, 0.0], abs=0.02)
    below = [bar.y >= chart.zero_y for bar in chart.bars]
    assert below == [False, False, False, True, False, True]


@given(
    st.lists(
        st.tuples(st.integers(-(10**9), 10**10), st.integers(-(10**9), 10**10)),
        min_size=1,
        max_size=30,
    )
)
def test_whatever_the_amounts_no_bar_leaves_the_chart(amounts: list[tuple[int, int]]) -> None:
    """Bars stand side by side, within the lines, and there are at most eight lines."""
    given_years = [
        Year(name=f"year {n}", cost=Decimal(cost), saving=Decimal(saving))
        for n, (cost, saving) in enumerate(amounts)
    ]
    chart = bar_chart.bars(given_years)
    assert 2 <= len(chart.lines) <= 8
    top, foot = chart.lines[-1].y, chart.lines[0].y
    for bar in chart.bars:
        assert top - 0.1 <= bar.y
        assert bar.y + bar.height <= foot + 0.1
        assert chart.left <= bar.x
        assert bar.x + bar.width <= chart.right + 0.1
    for one, other in zip(chart.bars, chart.bars[1:], strict=False):
        assert one.x + one.width <= other.x + 0.2


def test_those_who_cannot_see_the_bars_are_told_every_figure() -> None:
    """The description of the drawing has each year, cost and saving in pounds."""
    svg = etree.fromstring(drawn(bar_chart.TEMPLATE, bar_chart.bars(THREE_YEARS)).encode())
    told = svg.findtext(f"{SVG}desc") or ""
    assert "2027/28: cost £4,100,000, saving £450,000" in told
    assert "2028/29: cost £3,900,000, saving -£120,000" in told
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "costs-title costs-description"


def test_costs_and_savings_differ_by_pattern_and_not_by_colour_alone() -> None:
    """A saving is filled with a hatching that the drawing defines."""
    svg = drawn(bar_chart.TEMPLATE, bar_chart.bars(THREE_YEARS))
    assert svg.count("url(#costs-hatching)") == 4
    assert '<pattern id="costs-hatching"' in svg


def test_each_date_has_a_row_a_sign_of_its_kind_and_its_day_in_words() -> None:
    """In the order given, later days further to the right."""
    chart = date_chart.milestones(DAYS)
    signs = [sign for row in chart.rows for sign, _ in row.signs]
    assert signs == ["square", "diamond", "end", "start"]
    assert [row.text for row in chart.rows] == [
        *("12 Jun 2017", "20 Jun 2017", "31 Oct 2017", "1 Nov 2017"),
    ]
    places = [x for row in chart.rows for _, x in row.signs]
    assert places == sorted(places)
    assert (chart.axis.first, chart.axis.last) == (date(2017, 6, 1), date(2017, 11, 30))
    assert "Tuesday 20 June 2017, decision by Cabinet (meeting)" in chart.description


def test_limits_of_one_date_stand_in_one_row() -> None:
    """A sign for each, and both days in words; the key tells the signs apart."""
    limits = ((date(2017, 6, 9), "safe last day"), (date(2017, 6, 12), "last day"))
    (row,) = date_chart.milestones([("agenda open to inspection", limits)]).rows
    assert [sign for sign, _ in row.signs] == ["triangle", "square"]
    assert row.text == "9 Jun 2017, 12 Jun 2017"


def test_a_day_near_the_edge_is_named_on_its_left() -> None:
    """So that no date runs out of the picture."""
    chart = date_chart.milestones(DAYS)
    assert [row.is_left for row in chart.rows] == [False, False, True, True]


@pytest.mark.parametrize(
    "hostile", ["R&D < 28 <b>", "</text><script>x</script>", "\u202eabc", "\x01"]
)
def test_what_a_date_is_for_never_becomes_markup(hostile: str) -> None:
    """The words come out as words, or as the sign for what no file can carry."""
    days = [(hostile, ((date(2017, 6, 12), "last day"),)), *DAYS]
    svg = etree.fromstring(drawn(date_chart.TEMPLATE, date_chart.milestones(days)).encode())
    assert {etree.QName(each).localname for each in svg.iter()} <= {
        *("svg", "title", "desc", "path", "text", "circle"),
    }


@pytest.mark.parametrize(
    ("template", "chart"),
    [
        (bar_chart.TEMPLATE, bar_chart.bars(THREE_YEARS)),
        (date_chart.TEMPLATE, date_chart.milestones(DAYS)),
    ],
)
def test_a_chart_is_a_figure_that_every_format_can_take(template: str, chart: object) -> None:
    """It reads back as one figure whose alternative text is its title and description."""
    svg = drawn(template, chart)
    figure = f"<figure>{svg}<figcaption>A chart</figcaption></figure>"
    (found,) = [block for block in read_tree(a_page(figure)).walk() if isinstance(block, Figure)]
    title = re.search(r"<title[^>]*>(.*?)</title>", svg)
    assert title
    assert found.alt.startswith(f"{title[1]}. ")
    assert found.caption == "A chart"
