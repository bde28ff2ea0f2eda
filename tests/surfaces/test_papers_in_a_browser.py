"""Papers as a reader meets them: in Chromium, with axe-core, on a wide and a narrow screen."""

import json
import subprocess
from datetime import date
from pathlib import Path

import pytest

from models.actor import Actor
from models.opening import open_transition, read_and_check
from tasks.papers import house_for, render
from tasks.writing import write_paper
from tests.needed import BROWSER, browser_needed
from tests.papers.laid_out import IN_TURN
from tests.papers.worked_example import worked_facts

HERE = Path(__file__).parent
EXAMPLE = HERE.parent.parent / "examples" / "southwark-2017.toml"
KINDS = ("in-principle-report", "final-report", "forward-plan-notice")


def _look(paths: list[Path]) -> list[dict[str, object]]:
    """What the browser finds of each page."""
    browser_needed()
    command = ["node", "look.mjs", *(path.as_uri() for path in paths)]
    run = subprocess.run(
        command, cwd=BROWSER, check=True, capture_output=True, text=True, timeout=400
    )
    found: list[dict[str, object]] = json.loads(run.stdout)
    return found


def _assert_well(pages: list[dict[str, object]], paths: list[Path]) -> None:
    names = [path.name for path in paths]
    faults = {name: page["violations"] for name, page in zip(names, pages, strict=True)}
    assert {name: each for name, each in faults.items() if each} == {}
    wide = [n for n, page in zip(names, pages, strict=True) if not page["fitsNarrowScreen"]]
    assert wide == []
    assert [page["otherRequests"] for page in pages] == [[]] * len(paths)


@pytest.fixture
def drafts(home: Path) -> list[Path]:
    """Reports of the Southwark case in its three houses, with all their gaps, as files."""
    file = read_and_check(EXAMPLE)
    open_transition(file, actor=Actor(name="test"))
    day = date(2017, 1, 5)
    return [
        write_paper(file.reference, kind, council.code, None, day).path
        for council, kind in zip(file.council, KINDS, strict=True)
    ]


def test_every_draft_is_accessible_and_fits_a_narrow_screen(drafts: list[Path]) -> None:
    """WCAG 2.2 AA, which the law of 2018 on public sector websites wants of published papers."""
    _assert_well(_look(drafts), drafts)


def test_every_kind_of_document_is_accessible_and_fits_a_narrow_screen(tmp_path: Path) -> None:
    """Every kind of the worked example, with nothing missing; the layouts in turn."""
    (tmp_path / "home").mkdir()
    facts = worked_facts(tmp_path / "home")
    paths = []
    for kind, house in IN_TURN:
        path = tmp_path / f"{kind}--{house}.html"
        path.write_text(render(kind, facts[kind], house_for(house)).html, encoding="utf-8")
        paths.append(path)
    pages = _look(paths)
    _assert_well(pages, paths)
    assert all(int(str(page["passes"])) > 12 for page in pages)
