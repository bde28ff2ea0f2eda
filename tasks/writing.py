"""Writes one paper or letter as a file, once for each version of its facts; needs no Prefect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from models.database import database, reading
from models.effects import ENGINE, FileToMake, files_made, make_file
from models.paper_source import paper_facts
from models.settings import settings
from rules.errors import InputError
from tasks.papers.house_file import house_for
from tasks.papers.kinds import kind_named
from tasks.papers.rendering import Rendered, render
from tasks.work import REPORTS, Document


@dataclass(frozen=True, kw_only=True)
class Written:
    """A document as it now stands: where, whether this call made it, and the facts it lacks."""

    path: Path
    made_now: bool
    gaps: tuple[str, ...]


def write_document(reference: str, document: Document, today: date) -> Path | None:
    """The first version of a document is a file; its path when this call made it."""
    rendered = _rendered(reference, document, today)
    wanted = _file(reference, document.key, document.kind, rendered.file_name, rendered)
    return wanted.path if make_file(reference, wanted) else None


def write_paper(
    reference: str, kind: str, council: str, decision: str | None, today: date, actor: str = ENGINE
) -> Written:
    """A paper as its facts stand now: the file there is, or a new version where they changed.

    Raises: UnknownName, InputError.
    """
    facts_of = _decision(kind, decision)
    document = Document(kind=kind, council=council.lower(), decision=facts_of, meeting_on=None)
    rendered = _rendered(reference, document, today)
    name = Path(rendered.file_name)
    versions = [e for e in files_made(reference) if _is_version(Path(e.path), name)]
    for made in versions[-1:]:
        wanted = _file(reference, made.key, kind, Path(made.path).name, rendered)
        if wanted.digest == made.digest:
            return Written(
                path=wanted.path, made_now=make_file(reference, wanted), gaps=rendered.gaps
            )
    number = len(versions) + 1
    file_name = name.name if number == 1 else f"{name.stem}-v{number}{name.suffix}"
    key = f"document:{kind}:{name.stem}:v{number}"
    wanted = _file(reference, key, kind, file_name, rendered)
    made_now = make_file(reference, wanted, actor=actor)
    return Written(path=wanted.path, made_now=made_now, gaps=rendered.gaps)


def _decision(kind: str, decision: str | None) -> str:
    """The decision a paper belongs to: its kind's own, or the one named, or the first."""
    kind_named(kind)
    own = next((name for name, report in REPORTS.items() if report == kind), None)
    if decision and decision not in REPORTS:
        raise InputError(
            f"There is no decision {decision!r}.", f"one of {', '.join(REPORTS)}.", "name one."
        )
    return own or decision or next(iter(REPORTS))


def _rendered(reference: str, document: Document, today: date) -> Rendered:
    with reading(database()) as session:
        facts = paper_facts(session, reference, document.council, document.decision, today)
    return render(document.kind, facts, house_for(document.council))


def _file(reference: str, key: str, kind: str, file_name: str, rendered: Rendered) -> FileToMake:
    return FileToMake(
        key=key,
        kind=kind,
        path=settings().papers / reference / file_name,
        content=rendered.html.encode(),
    )


def _is_version(path: Path, name: Path) -> bool:
    return path.name == name.name or path.name.startswith(f"{name.stem}-v")
