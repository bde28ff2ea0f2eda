"""The timeline tells the plan by shape and word, in a picture any reader of SVG can open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import meta

from models.reports import timetable_of
from rules.situation import Situation
from rules.timetable import Timetable, draw_up
from rules.windows import Window
from tasks.drawing.axis import axis_over
from tasks.drawing.lettering import kept_apart, legible, width_of, wrapped
from tasks.exports.picture import Picture
from tasks.exports.timeline import TEMPLATE, picture, timeline
from tasks.exports.timeline_page import TEMPLATE as PAGE_TEMPLATE
from tasks.exports.timeline_page import TimelinePage, page_of, timeline_page
from tasks.papers.rendering import environment
from tasks.papers.vocabulary import TEMPLATES

SVG = "{http://www.w3.org/2000/svg}"
IN_TIME, TOO_LATE = date(2026, 3, 31), date(2026, 12, 1)
HOSTILE = "=1+1 <b>&\"' ]]> {{ 7*7 }} \x00\x1b"
SHOWN = "=1+1 <b>&\"' ]]> {{ 7*7 }}"


@pytest.fixture
def in_time(home: Path) -> Timetable:
    """The worked example on the day its plan is approved: everything can be met."""
    return timetable_of("worked-2027", IN_TIME)


@pytest.fixture
def too_late(home: Path) -> Timetable:
    """The same on 1 December 2026 with nothing decided."""
    return timetable_of("worked-2027", TOO_LATE)


def hostile(where: Situation) -> Situation:
    """The situation with a name that is an attack wherever a name can be given."""
    parties = tuple(
        replace(party, name=f"{party.code} {HOSTILE}", body=HOSTILE) for party in where.parties
    )
    window = Window(
        name=HOSTILE * 9,
        opens_on=date(2026, 8, 1),
        closes_on=date(2026, 8, 9),
        activities=frozenset({"migration"}),
        basis=HOSTILE,
    )
    return replace(where, parties=parties, windows=(*where.windows, window))


def drawn(timetable: Timetable) -> ElementTree.Element:
    """The timeline as a tree: it must be well-formed."""
    return ElementTree.fromstring(timeline(timetable))


def words(root: ElementTree.Element) -> list[str]:
    """What can be read in the picture, line by line."""
    return ["".join(each.itertext()) for each in root.iter(f"{SVG}text")]


def test_a_screen_reader_is_given_a_title_and_the_main_things(in_time: Timetable) -> None:
    """role="img" hides what is inside: the title and the description must stand for it."""
    root = drawn(in_time)
    assert root.tag == f"{SVG}svg"
    assert root.attrib["role"] == "img"
    named = {each.get("id"): each.text for each in root if each.get("id")}
    assert root.attrib["aria-labelledby"].split() == ["timeline-title", "timeline-description"]
    assert named["timeline-title"] == "Timeline of worked-2027, planned on Tuesday 31 March 2026"
    assert named["timeline-description"] == (
        "The last day of the contract is Wednesday 31 March 2027; the first day of the new "
        "service is Thursday 1 April 2027. No conflict: each of the 62 open steps shown can be "
        "taken by its last day."
    )


def test_the_description_names_what_is_furthest_out(too_late: Timetable) -> None:
    """30 April to 1 December 2026: 19 working days in May, then 22, 23, 20, 22, 22, 21 and 1."""
    said = picture(too_late).description
    assert "46 of the 62 open steps shown cannot be taken by the last day" in said
    assert "6.2 Provisional personnel list received: 150 working days short." in said


def test_every_council_has_a_lane_and_so_have_the_supplier_and_what_is_shared(
    in_time: Timetable,
) -> None:
    """Also with nothing left to do: an empty lane says so instead of vanishing."""
    names = (
        "Northmere Borough Council (leaving; decides in Cabinet)",
        "Eastholt District Council (host; decides in Cabinet)",
        "Westbrook City Council (partner; decides in Executive)",
        "Shared steps (one for all councils)",
        "Supplier (outgoing)",
    )
    assert [line for line in words(drawn(in_time)) if line.endswith(")")] == list(names)
    empty = Timetable(situation=in_time.situation)
    said = " ".join(words(drawn(empty)))
    assert all(f"{name}: nothing to draw" in said for name in names)


def test_a_lane_has_one_row_for_each_open_step_with_a_limit_or_a_meeting(
    in_time: Timetable,
) -> None:
    """What is done (1.1) and what nothing bounds (8.3) is left to the table of all steps."""
    found = {lane.lines[0].split(" (")[0]: lane.rows for lane in picture(in_time).lanes}
    councils = ["1.7", "1.8", "1.11", "1.12", "6.5", "6.6", "6.7"]
    assert [row.key for row in found["Northmere Borough Council"]] == councils
    assert [row.key for row in found["Supplier"]] == ["6.6", "6.7"]
    shared = [row.key for row in found["Shared steps"]]
    assert shared == sorted(set(shared), key=lambda key: [int(part) for part in key.split(".")])
    assert "1.1" not in shared


def test_a_conflict_is_told_by_hatching_a_cross_and_words(too_late: Timetable) -> None:
    """The assistance notice was due on 30 November 2026: colour is not what says it is late."""
    [row] = [row for lane in picture(too_late).lanes for row in lane.rows if row.key == "2.4"]
    assert row.marks.slack == "1 short"
    assert row.marks.passed is not None
    assert row.marks.passed.text == "30 Nov 2026"
    assert [shape.kind for shape in row.marks.shapes] == ["late"]
    assert "last lawful day Monday 30 November 2026; safe last day" in row.marks.says
    hatched = drawn(too_late).iterfind(f".//{SVG}path[@class='conflict']")
    assert len(list(hatched)) > 20


def test_limits_on_one_day_are_drawn_as_the_firmest_and_others_apart(in_time: Timetable) -> None:
    """1.7: 18 May 2026, on the strictest reading 5 May; its target is that day too."""
    row = picture(in_time).lanes[0].rows[0]
    days = {shape.kind: shape.on for shape in row.marks.shapes}
    assert days == {"earliest": IN_TIME, "safe": date(2026, 5, 5), "legal": date(2026, 5, 18)}
    assert row.marks.bar is not None
    assert row.marks.bar.kind == "slack"
    assert row.marks.bar.x < row.marks.shapes[-1].x


def test_a_meeting_that_is_in_no_list_is_drawn_otherwise_than_one_that_is(
    in_time: Timetable,
) -> None:
    """A date that only the arithmetic asks for must not look like a date in a calendar."""
    where = in_time.situation
    without = replace(where, meetings={**where.meetings, "northmere": ()}, chosen={})
    kinds = {
        lane.lines[0].split()[0]: {shape.kind for row in lane.rows for shape in row.marks.shapes}
        for lane in picture(draw_up(without)).lanes
    }
    assert "unlisted" in kinds["Northmere"]
    assert "meeting" not in kinds["Northmere"]
    assert "meeting" in kinds["Eastholt"]
    assert "unlisted" not in kinds["Eastholt"]


def test_today_the_expiry_and_every_window_are_labelled(in_time: Timetable) -> None:
    """A line or a band without its name says nothing."""
    labels = {label.text for label in picture(in_time).labels}
    assert labels == {
        "today, 31 Mar 2026",
        "contract expires, 31 Mar 2027",
        "Easter change freeze, 26 Mar 2027 to 29 Mar 2027",
        "pre-election period, local elections, 30 Mar 2026 to 7 May 2026",
        "pre-election period, local elections, 31 Mar 2027 to 6 May 2027",
    }
    assert len(picture(in_time).bands) == 3


def test_an_expiry_that_is_past_is_not_drawn_as_if_it_were_now(home: Path) -> None:
    """In June 2027 the axis begins after 31 March; the description still says when it was."""
    found = picture(timetable_of("worked-2027", date(2027, 6, 1)))
    assert found.expiry_x is None
    assert [label.text for label in found.labels] == ["today, 1 Jun 2027"]
    assert "The last day of the contract is Wednesday 31 March 2027" in found.description


@pytest.mark.parametrize("today", [IN_TIME, TOO_LATE])
def test_nothing_lies_on_anything_else_or_outside_the_picture(home: Path, today: date) -> None:
    """Rows follow each other; labels, notes and bands stay between the edges."""
    found = picture(timetable_of("worked-2027", today))
    tops = [(lane.y, lane.heading) for lane in found.lanes]
    tops += [(row.y, row.height) for lane in found.lanes for row in lane.rows]
    tops.sort()
    assert all(below[0] == pytest.approx(above[0] + above[1]) for above, below in pairwise(tops))
    for row in (row for lane in found.lanes for row in lane.rows):
        assert row.marks.note is not None
        assert row.marks.note.x + row.marks.note.width <= found.width
        assert all(found.axis.left <= s.x <= found.axis.right for s in row.marks.shapes)
    assert all(0 <= label.x <= label.x + label.width <= found.width for label in found.labels)
    assert all(band.x + band.width <= found.axis.right + 0.1 for band in found.bands)


def test_the_picture_needs_nothing_but_itself(in_time: Timetable) -> None:
    """No script, no font, no picture and no style from elsewhere; no text below 11 pixels."""
    text = timeline(in_time)
    assert not re.search(r"<script|@import|@font-face|<image|xlink|href|on[a-z]+=", text)
    assert set(re.findall(r"https?://[^\"' ]+", text)) == {"http://www.w3.org/2000/svg"}
    assert all(target.startswith("#") for target in re.findall(r"url\(([^)]*)", text))
    assert min(int(size) for size in re.findall(r"font(?:-size)?: ?(\d+)px", text)) >= 11


@pytest.mark.parametrize(
    ("ink", "paper"), [("#1a1a1a", "#e9ecef"), ("#1a1a1a", "#ffffff"), ("#9b1c1c", "#ffffff")]
)
def test_every_ink_of_the_text_has_the_contrast_that_aa_asks(
    in_time: Timetable, ink: str, paper: str
) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1. The text has two inks, on white and on the grey of a heading."""
    style = re.search(r"<style>(.*?)</style>", timeline(in_time), re.DOTALL)
    assert style
    rules = re.findall(r"\.timeline (?:text|\.short) { fill: (#\w+)", style[1])
    assert sorted(rules) == ["#1a1a1a", "#9b1c1c"]
    assert (_luminance(paper) + 0.05) / (_luminance(ink) + 0.05) >= 4.5


def test_the_same_plan_always_gives_the_same_picture(in_time: Timetable) -> None:
    """No clock and no chance: a file that did not change need not be sent again."""
    assert timeline(in_time) == timeline(draw_up(in_time.situation))


def test_a_hostile_name_is_printed_and_never_obeyed(in_time: Timetable) -> None:
    """Also characters that XML cannot carry: the picture stays well-formed."""
    attacked = draw_up(hostile(in_time.situation))
    root = drawn(attacked)
    said = " ".join(words(root))
    assert SHOWN.split()[0] in said
    assert "<b>" in said
    assert "49" not in said
    assert [each.tag for each in root.iter() if each.tag.endswith("}b")] == []
    html = timeline_page(attacked)
    assert "<b>" not in html
    assert "&lt;b&gt;" in html
    assert "\x00" not in html
    assert "\x1b" not in html


def test_a_label_too_long_for_the_picture_is_cut_and_stays_inside(in_time: Timetable) -> None:
    """The whole name stands in the table below."""
    found = picture(draw_up(hostile(in_time.situation)))
    [cut] = [label for label in found.labels if label.text.endswith("…")]
    assert cut.x >= 0
    assert cut.x + cut.width <= found.width


def test_a_template_uses_what_it_is_given_and_nothing_else() -> None:
    """A field nobody draws is worked out for nothing."""
    assert set(_undeclared(TEMPLATE)) == {"picture"}
    used = set(re.findall(r"picture\.(\w+)", (TEMPLATES / TEMPLATE).read_text("utf-8")))
    assert used == {field.name for field in fields(Picture)}
    page = set(_undeclared(PAGE_TEMPLATE))
    assert page == {field.name for field in fields(TimelinePage)}


def test_the_table_has_the_rows_of_the_picture(too_late: Timetable) -> None:
    """Whoever cannot see the picture misses nothing: step by step, lane by lane."""
    page = page_of(too_late)
    drawn_keys = [[row.key for row in lane.rows] for lane in page.picture.lanes]
    assert [[row.key for row in lane.rows] for lane in page.lanes] == drawn_keys
    html = timeline_page(too_late)
    assert html.count('<th scope="row">2.4</th>') == 1
    assert "<td>Monday 30 November 2026</td>" in html
    assert "1 working day short" in html
    assert html.count("<caption>") == html.count("<table>") == 2


@pytest.mark.parametrize(
    ("first", "last", "named"),
    [
        (date(2027, 1, 20), date(2027, 3, 2), ["Jan", "Feb", "Mar"]),
        (date(2026, 10, 1), date(2031, 2, 1), ["Oct", *["Jan", "Apr", "Jul", "Oct"] * 4, "Jan"]),
    ],
)
def test_months_are_named_as_often_as_there_is_room(
    first: date, last: date, named: list[str]
) -> None:
    """Five years of month names would run into each other: quarters are named then."""
    months = [*axis_over(first, last, 0, 680).months()]
    assert [month.name for month in months if month.name] == named
    assert [month.year for month in months if month.year] == [
        str(year) for year in range(first.year, last.year + 1)
    ]


@given(st.lists(st.tuples(st.floats(16, 1300), st.text(max_size=60)), max_size=12))
def test_labels_never_overlap(wanted: list[tuple[float, str]]) -> None:
    """However many windows open on one day."""
    labels = kept_apart(wanted, 16, 1324, 12)
    assert len(labels) == len(wanted)
    for label in labels:
        for other in labels:
            apart = label.x + label.width < other.x or other.x + other.width < label.x
            assert label is other or label.row != other.row or apart


@given(st.text(max_size=200), st.integers(40, 400))
def test_a_wrapped_line_is_never_wider_than_its_room(text: str, room: int) -> None:
    """A word too long for a line is broken, and no character is lost."""
    lines = wrapped(text, room, 12)
    assert all(width_of(line, 12) <= room for line in lines)
    assert "".join("".join(lines).split()) == "".join(legible(text).split())


def _undeclared(name: str) -> Iterator[str]:
    """The names a template must be given, those of what it includes among them."""
    found = environment(TEMPLATES)
    assert found.loader is not None
    tree = found.parse(found.loader.get_source(found, name)[0])
    yield from meta.find_undeclared_variables(tree)
    for other in meta.find_referenced_templates(tree):
        if other and other.endswith(".j2"):
            yield from _undeclared(other)


def _luminance(colour: str) -> float:
    """As WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
