"""Which rule set a transition is planned by: as its log says, now or on an earlier day."""

from __future__ import annotations

import json
from datetime import date

from sqlmodel import Session, col, select

from models.actor import ENGINE, Actor
from models.log import DAY_ENDS, Chained, entries, locked
from models.projection import write
from models.projection.rule_sets import ACTS
from models.rule_sets.keeping import keep, rule_set_of
from models.tables import LogEntry, Transition
from rules.rule_set import RuleSet, shipped

#: Somebody looked at the set that ships, and the transition goes on by its own.
LEFT = "rule-set-left"
_UNKNOWN_BEFORE = (
    "opened before rule sets were kept; pinned to the one that ships with the release that first "
    "kept them here"
)


def pin(session: Session, transition: Transition, actor: Actor, reason: str) -> None:
    """A transition that was planned by whatever shipped is planned by what ships now."""
    keep(session, shipped())
    data = {"rule_set": shipped().digest}
    write(session, transition, actor=actor, act="rule-set-pinned", data=data, reason=reason)


def pin_all(session: Session) -> None:
    """Every transition is pinned; those that were opened before rule sets were kept, from now on.

    What they were planned by before is not known here, so the log says no more than that.
    """
    unpinned = select(Transition.reference).where(Transition.rule_set == "")
    for reference in session.exec(unpinned.order_by(Transition.reference)).all():
        pin(session, locked(session, reference), ENGINE, _UNKNOWN_BEFORE)


def rule_set_on(session: Session, transition: Chained, day: date) -> RuleSet:
    """The rule set that a transition was planned by at the end of a day (UTC).

    Where the log names none by then, the first that it names; the one that ships where none.
    """
    named = [
        (entry.at, digest)
        for entry in entries(session, transition)
        if entry.act in ACTS and (digest := json.loads(entry.data).get("rule_set"))
    ]
    if not named:
        return shipped()
    by_then = [digest for at, digest in named if at <= f"{day.isoformat()}{DAY_ENDS}"]
    return rule_set_of(session, by_then[-1] if by_then else named[0][1])


def why_left(session: Session, transition: Transition) -> str:
    """Why the set that ships was not adopted when somebody looked at it; empty if nobody has."""
    query = select(LogEntry).where(LogEntry.transition_id == transition.id, LogEntry.act == LEFT)
    last = session.exec(query.order_by(col(LogEntry.sequence).desc()).limit(1)).first()
    if last is None or json.loads(last.data)["left"] != shipped().digest:
        return ""
    return last.reason
