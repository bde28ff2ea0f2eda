"""Registers are read whole or not at all, and every bad row is listed."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from models.registers import REGISTERS, Column, Holds, read_register, register_named
from models.registers.cells import NotThat, kept
from models.registers.columns import plain
from models.registers.figures import figures, over_deployed, total
from models.registers.grid import MOST_ROWS
from models.registers.last_days import consent_days, notice_days
from models.registers.privacy import is_pseudonym
from rules.almanac import calendar
from rules.errors import BadFile, InputError
from tasks.exports.registers import register_file

DATA = Path(__file__).parent / "data"
ASSETS, POSTS = register_named("assets"), register_named("posts")
HEAD = ("Asset ID", "Description", "NBV", "Purchase date", "Transfer decision")
WriteCsv = Callable[..., Path]


def ways(name: str) -> Any:
    """Every calendar is that of England and Wales."""
    return calendar("england-and-wales")


@pytest.fixture
def a_csv(tmp_path: Path) -> WriteCsv:
    """Writes rows as a CSV file."""

    def write(*rows: Sequence[str], encoding: str = "utf-8", delimiter: str = ",") -> Path:
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter).writerows(rows)
        path = tmp_path / "register.csv"
        path.write_bytes(text.getvalue().encode(encoding))
        return path

    return write


@pytest.fixture
def a_book(tmp_path: Path) -> Callable[..., Path]:
    """Writes rows as a workbook, one sheet for each name."""

    def write(**sheets: Sequence[Sequence[Any]]) -> Path:
        path = tmp_path / "register.xlsx"
        book = Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
        day = book.add_format({"num_format": "d mmm yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(at, column, cell, day)
                    elif cell is not None:
                        sheet.write(at, column, cell)
        book.close()
        return path

    return write


# ---- What each cell may hold ------------------------------------------------------------------


def column(holds: Holds, **more: Any) -> Column:
    """A column that holds this."""
    return Column(name="x", heading="X", holds=holds, **more)


@pytest.mark.parametrize(
    ("written", "is_kept"),
    [
        ("£1,234.50", "1234.50"),
        ("1234.5", "1234.50"),
        ("1,234,567", "1234567.00"),
        ("(1,000.00)", "-1000.00"),
        ("-£3", "-3.00"),
        ("£ 12", "12.00"),
        ("12 GBP", "12.00"),
        (".5", "0.50"),
        ("nil", "0.00"),
        ("-0.00", "0.00"),
        ("0.125", "0.13"),
        (1234.5678, "1234.57"),
        (0.1 + 0.2, "0.30"),
        (17, "17.00"),
    ],
)
def test_pounds_are_kept_to_the_penny(written: Any, is_kept: str):
    """Half a penny is rounded up; a sum in brackets is less than nothing."""
    assert kept(column(Holds.MONEY), written) == is_kept


@pytest.mark.parametrize(
    "written",
    [
        *("abc", "£", "1.2.3", "12,34", "1 234,50", "€5", "(5", "5)", "1e5", "--5", "N/A", "-"),
        *("9" * 13, "١٢٣"),
    ],
)
def test_what_are_no_pounds_is_refused(written: str):
    """Nothing is guessed of a sum."""
    with pytest.raises(NotThat):
        kept(column(Holds.MONEY), written)


@pytest.mark.parametrize(
    "written",
    [
        *("2027-03-31", "31/03/2027", "31-3-2027", "31.03.2027", "31 March 2027", "31st Mar 2027"),
        *("31-Mar-2027", "2027-03-31 00:00:00", date(2027, 3, 31)),
    ],
)
def test_a_day_may_be_written_in_many_ways(written: Any):
    """In figures the day of the month stands first, as in Britain."""
    assert kept(column(Holds.DAY), written) == "2027-03-31"


@pytest.mark.parametrize(
    "written", ["31/02/2027", "03/31/2027", "31/03/27", "soon", "31 Marz 2027", 46477.0, "2027"]
)
def test_what_is_no_day_is_refused(written: Any):
    """Two figures do not say which century; a bare number is no date."""
    with pytest.raises(NotThat):
        kept(column(Holds.DAY), written)


@pytest.mark.parametrize(
    ("written", "is_kept"),
    [
        ("3 months", "3 months"),
        ("1 Month", "1 month"),
        ("90 days", "90 days"),
        ("20 business days", "20 working days"),
        ("20 working days", "20 working days"),
        ("6 weeks' notice", "6 weeks"),
        ("1 year", "12 months"),
    ],
)
def test_an_amount_of_time_is_kept_in_one_form(written: str, is_kept: str):
    """A year is twelve months; business days are working days."""
    assert kept(column(Holds.PERIOD), written) == is_kept


@pytest.mark.parametrize(
    "written", ["three months", "0 days", "3", "3 working months", "3-6 months"]
)
def test_what_is_no_amount_of_time_is_refused(written: str):
    """A span such as 3 to 6 months is not one amount."""
    with pytest.raises(NotThat):
        kept(column(Holds.PERIOD), written)


@pytest.mark.parametrize(
    ("written", "is_kept"),
    [("Non-Exclusive", "non-exclusive"), ("shared", "non-exclusive"), ("Y", "exclusive")],
)
def test_a_choice_may_be_said_in_other_words(written: str, is_kept: str):
    """The other words are listed in the documentation."""
    assert kept(ASSETS.column("exclusive"), written) == is_kept


def test_a_number_that_excel_keeps_as_a_fraction_stays_an_identifier():
    """Asset 10023 does not become 10023.0."""
    assert kept(column(Holds.TEXT), 10023.0) == "10023"


@settings(deadline=None)
@given(st.text())
def test_text_is_kept_as_written_or_refused(text: str):
    """Nothing between its ends is lost, and what no document can hold is refused."""
    try:
        found = kept(column(Holds.TEXT), text)
    except NotThat:
        return
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    assert found in (lines, lines[1:])
    assert found == lines or lines.startswith("'")


# ---- Headings ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", REGISTERS)
def test_no_heading_stands_for_two_columns(name: str):
    """Else the first would take the other's cells."""
    register = REGISTERS[name]
    for each in register.columns:
        for heading in (each.heading, each.name, *each.also):
            assert register.headed(heading) is each, heading
            assert register.headed(heading.upper().replace(" ", "_")) is each, heading


@pytest.mark.parametrize("name", REGISTERS)
def test_every_heading_and_its_other_words_are_documented(name: str):
    """docs/registers.md tells them all, and that choices have other words."""
    text = (Path(__file__).parents[2] / "docs" / "registers.md").read_text(encoding="utf-8")
    for each in REGISTERS[name].columns:
        for word in (each.heading, *each.also, *each.choices):
            assert word in text, f"{name}: {word}"


def test_the_header_row_may_stand_below_a_title(a_csv: WriteCsv):
    """Rows are then numbered as the spreadsheet numbers them."""
    path = a_csv(["Assets of the service"], [], HEAD, ["A1", "Server", "x", "", ""])
    with pytest.raises(BadFile, match=r"row 4, column 'Net book value at transfer': found 'x'"):
        read_register(path, ASSETS)


def test_unknown_columns_are_reported_and_not_taken(a_csv: WriteCsv):
    """A register of 2029 may have columns of its own."""
    found = read_register(a_csv([*HEAD, "Colour"], ["A1", "x", "", "", "", "red"]), ASSETS)
    assert found.unknown == ("Colour",)
    assert found.rows == ({"asset_id": "A1", "description": "x"},)


@pytest.mark.parametrize(
    ("head", "says"),
    [
        (("Asset ID", "NBV"), "Description is missing; it may also be headed Asset or"),
        (("Asset ID", "Description", "NBV", "Net book value"), "is headed 2 times"),
        (("red", "green"), "has no header row"),
    ],
)
def test_a_header_that_cannot_be_taken_is_refused(a_csv: WriteCsv, head, says: str):
    """It says which columns, and by what other names they are known."""
    with pytest.raises(BadFile, match=says):
        read_register(a_csv(head, ["A1"] * len(head)), ASSETS)


def test_every_published_column_that_is_known_is_taken_from_a_real_register():
    """25 land and building assets of Trafford Council, as published under OGL v3."""
    found = read_register(DATA / "trafford-assets.csv", ASSETS)
    assert len(found.rows) == 25
    assert found.rows[0] == {
        "asset_id": "TMBC0001/T0000003",
        "description": "Altrincham Town Hall",
        "serial": "100012797623",
    }
    assert "TenureType" in found.unknown


# ---- Files ------------------------------------------------------------------------------------


def test_every_bad_row_is_listed_and_rows_alike_share_a_line(a_csv: WriteCsv):
    """Row, column, what was found, what was expected, and what to do."""
    path = a_csv(
        HEAD,
        ["A1", "Server", "abc", "31/02/2027", "buy"],
        ["A2", "", "1", "", "keep"],
        ["a1", "Again", "", "", ""],
        ["A4", "x", "abc", "", ""],
        ["A5", "x", "abc", "", ""],
    )
    with pytest.raises(BadFile) as caught:
        read_register(path, ASSETS)
    assert caught.value.found.splitlines() == [
        "register.csv: 5 bad rows; nothing of it was taken.",
        "- rows 2, 5 to 6, column 'Net book value at transfer': found 'abc', expected pounds, "
        "such as 1,234.50; correct the cell",
        "- row 2, column 'Purchase date': found '31/02/2027', expected a date, such as 31/03/2027 "
        "or 2027-03-31; correct the cell",
        "- row 3, column 'Description': found nothing, expected text; fill the cell, or delete the "
        "row",
        "- row 3, column 'Transfer decision': found 'keep', expected one of buy, use, leave, "
        "undecided; correct the cell",
        "- row 4, column 'Asset ID': found 'a1', which stands in row 2, expected each to stand "
        "once; delete one row, or tell them apart",
    ]


@pytest.mark.parametrize(
    ("encoding", "note"), [("utf-8", 0), ("utf-8-sig", 0), ("utf-16", 0), ("cp1252", 1)]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_is_read_however_it_was_saved(
    a_csv: WriteCsv, encoding: str, note: int, delimiter: str
):
    """What had to be taken for granted is said."""
    path = a_csv(HEAD, ["A1", "Café £", "£1.00", "", ""], encoding=encoding, delimiter=delimiter)
    found = read_register(path, ASSETS)
    assert found.rows[0]["description"] == "Café £"
    assert len(found.notes) == note


def test_a_workbook_gives_real_dates_numbers_and_text(a_book):
    """The sheet that holds the register is found among others."""
    path = a_book(
        Notes=[["Read me"]],
        Assets=[HEAD, [10023, "=1+1", 415.05, date(2022, 6, 1), "buy"], [None, None]],
    )
    [row] = read_register(path, ASSETS).rows
    assert row == {
        "asset_id": "10023",
        "description": "=1+1",
        "net_book_value": "415.05",
        "purchased_on": "2022-06-01",
        "decision": "buy",
    }


def test_a_sheet_that_is_named_must_be_there(a_book):
    """The sheets there are stand in the error."""
    path = a_book(Assets=[HEAD])
    with pytest.raises(BadFile, match="no sheet 'Old'"):
        read_register(path, ASSETS, "Old")
    assert read_register(path, ASSETS, "Assets").rows == ()


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("register.pdf", b"%PDF", InputError),
        ("register.xlsx", b"no zip", BadFile),
        ("register.xlsx", b"PK\x03\x04torn", BadFile),
        ("register.csv", b"", BadFile),
        ("register.csv", b"Asset ID,Description\nA\x00,b\n", BadFile),
        ("register.csv", b"\xff\xfea", BadFile),
        ("register.csv", b"\x81\x8d\x8f", BadFile),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, name: str, content: bytes, error: type):
    """With what it would have to be."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(error) as caught:
        read_register(path, ASSETS)
    assert caught.value.expected
    assert caught.value.remedy


def test_a_file_that_is_not_there_is_refused(tmp_path: Path):
    """And a folder is no file."""
    with pytest.raises(InputError, match="cannot be read"):
        read_register(tmp_path / "none.csv", ASSETS)
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(InputError, match="cannot be read"):
        read_register(tmp_path / "folder.csv", ASSETS)


def test_a_workbook_with_a_cell_at_the_far_end_is_refused(a_book):
    """It would take more memory than a machine has."""
    path = a_book(Assets=[HEAD])
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    cell = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    parts[sheet] = parts[sheet].replace(b"</sheetData>", cell)
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    with pytest.raises(BadFile, match="reaches row 1,048,576 and column 16,384"):
        read_register(path, ASSETS)


def test_more_rows_than_a_register_can_have_are_refused(tmp_path: Path):
    """A hundred thousand are enough."""
    path = tmp_path / "long.csv"
    path.write_text("Asset ID,Description\n" + "a,b\n" * MOST_ROWS)
    with pytest.raises(BadFile, match="reaches row 100,001"):
        read_register(path, ASSETS)


def test_hostile_cells_are_kept_as_they_are(a_csv: WriteCsv):
    """A formula, a tag, right-to-left text and ten thousand characters."""
    texts = ["=cmd|'/C calc'!A0", "<b>R&D</b> {{ 7*7 }}", "\u202eabc שלום", "x" * 10_000]
    path = a_csv(HEAD, *(["A" + str(n), text, "", "", ""] for n, text in enumerate(texts)))
    assert [row["description"] for row in read_register(path, ASSETS).rows] == texts


# ---- Nobody is named --------------------------------------------------------------------------

PEOPLE = ("Pseudonym", "Role", "Assigned")


@pytest.mark.parametrize(
    ("heading", "what"),
    [
        *(("Name", "a name"), ("Surname", "a name"), ("First name", "a name")),
        *(("EmployeeName", "a name"), ("employee_name", "a name"), ("Line manager", "a name")),
        *(("NI number", "National Insurance"), ("NINO", "National Insurance")),
        *(("D.O.B.", "birth"), ("Date of birth", "birth"), ("E-mail", "e-mail")),
        *(("Home postcode", "address"), ("Mobile", "telephone"), ("Payroll no.", "payroll")),
        *(("Ethnicity", "protected"), ("Sort code", "bank"), ("Union member", "protected")),
    ],
)
def test_a_column_that_would_name_a_person_is_refused(a_csv: WriteCsv, heading: str, what: str):
    """Even an unknown column, which would not have been taken: the file must not travel."""
    path = a_csv([*PEOPLE, heading], ["P-1", "Analyst", "100", "secret"])
    with pytest.raises(BadFile, match=what) as caught:
        read_register(path, POSTS)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "cell", ["ask ann@example.org", "AB 12 34 56 C", "ab123456c", "07700 900123", "+44 7700 900123"]
)
def test_a_cell_that_would_name_a_person_is_refused_without_repeating_it(
    a_csv: WriteCsv, cell: str
):
    """It says the column and the row only."""
    path = a_csv([*PEOPLE, "Grade"], ["P-1", "Analyst", "100", cell])
    with pytest.raises(BadFile, match=r"'Grade' holds an? .+ \(row 2\)") as caught:
        read_register(path, POSTS)
    assert cell not in str(caught.value)


def test_a_name_in_place_of_a_pseudonym_is_refused_without_repeating_it(a_csv: WriteCsv):
    """Twice the same name is not repeated either."""
    rows = [["Ann Smith", "Analyst", "100"]] * 2
    with pytest.raises(BadFile, match="something other than a pseudonym") as caught:
        read_register(a_csv(PEOPLE, *rows), POSTS)
    assert "Smith" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("P-001", True), ("17", True), ("ICT 4", True), ("Ann", False), ("AB123456C", False)],
)
def test_a_pseudonym_is_letters_and_a_number(text: str, is_one: bool):
    """It tells nobody who is meant."""
    assert is_pseudonym(text) is is_one


def test_a_register_of_things_refuses_only_what_could_be_a_staff_list(a_csv: WriteCsv):
    """An asset may have a name; it has no National Insurance number."""
    assert read_register(a_csv([*HEAD, "Name"], ["A1", "x", "", "", "", "n"]), ASSETS).rows
    with pytest.raises(BadFile, match="names nobody"):
        read_register(a_csv([*HEAD, "NI number"], ["A1", "x", "", "", "", ""]), ASSETS)


# ---- What follows from a register -------------------------------------------------------------


def test_sums_are_exact_to_the_penny():
    """Ten thousand times ten pence is a thousand pounds."""
    assert total([{"net_book_value": "0.10"}] * 10_000, "net_book_value") == Decimal("1000.00")


def test_net_book_value_is_told_by_use_and_by_decision():
    """£10 exclusive and to be bought; £5 non-exclusive; one asset states none."""
    rows = [
        {"asset_id": "1", "exclusive": "exclusive", "net_book_value": "10.00", "decision": "buy"},
        {"asset_id": "2", "exclusive": "non-exclusive", "net_book_value": "5.00"},
        {"asset_id": "3", "exclusive": "exclusive", "consent_needed": "yes"},
    ]
    found = {each.name: each.value for each in figures(ASSETS, rows)}
    assert found["net_book_value"] == Decimal("15.00")
    assert found["net_book_value:exclusive"] == found["net_book_value:buy"] == Decimal("10.00")
    assert (found["exclusive:exclusive"], found["exclusive:non-exclusive"]) == (2, 1)
    assert (found["consent_needed:yes"], found["net_book_value:"]) == (1, 1)


def test_a_licence_is_over_deployed_only_when_both_numbers_are_known():
    """72 in use of 64 is too many; 5 in use of nobody knows how many is not known to be."""
    rows = [{"entitlement": "64", "deployed": "72"}, {"deployed": "5"}, {"entitlement": "1"}]
    assert over_deployed(rows) == rows[:1]


@pytest.mark.parametrize(
    ("row", "day", "stated"),
    [
        # 31 March 2027 less 3 months: the corresponding date.
        ({"ends_on": "2027-03-31", "notice_period": "3 months"}, date(2026, 12, 31), True),
        # 30 June 2028 less 6 months: back is 30 December, forward 31 December; the earlier is safe.
        ({"ends_on": "2028-06-30", "notice_period": "6 months"}, date(2027, 12, 30), True),
        ({"ends_on": "2027-10-31", "notice_period": "90 days"}, date(2027, 8, 2), True),
        # 20 working days back from Sunday 28 February 2027: 26 back to 1 February.
        ({"ends_on": "2027-02-28", "notice_period": "20 working days"}, date(2027, 2, 1), True),
        ({"ends_on": "2027-03-31", "notice_period": "12 weeks"}, date(2027, 1, 6), True),
        ({"ends_on": "2027-09-30"}, date(2027, 6, 30), False),
        ({"ends_on": "2027-09-30", "notice_on": "2027-05-01"}, date(2027, 5, 1), True),
    ],
)
def test_the_last_day_for_notice_is_counted_from_each_contracts_own_terms(
    row: dict[str, str], day: date, stated: bool
):
    """CON-23, by hand; where the register is silent the usual three months are only a target."""
    [found] = notice_days([row], ways)
    assert (found.day, found.stated, found.row) == (day, stated, 1)


def test_a_contract_without_an_end_has_no_last_day_for_notice():
    """Nothing is guessed."""
    assert list(notice_days([{"contract": "x"}, {"notice_period": "3 months"}], ways)) == []


def test_a_last_day_past_the_calendar_is_not_guessed():
    """Working days of 2090 are known to nobody; months are."""
    rows = [
        {"ends_on": "2090-03-31", "notice_period": "20 working days"},
        {"ends_on": "2090-03-31", "notice_period": "3 months"},
    ]
    assert [found.row for found in notice_days(rows, ways)] == [2]


def test_consent_is_to_be_asked_for_in_the_vendors_lead_time():
    """90 days by practice: Thursday 31 December 2026; 60 as stated: Saturday 30 January 2027."""
    rows = [
        {"transferable": "with consent", "lead_time": "60 days"},
        {"transferable": "with consent"},
        {"transferable": "yes", "lead_time": "60 days"},
    ]
    found = list(consent_days(rows, date(2027, 3, 31), ways))
    assert [(each.row, each.stated) for each in found] == [(1, True), (2, False)]
    assert found[0].deadline is not None
    assert found[0].deadline.target == date(2027, 1, 29)
    assert found[1].day == date(2026, 12, 31)


# ---- Export -----------------------------------------------------------------------------------

CELLS = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"
    ),
    min_size=1,
    max_size=30,
).filter(lambda text: text.strip() and text == text.strip())


@settings(deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=4), st.sampled_from(["csv", "xlsx"]))
def test_an_export_is_read_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str]], form: str
):
    """Formulas, apostrophes and all: what one office exports another imports."""
    rows = [
        {
            "asset_id": f"A{number}",
            "description": description,
            "location": place,
            "net_book_value": "-12.30",
            "purchased_on": "2022-06-01",
        }
        for number, (description, place) in enumerate(texts)
    ]
    path = tmp_path_factory.mktemp("export") / f"register.{form}"
    made = register_file(ASSETS, rows, form, reference="r", made_on=date(2027, 1, 4))
    path.write_bytes(made)
    assert list(read_register(path, ASSETS).rows) == rows


@pytest.mark.parametrize("text", ["=cmd|'/C calc'!A0", "@SUM(1)", "+1", "-1", "'=1", "''=1"])
def test_no_text_of_an_export_is_taken_for_a_formula(text: str):
    """In CSV an apostrophe stands before it."""
    row = {"asset_id": "A1", "description": text}
    made = register_file(ASSETS, [row], "csv", reference="r", made_on=date(2027, 1, 4))
    [_, cells] = csv.reader(io.StringIO(made.decode("utf-8-sig")))
    assert cells[1] == f"'{text}"


def test_an_export_of_another_ending_is_refused():
    """Csv or xlsx."""
    with pytest.raises(InputError, match=r"\.csv or \.xlsx"):
        register_file(ASSETS, [], "ods", reference="r", made_on=date(2027, 1, 4))


def test_a_heading_is_compared_without_case_signs_and_brackets():
    """As people write them."""
    assert plain("Net_Book-Value (£)") == plain("netBookValue") == "net book value"
