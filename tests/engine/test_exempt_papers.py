"""One source gives the open paper and the exempt one; nothing exempt is anywhere in the open."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from typer.testing import CliRunner

from cli.main import app
from models.papers.exemptions import end_exemption, exempt_fact
from models.registers import import_register, read_register, register_named
from models.reports import log_of
from models.settings import settings
from rules.errors import InputError, NothingExempt, StateError, UnknownName
from tasks.papers.difference import HIDDEN, passages
from tasks.papers.exemption.marked import Grounds, mark_exempt, mark_row_exempt
from tasks.papers.exemption.pdf_contents import pdf_words
from tests.engine.papers import DAY, WRITER, Life, every_fact, give

#: What is in a file does not hang on the database: tests of the life of papers try both.
pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
INTEREST = "Disclosure would harm the council's bargaining, which outweighs the interest in it"
#: By fact, a value that holds its word in a form that a search, a template or a format may miss.
HOSTILE = {
    "preparatory_cost": "R&D < 28 <b>Zyzzyva</b> & £4,250,000",
    "annual_saving": "#let x = [Quixotry]; $ sum $ \\ *bold* @ref <label>",
    "risks": "</w:t></w:r><w:r><w:t>Jabberwock</w:t>\n\nA second paragraph: Bandersnatch",
    "finance_implications": "{{ 7*7 }} {% raw %}Vorpalium{% endraw %}",
    "procurement_implications": "Frum\u00adious, Frumious and FRUMIOUS",
    "policy_context": "Callooh " + "and a very long reason for it " * 300 + "Callay",
    "consultation": "Тулгей лес Slithytove",
    "background_papers": "Borogoves | at Mimsy House | 020 7946 0000",
}
NEEDLES = (
    *("Zyzzyva", "4,250,000", "Quixotry", "Jabberwock", "Bandersnatch", "Vorpalium", "Frumious"),
    *("Callooh", "Callay", "Тулгей", "Slithytove", "Borogoves", "Mimsy"),
)


@pytest.fixture
def life(worked: str) -> Life:
    """A paper without a gap, of a transition in which nothing is exempt yet."""
    every_fact(worked, "northmere")
    return Life(reference=worked)


def hide(life: Life, name: str, paragraph: int = 3) -> int:
    """A fact of the council is exempt information."""
    return exempt_fact(
        life.reference,
        name,
        life.council,
        paragraph=paragraph,
        public_interest=INTEREST,
        said_by="Monitoring officer",
        today=DAY,
        actor=WRITER,
    )


def words_of(path: Path) -> str:
    """All that can be got out of a file, by a reading of its own."""
    content = path.read_bytes()
    if path.suffix == ".docx":
        with ZipFile(BytesIO(content)) as parts:
            found = [parts.comment, *(parts.read(name) for name in parts.namelist())]
            names = " ".join(parts.namelist())
        text = names + b"\n".join(found).decode("utf-8", "replace")
    elif path.suffix == ".pdf":
        with pikepdf.open(path) as file:
            streams = [
                each.read_bytes() for each in file.objects if isinstance(each, pikepdf.Stream)
            ]
            others = [repr(each) for each in file.objects] + [repr(file.trailer)]
        text = "\n".join((pdf_words(content), *others, *(s.decode("latin-1") for s in streams)))
        text += "\n".join(s.decode("utf-16-be", "replace") for s in streams)
    else:
        text = content.decode()
    return f"{path.name} {text}"


def found_in(path: Path) -> set[str]:
    """The words that must not get out which are in a file, broken over lines or not."""
    text = re.sub(r"[\s\u00ad\u2010-]", "", words_of(path)).casefold()
    return {needle for needle in NEEDLES if needle.casefold() in text}


def test_no_form_of_exempt_text_reaches_any_part_of_an_open_file(life: Life) -> None:
    """Markup of every kind, soft hyphens, other scripts, ten thousand letters; in three formats.

    The same search finds every one of them in the exempt files.
    """
    for name, value in HOSTILE.items():
        give(life.reference, name, value, "northmere")
        hide(life, name)
    opened = life.write("html,docx,pdf")
    for file in opened.files:
        assert found_in(file.path) == set(), file.path
    life.exempt = True
    exempt = life.write("html,docx,pdf")
    for file in exempt.files:
        assert set(NEEDLES) - found_in(file.path) == set(), file.path
        assert file.path.parent.name == "exempt"
        assert file.path.stem.endswith("-exempt")


def test_the_open_paper_says_that_it_is_exempt_and_where_and_the_exempt_one_why(
    life: Life,
) -> None:
    """The paragraph stands in both; the words, the public interest and the marking in one."""
    give(life.reference, "annual_saving", "Zyzzyva", "northmere")
    hide(life, "annual_saving", 3)
    page = " ".join(passages(life.write().path.read_text()))
    assert "[This information is exempt under paragraph 3 of Schedule 12A" in page
    assert "is in the exempt report on this item.]" in page
    assert "Part exempt" in page
    life.exempt = True
    page = " ".join(passages(life.write().path.read_text()))
    assert "NOT FOR PUBLICATION – exempt information under paragraph 3 of Schedule 12A" in page
    assert "Zyzzyva" in page
    assert INTEREST in page


@pytest.mark.parametrize(
    ("value", "pasted"),
    [
        ("Zyzzyva Hyperbolics", "the firm Zyzzyva Hyperbolics bid"),
        ("Zyzzyva Hyperbolics", "ZYZZYVA  hyper\u200bbolics"),
        ("Zyzzyva Hyperbolics", "zyzzyva-hyperbolics"),
        ("They bid £4,250,000 a year", "at £4.25m"),
        (
            "No. The tolling of Zyzzyva is four times that.",
            "the tolling of zyzzyva is four times that",
        ),
    ],
)
def test_exempt_text_pasted_into_an_open_fact_stops_the_open_paper(
    life: Life, value: str, pasted: str
) -> None:
    """In any case and spacing, as an amount, as one sentence of it; nothing is written or kept."""
    give(life.reference, "preparatory_cost", value, "northmere")
    hide(life, "preparatory_cost")
    give(life.reference, "wards", f"All wards. {pasted}", "northmere")
    before = len(log_of(life.reference))
    with pytest.raises(StateError, match="would hold exempt information: preparatory_cost") as told:
        life.write("html,docx,pdf")
    assert "It stands in wards too" in told.value.found
    assert "yzzyva" not in str(told.value).casefold()
    assert len(log_of(life.reference)) == before
    assert not list((settings().papers / life.reference).rglob("in-principle-report*"))


def test_what_was_told_before_it_was_exempt_is_named_and_told_in_no_list_of_changes(
    life: Life,
) -> None:
    """The version that told it is to be withdrawn; the next one does not repeat it as a change."""
    give(life.reference, "annual_saving", "Zyzzyva a year", "northmere")
    first = life.write()
    why = Grounds(paragraph=3, public_interest=INTEREST, said_by="Monitoring officer")
    told = mark_exempt(life.reference, "annual_saving", "northmere", why, DAY, WRITER)
    assert told["told_before"] == [f"{life.paper.words} (version 1)"]
    stale = life.status["stale"]
    assert "annual_saving" in {each["what"] for each in stale}
    second = life.write()
    assert second.version == first.version + 1
    for each in (*stale, *(change.row() for change in second.changes)):
        assert "Zyzzyva" not in repr(each)
    assert all("Zyzzyva" not in words.before + words.after for words in second.words)
    assert HIDDEN in {words.before for words in second.words}


def test_a_fact_that_is_open_again_is_told_in_a_new_version(life: Life) -> None:
    """The reason stands in the log."""
    give(life.reference, "annual_saving", "Zyzzyva a year", "northmere")
    hide(life, "annual_saving")
    life.write()
    end_exemption(life.reference, "annual_saving", "northmere", "The contract was let", WRITER)
    assert "Zyzzyva" in life.write().path.read_text()


def test_an_exempt_paper_that_would_hold_nothing_exempt_is_not_written(life: Life) -> None:
    """It would only be the open paper, closed."""
    life.exempt = True
    with pytest.raises(NothingExempt, match="Nothing that the in-principle-report tells is exempt"):
        life.write()


def test_the_open_and_the_exempt_paper_are_cleared_each_by_itself(life: Life) -> None:
    """Who has cleared the one has said nothing of the other."""
    hide(life, "annual_saving")
    life.write()
    life.ask_all()
    life.write()
    life.clear_all()
    assert life.status["locked"]
    life.exempt = True
    life.write()
    assert not life.status["locked"]
    assert life.status["not_cleared"] == sorted(life.officers)


@pytest.mark.parametrize("name", ["classification", "private_reason", "council_name", "meeting_on"])
def test_what_the_open_paper_must_say_cannot_be_exempt(life: Life, name: str) -> None:
    """Its head, and that something in it is exempt."""
    why = Grounds(paragraph=3, public_interest=INTEREST, said_by="Monitoring officer")
    with pytest.raises(InputError, match="cannot be exempt: the open paper says it"):
        mark_exempt(life.reference, name, None, why, DAY, WRITER)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"paragraph": 8}, "paragraph"),
        ({"public_interest": " "}, "--public-interest is empty"),
        ({"said_by": ""}, "--by is empty"),
    ],
)
def test_an_exemption_needs_a_paragraph_the_public_interest_and_who_says_so(
    life: Life, changes: dict[str, object], says: str
) -> None:
    """Schedule 12A, Part 2, paragraph 10: only while the public interest outweighs disclosure."""
    given = {"paragraph": 3, "public_interest": INTEREST, "said_by": "Monitoring officer"}
    with pytest.raises((InputError, UnknownName), match=says):
        exempt_fact(
            life.reference, "risks", "northmere", **{**given, **changes}, today=DAY, actor=WRITER
        )


def test_a_shared_fact_is_not_exempt_for_one_council_alone(worked: str) -> None:
    """Another council's open paper would tell it."""
    every_fact(worked)
    with pytest.raises(InputError, match="another council's open paper would tell it"):
        hide(Life(reference=worked), "risks")


def test_the_command_marks_and_lists_what_is_exempt(life: Life) -> None:
    """And the open paper has it no longer."""
    run = CliRunner().invoke
    marks = ["exempt", life.reference, "risks", "--paragraph", "3", "--council", "northmere"]
    marked = run(app, [*marks, "--by", "Monitoring officer", "--public-interest", INTEREST])
    assert "risks is exempt from now on: log entry" in marked.output
    assert "1 fact exempt" in run(app, ["exempt", life.reference]).output
    assert "The risks" not in life.write().path.read_text()


# ---- Rows of registers ---------------------------------------------------------------------------


HEAD = ("Asset ID", "Description", "Serial number", "Net book value at transfer", "Decision")
ROWS = (
    ("A-001", "Rack server", "SN-4410-01", "100.00", "Buy"),
    ("A-002", "Quixotry engine", "SN-9999-07", "98765.43", "Buy"),
    ("A-003", "Rack server", "SN-4410-03", "250.00", "Undecided"),
)


@pytest.fixture
def schedule(worked: str, tmp_path: Path) -> Life:
    """The schedule of three assets, before any of them is exempt."""
    path = tmp_path / "assets.csv"
    path.write_text("\n".join(",".join(row) for row in (HEAD, *ROWS)), encoding="utf-8")
    import_register(worked, read_register(path, register_named("assets")), WRITER)
    every_fact(worked, "northmere")
    return Life(reference=worked, kind="asset-schedule", occasion="")


def mark_row(life: Life, key: str = "A-002", register: str = "assets") -> dict[str, object]:
    """A row is exempt information."""
    why = Grounds(paragraph=3, public_interest=INTEREST, said_by="Monitoring officer")
    return mark_row_exempt(life.reference, register, key, why, DAY, WRITER)


def figures(path: Path) -> dict[str, str]:
    """The counts and sums of a schedule."""
    rows = re.findall(r'<th scope="row">([^<]*)</th><td>([^<]*)</td></tr>', path.read_text())
    return {what: figure for what, figure in rows if "book value" in what or "Assets" in what}


def test_an_exempt_row_is_in_the_exempt_schedule_alone(schedule: Life) -> None:
    """Neither it nor any sum of which it is a part is in the open one, which says that it is so."""
    mark_row(schedule)
    opened = schedule.write("html,docx,pdf")
    for file in opened.files:
        said = words_of(file.path)
        assert "Rack" in said
        for held in ("A-002", "Quixotry", "SN-9999-07", "98,765.43", "99,115.43", "98765.43"):
            assert held not in said, (held, file.path)
    page = " ".join(passages(opened.path.read_text()))
    assert opened.warnings[0].startswith("1 row of its registers is exempt and held back here")
    assert "2 rows, and 1 more that is exempt under paragraph 3 of Schedule 12A" in page
    assert figures(opened.path)["Net book value at transfer, all assets"] == "£350.00"
    schedule.exempt = True
    exempt = schedule.write()
    page = " ".join(passages(exempt.path.read_text()))
    assert "3 rows, of which 1 is exempt under paragraph 3 of Schedule 12A" in page
    assert "Quixotry engine" in page
    assert "asset register, a-002" in page.casefold()
    assert figures(exempt.path)["Net book value at transfer, all assets"] == "£99,115.43"


def test_a_paper_that_nobody_must_clear_says_so_and_is_locked_by_whoever_is_asked(
    schedule: Life,
) -> None:
    """The house asks nobody about a schedule; finance may be asked all the same."""
    for key in ("A-001", "A-002", "A-003"):
        mark_row(schedule, key)
    schedule.write()
    assert schedule.status["says"] == "nobody has to clear it; ask who may"
    schedule.ask("finance")
    assert schedule.status["says"] == "waits for finance"
    assert schedule.clear("finance").locked


def test_a_row_named_elsewhere_stops_the_open_schedule(schedule: Life) -> None:
    """The serial number that only that row has, in the words on how the register was checked."""
    mark_row(schedule)
    give(schedule.reference, "assets_checked", "By hand, but for sn 9999 07", "northmere")
    with pytest.raises(StateError, match="would hold exempt information: assets/A-002"):
        schedule.write()


def test_a_schedule_that_told_a_row_before_it_was_exempt_is_named(schedule: Life) -> None:
    """And the next version is another."""
    schedule.write()
    assert mark_row(schedule)["told_before"] == ["the asset-schedule of northmere (version 1)"]
    assert schedule.status["stale"]
    assert schedule.write().version == 2
    assert mark_row(schedule)["told_before"] == ["the asset-schedule of northmere (version 1)"]


def test_an_exempt_row_stays_so_when_the_register_is_handed_over_again(
    schedule: Life, tmp_path: Path
) -> None:
    """It goes by its key, whatever its case and whatever else of it has changed."""
    mark_row(schedule, "a-002")
    path = tmp_path / "again.csv"
    rows = (HEAD, ROWS[0], ("a-002", "Zyzzyva engine", "SN-1234-56", "5.00", "Buy"))
    path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    import_register(schedule.reference, read_register(path, register_named("assets")), WRITER)
    assert found_in(schedule.write().path) == set()


def test_when_every_row_is_exempt_the_open_schedule_says_so(schedule: Life) -> None:
    """It lists none, in every format, and has no gap for it."""
    for key in ("A-001", "A-002", "A-003"):
        mark_row(schedule, key)
    written = schedule.write("html,docx,pdf")
    assert written.gaps == ()
    page = " ".join(passages(written.path.read_text()))
    assert "no open row, and 3 more that are exempt under paragraph 3" in page


@pytest.mark.parametrize(
    ("register", "key", "says"),
    [
        ("posts", "P-001", "No paper lists the rows of a register of posts"),
        ("licences", "Suite", "holds no register of licences"),
        ("assets", "A-9", "No rows of the register of assets are 'A-9'"),
    ],
)
def test_a_row_that_cannot_be_exempt_is_refused(
    schedule: Life, register: str, key: str, says: str
) -> None:
    """A register of which papers tell counts alone, one never imported, a row that is not there."""
    with pytest.raises((InputError, StateError), match=says):
        mark_row(schedule, key, register)


def test_a_row_is_marked_and_opened_again_by_the_command(schedule: Life) -> None:
    """By register and key; half of that, or a fact's name beside it, is refused."""
    run, start = CliRunner().invoke, ["exempt", schedule.reference, "--register", "assets"]
    why = ["--paragraph", "3", "--by", "Monitoring officer", "--public-interest", INTEREST]
    assert run(app, [*start, *why]).exit_code == 2
    assert run(app, ["exempt", schedule.reference, "risks", *start[2:], *why]).exit_code == 2
    assert "assets/A-002 is exempt" in run(app, [*start, "--row", "A-002", *why]).output
    assert "assets/A-002" in run(app, ["exempt", schedule.reference]).output
    ended = run(app, [*start, "--row", "A-002", "--end", "--reason", "Sold"])
    assert "Open again" in ended.output
    assert "Quixotry" in schedule.write().path.read_text()
