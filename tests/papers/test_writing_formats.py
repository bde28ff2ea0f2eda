"""`changeover paper` in several formats: each file made once, and all of one version alike."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from models.actor import Actor
from models.database import database, writing
from models.effects import files_made
from models.log import locked
from models.opening import open_transition, read_and_check
from models.projection import write
from rules.errors import InputError, RuleRefused
from tasks.papers import KINDS, house_for, lint
from tasks.papers.house import House
from tasks.papers.vocabulary import TEMPLATES
from tasks.papers.waiting import said_when_slow
from tasks.writing import Written, write_paper

EXAMPLE = Path(__file__).parents[2] / "examples" / "southwark-2017.toml"
DAY = date(2017, 1, 5)
STEM = "in-principle-report-southwark-2017-02-07"


@pytest.fixture
def reference(home: Path) -> str:
    """The Southwark case, opened in a home of its own."""
    file = read_and_check(EXAMPLE)
    open_transition(file, actor=Actor(name="test"))
    return file.reference


def report(reference: str, formats: str = "html", folder: Path | None = None) -> Written:
    """Southwark's report for its decision in principle."""
    return write_paper(
        reference, "in-principle-report", "southwark", None, DAY, formats=formats, folder=folder
    )


def names(written: Written) -> list[tuple[str, bool]]:
    """The files by name, with whether they were made now."""
    return [(file.path.name, file.made_now) for file in written.files]


def test_each_format_is_a_file_made_once(reference: str):
    """Asked again, nothing is made; each has a key and a digest of its own in the log."""
    assert names(report(reference, "html,docx,pdf")) == [
        (f"{STEM}.html", True),
        (f"{STEM}.docx", True),
        (f"{STEM}.pdf", True),
    ]
    assert [made for _, made in names(report(reference, "pdf,html"))] == [False, False]
    made = files_made(reference)
    assert len({effect.key for effect in made}) == len({effect.digest for effect in made}) == 3


def test_a_format_asked_for_later_is_of_the_same_version(reference: str):
    """The page first, the Word file later: one version while the facts stand."""
    report(reference)
    assert names(report(reference, "docx")) == [(f"{STEM}.docx", True)]


def test_changed_facts_make_a_new_version_in_every_format_asked_for(reference: str):
    """A page of old facts never stands beside a PDF of new ones under one number."""
    report(reference, "html,pdf")
    change(reference)
    assert names(report(reference, "pdf")) == [(f"{STEM}-v2.pdf", True)]
    assert names(report(reference, "html,docx")) == [
        (f"{STEM}-v2.html", True),
        (f"{STEM}-v2.docx", True),
    ]
    change(reference, value="Borough and Bankside")
    assert names(report(reference, "docx")) == [(f"{STEM}-v3.docx", True)]


def change(reference: str, value: str = "All wards") -> None:
    """Somebody supplies a fact that was missing."""
    fact = {"name": "wards", "value": value, "council": "southwark", "source": "Ward list"}
    with writing(database()) as session:
        transition = locked(session, reference)
        data = {**fact, "standing": "recorded", "url": ""}
        write(session, transition, actor=Actor(name="test"), act="fact-recorded", data=data)


def test_files_may_go_to_a_folder_of_ones_own(reference: str, tmp_path: Path):
    """The same version in another place; what is in the papers folder stays there."""
    home = report(reference).path
    out = report(reference, "html,docx", folder=tmp_path / "out")
    assert [file.path.parent for file in out.files] == [tmp_path / "out"] * 2
    assert out.path.read_bytes() == home.read_bytes()
    assert names(report(reference, "html,docx", folder=tmp_path / "out")) == [
        (f"{STEM}.html", False),
        (f"{STEM}.docx", False),
    ]
    assert names(report(reference, "docx")) == [(f"{STEM}.docx", True)]


def test_an_unknown_format_is_refused_before_anything_is_written(reference: str):
    """Exit 2, and no file."""
    with pytest.raises(InputError, match="There is no format 'odt'"):
        report(reference, "html,odt")
    assert files_made(reference) == []


def test_the_command_names_every_file_and_the_facts_that_are_missing(reference: str):
    """For a program as JSON; the first file stands where it always stood."""
    from cli.main import app

    command = ["paper", reference, "in-principle-report", "--format", "docx,pdf", "--json"]
    run = CliRunner().invoke(app, [*command, "--today", "2017-01-05"])
    assert run.exit_code == 0
    answer = json.loads(run.stdout)
    assert [Path(file["path"]).name for file in answer["files"]] == [f"{STEM}.docx", f"{STEM}.pdf"]
    assert answer["path"] == answer["files"][0]["path"]
    assert "wards" in answer["gaps"]


def test_somebody_who_waits_is_told_what_for(monkeypatch: pytest.MonkeyPatch):
    """Only after a second; a quick file is written in silence."""
    from threading import Event

    said: list[str] = []
    told = Event()
    with said_when_slow(said.append, "Writing a paper"):
        pass
    assert said == []
    monkeypatch.setattr("tasks.papers.waiting.PATIENCE_SECONDS", 0.01)
    with said_when_slow(lambda text: (said.append(text), told.set()), "Writing a paper"):
        assert told.wait(5)
    assert said == ["Writing a paper ..."]


def test_every_template_is_written_in_every_format_without_a_fault(
    monkeypatch: pytest.MonkeyPatch,
):
    """What `changeover lint-papers` proves of every layout, here of the plain one."""
    monkeypatch.setattr(lint, "houses", lambda: {"plain": house_for("plain")})
    found = list(lint.lint_papers())
    assert [each.kind for each in found] == list(KINDS)
    assert [each.faults for each in found] == [()] * len(KINDS)
    assert all(each.written in (9, 27) for each in found)


def test_a_fault_in_a_template_is_listed_with_its_facts_and_the_command_fails(
    monkeypatch: pytest.MonkeyPatch,
):
    """Each fault, not the first only; exit 1."""
    from cli.main import app

    def broken(rendered: object, house: House, formats: list[str]) -> None:
        if formats == ["pdf"]:
            raise RuleRefused("A table has no caption.")
        if formats == ["docx"]:
            raise KeyError("heading")

    monkeypatch.setattr(lint, "render_formats", broken)
    monkeypatch.setattr(lint, "houses", lambda: {"plain": house_for("plain")})
    run = CliRunner().invoke(app, ["lint-papers"])
    assert run.exit_code == 1
    assert "leaving, none known, pdf: A table has no caption." in run.stdout.replace("\n", " ")
    assert "leaving, none known, docx: KeyError: 'heading'" in run.stdout.replace("\n", " ")


def test_the_house_command_tells_what_a_file_lacks(tmp_path: Path):
    """Exit 1 while something lacks, 2 for what cannot be opened."""
    from docx import Document

    from cli.main import app

    whole, bare = TEMPLATES / "houses" / "plain.docx", tmp_path / "bare.docx"
    document = Document(str(whole))
    document.styles["List Bullet"].delete()
    document.save(str(bare))
    runner = CliRunner()
    good = runner.invoke(app, ["house", "check", str(whole)])
    assert good.exit_code == 0, good.stdout
    lacking = runner.invoke(app, ["house", "check", str(bare), "--json"])
    assert lacking.exit_code == 1
    assert json.loads(lacking.stdout)["lacks"] == ["no style 'List Bullet' (for bullets)"]
    assert runner.invoke(app, ["house", "check", str(tmp_path / "none.docx")]).exit_code == 2
