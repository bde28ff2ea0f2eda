"""A paper edited in Word comes back: shown, refused while anything is open, then accepted once."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from shutil import copyfile

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from typer.testing import CliRunner

from cli.main import app
from models.actor import Actor
from models.papers.exemptions import exempt_fact
from models.papers.versions import kept_page
from rules.errors import BadFile, InputError, StateError
from tasks.accepting import Accepted, accept
from tasks.papers.reading import read_tree
from tasks.reading_back import Edited, read_back
from tests.engine.papers import WRITER, Life, every_fact, give

APPROVED_ON = date(2026, 6, 17)
WORDS = "As approved by the Cabinet on 16 June 2026"


class InWord:
    """Northmere's report, written, and its Word file on an officer's desk under another name."""

    def __init__(self, life: Life, folder: Path) -> None:
        self.life = life
        written = life.write("docx")
        self.path = folder / "Report v2 FINAL.docx"
        copyfile(written.path, self.path)

    def edit(self, change: Callable[[object], None]) -> None:
        """An officer edits it and saves."""
        document = Document(str(self.path))
        change(document)
        document.save(str(self.path))

    def say(self, old: str, new: str) -> None:
        """Words are replaced wherever they stand."""

        def replace(document) -> None:
            for text in document.element.body.iter(qn("w:t")):
                text.text = (text.text or "").replace(old, new)

        self.edit(replace)

    def read(self) -> Edited:
        """What came back."""
        return read_back(self.life.reference, self.path, APPROVED_ON)

    def accept(self, **more: bool) -> Accepted:
        """Taken as the next version."""
        return accept(
            self.life.reference,
            self.read(),
            self.path,
            APPROVED_ON,
            WRITER,
            by="Monitoring officer",
            reason=WORDS,
            **more,
        )


@pytest.fixture
def in_word(worked: str, tmp_path: Path) -> InWord:
    """A paper without a gap, on an officer's desk."""
    every_fact(worked, "northmere", annual_saving="£1,200,000 a year")
    return InWord(Life(reference=worked), tmp_path)


def test_the_version_that_was_edited_is_found_whatever_the_file_is_called(in_word: InWord) -> None:
    """By the digest of the words that it was made with."""
    in_word.life.write()
    found = in_word.read()
    assert (str(found.id), found.number) == ("in-principle-report/northmere/in-principle", 1)
    assert found.differences == ()
    assert found.facts == ()
    assert found.stops == ()


def test_a_file_that_no_version_was_made_as_is_refused_unless_its_paper_is_named(
    in_word: InWord, tmp_path: Path
) -> None:
    """A file of another transition, or one whose properties another program dropped."""
    strange = tmp_path / "strange.docx"
    document = Document(str(in_word.path))
    package = document.part.package
    for key in [k for k, r in package.rels.items() if r.reltype.endswith("custom-properties")]:
        del package.rels[key]
    document.save(str(strange))
    with pytest.raises(BadFile, match=r"strange\.docx was made as no version of a paper"):
        read_back(in_word.life.reference, strange, APPROVED_ON)
    found = read_back(in_word.life.reference, strange, APPROVED_ON, in_word.life.paper)
    assert (found.number, found.differences) == (1, ())


def test_what_is_accepted_is_published_from_the_edited_file(in_word: InWord) -> None:
    """The page and the PDF say what officers wrote; the Word file is kept as they gave it."""
    in_word.say("Approve a programme of due diligence", "Approve a full programme of due diligence")
    taken = in_word.accept()
    page, pdf, word = taken.files
    assert [path.name for path in taken.files] == [
        "in-principle-report-northmere-2026-06-16-v2.html",
        "in-principle-report-northmere-2026-06-16-v2.pdf",
        "in-principle-report-northmere-2026-06-16-v2.docx",
    ]
    assert "Approve a full programme of due diligence" in page.read_text()
    assert pdf.read_bytes().startswith(b"%PDF")
    assert word.read_bytes() == in_word.path.read_bytes()
    assert kept_page(in_word.life.reference, taken.digest) == page.read_text()
    assert read_tree(page.read_text()).language == "en-GB"
    last = in_word.life.status["versions"][-1]
    assert (last["number"], last["made_by"], last["digest"]) == (
        2,
        "Monitoring officer",
        sha256(page.read_bytes()).hexdigest(),
    )


def test_the_log_says_who_accepted_what_and_why(in_word: InWord, acts) -> None:
    """With the digest of the Word file that officers gave."""
    in_word.say("Approve a programme", "Approve a full programme")
    in_word.accept()
    data = [data for _, act, data in acts(in_word.life.reference) if act == "paper-written"][-1]
    assert data["made_by"] == "Monitoring officer"
    assert data["word_digest"] == sha256(in_word.path.read_bytes()).hexdigest()
    assert in_word.life.status["versions"][-1]["reason"] == WORDS


def test_accepting_the_same_file_again_changes_nothing(in_word: InWord) -> None:
    """Killed and run again, there is one version and one set of files."""
    in_word.say("Approve a programme", "Approve a full programme")
    first = in_word.accept()
    again = in_word.accept(over_newer=True)
    assert (again.number, again.digest, again.made_now) == (2, first.digest, False)
    assert len(in_word.life.status["versions"]) == 2


def test_an_edited_version_stands_until_what_it_tells_has_changed(in_word: InWord) -> None:
    """It is not written over by the same facts; a fact that changes makes the next version."""
    in_word.say("Approve a programme", "Approve a full programme")
    in_word.accept()
    assert in_word.life.status["stale"] == []
    assert in_word.life.write().version == 2
    give(in_word.life.reference, "wards", "Some wards", "northmere")
    assert in_word.life.write().version == 3


def test_a_figure_edited_in_word_comes_back_unless_it_is_recorded(in_word: InWord) -> None:
    """The version is stale while the record says otherwise, and stands once it says the same."""
    in_word.say("£1,200,000", "£1,150,000")
    [fact] = in_word.read().facts
    assert (fact.name, fact.said, fact.now) == (
        "annual_saving",
        "£1,200,000 a year",
        "£1,150,000 a year",
    )
    in_word.accept()
    [stale] = in_word.life.status["stale"]
    assert (stale["what"], stale["after"]) == ("annual_saving", "'£1,200,000 a year'")
    give(in_word.life.reference, "annual_saving", "£1,150,000 a year", "northmere")
    assert in_word.life.status["stale"] == []
    assert in_word.life.write().version == 2


def test_tracked_changes_must_be_settled_before_anything_is_accepted(in_word: InWord) -> None:
    """Whose they are is said, and nothing is written."""
    change = (
        f"<w:ins {nsdecls('w')} w:id='9' w:author='A. Lawyer' w:date='2026-06-01T10:00:00Z'>"
        "<w:r><w:t>subject to advice</w:t></w:r></w:ins>"
    )
    in_word.edit(lambda document: document.paragraphs[4]._p.append(parse_xml(change)))
    with pytest.raises(BadFile, match=r"A\. Lawyer tracked as put in: “subject to advice”"):
        in_word.accept()
    assert len(in_word.life.status["versions"]) == 1


def test_a_paper_with_a_gap_is_not_accepted_until_it_is_filled(worked: str, tmp_path: Path) -> None:
    """Then the list of gaps at its head goes too."""
    every_fact(worked, "northmere")
    give(worked, "wards", None, "northmere")
    found = InWord(Life(reference=worked), tmp_path)
    with pytest.raises(BadFile, match=r"\[missing: wards affected\] is still marked as missing"):
        found.accept()

    def fill(document) -> None:
        for run in list(document.element.body.iter(qn("w:r"))):
            if "".join(t.text or "" for t in run.iter(qn("w:t"))) == "[missing: wards affected]":
                run.find(qn("w:rPr")).clear()
                run.find(qn("w:t")).text = "All wards"

    found.edit(fill)
    [fact] = found.read().facts
    assert (fact.name, fact.said, fact.now) == ("wards", "", "All wards")
    page = found.accept().files[0].read_text()
    assert "missing" not in page.split("</style>")[1]


def test_an_edited_file_of_an_older_version_is_not_accepted_over_a_newer_one_by_accident(
    in_word: InWord,
) -> None:
    """What changed since would be lost without a word."""
    in_word.say("Approve a programme", "Approve a full programme")
    give(in_word.life.reference, "wards", "Some wards", "northmere")
    in_word.life.write()
    with pytest.raises(StateError, match="is of version 1, and version 2 was written since"):
        in_word.accept()
    assert in_word.accept(over_newer=True).number == 3


@pytest.mark.parametrize(("by", "reason"), [("", WORDS), ("Monitoring officer", " ")])
def test_nothing_is_accepted_by_nobody_or_for_no_reason(
    in_word: InWord, by: str, reason: str
) -> None:
    """An auditor asks both."""
    with pytest.raises(InputError, match="--by with a person"):
        accept(
            in_word.life.reference,
            in_word.read(),
            in_word.path,
            APPROVED_ON,
            WRITER,
            by=by,
            reason=reason,
        )


def test_the_command_shows_and_accepts(in_word: InWord) -> None:
    """For people and for programs."""
    in_word.say("£1,200,000", "£1,150,000")
    line = ["read-back", in_word.life.reference, str(in_word.path), "--today", "2026-06-17"]
    shown = CliRunner().invoke(app, line)
    assert "[-£1,200,000-]{+£1,150,000+} a year" in shown.stdout
    assert "(annual_saving), or it will come back" in " ".join(shown.stdout.split())
    taken = CliRunner().invoke(
        app, [*line, "--accept", "--by", "Monitoring officer", "--reason", WORDS, "--json"]
    )
    assert json.loads(taken.stdout)["accepted"]["version"] == 2
    refused = CliRunner().invoke(app, [*line, "--accept", "--show"])
    assert refused.exit_code == 2


def test_exempt_information_pasted_into_an_open_paper_never_reaches_its_files(
    in_word: InWord,
) -> None:
    """Nothing is written, and the refusal names the fact without what it says."""
    secret = "£4,250,000 a year"
    exempt_fact(
        in_word.life.reference,
        "contract_price",
        "northmere",
        paragraph=3,
        public_interest="It would harm the re-letting",
        said_by="Monitoring officer",
        today=APPROVED_ON,
        actor=WRITER,
    )
    copyfile(in_word.life.write("docx").path, in_word.path)
    in_word.say("Approve a programme", f"For {secret}, approve a programme")
    with pytest.raises(
        StateError, match="would hold exempt information: contract_price"
    ) as refused:
        in_word.accept()
    assert secret not in str(refused.value)
    assert in_word.life.status["version"] < 3


def test_clearance_of_the_version_that_was_edited_does_not_make_the_accepted_one_stale(
    in_word: InWord,
) -> None:
    """What a paper tells of its own versions is what officers left of it."""
    in_word.life.ask("law")
    in_word.life.write()
    in_word.life.clear("law")
    in_word.say("Approve a programme", "Approve a full programme")
    in_word.accept(over_newer=True)
    in_word.life.clear("law")
    assert in_word.life.status["stale"] == []


def test_whoever_records_that_a_version_was_accepted_does_not_clear_it(in_word: InWord) -> None:
    """The log names who accepted it; the one who typed that in is its author all the same."""
    in_word.say("Approve a programme", "Approve a full programme")
    accept(
        in_word.life.reference,
        in_word.read(),
        in_word.path,
        APPROVED_ON,
        Actor(name="Olive Other"),
        by="Monitoring officer",
        reason=WORDS,
    )
    in_word.life.day = APPROVED_ON
    with pytest.raises(StateError, match="Olive Other wrote it"):
        in_word.life.ask("law", "Olive Other")


def test_a_version_written_over_an_edited_one_warns_that_the_edits_are_not_in_it(
    in_word: InWord,
) -> None:
    """It is written from the facts, which know nothing of what officers wrote."""
    in_word.say("Approve a programme", "Approve a full programme")
    in_word.accept()
    give(in_word.life.reference, "wards", "Some wards", "northmere")
    words = "Version 2 was edited in Word, and this one is written from the facts again"
    assert words in " ".join(in_word.life.write().warnings)
    assert words not in " ".join(in_word.life.write().warnings)
