"""Whether a version still says what is known: what it was made from that is otherwise now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from sqlmodel import Session, col, select

from models.papers.made_from import FactSeen, MadeFrom
from models.projection import (
    corrections,
    decision_lives,
    decisions,
    facts,
    go_no_go,
    plans,
    rule_sets,
    steps,
)
from models.tables import LogEntry, PaperVersion

#: Entries that can move a date in a paper.
_MOVES_DATES = tuple(
    act
    for module in (corrections, decision_lives, decisions, go_no_go, plans, rule_sets, steps)
    for act in module.ACTS
)
NOTHING = "nothing"
#: How much of a text a sentence about its change tells.
LONGEST = 90


@dataclass(frozen=True, kw_only=True)
class Changed:
    """One thing a paper was made from, before and now. `entry` is the log entry; 0 is none.

    `what` is a fact's name, or the words of a date or of something else that the paper tells.
    """

    sort: str
    what: str
    before: str
    after: str
    entry: int = 0
    because: str = ""

    @property
    def says(self) -> str:
        """The change as a sentence without its full stop, long texts by their opening words."""
        by = f"log entry {self.entry}" if self.entry else self.because
        before, after = (_opening(text) for text in (self.before, self.after))
        return f"{self.what}: {before} is now {after}{f' ({by})' if by else ''}"

    def row(self) -> dict[str, Any]:
        """The change for a program, whole."""
        return {**asdict(self), "says": self.says}


def _opening(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def changed(
    session: Session, version: PaperVersion, now: MadeFrom, since: MadeFrom | None = None
) -> list[Changed]:
    """What a version was made from (or `since`) that is otherwise now; nothing when it stands."""
    before = since or MadeFrom.from_json(version.made_from)
    return [
        *_facts(before, now, values_alone=bool(version.word_digest)),
        *_dates(session, version, before, now),
        *_rest(before, now),
        *_trail(before, now),
    ]


def _facts(before: MadeFrom, now: MadeFrom, *, values_alone: bool) -> Iterator[Changed]:
    """Of a version that officers edited only the values count: its sources are what they wrote."""
    for name in sorted({*before.facts, *now.facts}):
        old, new = before.facts.get(name), now.facts.get(name)
        if old and new and _told(old, values_alone) != _told(new, values_alone):
            hidden = bool(new.paragraph)
            marked = old.paragraph != new.paragraph
            yield Changed(
                sort="fact",
                what=name,
                before=_fact_words(old, hidden=hidden, whole=old.value == new.value),
                after=_fact_words(new, hidden=hidden, whole=old.value == new.value),
                entry=new.entry if new.entry != old.entry else 0,
                because="marked as exempt, or no longer" if marked else "",
            )


def _told(fact: FactSeen, values_alone: bool) -> tuple[str, ...]:
    return (fact.said[0], fact.said[-1]) if values_alone else fact.said


def _fact_words(fact: FactSeen, *, hidden: bool, whole: bool) -> str:
    """A fact in a list of changes; of one that is exempt now, no earlier value is told either."""
    if fact.paragraph:
        return f"exempt information under paragraph {fact.paragraph}"
    if hidden:
        return "open information"
    value = repr(fact.value) if fact.value else NOTHING
    return f"{value} from {fact.source!r} ({fact.standing})" if whole else value


def _dates(
    session: Session, version: PaperVersion, before: MadeFrom, now: MadeFrom
) -> Iterator[Changed]:
    for name in sorted({*before.dates, *now.dates}):
        (old, _), (new, _) = (each.dates.get(name, ("", "")) for each in (before, now))
        if old != new:
            entry = _moved_by(session, version)
            yield Changed(
                sort="date",
                what=name,
                before=old or NOTHING,
                after=new or NOTHING,
                entry=entry,
                because="" if entry else _why(version, before, now),
            )


def _moved_by(session: Session, version: PaperVersion) -> int:
    """The last entry since the version that can have moved a date; only then a fact's."""
    query = (
        select(LogEntry.sequence)
        .where(LogEntry.transition_id == version.transition_id)
        .where(col(LogEntry.sequence) > version.sequence)
        .order_by(col(LogEntry.sequence).desc())
    )
    for acts in (_MOVES_DATES, tuple(facts.ACTS)):
        if found := session.exec(query.where(col(LogEntry.act).in_(acts))).first():
            return found
    return 0


def _why(version: PaperVersion, before: MadeFrom, now: MadeFrom) -> str:
    for name, was in before.basis.items():
        if now.basis[name] != was:
            return f"the {name} changed from {was} to {now.basis[name]}"
    return f"it was worked out on {version.made_on}, and time has passed"


def _rest(before: MadeFrom, now: MadeFrom) -> Iterator[Changed]:
    for name, new in now.given.items():
        old = before.given.get(name, "")
        if old != new:
            what = name.replace("_", " ")
            yield Changed(sort="given", what=what, before=old or NOTHING, after=new or NOTHING)


def _trail(before: MadeFrom, now: MadeFrom) -> Iterator[Changed]:
    for role, days in now.trail.items():
        old = before.trail.get(role, ("", ""))
        for what, was, is_now in zip(("sought", "included"), old, days, strict=True):
            if was != is_now:
                yield Changed(
                    sort="trail",
                    what=f"comments {what}, {role}",
                    before=was or NOTHING,
                    after=is_now or NOTHING,
                )
