"""Writes one paper or letter as files, once for each version of its facts; needs no Prefect."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from models.actor import ENGINE, Actor
from models.database import database, reading
from models.effects import FileToMake, files_made, make_file, path_of
from models.paper_source import paper_facts
from models.reports import parties_of
from models.settings import settings
from models.tables import Effect
from rules.errors import InputError, UnknownName
from tasks.papers.formats import FORMATS, formats_named, render_formats
from tasks.papers.house_file import house_for
from tasks.papers.kinds import BOTH_DECISIONS, Kind, Writer, kind_named
from tasks.papers.rendering import Rendered, render
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
    """A document as it now stands: its files in the order asked for, and the facts it lacks."""

    files: tuple[WrittenFile, ...]
    gaps: tuple[str, ...]

    @property
    def path(self) -> Path:
        """Where the first file is."""
        return self.files[0].path

    @property
    def made_now(self) -> bool:
        """Whether this call made any of the files."""
        return any(file.made_now for file in self.files)


def write_document(reference: str, document: Document, today: date) -> Path | None:
    """The first version of a document is a file; its path when this call made it."""
    rendered = _rendered(reference, document, today)
    path = settings().papers / reference / rendered.file_name
    wanted = FileToMake(
        key=document.key, kind=document.kind, path=path, content=rendered.html.encode()
    )
    return wanted.path if make_file(reference, wanted) else None


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
    say: Callable[[str], None] = lambda _: None,
) -> Written:
    """A paper as its facts stand now: the files there are, or a new version where they changed.

    Files of one version are made from the same facts, whatever their format and folder; without a
    `folder` they go where papers are kept. Where no council is named it is the one that writes the
    document, or the leaving one where each does. Raises: UnknownName, InputError, StateError.
    """
    asked = formats_named(formats)
    row = kind_named(kind)
    council = writer_of(reference, row, council)
    facts_of = _decision(row, decision)
    document = Document(kind=kind, council=council, decision=facts_of, meeting_on=None)
    rendered = _rendered(reference, document, today)
    page = Path(rendered.file_name)
    made = [effect for effect in files_made(reference) if _version(Path(effect.path), page)]
    version = _current_version(made, page, rendered, council)
    home = settings().papers / reference if folder is None else folder.resolve()
    files = []
    for name in asked:
        with said_when_slow(say, f"Writing {page.stem} as {name}"):
            content = render_formats(rendered, house_for(council), [name])[name]
            path = home / f"{page.stem}{f'-v{version}' if version > 1 else ''}.{name}"
            key = _key(made, path) or _new_key(kind, page, version, name, folder)
            wanted = FileToMake(key=key, kind=kind, path=path, content=content)
            made_now = make_file(reference, wanted, actor=actor)
        files.append(WrittenFile(format=name, path=path, made_now=made_now))
    return Written(files=tuple(files), gaps=rendered.gaps)


def _current_version(made: list[Effect], page: Path, rendered: Rendered, council: str) -> int:
    """The number of the last version if it was made from these facts, else the one after it."""
    last = max((_version(Path(effect.path), page) for effect in made), default=0)
    if not last:
        return 1
    latest = [effect for effect in made if _version(Path(effect.path), page) == last]
    effect = min(latest, key=lambda each: FORMATS.index(_format(each)))
    content = render_formats(rendered, house_for(council), [_format(effect)])
    same = sha256(content[_format(effect)]).hexdigest() == effect.digest
    return last if same else last + 1


def _format(effect: Effect) -> str:
    return Path(effect.path).suffix[1:]


def _key(made: list[Effect], path: Path) -> str | None:
    """The key under which a file of that path was made before."""
    return next((effect.key for effect in made if path_of(effect) == path), None)


def _new_key(kind: str, page: Path, version: int, name: str, folder: Path | None) -> str:
    """What a file is for: a version of a paper in a format, for the folder it was asked for in."""
    format_of = "" if name == "html" else f":{name}"
    place = f":in:{folder.resolve()}" if folder else ""
    return f"document:{kind}:{page.stem}:v{version}{format_of}{place}"


def _version(path: Path, page: Path) -> int:
    """Which version of a paper a file is; 0 when it is of another paper."""
    found = re.fullmatch(rf"{re.escape(page.stem)}(?:-v(\d+))?\.(?:html|docx|pdf)", path.name)
    return int(found.group(1) or 1) if found else 0


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


def _rendered(reference: str, document: Document, today: date) -> Rendered:
    with reading(database()) as session:
        facts = paper_facts(
            session,
            reference,
            document.council,
            document.decision,
            today,
            kind_named(document.kind).steps,
            kind_named(document.kind).counts,
            kind_named(document.kind).registers,
        )
    return render(document.kind, facts, house_for(document.council))
