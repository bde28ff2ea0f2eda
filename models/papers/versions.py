"""The versions of a paper: read, and written with the page that each is made from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sqlmodel import Session, col, select

from models.actor import Actor
from models.database import database, reading, writing
from models.effects import files_made, is_made, path_of
from models.log import Chained, locked
from models.papers.made_from import MadeFrom
from models.papers.paper import PaperId
from models.projection import write
from models.tables import Clearance, KeptPage, PaperVersion, Transition
from rules.errors import StateError

#: What parts the names of those whom a version was made for.
AND_FOR = "; "


@dataclass(frozen=True, kw_only=True)
class NewVersion:
    """A version that is to be: its number, its page, what that was made from and what it lacks.

    `due_on` is the last day for the comments of those who are asked again; None where the house
    has none. One that was read back from a Word file has the digest of that as `word_digest`, and
    who took it (`made_by`) and why (`reason`).
    """

    number: int
    page: str
    made_from: MadeFrom
    gaps: tuple[str, ...]
    meeting_on: date | None
    made_on: date
    due_on: date | None = None
    word_digest: str = ""
    made_by: str = ""
    reason: str = ""

    @property
    def digest(self) -> str:
        """The SHA-256 of the page."""
        return sha256(self.page.encode()).hexdigest()


def versions(session: Session, transition: Chained, paper: PaperId) -> list[PaperVersion]:
    """The versions of a paper, the first before the last."""
    query = select(PaperVersion).where(
        PaperVersion.transition_id == transition.id, PaperVersion.paper == str(paper)
    )
    return list(session.exec(query.order_by(col(PaperVersion.number))))


def last_version(session: Session, transition: Transition, paper: PaperId) -> PaperVersion:
    """The last version of a paper. Raises: StateError when it was never written."""
    found = versions(session, transition, paper)
    if not found:
        raise StateError(
            f"{paper.words} was never written.".capitalize(),
            "a paper with a version.",
            f"write it with `changeover paper {transition.reference} {paper.kind}`.",
        )
    return found[-1]


def papers_of(session: Session, transition: Transition) -> list[PaperId]:
    """Every paper of a transition that was written, in the order of their names."""
    query = select(PaperVersion.paper).where(PaperVersion.transition_id == transition.id)
    return [PaperId.of(text) for text in sorted(set(session.exec(query)))]


def written_papers(
    session: Session, transition: Transition, keys: Collection[str]
) -> set[tuple[PaperId, date | None]]:
    """Each paper of which a file was made, with each meeting it was made for.

    `keys` are those of the effects that are settled.
    """
    made = {":".join(key.split(":")[:3]) for key in keys}
    query = select(PaperVersion).where(PaperVersion.transition_id == transition.id)
    return {
        (PaperId.of(row.paper), row.meeting_on)
        for row in session.exec(query)
        if f"paper:{row.paper}:v{row.number}" in made
    }


def add_version(reference: str, paper: PaperId, new: NewVersion, actor: Actor) -> bool:
    """The version stands in the log with its page, and all asked before are asked again.

    False, and nothing written, when somebody else wrote a version of that number meanwhile.
    """
    with writing(database()) as session:
        transition = locked(session, reference)
        held = versions(session, transition, paper)
        if (held[-1].number if held else 0) >= new.number:
            return False
        if _page(session, reference, new.digest) is None:
            assert transition.id is not None
            page = KeptPage(transition_id=transition.id, digest=new.digest, page=new.page)
            session.add(page)
        data = {
            "paper": str(paper),
            "number": new.number,
            "digest": new.digest,
            "meeting_on": new.meeting_on,
            "made_on": new.made_on,
            "made_from": new.made_from.as_json(),
            "gaps": list(new.gaps),
            "made_by": new.made_by or actor.name,
            "made_for": _made_for(new, actor),
            "word_digest": new.word_digest,
        }
        write(session, transition, actor=actor, act="paper-written", data=data, reason=new.reason)
        if held:
            _ask_again(session, transition, held[-1], new, actor)
        return True


def _made_for(new: NewVersion, actor: Actor) -> str:
    """Whom the actor acts for; of a version that somebody else took, who recorded it as well."""
    recorded_by = actor.name if new.made_by else ""
    return AND_FOR.join(filter(None, (recorded_by, actor.on_behalf_of)))


def _ask_again(
    session: Session, transition: Transition, before: PaperVersion, new: NewVersion, actor: Actor
) -> None:
    """Who was asked to clear the version before is asked to clear this one."""
    query = select(Clearance).where(
        Clearance.transition_id == transition.id,
        Clearance.paper == before.paper,
        Clearance.number == before.number,
    )
    for asked in session.exec(query.order_by(col(Clearance.role))).all():
        data = {
            **{name: getattr(asked, name) for name in ("paper", "role", "office", "person")},
            "number": new.number,
            "asked_on": new.made_on,
            "asked_by": actor.name,
            "due_on": new.due_on,
        }
        reason = f"version {new.number} takes the place of version {before.number}"
        write(session, transition, actor=actor, act="clearance-asked", data=data, reason=reason)


def kept_page(reference: str, digest: str) -> str:
    """The page of that digest, exactly as it was written; its file where only that is left.

    Raises: StateError when it is not kept here or is no longer what it was.
    """
    with reading(database()) as session:
        found = _page(session, reference, digest)
    if found is None:
        for effect in files_made(reference):
            if effect.digest == digest and is_made(path_of(effect), digest):
                return path_of(effect).read_text(encoding="utf-8")
    if found is None or sha256(found.page.encode()).hexdigest() != digest:
        what = "is not kept in this database" if found is None else "was changed after it was kept"
        raise StateError(
            f"The page with the digest {digest[:12]} {what}.",
            "the page that the log has the digest of.",
            "restore the database from a backup, or write the paper again.",
        )
    return found.page


def _page(session: Session, reference: str, digest: str) -> KeptPage | None:
    query = select(KeptPage).join(Transition).where(Transition.reference == reference)
    return session.exec(query.where(KeptPage.digest == digest)).one_or_none()


def page_breaks(session: Session, transition: Transition) -> list[str]:
    """The digests of kept pages that are not the pages of those digests."""
    query = select(KeptPage).where(KeptPage.transition_id == transition.id)
    rows = session.exec(query.order_by(col(KeptPage.digest)))
    return [row.digest for row in rows if sha256(row.page.encode()).hexdigest() != row.digest]
