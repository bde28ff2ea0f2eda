"""Writes one paper or letter as files, once for each version of its facts; needs no Prefect."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from models.actor import ENGINE, Actor
from models.effects import FileToMake, files_made, make_file
from models.papers.locking import file_key
from models.papers.paper import PaperId
from models.papers.staleness import Changed
from models.reports import parties_of
from models.settings import settings
from rules.errors import InputError, UnknownName
from tasks.papers.difference import Words, changed_words
from tasks.papers.exemption.fragments import looked_for
from tasks.papers.exemption.proof import prove_open
from tasks.papers.formats import formats_named, render_formats
from tasks.papers.house_file import house_for
from tasks.papers.kinds import BOTH_DECISIONS, Kind, Writer, kind_named
from tasks.papers.version import Current, current_version
from tasks.papers.waiting import said_when_slow
from tasks.work import Document


@dataclass(frozen=True, kw_only=True)
class WrittenFile:
    """A document in one format as it now stands: where, and whether this call made it."""

    format: str
    path: Path
    made_now: bool


@dataclass(frozen=True, kw_only=True)
class Written:
    """A document as it now stands: its files in the order asked for, and the facts it lacks.

    `version` is its number and `digest` that of its page. `warnings` are what is amiss with what it
    was made from, in words. Where this call made the version,
    `changes` and `words` say what is otherwise than in the one before.
    """

    files: tuple[WrittenFile, ...]
    gaps: tuple[str, ...]
    version: int
    digest: str
    warnings: tuple[str, ...] = ()
    changes: tuple[Changed, ...] = ()
    words: tuple[Words, ...] = ()

    @property
    def path(self) -> Path:
        """Where the first file is."""
        return self.files[0].path

    @property
    def made_now(self) -> bool:
        """Whether this call made any of the files."""
        return any(file.made_now for file in self.files)


def write_document(reference: str, document: Document, today: date) -> Path | None:
    """The document is a file, in the version that stands; its path when this call made it."""
    found = write_paper(reference, document.kind, document.council, document.decision, today)
    return found.path if found.made_now else None


def write_paper(
    reference: str,
    kind: str,
    council: str | None,
    decision: str | None,
    today: date,
    actor: Actor = ENGINE,
    *,
    formats: str = "html",
    folder: Path | None = None,
    exempt: bool = False,
    say: Callable[[str], None] = lambda _: None,
) -> Written:
    """A paper as its facts stand now: the files there are, or a new version where they changed.

    Files of one version are made from the same facts, whatever their format and folder; without a
    `folder` they go where papers are kept. Where no council is named it is the one that writes the
    document, or the leaving one where each does. An open file is searched for what is exempt before
    it is made. Raises: UnknownName, InputError, StateError.
    """
    asked = formats_named(formats)
    paper = paper_named(reference, kind, council, decision, today, exempt=exempt)
    version = current_version(reference, paper, today, actor, _first_number(reference, paper))
    home = settings().papers / reference if folder is None else folder.resolve()
    files = []
    for name in asked:
        with said_when_slow(say, f"Writing {Path(version.rendered.file_name).stem} as {name}"):
            wanted = _file(version, name, home, folder)
            made_now = make_file(reference, wanted, actor=actor)
        files.append(WrittenFile(format=name, path=wanted.path, made_now=made_now))
    return Written(
        files=tuple(files),
        gaps=version.rendered.gaps,
        warnings=(*version.rendered.warnings, *_lost(version)),
        version=version.number,
        digest=version.digest,
        changes=version.changes,
        words=changed_words(reference, version),
    )


def _lost(version: Current) -> Iterator[str]:
    """That a version written from the facts has not what officers wrote in Word before it."""
    if version.over_edited:
        yield (
            f"Version {version.over_edited} was edited in Word, and this one is written from the "
            "facts again: take over in Word what is to be kept of it, and read that back."
        )


def paper_named(
    reference: str,
    kind: str,
    council: str | None,
    decision: str | None,
    today: date,
    *,
    exempt: bool = False,
) -> PaperId:
    """The paper of that kind, whoever's it is and for which occasion where that is not said.

    Raises: UnknownName, InputError.
    """
    row = kind_named(kind)
    return PaperId(
        kind=kind,
        council=writer_of(reference, row, council),
        occasion=today.isoformat() if row.periodic else _decision(row, decision),
        exempt=exempt,
    )


def _file(version: Current, form: str, home: Path, folder: Path | None) -> FileToMake:
    """The file of a version in a format; an exempt one has a folder of its own.

    Raises: StateError when an open one would hold something exempt.
    """
    paper = version.paper
    content = render_formats(version.rendered, house_for(paper.council), [form])[form]
    number = f"-v{version.number}" if version.number > 1 else ""
    name = f"{Path(version.rendered.file_name).stem}{number}.{form}"
    if not paper.exempt:
        prove_open(name, form, content, looked_for(version.secrets))
    path = (home / "exempt" if paper.exempt else home) / name
    place = f":in:{folder.resolve()}" if folder else ""
    key = f"{file_key(paper, version.number)}{form}{place}"
    return FileToMake(key=key, kind=paper.kind, path=path, content=content)


def _first_number(reference: str, paper: PaperId) -> int:
    """The number of a first version: 1, or the next where an earlier release wrote some."""
    start = re.escape("-".join(filter(None, (paper.kind, paper.council))))
    earlier = re.compile(rf"{start}(?:-\d{{4}}-\d\d-\d\d|-undated)?(?:-v(\d+))?")
    names = [Path(e.path).stem for e in files_made(reference) if e.key.startswith("document:")]
    found = [match for name in names if (match := earlier.fullmatch(name))]
    return max((int(match.group(1) or 1) for match in found), default=0) + 1


def writer_of(reference: str, kind: Kind, council: str | None) -> str:
    """The code of the council that writes a document, empty where it is one for all.

    Raises: UnknownName.
    """
    asked = (council or "").lower()
    parties = parties_of(reference)
    if asked and asked not in parties:
        raise UnknownName(
            f"{asked!r} has no part in {reference}.", f"one of {', '.join(parties)}.", "name one."
        )
    if kind.writer is Writer.shared:
        return ""
    return asked or next(code for code, role in parties.items() if role == kind.writer.roles[0])


def _decision(kind: Kind, decision: str | None) -> str:
    """The decision a document belongs to: the one named, or its usual one, or none."""
    if decision and decision not in BOTH_DECISIONS:
        raise InputError(
            f"There is no decision {decision!r}.",
            f"one of {', '.join(BOTH_DECISIONS)}.",
            "name one.",
        )
    if decision and kind.decisions and decision not in kind.decisions:
        raise InputError(
            f"A {kind.name} belongs to the decision {kind.decision!r}, not to {decision!r}.",
            f"{kind.decision}.",
            "leave --decision out, or name another paper.",
        )
    return decision if decision and kind.decisions else kind.decision
