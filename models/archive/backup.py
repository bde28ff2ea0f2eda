"""A backup: every table as one moment had it, and the papers, in one sealed zip."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from models.archive.papers import papers_in
from models.archive.rows import lines
from models.archive.sealed import Sealing, chunks_of, sealing
from models.chain import Break, refuse_broken, verify
from models.database import SCHEMA, database, reading, refuse_damaged
from models.log import entries
from models.settings import settings
from models.tables import Transition
from rules.errors import InputError

KIND = "changeover-backup"
TABLES, PAPERS = "tables/", "papers/"


def back_up(path: Path) -> dict[str, Any]:
    """The backup is there whole; what is in it. Others may write meanwhile.

    The tables are read first and the papers after, so every paper that the tables say was made is
    in it. Raises: InputError when the file is there, or lies among the papers; DatabaseDamaged and
    LogBroken, since nothing broken is kept as a backup; OutsideError.
    """
    papers = settings().papers
    if path.resolve().is_relative_to(papers.resolve()):
        raise InputError(
            f"{path} lies in the papers folder, which is part of the backup.",
            "a place outside it, best on another disk.",
            "name another.",
        )
    engine = database()
    refuse_damaged(engine)
    with sealing(path) as sealed, reading(engine) as session:
        refuse_broken_logs(session)
        connection = session.connection()
        rows = {
            table.name: _add(sealed, f"{TABLES}{table.name}.jsonl", lines(connection, table))
            for table in SQLModel.metadata.sorted_tables
        }
        files = list(papers_in(papers))
        for file in files:
            _add_paper(sealed, papers, file)
        about = {"schema": SCHEMA, "rows": rows, "papers": len(files)}
        made_at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        sealed.close(KIND, {"made_at": made_at, **about})
    return about


def refuse_broken_logs(session: Session) -> None:
    """The chain of every log holds. Raises: LogBroken."""
    broken: list[Break] = []
    for transition in session.exec(select(Transition).order_by(col(Transition.reference))):
        broken += verify(transition, entries(session, transition))
    refuse_broken(broken)


def _add(sealed: Sealing, name: str, found: Iterable[bytes]) -> int:
    """The lines are a member; how many they were."""
    count = 0

    def counted() -> Iterator[bytes]:
        nonlocal count
        for line in found:
            count += 1
            yield line

    sealed.add(name, counted())
    return count


def _add_paper(sealed: Sealing, papers: Path, file: Path) -> None:
    with file.open("rb") as content:
        sealed.add(f"{PAPERS}{file.relative_to(papers).as_posix()}", chunks_of(content))
