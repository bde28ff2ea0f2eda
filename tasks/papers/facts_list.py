"""Facts as lists: what is known with its source, what papers lack, what is exempt."""

from __future__ import annotations

from datetime import date
from typing import Any

from models.actor import Actor
from models.database import database, reading
from models.paper_facts import plain_name
from models.papers.exemptions import exempt_fact, exemptions
from models.papers.given import facts_held
from models.papers.versions import papers_of
from models.standing import stored
from rules.errors import InputError, UnknownName
from tasks.papers.house_file import house_for
from tasks.papers.kinds import KINDS, kind_named
from tasks.papers.rendering import Rendered, render
from tasks.papers.status import paper_status
from tasks.papers.version import facts_of
from tasks.papers.vocabulary import fact_named, vocabulary
from tasks.writing import paper_named

#: Facts that say of a paper that something in it is exempt, and so cannot be so themselves.
_SAY_SO = ("classification", "exempt_paragraph", "private_reason")


def facts_known(
    reference: str, kind: str | None, council: str | None, decision: str | None, today: date
) -> list[dict[str, Any]]:
    """The facts of a transition, of a council, or those that one paper asks for."""
    if kind is None:
        return facts_held(reference, council.lower() if council else None)
    rendered, code = _as_written(reference, kind, council, decision, today)
    held = facts_held(reference, code)
    return [row for name in rendered.asked for row in held if plain_name(row["name"]) == name]


def facts_missing(
    reference: str, kind: str | None, council: str | None, decision: str | None, today: date
) -> list[dict[str, Any]]:
    """What one paper lacks, or each that a council writes, with who must supply it.

    Raises: UnknownName, InputError.
    """
    kinds = [kind_named(kind).name] if kind else list(KINDS)
    found = []
    for name in kinds:
        for occasion in _occasions(name, decision):
            try:
                rendered, code = _as_written(reference, name, council, occasion, today)
            except InputError:
                if kind:
                    raise
                continue  # A council does not write every kind.
            for gap in rendered.gaps:
                row = fact_named(gap)
                found.append(
                    {
                        "paper": name,
                        "decision": occasion,
                        "council": code,
                        "name": gap,
                        "words": row.words,
                        "supplied_by": row.supplied_by,
                    }
                )
    return found


def mark_exempt(
    reference: str,
    name: str,
    council: str | None,
    *,
    paragraph: int | None,
    public_interest: str,
    said_by: str,
    today: date,
    actor: Actor,
) -> dict[str, Any]:
    """The fact is exempt; the entry that says so, and open versions that told it before.

    Raises: UnknownName, InputError.
    """
    known = vocabulary().get(name)
    if known is None:
        raise UnknownName(
            f"No paper asks for the fact {name!r}.",
            "the name of a fact.",
            f"see `changeover facts {reference}`.",
        )
    if known.built_in or name in _SAY_SO:
        raise InputError(
            f"{name} ({known.words}) cannot be exempt: the open paper says it.",
            "a fact other than those of a paper's own head.",
            "mark the fact that is exempt; the paper's classification follows from it.",
        )
    if paragraph is None:
        raise InputError("--paragraph is missing.", "1 to 7.", "see `changeover exempt REF`.")
    entry = exempt_fact(
        reference,
        name,
        council,
        paragraph=paragraph,
        public_interest=public_interest,
        said_by=said_by,
        today=today,
        actor=actor,
    )
    return {"entry": entry, "told_before": _told_before(reference, name, today)}


def exempt_facts(reference: str) -> list[dict[str, Any]]:
    """What is exempt, never the values. Raises: UnknownName."""
    with reading(database()) as session:
        transition = stored(session, reference).transition
        rows = exemptions(session, transition)
    return [row.model_dump(exclude={"id", "transition_id"}) for row in rows]


def _told_before(reference: str, name: str, today: date) -> list[str]:
    with reading(database()) as session:
        papers = papers_of(session, stored(session, reference).transition)
    told = []
    for paper in papers:
        status = paper_status(reference, paper, today)
        for each in status["exempt_in_open_versions"] if status else ():
            fact, _, version = each.partition(" ")
            if fact == name:
                told.append(f"{paper.words} {version}")
    return told


def _occasions(kind: str, decision: str | None) -> tuple[str | None, ...]:
    decisions = KINDS[kind].decisions
    if decision:
        return (decision,) if decision in decisions else ()
    return decisions or (None,)


def _as_written(
    reference: str, kind: str, council: str | None, decision: str | None, today: date
) -> tuple[Rendered, str]:
    """The open paper as it would be written today; nothing is kept."""
    paper = paper_named(reference, kind, council, decision, today)
    with reading(database()) as session:
        facts = facts_of(session, stored(session, reference).transition, paper, today)
    return render(kind, facts, house_for(paper.council)), paper.council
