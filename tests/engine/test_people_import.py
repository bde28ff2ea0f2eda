"""People from a file: all of it is taken, or nothing with every bad row listed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.people.importing import import_people
from models.people.keeping import Given, change_person, everybody
from rules.errors import BadFile
from tests.engine.people import ANN, BO, CY, TESTER, gone, known

Happened = Callable[..., Any]


def file_of(folder: Path, *lines: str) -> Path:
    """A CSV file of people."""
    path = folder / "people.csv"
    path.write_text("\n".join(("Name,Role,Council,Email,Line manager,Sign-in", *lines)))
    return path


def test_people_are_imported_managers_who_stand_further_down_among_them(
    store: str, tmp_path: Path
) -> None:
    """A second time nothing differs; an empty cell leaves what is held."""
    path = file_of(
        tmp_path,
        "Ann Reed,Contract manager; Legal adviser,northmere,ann@northmere.example,Bo Lund,areed",
        "Bo Lund,Senior responsible owner,northmere,,,",
    )
    assert import_people(path, TESTER, dry_run=True)["added"] == [ANN, BO]
    assert everybody() == []
    assert import_people(path, TESTER)["added"] == [ANN, BO]
    ann, _ = everybody()
    assert (ann["roles"], ann["manager"]) == (["Contract manager", "Legal adviser"], BO)
    assert import_people(path, TESTER)["same"] == 2
    change_person(BO, Given(email="bo@northmere.example"), TESTER)
    assert import_people(path, TESTER)["same"] == 2
    assert everybody()[1]["email"] == "bo@northmere.example"


def test_a_file_with_bad_rows_is_refused_whole_and_each_is_named(
    store: str, tmp_path: Path
) -> None:
    """An address that is none is not repeated; nobody is added, the good rows neither."""
    known(CY)
    gone(CY)
    path = file_of(
        tmp_path,
        "Ann Reed,,northmere,ann@northmere.example,,",
        "Bo Lund,,North Mere,,,",
        "Dee Okafor,,,not-an-address,,",
        "Eve Holt,,,,Nobody Known,",
        "ANN REED,,,,,",
        ",Contract manager,,,,",
        "Cy Dale,,,,,",
        "Fay Moss,,,,,ann-reed",
    )
    with pytest.raises(BadFile) as refusal:
        import_people(path, TESTER)
    told = str(refusal.value)
    for row, column in ((3, "Council"), (4, "E-mail"), (5, "Manager"), (6, "Name"), (7, "Name")):
        assert f"row {row}, column '{column}'" in told
    assert "row 8, column 'Name': found 'Cy Dale', who left on Monday 11 May 2026" in told
    assert "row 9, column 'Name': found a name that stands in row 2 too" in told
    assert "not-an-address" not in told
    assert everybody() == []
