"""A register is imported whole, in place of the one before, and held to the log."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from models.actor import Actor
from models.database import database, reading, writing
from models.log import locked
from models.projection import write
from models.registers import (
    Imported,
    held_register,
    import_register,
    read_register,
    register_breaks,
    register_named,
)
from models.registers.looking import look_at
from models.reports import log_of
from models.standing import stored
from models.tables import RegisterRow
from models.verification import verify_all
from rules.errors import BadFile, LogBroken, UnknownName

TESTER = Actor(name="a tester")
TODAY = date(2026, 11, 25)
HEAD = ("Asset ID", "Description", "NBV")
Import = Callable[..., Imported]


@pytest.fixture
def imports(worked: str, tmp_path: Path) -> Import:
    """Imports rows below the usual header as the asset register of the worked example."""

    def run(*rows: Sequence[str], dry_run: bool = False) -> Imported:
        path = tmp_path / "assets.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([HEAD, *rows])
        file = read_register(path, register_named("assets"))
        return import_register(worked, file, TESTER, dry_run=dry_run)

    return run


def descriptions(reference: str) -> list[str]:
    """What the register holds, in order."""
    with reading(database()) as session:
        held = held_register(session, stored(session, reference).transition, "assets")
    return [row["description"] for row in held.rows] if held else []


def breaks(reference: str) -> list[str]:
    """Where the registers are not those of the log."""
    with reading(database()) as session:
        transition = stored(session, reference).transition
        return [each.says for each in register_breaks(session, transition)]


def test_an_import_is_one_entry_with_the_digest_of_the_rows(worked: str, imports: Import):
    """What stands in the rows does not stand in the log."""
    before = len(log_of(worked))
    done = imports(["A1", "Server", "1"], ["A2", "Switch", "2"])
    [entry] = log_of(worked)[before:]
    assert (entry["act"], entry["sequence"]) == ("register-imported", done.entry)
    data = entry["data"]
    assert (data["rows"], data["added"], data["changed"], data["removed"]) == (2, 2, 0, 0)
    assert len(data["digest"]) == len(data["file_digest"]) == 64
    assert "Server" not in str(entry)
    assert descriptions(worked) == ["Server", "Switch"]


def test_a_second_import_says_what_was_added_changed_and_removed(worked: str, imports: Import):
    """Rows are told apart by asset ID, whatever its case."""
    imports(["A1", "Server", "1"], ["A2", "Switch", "2"], ["A3", "Same", "3"])
    done = imports(["a1", "Server", "5"], ["A3", "Same", "3"], ["A4", "New", "4"])
    assert (done.added, done.removed, done.same) == (("A4",), ("A2",), 1)
    [changed] = done.changed
    assert (changed.key, changed.columns) == ("a1", ("Asset ID", "Net book value at transfer"))
    assert descriptions(worked) == ["Server", "Same", "New"]


def test_the_same_rows_again_write_nothing(worked: str, imports: Import):
    """However often a file is imported."""
    rows = (["A1", "Server", "1"], ["A2", "Switch", "2"])
    imports(*rows)
    before = log_of(worked)
    done = imports(*rows)
    assert (done.entry, done.same) == (None, 2)
    assert log_of(worked) == before


def test_another_order_is_another_register(worked: str, imports: Import):
    """The digest is of the rows in their order."""
    imports(["A1", "Server", "1"], ["A2", "Switch", "2"])
    done = imports(["A2", "Switch", "2"], ["A1", "Server", "1"])
    assert done.entry
    assert (done.same, descriptions(worked)) == (2, ["Switch", "Server"])


def test_a_dry_run_writes_nothing(worked: str, imports: Import):
    """It says what an import would do."""
    imports(["A1", "Server", "1"])
    before = log_of(worked)
    done = imports(["A2", "Switch", "2"], dry_run=True)
    assert (done.added, done.removed, done.entry) == (("A2",), ("A1",), None)
    assert (log_of(worked), descriptions(worked)) == (before, ["Server"])


def test_a_bad_row_leaves_the_register_as_it_was(worked: str, imports: Import):
    """All or nothing."""
    imports(["A1", "Server", "1"])
    with pytest.raises(BadFile, match="row 3"):
        imports(["A2", "Switch", "2"], ["A3", "Bad", "x"])
    assert descriptions(worked) == ["Server"]


def test_an_empty_register_may_be_imported(worked: str, imports: Import):
    """The supplier may hold no such thing; that is known, not unknown."""
    imports(["A1", "Server", "1"])
    done = imports()
    assert (done.rows, done.removed) == (0, ("A1",))
    found = look_at(worked, "assets", TODAY)
    assert (found.file, found.rows) == ("assets.csv", ())
    assert breaks(worked) == []


def test_registers_are_held_to_the_log(worked: str, imports: Import):
    """A row that is changed, lost or put in beside the import is found."""
    imports(["A1", "Server", "1"], ["A2", "Switch", "2"])
    assert breaks(worked) == []
    with writing(database()) as session:
        row = session.exec(select(RegisterRow).where(RegisterRow.number == 1)).one()
        row.cells = row.cells.replace("1.00", "9.00")
        session.add(row)
    assert breaks(worked) == ["the register of assets was changed after it was imported"]
    with writing(database()) as session:
        session.delete(session.exec(select(RegisterRow).where(RegisterRow.number == 1)).one())
    assert breaks(worked) == [
        "the register of assets was changed after it was imported: it has 1 rows, and 2 were "
        "imported"
    ]


def test_verifying_every_log_finds_a_register_that_was_changed(worked: str, imports: Import):
    """What `changeover verify` says names the entry that imported it."""
    entry = imports(["A1", "Server", "1"]).entry
    verify_all()
    with writing(database()) as session:
        row = session.exec(select(RegisterRow)).one()
        row.cells = row.cells.replace("1.00", "9.00")
        session.add(row)
    says = f"{worked} entry {entry}: the register of assets was changed after it was imported"
    with pytest.raises(LogBroken, match=says):
        verify_all()


def test_rows_that_no_entry_tells_of_are_found(worked: str):
    """Somebody wrote them into the database."""
    with writing(database()) as session:
        transition = locked(session, worked)
        row = RegisterRow(transition_id=transition.id, name="risks", number=1, cells="{}")
        session.add(row)
    assert breaks(worked) == [
        "the register of risks has rows, but no entry says that it was imported"
    ]


def test_an_entry_without_its_rows_is_found(worked: str):
    """The rows of a register that the log tells of must be there."""
    with writing(database()) as session:
        given = {"file": "f", "file_digest": "0", "digest": "0", "rows": 3}
        data = {"register": "risks", **given, "added": 3, "changed": 0, "removed": 0}
        write(session, locked(session, worked), actor=TESTER, act="register-imported", data=data)
    assert breaks(worked)[0].startswith("the register of risks was changed")


def test_a_register_of_two_thousand_rows_comes_back_whole(worked: str, imports: Import):
    """In order, with every character."""
    rows = [[f"A{n}", f"=cmd|{n} <b>שלום", "0.10"] for n in range(2_000)]
    assert imports(*rows).rows == 2_000
    assert descriptions(worked) == [row[1] for row in rows]
    found = {f.name: f.value for f in look_at(worked, "assets", TODAY).figures}
    assert str(found["net_book_value"]) == "200.00"


def test_a_transition_that_is_not_there_is_refused(store: str, tmp_path: Path):
    """By its name."""
    path = tmp_path / "assets.csv"
    path.write_text("Asset ID,Description\nA1,x\n")
    file = read_register(path, register_named("assets"))
    for dry_run in (True, False):
        with pytest.raises(UnknownName):
            import_register("nowhere", file, TESTER, dry_run=dry_run)
