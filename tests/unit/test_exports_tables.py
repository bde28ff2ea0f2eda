"""Tables open in a spreadsheet with real dates, and no cell of them is ever run as a formula."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from models.reports import timetable_of
from rules.timetable import Timetable, draw_up
from tasks.exports.sheets import Sheet, findings_sheet, sheets, steps_sheet
from tasks.exports.tables import csv_of, workbook

NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def too_late(home: Path) -> Timetable:
    """The worked example on 1 December 2026 with nothing decided."""
    return timetable_of("worked-2027", date(2026, 12, 1))


def rows_of(content: bytes) -> list[dict[str, str]]:
    """A CSV file read back by its headings."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def parts(content: bytes) -> dict[str, ElementTree.Element]:
    """The XML parts of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        names = [name for name in book.namelist() if name.endswith(".xml")]
        return {name: ElementTree.fromstring(book.read(name)) for name in names}


def cells(book: dict[str, ElementTree.Element], sheet: int) -> dict[str, str | float]:
    """The cells of a sheet by address: text as text, all else as a number."""
    shared = ["".join(each.itertext()) for each in book["xl/sharedStrings.xml"]]
    found: dict[str, str | float] = {}
    for cell in book[f"xl/worksheets/sheet{sheet}.xml"].iter(f"{NS}c"):
        value = cell.findtext(f"{NS}v")
        if value is not None:
            is_text = cell.get("t") == "s"
            found[cell.attrib["r"]] = shared[int(value)] if is_text else float(value)
    return found


def test_the_csv_has_a_mark_for_excel_and_days_that_sort(too_late: Timetable) -> None:
    """One row for each of the 88 instances; slack is a number, also where it is negative."""
    content = csv_of(steps_sheet(too_late))
    assert content.startswith(b"\xef\xbb\xbfStep,Stage,What,Council,Status,")
    rows = rows_of(content)
    assert len(rows) == 88
    [notice] = [row for row in rows if row["Step"] == "2.4"]
    assert notice["Last lawful day"] == "2026-11-30"
    assert notice["Earliest day"] == "2026-12-01"
    assert notice["Slack in working days"] == "-1"
    assert notice["Rule"] == "CON-04"


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+44 20", "'+44 20"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("1=1", "1=1"),
        ('<b>&"', '<b>&"'),
        (-5, "-5"),
        (None, ""),
    ],
)
def test_text_that_begins_as_a_formula_is_quoted_and_a_number_is_not(
    given: str | int | None, written: str
) -> None:
    """A name of =1+1 must not be worked out by whoever opens the file."""
    sheet = Sheet(name="x", columns=(("a", 5), ("b", 5)), rows=((given, "end"),))
    [row] = rows_of(csv_of(sheet))
    assert row == {"a": written, "b": "end"}


def test_the_workbook_has_a_sheet_each_for_steps_diary_and_findings(too_late: Timetable) -> None:
    """Each with its heading row frozen, filtered and repeated in print."""
    book = parts(workbook(too_late))
    named = [each.get("name") for each in book["xl/workbook.xml"].iter(f"{NS}sheet")]
    assert named == ["Steps", "Diary", "Findings"]
    for number, sheet in enumerate(sheets(too_late), start=1):
        page = book[f"xl/worksheets/sheet{number}.xml"]
        [pane] = page.iter(f"{NS}pane")
        assert (pane.get("ySplit"), pane.get("state")) == ("1", "frozen")
        assert len(list(page.iter(f"{NS}row"))) == len(sheet.rows) + 1
        assert len(list(page.iter(f"{NS}autoFilter"))) == 1
        assert len(list(page.iter(f"{NS}col"))) > 3


def test_a_day_in_the_workbook_is_a_date(too_late: Timetable) -> None:
    """30 November 2026 is day 46,356 of Excel: 1 January 2026 is 46,023, and 333 days follow."""
    found = cells(parts(workbook(too_late)), 1)
    [row] = [at[1:] for at, value in found.items() if at[0] == "A" and value == "2.4"]
    assert found[f"C{row}"] == "Termination assistance notice served"
    assert found["H1"] == "Last lawful day"
    assert found[f"H{row}"] == 46356
    assert found["L1"] == "Slack in working days"
    assert found[f"L{row}"] == -1


def test_a_step_number_stays_text(too_late: Timetable) -> None:
    """1.10 as a number would be 1.1."""
    found = cells(parts(workbook(too_late)), 1)
    assert [value for at, value in found.items() if at[0] == "A"].count("1.10") == 1


def test_a_hostile_name_is_text_in_every_cell_of_the_workbook(too_late: Timetable) -> None:
    """No cell holds a formula or a link; control characters are replaced; long text is cut."""
    where = too_late.situation
    names = ("=1+1", '<b>&"\x00', "http://example.com/" + "x" * 40_000)
    parties = tuple(
        replace(party, name=name) for party, name in zip(where.parties, names, strict=True)
    )
    book = parts(workbook(draw_up(replace(where, parties=parties))))
    assert [name for name, part in book.items() if list(part.iter(f"{NS}f"))] == []
    assert [name for name in book if "hyperlink" in name] == []
    councils = {value for at, value in cells(book, 1).items() if at[0] == "D"}
    assert {"=1+1", '<b>&"�'} <= councils
    assert max(len(str(value)) for value in councils) == 32_767


def test_findings_say_what_may_still_be_done(too_late: Timetable) -> None:
    """The late assistance notice is there, one working day short, with a relief."""
    sheet = findings_sheet(too_late)
    names = [heading for heading, _ in sheet.columns]
    rows = [dict(zip(names, row, strict=True)) for row in sheet.rows]
    [notice] = [row for row in rows if row["Step"] == "2.4"]
    assert notice["Finding"] == "breached"
    assert notice["Short by working days"] == 1
    assert notice["Limit"] == date(2026, 11, 30)
    assert notice["What may still be done"]


def test_the_same_plan_always_gives_the_same_files(too_late: Timetable) -> None:
    """No clock: the workbook is dated with the day of the plan."""
    assert workbook(too_late) == workbook(too_late)
    assert csv_of(steps_sheet(too_late)) == csv_of(steps_sheet(too_late))
