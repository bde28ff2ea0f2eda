"""The facts of every document of the worked example, its registers imported, as plain values."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from models.actor import Actor
from models.paper_facts import PaperFacts
from tasks.papers import KINDS
from tasks.papers.kinds import Kind

EXAMPLES = Path(__file__).parents[2] / "examples"
#: The day of every document.
DAY = date(2026, 11, 25)
REGISTERS = ("assets", "licences", "contracts", "posts")
_WRITERS = {"shared": "", "host": "eastholt"}


def writer_of(kind: Kind) -> str:
    """The code of the council that writes a kind of document in the worked example."""
    return _WRITERS.get(kind.writer.name, "northmere")


def worked_facts(home: Path) -> dict[str, PaperFacts]:
    """By the name of the kind; they are read in a home of their own, which is closed again."""
    from models import database
    from models.opening import open_transition, read_and_check
    from models.paper_source import paper_facts
    from models.registers import import_register, read_register, register_named

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHANGEOVER_HOME", str(home))
        patch.delenv("CHANGEOVER_DATABASE_URL", raising=False)
        database._opened.cache_clear()
        file = read_and_check(EXAMPLES / "worked-2027.toml")
        open_transition(file, actor=Actor(name="a tester"))
        for name in REGISTERS:
            read = read_register(EXAMPLES / f"worked-2027-{name}.csv", register_named(name))
            import_register(file.reference, read, Actor(name="a tester"))
        with database.reading(database.database()) as session:
            found = {
                kind.name: paper_facts(
                    session,
                    file.reference,
                    writer_of(kind),
                    kind.decision,
                    DAY,
                    kind.steps,
                    kind.counts,
                    kind.registers,
                )
                for kind in KINDS.values()
            }
        database.database().dispose()
        database._opened.cache_clear()
    return found
