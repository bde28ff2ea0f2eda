"""Which facts are exempt information, who says so, and the values that must not get out."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, col, select

from models.actor import Actor
from models.database import database, writing
from models.log import locked
from models.paper_facts import KnownFact, PaperFacts, Withheld, plain_name
from models.papers.exempt_rows import row_secrets
from models.projection import write
from models.standing import stored
from models.tables import SHARED, Exemption, Fact, LogEntry, Transition
from rules.errors import InputError, StateError, UnknownName
from rules.exempt_information import paragraph_numbered


@dataclass(frozen=True, kw_only=True)
class Secret:
    """An exempt fact with every value that was ever recorded of it."""

    name: str
    council: str
    values: tuple[str, ...]


def exempt_fact(
    reference: str,
    name: str,
    council: str | None,
    *,
    paragraph: int,
    public_interest: str,
    said_by: str,
    today: date,
    actor: Actor,
) -> int:
    """The fact is exempt information from now on; the log entry that says so.

    Raises: UnknownName for a paragraph or council; InputError when nobody says so or no public
    interest is weighed, or a shared fact is to be exempt for one council alone.
    """
    paragraph_numbered(paragraph)
    for option, text in (("--public-interest", public_interest), ("--by", said_by)):
        if not text.strip():
            raise InputError(
                f"{option} is empty.",
                "why the public interest in the exemption outweighs that in disclosure, and who "
                "says so.",
                f"give {option}.",
            )
    with writing(database()) as session:
        transition = locked(session, reference)
        code = _council(session, reference, council)
        _refuse_half_shared(session, transition, name, code)
        data = {"council": code, "name": name, "paragraph": paragraph}
        data |= {"public_interest": public_interest, "said_by": said_by, "since_on": today}
        return write(
            session, transition, actor=actor, act="information-exempted", data=data
        ).sequence


def end_exemption(reference: str, name: str, council: str | None, reason: str, actor: Actor) -> int:
    """The fact is open information again. Raises: StateError when it was not exempt; InputError."""
    if not reason.strip():
        raise InputError("--reason is empty.", "why it is open now.", "give --reason.")
    with writing(database()) as session:
        transition = locked(session, reference)
        code = _council(session, reference, council)
        if (code, name) not in {(row.council, row.name) for row in exemptions(session, transition)}:
            raise StateError(
                f"The fact {name!r} is not exempt{f' for {code}' if code else ''}.",
                "a fact marked as exempt.",
                f"see `changeover exempt {reference}`.",
            )
        data = {"council": code, "name": name}
        entry = write(
            session, transition, actor=actor, act="exemption-ended", data=data, reason=reason
        )
        return entry.sequence


def exemptions(session: Session, transition: Transition) -> list[Exemption]:
    """The exempt facts of a transition, by council and name."""
    query = select(Exemption).where(Exemption.transition_id == transition.id)
    return list(session.exec(query.order_by(col(Exemption.council), col(Exemption.name))))


def with_exemptions(session: Session, transition: Transition, facts: PaperFacts) -> PaperFacts:
    """The facts of a paper, with those that are exempt in its council named as such."""
    found = {
        row.name: Withheld(paragraph=row.paragraph, public_interest=row.public_interest)
        for row in exemptions(session, transition)
        if row.council in (SHARED, facts.council.code)
    }
    return replace(facts, withheld=found)


def opened(facts: PaperFacts) -> PaperFacts:
    """The facts of the open paper: an exempt one is not among them, only that it is exempt."""
    known = {
        name: fact for name, fact in facts.facts.items() if plain_name(name) not in facts.withheld
    }
    return replace(facts, facts=known, exempt=False)


def classified(facts: PaperFacts, asked: Collection[str]) -> PaperFacts:
    """The facts of a paper that asks for these, with what follows if any of them is exempt.

    The open paper is then open in part only, the other one exempt, and both say under which
    paragraphs and why.
    """
    telling = {*asked, *facts.exempt_rows}
    used = {name: row for name, row in facts.withheld.items() if name in telling}
    if not used:
        return facts
    why = dict.fromkeys(row.public_interest.strip() for row in used.values())
    told = {
        "classification": "Exempt" if facts.exempt else "Part exempt",
        "exempt_paragraph": paragraphs_of(used.values()),
        "private_reason": " ".join(why),
    }
    marked = {
        name: KnownFact(name=name, value=value, source="Marked as exempt", standing="recorded")
        for name, value in told.items()
    }
    return with_facts(facts, marked)


def with_facts(facts: PaperFacts, told: Mapping[str, KnownFact]) -> PaperFacts:
    """The facts with these in place of any of those names, for whatever document they are given."""
    others = {name: fact for name, fact in facts.facts.items() if plain_name(name) not in told}
    return replace(facts, facts={**others, **told})


def paragraphs_of(rows: Iterable[Withheld]) -> str:
    """The paragraphs that make these exempt: "paragraphs 1 and 3 of Schedule 12A"."""
    *first, last = map(str, sorted({row.paragraph for row in rows}))
    numbers = f"paragraphs {', '.join(first)} and {last}" if first else f"paragraph {last}"
    return f"{numbers} of Schedule 12A"


def secrets(session: Session, transition: Transition) -> list[Secret]:
    """Every exempt fact of a transition with each value that the log ever had of it."""
    exempt = {(row.council, row.name): set[str]() for row in exemptions(session, transition)}
    if not exempt:
        return []
    for name, texts in row_secrets(session, transition).items():
        exempt[SHARED, name] |= set(texts)
    query = select(LogEntry.data).where(
        LogEntry.transition_id == transition.id,
        col(LogEntry.act).in_(("fact-recorded", "corrected")),
    )
    for row in map(json.loads, session.exec(query)):
        if row.get("of_act", "fact-recorded") != "fact-recorded":
            continue
        for key in ((council, plain_name(row["name"])) for council in (row["council"], SHARED)):
            if key in exempt and (row["value"] or "").strip():
                exempt[key].add(row["value"])
    return [
        Secret(name=name, council=council, values=tuple(sorted(values)))
        for (council, name), values in exempt.items()
    ]


def _council(session: Session, reference: str, council: str | None) -> str:
    codes = [each.code for _, each, _ in stored(session, reference).parties]
    if council and council.lower() not in codes:
        raise UnknownName(
            f"{council!r} has no part in {reference}.", f"one of {', '.join(codes)}.", "name one."
        )
    return (council or SHARED).lower()


def _refuse_half_shared(session: Session, transition: Transition, name: str, council: str) -> None:
    query = select(Fact).where(Fact.transition_id == transition.id)
    held = {fact.council for fact in session.exec(query) if plain_name(fact.name) == name}
    if council and held and council not in held:
        raise InputError(
            f"The fact {name!r} is shared: another council's open paper would tell it.",
            "an exemption for all councils, or a fact of the council's own.",
            "leave out --council.",
        )
