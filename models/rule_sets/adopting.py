"""A newer rule set applied to a running transition: what it changes, then adopted or left."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import Session

from models.actor import Actor
from models.database import database, reading, writing
from models.late_holidays import rows
from models.log import locked
from models.projection import write
from models.reasons import refuse_no_reason
from models.rule_sets.keeping import keep, rule_set_of
from models.rule_sets.pinning import LEFT, why_left
from models.standing import situation, stored
from rules.differences import Differences, differences
from rules.errors import (
    AlreadyRecorded,
    ChangeoverError,
    DatabaseDamaged,
    InputError,
    RuleError,
    StateError,
)
from rules.rule_set import RuleSet, shipped
from rules.rule_set_changes import rule_set_changes
from rules.situation import Situation
from rules.timetable import draw_up

_NOTHING = Differences(moved=(), appeared=(), gone=(), retested=())


def what_it_changes(reference: str, today: date) -> dict[str, Any]:
    """What planning by the rule set that ships would change; nothing is written.

    Raises: UnknownName; StateError when the transition cannot be planned by it.
    """
    with reading(database()) as session:
        digest = stored(session, reference).transition.rule_set
        return _changes(session, reference, rule_set_of(session, digest), today)


def adopt(reference: str, today: date, reason: str, actor: Actor) -> dict[str, Any]:
    """The transition is planned by the rule set that ships, and its log says what that moved.

    Raises: InputError without a reason; AlreadyRecorded when it is planned by it already;
    StateError when it cannot be; UnknownName.
    """
    refuse_no_reason(reason, "why it is adopted or left")
    with writing(database()) as session:
        transition = locked(session, reference)
        before = rule_set_of(session, transition.rule_set)
        if before == shipped():
            raise AlreadyRecorded(
                f"{reference} is planned by the rule set that ships already.",
                "a newer rule set.",
                "there is nothing to do.",
            )
        found = _changes(session, reference, before, today)
        keep(session, shipped())
        data = {"rule_set": shipped().digest, "from": before.digest, "moved": found["moved"]}
        write(session, transition, actor=actor, act="rule-set-adopted", data=data, reason=reason)
        return found


def leave_newer(reference: str, reason: str, actor: Actor) -> dict[str, Any]:
    """The transition goes on by its own rule set, and its log says that the newer was left.

    Also where it cannot be planned by that one. Nothing is written when it is its own. Raises:
    InputError without a reason; AlreadyRecorded when it was left before; UnknownName.
    """
    refuse_no_reason(reason, "why it is adopted or left")
    with writing(database()) as session:
        transition = locked(session, reference)
        before = rule_set_of(session, transition.rule_set)
        if why := why_left(session, transition):
            raise AlreadyRecorded(
                f"{reference}: the rule set that ships was left already: {why}",
                "a rule set that nobody decided on.",
                "adopt it after all without --leave.",
            )
        newer = before != shipped()
        if newer:
            data = {"left": shipped().digest, "from": before.digest}
            write(session, transition, actor=actor, act=LEFT, data=data, reason=reason)
        told = {"reference": reference, "from": before.digest, "to": shipped().digest}
        return {**told, "newer": newer, "left": newer}


def left_because(reference: str) -> str:
    """Why the set that ships was left for it; empty if it was not. Raises: UnknownName."""
    with reading(database()) as session:
        return why_left(session, stored(session, reference).transition)


def _changes(session: Session, reference: str, before: RuleSet, today: date) -> dict[str, Any]:
    after = shipped()
    old, unread = _situation(session, reference, today, before)
    try:
        new = situation(session, reference, today, rule_set=after)
        _refuse_lost(old, new)
        later = draw_up(new)
    except (RuleError, InputError, DatabaseDamaged) as error:
        raise _unplannable(reference, error) from error
    moved = _NOTHING
    if old and not unread:
        try:
            moved = differences(draw_up(old), later)
        except RuleError as error:
            unread = str(error)
    return {
        "reference": reference,
        "from": before.digest,
        "to": after.digest,
        "newer": before != after,
        "not_comparable": unread,
        "rules": [] if unread and not old else _rules(before, after),
        "moved": rows(moved),
        "appeared": [finding.row() for finding in moved.appeared],
        "gone": [finding.row() for finding in moved.gone],
    }


def _rules(before: RuleSet, after: RuleSet) -> list[dict[str, str]]:
    if before == after:
        return []
    return [change.row() for change in rule_set_changes(before, after)]


def _situation(
    session: Session, reference: str, today: date, rules: RuleSet
) -> tuple[Situation | None, str]:
    """The situation by a rule set; None, and why, where this release can no longer read it."""
    try:
        return situation(session, reference, today, rule_set=rules), ""
    except RuleError as error:
        return None, str(error)


def _refuse_lost(old: Situation | None, new: Situation) -> None:
    """Whatever was recorded of a step keeps its step. Raises: StateError."""
    there = {at for step in new.breakdown for at in new.instances(step)}
    lost = sorted({*new.done, *new.presumed} - there)
    if lost:
        raise StateError(
            f"{new.reference}: the rule set that ships has no step {', '.join(map(str, lost))}, "
            "which is recorded as over.",
            "a step for everything that was recorded.",
            "leave the transition on its own rule set.",
        )


def _unplannable(reference: str, error: Exception) -> StateError:
    found = error.found if isinstance(error, ChangeoverError) else repr(error)
    return StateError(
        f"{reference} cannot be planned by the rule set that ships: {found}",
        "a timetable for what was recorded and given.",
        "leave it on its own rule set; see the release notes.",
    )
