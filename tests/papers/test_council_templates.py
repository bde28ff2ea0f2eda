"""A council's own template runs apart, on plain data, within limits; faults are told by line."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from jinja2 import meta

from rules.errors import BadFile, RuleRefused
from tasks.papers import KINDS, house_for, render
from tasks.papers.council_templates.running import refuse_wrong_names, run_template
from tasks.papers.council_templates.sources import sources_in
from tasks.papers.house import Files
from tasks.papers.page import without_contents
from tasks.papers.reading import read_tree
from tasks.papers.rendering import environment
from tasks.papers.round_trip.places import without_idle_places
from tasks.papers.vocabulary import TEMPLATES

KIND = "forward-plan-notice"


def a_house(folder: Path, body: str, *, kind: str = KIND, **others: str):
    """A layout whose folder of templates has one for a kind of paper, around this body."""
    page = (
        '<!DOCTYPE html><html lang="en-GB"><head><title>T</title></head><body class="paper">'
        f"<header><p>c</p></header><main><h1>T</h1>\n{body}\n</main><footer><p>f</p></footer>"
        "</body></html>"
    )
    folder.mkdir(exist_ok=True)
    (folder / f"{kind}.html.j2").write_text(page, encoding="utf-8")
    for name, text in others.items():
        (folder / f"{name}.j2").write_text(text, encoding="utf-8")
    return replace(house_for("plain"), files=Files(templates=folder))


@pytest.fixture
def written(tmp_path: Path, a_paper_facts):
    """The notice from a template with this body, as HTML."""

    def write(body: str, **others: str) -> str:
        return render(KIND, a_paper_facts(), a_house(tmp_path / "own", body, **others)).html

    return write


def copied(folder: Path, name: str, target: str) -> None:
    """A template that ships with every file that it uses, in a council's folder."""
    waiting = [name]
    shipped = environment(TEMPLATES)
    while waiting:
        each = waiting.pop()
        place = folder / (target if each == name else each)
        if place.is_file():
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(TEMPLATES / each, place)
        tree = shipped.parse((TEMPLATES / each).read_text(encoding="utf-8"))
        waiting += [found for found in meta.find_referenced_templates(tree) if found]


@pytest.mark.parametrize("kind", ["final-report", "forward-plan-notice", "notice-to-expire"])
@pytest.mark.parametrize("known", [True, False])
def test_a_copy_of_a_template_that_ships_says_the_same(
    kind: str, known: bool, tmp_path: Path, a_paper_facts
):
    """So a council starts from ours: the same names, the same questions, the same gaps."""
    changes = {"decision": KINDS[kind].decision} | ({} if known else {"facts": {}})
    facts = a_paper_facts(**changes)
    copied(tmp_path, KINDS[kind].template, f"{kind}.html.j2")
    house = house_for("southwark")
    ours = render(kind, facts, house)
    own = render(kind, facts, replace(house, files=Files(templates=tmp_path)))
    assert own.gaps == ours.gaps
    tree = without_contents(read_tree(ours.html))
    assert without_idle_places(read_tree(own.html)) == without_idle_places(tree)


def test_a_template_is_given_facts_days_and_the_councils_words(written):
    """As the templates that ship are."""
    html = written("<p>{{ fact('wards') }}, {{ expiry_on | long_date }}, {{ council.name }}</p>")
    assert "<p>Value of wards, Tuesday 31 October 2017, London Borough of Southwark</p>" in html


HOSTILE = [
    (
        "{% for a in 'x' * 9999999 %}{% for b in 'x' * 9999999 %}{% endfor %}{% endfor %}",
        "works for",
    ),
    ("{% set a = 'a' * 10 ** 9 %}", "memory"),
    ("{% for a in 'x' * 99999 %}{{ 'page' * 9999 }}{% endfor %}", "writes more than"),
    ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "calls itself without end"),
    ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "unsafe"),
    ("{{ fact.__globals__ }}", "unsafe"),
    ("{{ fact.__code__ }}", "unsafe"),
    ("{{ '{0.__class__}'.format(council) }}", "unsafe"),
    ("{{ council | attr('__class__') }}", "unsafe"),
    ("{{ council.update({'name': 'x'}) }}", "unsafe"),
    ("{{ fact('no such fact') }}", "asks for the fact"),
    ("{{ fact(council) }}", "has no answer"),
    ("{{ council.nmae }}", "has no attribute 'nmae'"),
    ("{{ 1 / 0 }}", "division by zero"),
]


@pytest.mark.parametrize(("body", "says"), HOSTILE)
def test_a_template_that_loops_swells_or_looks_behind_its_data_is_ended(
    body: str, says: str, written
):
    """Loops in loops, a gigabyte, endless recursion, dunder names, formats that look inside."""
    with pytest.raises((BadFile, RuleRefused), match=says) as refused:
        written(body)
    if says not in ("writes more than", "asks for the fact", "has no answer"):
        assert "forward-plan-notice.html.j2, line 2" in str(refused.value)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("{% include '/etc/passwd' %}", "includes /etc/passwd, which is not in the folder"),
        ("{% include '../secret.j2' %}", "includes ../secret.j2, which is not in the folder"),
        ("{% import 'os' as os %}", "includes os, which is not in the folder"),
        ("{{ open('/etc/passwd').read() }}", "line 2: open is no name of this paper"),
        ("{{ cycler.__init__.__globals__.os.popen('id') }}", "cycler is no name of this paper"),
        ("{{ suplier }}", r"line 2: suplier is no name of this paper \(is it supplier\?\)"),
        ("{% if %}", "line 2: Expected an expression"),
        ("{% for a in range(9) %}{% endfor %}", "range is no name of this paper"),
    ],
)
def test_names_and_files_that_a_template_may_not_use_are_told_before_it_runs(
    body: str, fault: str, written
):
    """All of them, each with its line."""
    with pytest.raises(BadFile, match=fault):
        written(body)


def test_all_wrong_names_are_told_at_once_and_a_good_name_is_suggested(tmp_path: Path):
    """Whoever mends the template sees the whole list."""
    (tmp_path / "a.j2").write_text("{{ suplier }}\n{% include 'b.j2' %}{{ councill.name }}")
    (tmp_path / "b.j2").write_text("{{ datess }}")
    known = ("supplier", "council", "dates")
    with pytest.raises(BadFile) as refused:
        refuse_wrong_names(tmp_path, "a.j2", sources_in(tmp_path), known)
    assert refused.value.found.endswith(
        "have 3 faults: a.j2, line 2: councill is no name of this paper (is it council?); "
        "a.j2, line 1: suplier is no name of this paper (is it supplier?); "
        "b.j2, line 1: datess is no name of this paper (is it dates?)."
    )


def test_a_link_out_of_the_folder_is_no_way_to_read_a_file(tmp_path: Path, written):
    """Nor is a file that is no text."""
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "leak.j2").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(BadFile, match=r"leak\.j2 leads out of the folder"):
        written("{% include 'leak.j2' %}")


def test_a_name_made_up_while_running_reaches_no_file(written):
    """Only what was read from the folder beforehand is there to include."""
    with pytest.raises(BadFile, match="/etc/passwd"):
        written("{% set a = '/etc/' ~ 'passwd' %}{% include a %}")
    assert "<p>beside</p>" in written("{% include 'more' ~ '.j2' %}", more="<p>beside</p>")


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "<iframe src='https://a.example'></iframe>",
        "<p><a href='javascript:alert(1)'>x</a></p>",
        "<figure><img src='https://a.example/x.png' alt='x'></figure>",
        "<table><tr><td>no caption</td></tr></table>",
    ],
)
def test_what_no_page_may_hold_is_refused_from_a_councils_template_too(body: str, written):
    """The page goes through the same reading as every other."""
    with pytest.raises(RuleRefused):
        written(body)


def test_attributes_and_styles_of_a_template_never_reach_the_page(written):
    """The page is written anew from what it says."""
    html = written("<p onclick='steal()' style='display:none' id='x'>said</p>")
    assert "<p>said</p>" in html
    assert "steal" not in html
    assert "display:none" not in html


def test_facts_stay_text_in_a_councils_template(tmp_path: Path, a_paper_facts, facts_of):
    """Neither HTML nor template language."""
    house = a_house(tmp_path / "own", "<p>{{ fact('wards') }} {{ supplier }}</p>")
    facts = a_paper_facts(facts=facts_of(wards="R&D < 28 <b> {{ 7*7 }}"), supplier="<i>{% x %}")
    html = render(KIND, facts, house).html
    assert "<p>R&amp;D &lt; 28 &lt;b&gt; {{ 7*7 }} &lt;i&gt;{% x %}</p>" in html


def test_a_template_can_open_start_and_write_nothing_even_outside_the_sandbox(tmp_path: Path):
    """Were the sandbox ever to fail, the process that runs it has given all of that up."""
    import subprocess
    import sys

    code = (
        "import os, socket\nfrom tasks.papers.council_templates import child\nchild._give_up()\n"
        "def tried(what):\n"
        "    try: what(); return True\n"
        "    except (OSError, ValueError): return False\n"
        "print([tried(lambda: open('/etc/passwd')), tried(socket.socket), tried(os.pipe),"
        f" tried(lambda: os.open({str(tmp_path / 'x')!r}, os.O_CREAT | os.O_WRONLY))])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert run.stdout == "[False, False, False, False]\n"


def test_a_template_that_waits_is_ended_by_the_clock(tmp_path: Path):
    """Asking for ever uses little work of its own."""
    sources = {"a.j2": "{% for a in 'x' * 99999999 %}{{ wait() }}{% endfor %}"}
    with pytest.raises(BadFile, match="cannot be run"):
        run_template(tmp_path, "a.j2", sources, {"wait": lambda: ""}, wall_seconds=1.5)
