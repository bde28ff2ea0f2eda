"""Where each paper stands: its version, what it lacks, whether it is stale, who has cleared it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import Session

from models.database import database, reading
from models.papers.exemptions import exemptions
from models.papers.made_from import MadeFrom
from models.papers.paper import PaperId
from models.papers.record import asked_of, audit_trail, comments_on
from models.papers.staleness import changed
from models.papers.versions import papers_of, versions
from models.standing import stored
from models.tables import SHARED, Clearance, PaperVersion, Transition
from rules.arithmetic import plural
from tasks.papers.clearers import clearers
from tasks.papers.version import sources_now
from tasks.papers.vocabulary import fact_named

#: What a paper tells of its own versions and their clearance: each version tells it otherwise.
OWN_RECORD = ("report_version", "report_dated", "sent_to_democratic_services_on", "sign_off_log")


def papers_status(reference: str, today: date) -> list[dict[str, Any]]:
    """Every paper that was written, with the state of its last version. Raises: UnknownName."""
    with reading(database()) as session:
        transition = stored(session, reference).transition
        papers = papers_of(session, transition)
        return [_status(session, transition, paper, today) for paper in papers]


def paper_status(reference: str, paper: PaperId, today: date) -> dict[str, Any] | None:
    """One paper with all its versions and the whole record of its clearance; None if unwritten."""
    with reading(database()) as session:
        transition = stored(session, reference).transition
        held = versions(session, transition, paper)
        if not held:
            return None
        trail = audit_trail(session, transition, paper)
        return {
            **_status(session, transition, paper, today),
            "versions": [
                _version(session, row, before, today, is_last=row is held[-1])
                for row, before in _pairs(held)
            ],
            "audit_trail": [
                {"role": role, "sought": sought or None, "included": included or None}
                for role, (sought, included) in trail.items()
            ],
            "comments": [
                row.model_dump(exclude={"id", "transition_id", "paper"})
                for row in comments_on(session, transition, paper)
            ],
        }


def _pairs(held: list[PaperVersion]) -> list[tuple[PaperVersion, PaperVersion | None]]:
    return list(zip(held, [None, *held[:-1]], strict=True))


def _status(
    session: Session, transition: Transition, paper: PaperId, today: date
) -> dict[str, Any]:
    last = versions(session, transition, paper)[-1]
    asked = asked_of(session, last)
    stale = changed(session, last, sources_now(session, last, today))
    pending = [row.sequence for row in comments_on(session, transition, paper) if not row.outcome]
    needed = {row.role for row in clearers(paper) if row.required}
    cleared = {row.role for row in asked if row.state == "cleared"}
    return {
        "paper": str(paper),
        "kind": paper.kind,
        "council": paper.council,
        "occasion": paper.occasion,
        "exempt": paper.exempt,
        "version": last.number,
        "meeting_on": last.meeting_on,
        "made_on": last.made_on,
        "made_by": last.made_by,
        "digest": last.digest,
        "locked": last.locked_at_sequence is not None,
        "gaps": [_gap(name) for name in last.gaps],
        "stale": [each.row() for each in stale],
        "asked": [_asked(row, today) for row in asked],
        "not_cleared": sorted((needed | {row.role for row in asked}) - cleared),
        "comments_pending": pending,
        "exempt_in_open_versions": _let_out(session, transition, paper),
        "says": _says(last, len(stale), asked, needed, pending, today),
    }


def _says(
    last: PaperVersion,
    stale: int,
    asked: list[Clearance],
    needed: set[str],
    pending: list[int],
    today: date,
) -> str:
    """Where the paper stands and what comes next, in a sentence."""
    gaps = len(last.gaps)
    if gaps:
        again = "; stale" if stale else ""
        return f"{plural(gaps, 'fact')} missing before this paper can be cleared{again}"
    if stale:
        locked = last.locked_at_sequence is not None
        return f"{'cleared, but ' if locked else ''}stale: write it again and have it cleared"
    if last.locked_at_sequence is not None:
        return f"cleared by {', '.join(sorted(row.role for row in asked))} and locked"
    if pending:
        return "comments to be answered"
    unasked = sorted(needed - {row.role for row in asked})
    if unasked:
        return f"ask {', '.join(unasked)}"
    refused = sorted(row.role for row in asked if row.state == "refused")
    if refused:
        return f"refused by {', '.join(refused)}"
    overdue = sorted(row.role for row in asked if _overdue(row, today))
    if overdue:
        return f"overdue: {', '.join(overdue)} (silence is not clearance)"
    waiting = sorted(row.role for row in asked if row.state == "asked")
    return f"waits for {', '.join(waiting)}" if waiting else "nobody has to clear it; ask who may"


def _gap(name: str) -> dict[str, str]:
    row = fact_named(name)
    return {"name": name, "words": row.words, "supplied_by": row.supplied_by}


def _asked(row: Clearance, today: date, *, is_last: bool = True) -> dict[str, Any]:
    """One row of clearance; nobody is late with a version that has been replaced."""
    late = row.due_on and _overdue(row, today)
    return {
        **row.model_dump(exclude={"id", "transition_id", "paper", "number", "sequence"}),
        "overdue_days": (today - row.due_on).days if late and row.due_on and is_last else 0,
    }


def _overdue(row: Clearance, today: date) -> bool:
    return row.state == "asked" and row.due_on is not None and today > row.due_on


def _version(
    session: Session,
    row: PaperVersion,
    before: PaperVersion | None,
    today: date,
    *,
    is_last: bool,
) -> dict[str, Any]:
    sources = MadeFrom.from_json(row.made_from)
    differs = changed(session, before, sources) if before else []
    return {
        "number": row.number,
        "made_on": row.made_on,
        "made_by": row.made_by,
        "reason": row.reason,
        "digest": row.digest,
        "word_digest": row.word_digest,
        "locked_by_entry": row.locked_at_sequence,
        "files": row.files,
        "basis": dict(sources.basis),
        "differs": [
            each.row() for each in differs if each.sort != "trail" and each.what not in OWN_RECORD
        ],
        "asked": [_asked(each, today, is_last=is_last) for each in asked_of(session, row)],
    }


def _let_out(session: Session, transition: Transition, paper: PaperId) -> list[str]:
    """What was marked as exempt only after versions of the open paper had told it.

    A row of a register counts as told in every version that was made from the register before.
    """
    if paper.exempt:
        return []
    marked = {
        row.name
        for row in exemptions(session, transition)
        if row.council in (SHARED, paper.council)
    }
    told = set()
    for version in versions(session, transition, paper):
        before = MadeFrom.from_json(version.made_from)
        told |= {f"{name} (version {version.number})" for name in marked if _told(before, name)}
    return sorted(told)


def _told(before: MadeFrom, exempt: str) -> bool:
    register, is_row, _ = exempt.partition("/")
    found = before.facts.get(f"{register}_register" if is_row else exempt)
    if found is None or not found.value or found.paragraph:
        return False
    return exempt not in before.held_back
