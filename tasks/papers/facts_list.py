"""Facts as lists: what is known with its source, what papers lack, what is exempt."""

from __future__ import annotations

from datetime import date
from typing import Any

from models.database import database, reading
from models.paper_facts import plain_name
from models.papers.exemptions import exemptions
from models.papers.given import facts_held
from models.standing import stored
from rules.errors import InputError
from tasks.papers.house_file import house_for
from tasks.papers.kinds import KINDS, kind_named
from tasks.papers.rendering import Rendered, render
from tasks.papers.version import facts_of
from tasks.papers.vocabulary import fact_named
from tasks.writing import paper_named


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


def exempt_facts(reference: str) -> list[dict[str, Any]]:
    """What is exempt, never the values. Raises: UnknownName."""
    with reading(database()) as session:
        transition = stored(session, reference).transition
        rows = exemptions(session, transition)
    return [row.model_dump(exclude={"id", "transition_id"}) for row in rows]


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
