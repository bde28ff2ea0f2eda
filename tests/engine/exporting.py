"""A transition to which everything has happened, its export, and what taking it in answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from models.actor import Actor
from models.archive.importing import import_transition
from models.database import database
from models.effects import FileToMake, make_file
from models.registers import import_register, read_register, register_named
from models.tables import Council, Meeting, Transition
from rules.errors import BadFile
from tests.engine.test_projection import busy_life, rows

Happened = Callable[..., Any]
TODAY = date(2026, 7, 1)
TESTER = Actor(name="a tester")


def everything_happens(reference: str, happened: Happened, home: Path, beside: Path) -> None:
    """A busy life, a letter made outside the home, and a register of two assets."""
    busy_life(reference, happened, home / "papers" / reference)
    outside = FileToMake(key="out", kind="letter", path=beside / "out.html", content=b"out")
    make_file(reference, outside)
    assets = beside / "assets.csv"
    assets.write_text("Asset ID,Description,NBV\nA1,A server,100.00\nA2,=A1,1\n", encoding="utf-8")
    import_register(reference, read_register(assets, register_named("assets")), TESTER)


def taken_in(path: Path) -> dict[str, Any]:
    return import_transition(path, today=TODAY, actor=TESTER)


def faults(path: Path) -> str:
    """Why an export is not taken in, and that nothing of it was."""
    before = {table: rows(database(), table) for table in (Transition, Council, Meeting)}
    with pytest.raises(BadFile) as refusal:
        taken_in(path)
    assert {table: rows(database(), table) for table in before} == before
    return refusal.value.found


def member(path: Path, name: str) -> bytes:
    with ZipFile(path) as file:
        return file.read(name)
