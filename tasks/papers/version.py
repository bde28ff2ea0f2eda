"""The version of a paper that stands now: the last one, or a new one where it says otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from sqlmodel import Session

from models.actor import Actor
from models.database import database, reading
from models.paper_facts import KnownFact, PaperFacts, plain_name
from models.paper_source import paper_facts
from models.papers.exemptions import (
    Secret,
    classified,
    opened,
    secrets,
    with_exemptions,
    with_facts,
)
from models.papers.made_from import MadeFrom, made_from
from models.papers.paper import PaperId
from models.papers.record import audit_trail, sent_on, sign_off_log
from models.papers.staleness import Changed, changed
from models.papers.versions import NewVersion, add_version, kept_page, versions
from models.standing import stored
from models.tables import PaperVersion, Transition
from tasks.papers.exemption.fragments import looked_for
from tasks.papers.exemption.proof import prove_open
from tasks.papers.given import facts_given
from tasks.papers.house_file import house_for
from tasks.papers.kinds import kind_named
from tasks.papers.rendering import Rendered, render
from tasks.papers.response import comments_due
from tasks.papers.wording import long_date


@dataclass(frozen=True, kw_only=True)
class Current:
    """A paper's version that stands now. `rendered` is its page as kept, whatever is known now.

    `changes` say what is otherwise than in the version before, where this one was made now;
    `over_edited` is the number of that if officers had edited it in Word, else 0.
    """

    paper: PaperId
    number: int
    digest: str
    rendered: Rendered
    secrets: tuple[Secret, ...]
    made_now: bool
    changes: tuple[Changed, ...] = ()
    over_edited: int = 0


def current_version(
    reference: str, paper: PaperId, today: date, actor: Actor, first: int = 1
) -> Current:
    """The last version of a paper if it would be written so again, else the next, now written.

    One that is locked stands until something that it was made from has changed. A first version is
    numbered `first`. Raises: StateError when an open page would hold something exempt.
    """
    while True:
        with reading(database()) as session:
            transition = stored(session, reference).transition
            held = versions(session, transition, paper)
            facts = facts_of(session, transition, paper, today)
            hidden = tuple(secrets(session, transition))
            last = held[-1] if held else None
            if last and (kept := _stands(session, last, facts)):
                return _current(reference, paper, last, kept, hidden)
            number = last.number + 1 if last else first
            told = _with_record(session, transition, paper, facts, number, today)
            rendered = render(paper.kind, told, house_for(paper.council))
            sources = _made_from(paper, told, rendered.asked, rendered.roles)
            changes = _changes(session, transition, last, facts) if last else ()
            over_edited = last.number if last and last.word_digest else 0
        if not paper.exempt:
            content = rendered.html.encode()
            prove_open(
                rendered.file_name,
                "html",
                content,
                looked_for(hidden),
                among=_asked(told, rendered),
            )
        new = NewVersion(
            number=number,
            page=rendered.html,
            made_from=sources,
            gaps=rendered.gaps,
            meeting_on=facts.meeting_on,
            made_on=today,
            due_on=comments_due(reference, paper.council, today),
        )
        if add_version(reference, paper, new, actor):
            return Current(
                paper=paper,
                number=number,
                digest=new.digest,
                rendered=rendered,
                secrets=hidden,
                made_now=True,
                changes=changes,
                over_edited=over_edited,
            )


def facts_of(session: Session, transition: Transition, paper: PaperId, today: date) -> PaperFacts:
    """What a paper may tell today: the open one is given nothing that is exempt."""
    kind = kind_named(paper.kind)
    decision = "" if kind.periodic else paper.occasion
    facts = paper_facts(
        session,
        transition.reference,
        paper.council,
        decision,
        today,
        kind.steps,
        kind.counts,
        kind.registers,
        exempt=paper.exempt,
    )
    facts = with_exemptions(session, transition, facts)
    facts = replace(facts, trail=audit_trail(session, transition, paper))
    return replace(facts, exempt=True) if paper.exempt else opened(facts)


def sources_now(session: Session, version: PaperVersion, today: date) -> MadeFrom:
    """What a version would be made from if it were written today."""
    transition = session.get_one(Transition, version.transition_id)
    paper = PaperId.of(version.paper)
    facts = facts_of(session, transition, paper, today)
    return _sources_for(session, transition, version, facts)


def _sources_for(
    session: Session, transition: Transition, version: PaperVersion, facts: PaperFacts
) -> MadeFrom:
    paper = PaperId.of(version.paper)
    told = _with_record(session, transition, paper, facts, version.number, version.made_on)
    before = MadeFrom.from_json(version.made_from)
    return _made_from(paper, told, tuple(before.facts), tuple(before.trail))


def _changes(
    session: Session, transition: Transition, last: PaperVersion, facts: PaperFacts
) -> tuple[Changed, ...]:
    return tuple(changed(session, last, _sources_for(session, transition, last, facts)))


def _stands(session: Session, last: PaperVersion, facts: PaperFacts) -> Rendered | None:
    """The last version's page where it would be written so again; None where it would not.

    The page of a locked one, and of one that officers edited, stands however it would look now,
    until what it tells has changed.
    """
    transition = session.get_one(Transition, last.transition_id)
    paper = PaperId.of(last.paper)
    told = _with_record(session, transition, paper, facts, last.number, last.made_on)
    rendered = render(paper.kind, told, house_for(paper.council))
    if sha256(rendered.html.encode()).hexdigest() == last.digest:
        return rendered
    if last.locked_at_sequence is None and not last.word_digest:
        return None
    if changed(session, last, _sources_for(session, transition, last, facts)):
        return None
    return rendered


def _current(
    reference: str, paper: PaperId, last: PaperVersion, rendered: Rendered, hidden: Sequence[Secret]
) -> Current:
    page = replace(rendered, html=kept_page(reference, last.digest), gaps=tuple(last.gaps))
    return Current(
        paper=paper,
        number=last.number,
        digest=last.digest,
        rendered=page,
        secrets=tuple(hidden),
        made_now=False,
    )


def _with_record(
    session: Session,
    transition: Transition,
    paper: PaperId,
    facts: PaperFacts,
    number: int,
    made_on: date,
) -> PaperFacts:
    """The facts with what the record of the paper itself says: version, day, when it was sent."""
    sent = sent_on(session, transition, paper, number, made_on)
    own = {
        "report_version": str(number),
        "report_dated": long_date(made_on),
        **({"sent_to_democratic_services_on": long_date(sent)} if sent else {}),
    }
    log = sign_off_log(session, transition, paper, number)
    if log:
        own["sign_off_log"] = "\n".join(_line(*row) for row in log)
    known = {
        name: KnownFact(
            name=name, value=value, source="Record of this paper's versions", standing="recorded"
        )
        for name, value in own.items()
    }
    return with_facts(replace(facts, on=made_on), known)


def _line(person: str, office: str, number: int, day: date, state: str) -> str:
    """A row of the sign-off log, as a fact that is a table has its rows."""
    parts = (person, office, str(number), long_date(day), state)
    return " | ".join(" ".join(part.replace("|", " ").split()) for part in parts)


def _made_from(
    paper: PaperId, told: PaperFacts, asked: Sequence[str], roles: Sequence[str]
) -> MadeFrom:
    told = classified(told, asked)
    return made_from(told, facts_given(kind_named(paper.kind), told), asked, roles)


def _asked(told: PaperFacts, rendered: Rendered) -> dict[str, KnownFact]:
    """The facts that a page asked for, by whatever name they were given."""
    return {n: fact for n, fact in told.facts.items() if plain_name(n) in rendered.asked}
