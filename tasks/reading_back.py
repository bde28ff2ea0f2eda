"""Reads a paper that was edited in Word: what officers changed, and the version it becomes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlmodel import Session

from models.database import database, reading
from models.paper_facts import KnownFact, PaperFacts
from models.papers.made_from import MadeFrom
from models.papers.paper import PaperId
from models.papers.versions import kept_page, papers_of, versions
from models.standing import stored
from models.tables import PaperVersion, Transition
from rules.errors import BadFile, StateError
from tasks.papers.house_file import house_for
from tasks.papers.lines import words_digest
from tasks.papers.reading import read_tree
from tasks.papers.round_trip.differences import Difference, differences
from tasks.papers.round_trip.facts_edited import FactEdited, facts_edited
from tasks.papers.round_trip.places import without_idle_places
from tasks.papers.round_trip.reading import ReadBack, made_as, read_word
from tasks.papers.round_trip.settled import gaps_in, with_unseen_captions
from tasks.papers.status import OWN_RECORD
from tasks.papers.tree import Paper
from tasks.papers.version import facts_of


@dataclass(frozen=True, kw_only=True)
class Edited:
    """A version of a paper as it came back from Word.

    `number` is the version that was edited and `last` the last there is. `paper` is what stands in
    the file, `made` what was written; `gaps` are the facts still marked as missing.
    """

    id: PaperId
    number: int
    last: int
    file: ReadBack
    made: Paper
    paper: Paper
    differences: tuple[Difference, ...]
    facts: tuple[FactEdited, ...]
    gaps: tuple[str, ...]

    @property
    def stops(self) -> tuple[str, ...]:
        """What must be put right before it can be accepted, in words."""
        return tuple(_stops(self))


def read_back(reference: str, file: Path, today: date, paper: PaperId | None = None) -> Edited:
    """What stands in a Word file beside the version it was made as, or the last one of `paper`.

    Raises: UnknownName; BadFile where the file is not safe, or nobody can tell what it is of.
    """
    digest = made_as(file)
    with reading(database()) as session:
        transition = stored(session, reference).transition
        version, made = _found(session, transition, file, digest, paper)
        its_id = PaperId.of(version.paper)
        facts = _as_told(facts_of(session, transition, its_id, today), version)
        last = versions(session, transition, its_id)[-1].number
    read = read_word(file, house_for(its_id.council))
    edited = with_unseen_captions(read.paper, made)
    found = differences(made, edited)
    return Edited(
        id=its_id,
        number=version.number,
        last=last,
        file=read,
        made=made,
        paper=edited,
        differences=found,
        facts=facts_edited(found, facts),
        gaps=gaps_in(edited),
    )


def _as_told(facts: PaperFacts, version: PaperVersion) -> PaperFacts:
    """The facts with the values that the version was made from, but those of its own record."""
    told = MadeFrom.from_json(version.made_from).facts
    values = {
        name: KnownFact(name=name, value=fact.value, source=fact.source, standing=fact.standing)
        for name, fact in told.items()
        if name not in OWN_RECORD
    }
    return replace(facts, facts=values)


def _found(
    session: Session, transition: Transition, file: Path, digest: str, paper: PaperId | None
) -> tuple[PaperVersion, Paper]:
    """The version whose words the file was made with, and its tree."""
    among = [paper] if paper else papers_of(session, transition)
    held = [row for each in among for row in reversed(versions(session, transition, each))]
    for version in held:
        tree = _tree(transition.reference, version)
        if tree and words_digest(tree) == digest:
            return version, without_idle_places(tree)
    if paper and held:
        tree = _tree(transition.reference, held[0])
        if tree:
            return held[0], without_idle_places(tree)
    raise BadFile(
        f"{file.name} was made as no version of a paper of {transition.reference} that is kept.",
        "a Word file that `changeover paper` wrote for this transition, edited.",
        "name its paper: --kind, --council and, where needed, --decision; it is then read beside "
        "the last version of that.",
    )


def _tree(reference: str, version: PaperVersion) -> Paper | None:
    try:
        return read_tree(kept_page(reference, version.digest))
    except StateError:
        return None


def _stops(edited: Edited) -> Iterator[str]:
    for change in edited.file.changes:
        yield (
            f"{change.author} tracked as {change.sort}: “{change.text}”. "
            "Accept or reject it in Word (Review)"
        )
    for remark in edited.file.stops:
        yield str(remark).rstrip(".")
    for gap in edited.gaps:
        yield f"{gap} is still marked as missing. Write it in, or record the fact"
