"""Papers as a reader meets them: in Chromium, with axe-core, on a wide and a narrow screen."""

import json
import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from models.actor import Actor
from models.opening import open_transition, read_and_check
from tasks.writing import write_paper

HERE = Path(__file__).parent
EXAMPLE = HERE.parent.parent / "examples" / "southwark-2017.toml"
KINDS = ("in-principle-report", "final-report", "forward-plan-notice")


def _missing_tool() -> str | None:
    if not (HERE / "browser" / "node_modules" / "axe-core").is_dir():
        return "npm install in tests/surfaces/browser"
    return None if shutil.which("chromium") and shutil.which("node") else "chromium and node"


@pytest.fixture
def papers(home: Path) -> list[Path]:
    """Every paper of the Southwark case, in three houses, as files."""
    file = read_and_check(EXAMPLE)
    open_transition(file, actor=Actor(name="test"))
    day = date(2017, 1, 5)
    found = [
        write_paper(file.reference, kind, council.code, None, day).path
        for council in file.council
        for kind in KINDS
    ]
    found.append(write_paper(file.reference, "notice-to-expire", "southwark", None, day).path)
    return found


def test_every_paper_is_accessible_and_fits_a_narrow_screen(papers: list[Path]) -> None:
    """WCAG 2.2 AA, which the law of 2018 on public sector websites wants of published papers."""
    missing = _missing_tool()
    if missing and os.environ.get("CI") != "true":
        pytest.skip(f"needs {missing}")
    assert missing is None, f"CI must have {missing}"
    command = ["node", "look.mjs", *(path.as_uri() for path in papers)]
    run = subprocess.run(
        command, cwd=HERE / "browser", check=True, capture_output=True, text=True, timeout=240
    )
    pages = json.loads(run.stdout)
    assert len(pages) == 10
    assert [page["violations"] for page in pages] == [[]] * 10
    assert all(page["passes"] > 15 for page in pages)
    assert all(page["fitsNarrowScreen"] for page in pages)
    assert all(page["otherRequests"] == [] for page in pages)
