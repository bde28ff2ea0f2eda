"""Takes an edited paper as the next version: its page, its PDF and the Word file itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from models.actor import Actor
from models.database import database, reading
from models.effects import FileToMake, make_file
from models.papers.exemptions import secrets
from models.papers.locking import file_key
from models.papers.made_from import MadeFrom
from models.papers.versions import NewVersion, add_version, versions
from models.settings import settings
from models.standing import stored
from models.tables import PaperVersion
from rules.errors import BadFile, InputError, StateError
from tasks.papers.exemption.fragments import LookedFor, looked_for
from tasks.papers.exemption.proof import prove_open
from tasks.papers.house_file import house_for
from tasks.papers.kinds import kind_named
from tasks.papers.page import write_page
from tasks.papers.pdf import write_pdf
from tasks.papers.rendering import file_stem
from tasks.papers.response import comments_due
from tasks.papers.round_trip.facts_edited import FactEdited
from tasks.papers.round_trip.settled import without_gap_list
from tasks.papers.status import OWN_RECORD
from tasks.papers.tree import with_contents
from tasks.papers.version import facts_of
from tasks.reading_back import Edited


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """An edited paper as it was taken: the version it is now, its digest, and its files."""

    number: int
    digest: str
    files: tuple[Path, ...]
    made_now: bool


def accept(
    reference: str,
    edited: Edited,
    file: Path,
    today: date,
    actor: Actor,
    *,
    by: str,
    reason: str,
    over_newer: bool = False,
) -> Accepted:
    """The paper stands as the next version, its files beside the others; once for each file.

    Raises: BadFile listing what must be put right first; InputError without `by` and `reason`;
    StateError when a newer version was written since (unless `over_newer`), or when an open file
    would hold something exempt. Nothing is written then.
    """
    _refuse(edited, by, reason)
    content = file.read_bytes()
    digest = sha256(content).hexdigest()
    with reading(database()) as session:
        transition = stored(session, reference).transition
        last = versions(session, transition, edited.id)[-1]
        facts = facts_of(session, transition, edited.id, today)
        hidden = looked_for(tuple(secrets(session, transition)))
    taken = last.word_digest == digest
    if not taken and edited.number != last.number and not over_newer:
        raise _newer(edited, last)
    number = last.number if taken else last.number + 1
    stem = file_stem(kind_named(edited.id.kind), facts)
    made = _files(reference, edited, stem, number, content)
    if not edited.id.exempt:
        _prove(made, hidden)
    if not taken:
        new = NewVersion(
            number=number,
            page=made[0].content.decode(),
            made_from=_as_edited(last, edited.facts),
            gaps=(),
            meeting_on=last.meeting_on,
            made_on=today,
            due_on=comments_due(reference, edited.id.council, today),
            word_digest=digest,
            made_by=by,
            reason=reason,
        )
        if not add_version(reference, edited.id, new, actor):
            raise _newer(edited, last)
    now = [make_file(reference, each, actor=actor) for each in made]
    return Accepted(
        number=number,
        digest=sha256(made[0].content).hexdigest(),
        files=tuple(each.path for each in made),
        made_now=any(now),
    )


def _refuse(edited: Edited, by: str, reason: str) -> None:
    if not by.strip() or not reason.strip():
        raise InputError(
            "Nobody is named who accepts the paper, or no reason.",
            "--by with a person or an office, and --reason.",
            "say who approved it, and when.",
        )
    if edited.stops:
        raise BadFile(
            f"The file cannot be accepted yet, for {len(edited.stops)} "
            f"reason{'s'[: len(edited.stops) > 1]}: {'; '.join(edited.stops)}.",
            "a file that says only what is approved.",
            "put each right in Word, save, and read it back again.",
        )


def _newer(edited: Edited, last: PaperVersion) -> StateError:
    return StateError(
        f"The file is of version {edited.number}, and version {last.number} was written since.",
        "an edited file of the last version.",
        "bring the edits over into the Word file of that version; or, where what changed since is "
        "not wanted, accept with --over-newer.",
    )


def _files(
    reference: str, edited: Edited, stem: str, number: int, content: bytes
) -> list[FileToMake]:
    """The page, the PDF and the Word file, the page first."""
    house = house_for(edited.id.council)
    paper = without_gap_list(edited.paper)
    contents = house.has_contents and paper.kind == "paper"
    contents_of = {
        "html": write_page(paper, house).encode(),
        "pdf": write_pdf(with_contents(paper) if contents else paper, house),
        "docx": content,
    }
    home = settings().papers / reference / ("exempt" if edited.id.exempt else "")
    return [
        FileToMake(
            key=f"{file_key(edited.id, number)}{form}",
            kind=edited.id.kind,
            path=home / f"{stem}{f'-v{number}' if number > 1 else ''}.{form}",
            content=made,
        )
        for form, made in contents_of.items()
    ]


def _prove(files: list[FileToMake], hidden: LookedFor) -> None:
    for each in files:
        prove_open(each.path.name, each.path.suffix[1:], each.content, hidden)


def _as_edited(last: PaperVersion, facts: tuple[FactEdited, ...]) -> MadeFrom:
    """What the version before was made from, with the values that officers wrote in their place.

    So it is stale until each is recorded, and stands once it is. What the paper tells of its own
    versions and clearance is what officers left of it, and never makes it stale.
    """
    before = MadeFrom.from_json(last.made_from)
    told = {each.name: each.now for each in facts}
    return replace(
        before,
        facts={
            name: replace(fact, value=told[name] or None) if name in told else fact
            for name, fact in before.facts.items()
            if name not in OWN_RECORD
        },
        given={name: told.get(name, value) for name, value in before.given.items()},
        trail={},
    )
