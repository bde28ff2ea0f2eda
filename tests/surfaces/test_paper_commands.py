"""Facts, papers, clearance, exemption and papers read back, as a person types the commands."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from docx import Document
from typer.testing import CliRunner

from cli.main import app
from models.actor import Actor
from models.opening import open_transition, read_and_check

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
PAPER = "worked-2027 in-principle-report --council northmere"
DAY = "--today 2026-05-11"
OFFICERS = {"law": "Lena Law", "finance": "Fin Finance", "democratic-services": "Dem Services"}


class Typed:
    """The command in this process: many lines are typed here, and each start of one takes time."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def __call__(self, line: str, **more: str) -> Result:
        """What the command answers; `more` is set for it."""
        return CliRunner().invoke(app, shlex.split(line), env=more)

    def json(self, line: str, **more: str) -> Any:
        """What the command prints with --json, when it succeeds."""
        answer = self(f"{line} --json", **more)
        assert answer.exit_code == 0, answer.stderr
        return json.loads(answer.stdout)


@pytest.fixture
def worked(home: Path) -> Typed:
    """The command, where the worked example is open."""
    open_transition(read_and_check(EXAMPLES / "worked-2027.toml"), actor=Actor(name="a tester"))
    return Typed(home)


def _plain(text: str) -> str:
    """What stands in a table or over several lines, on one."""
    return " ".join(text.split())


def test_a_paper_goes_from_a_draft_to_what_is_published(worked: Typed, tmp_path: Path) -> None:
    """Written, asked about, commented on, stale, written again, cleared by all, published."""
    assert "Version 1, digest " in worked(f"paper {PAPER} {DAY}").stdout
    for role, person in OFFICERS.items():
        asked = worked(f"clearance ask {PAPER} --role {role} --person '{person}' {DAY}")
        assert "by Monday 18 May 2026. Silence will not be clearance." in _plain(asked.stdout)
    told = worked.json(f"clearance comment {PAPER} 'Cite the power' --role law {DAY}")
    source = "--source 'Finance model v4' --council northmere"
    fact = worked(f"fact worked-2027 annual_saving '£640,000 a year' {source}")
    assert "Recorded 1 of 1: log entry " in fact.stdout
    stands = _plain(worked(f"paper-status worked-2027 {DAY}").stdout)
    assert "is stale. annual_saving: '£0.9 million a year' is now '£640,000 a year'" in stands
    again = worked.json(f"paper {PAPER} --format html,docx {DAY}")
    assert (again["version"], len(again["files"])) == (2, 2)
    assert [each["what"] for each in again["changes"]] == ["annual_saving"]
    clears = f"clearance clear {PAPER} --digest {again['digest'][:12]} {DAY} --role"
    early = worked(f"{clears} law", CHANGEOVER_ACTOR="Lena Law")
    assert early.exit_code == 4
    assert "are neither included nor set aside" in early.stderr
    worked(f"clearance answer worked-2027 {told['comment']} --included {DAY}")
    for role, person in OFFICERS.items():
        cleared = worked(f"{clears} {role}", CHANGEOVER_ACTOR=person)
        assert cleared.exit_code == 0, cleared.stderr
    assert "is cleared by all, and locked." in _plain(cleared.stdout)
    worked(f"clearance publish {PAPER} --out {tmp_path}/agenda {DAY}")
    names = sorted(path.name for path in (tmp_path / "agenda").iterdir())
    assert names == [f"in-principle-report-northmere-2026-06-16-v2.{x}" for x in ("docx", "html")]


def test_silence_and_ones_own_word_clear_nothing(worked: Typed) -> None:
    """A month on the paper waits, and says for whom; its author is not let in."""
    written = worked.json(f"paper {PAPER} {DAY}", CHANGEOVER_ACTOR="Wanda Writer")
    worked(f"clearance ask {PAPER} --role law --person 'Lena Law' {DAY}")
    own = worked(
        f"clearance clear {PAPER} --role law --digest {written['digest']} {DAY}",
        CHANGEOVER_ACTOR="Wanda Writer",
    )
    assert own.exit_code == 4
    assert "Nobody clears their own paper" in own.stderr
    shown = _plain(worked(f"clearance show {PAPER} --today 2026-06-15").stdout)
    assert "overdue by 28 days" in shown
    unpublished = worked(f"clearance publish {PAPER} --out nowhere --today 2026-06-15")
    assert unpublished.exit_code == 4


def test_every_paper_of_a_meeting_is_written_with_progress(worked: Typed) -> None:
    """Which of how many, then a table, then counts; one that lacks a fact does not stop them."""
    worked("fact worked-2027 wards --standing gap --source 'Not in the ward list'")
    line = f"papers worked-2027 --meeting 2026-06-16 --council westbrook {DAY}"
    written = worked(line)
    assert "1 of 5: the options-appraisal of westbrook" in written.stderr
    assert "5 written, " in _plain(written.stdout)
    found = worked.json(line)
    assert (found["written"], found["errors"], found["new_versions"]) == (5, 0, 0)
    assert worked(line.replace("06-16", "06-17")).exit_code == 2


def test_missing_facts_are_listed_with_who_supplies_them(worked: Typed) -> None:
    """One in the singular; and a file of facts is taken whole or not at all."""
    worked("fact worked-2027 wards --standing gap --source 'Not in the ward list'")
    listed = worked("facts worked-2027 --missing --paper in-principle-report --council northmere")
    assert listed.stdout.startswith("1 fact missing")
    file = worked.home / "facts.csv"
    file.write_text("name,value,source\nwards,All,Ward list\nno_such_fact,1,x\n")
    refused = worked(f"fact worked-2027 --from {file}")
    assert refused.exit_code == 2
    assert "line 3: no paper asks for the fact 'no_such_fact'" in refused.stderr
    assert worked("facts worked-2027 --missing --paper in-principle-report").stdout == listed.stdout


def test_what_is_exempt_is_in_the_exempt_paper_alone(worked: Typed) -> None:
    """Marked with its paragraph, the interest weighed and who says so; then two papers."""
    worked("fact worked-2027 delegate 'The Zyzzyva Director' --source 'Constitution'")
    worked("fact worked-2027 delegate 'The Zyzzyva Director' --source x --council northmere")
    worked(f"paper {PAPER} {DAY}")
    reason = "--paragraph 3 --by 'Monitoring officer' --public-interest 'Bargaining outweighs it'"
    bare = worked("exempt worked-2027 delegate --paragraph 3")
    assert (bare.exit_code, "--public-interest is empty" in bare.stderr) == (2, True)
    marked = worked(f"exempt worked-2027 delegate {reason}")
    assert "was told before, in the in-principle-report of northmere (in-principle)" in _plain(
        marked.stdout
    )
    opened = worked.json(f"paper {PAPER} {DAY}")
    exempt = worked.json(f"paper {PAPER} --exempt {DAY}")
    held = [Path(each["path"]).read_text() for each in (opened, exempt)]
    assert ["Zyzzyva" in text for text in held] == [False, True]
    assert "1 fact exempt" in worked("exempt worked-2027").stdout


def test_a_paper_edited_in_word_is_shown_and_accepted(worked: Typed, tmp_path: Path) -> None:
    """What was changed, first; then its page and PDF are made from what officers wrote."""
    made = worked.json(f"paper {PAPER} --format docx {DAY}")
    document = Document(made["path"])
    edited = next(p for p in document.paragraphs if "due diligence" in p.text)
    edited.runs[-1].text = edited.runs[-1].text.rstrip(".") + ", as scrutiny asked."
    document.save(str(tmp_path / "Report FINAL v7.docx"))
    line = f"read-back worked-2027 '{tmp_path}/Report FINAL v7.docx' --today 2026-06-17"
    assert "{+, as scrutiny asked+}" in _plain(worked(line).stdout)
    refused = worked(f"{line} --accept --by 'Monitoring officer'")
    assert refused.exit_code == 2
    taken = worked.json(f"{line} --accept --by 'Monitoring officer' --reason 'As approved'")
    assert taken["accepted"]["version"] == 2
    page = next(path for path in taken["accepted"]["files"] if path.endswith(".html"))
    assert "as scrutiny asked" in Path(page).read_text()
