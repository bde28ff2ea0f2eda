"""What-if: changes tried on a plan, kept under a name, compared, and adopted with a reason."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from models.actor import Actor
from models.database import database, reading, writing
from models.log import canonical, locked
from models.projection import write
from models.reasons import refuse_no_reason
from models.standing import situation, stored
from models.tables import Scenario, Transition
from rules.changes import Change, apply_changes, read_change, told
from rules.differences import Differences, differences
from rules.errors import AlreadyRecorded, UnknownName
from rules.findings import findings
from rules.network import GO_LIVE
from rules.situation import Situation, StepId
from rules.timetable import Timetable, draw_up


@dataclass(frozen=True, kw_only=True)
class WhatIf:
    """A plan before and after changes, and what differs."""

    says: str
    before: Timetable
    after: Timetable
    differs: Differences

    @property
    def slip_working_days(self) -> int | None:
        """By how many working days go-live moves; below 0 when it comes sooner."""
        at = StepId(GO_LIVE)
        old, new = self.before.steps[at].earliest_on, self.after.steps[at].earliest_on
        if old is None or new is None:
            return None
        return self.before.situation.calendar("council", None).distance(old, new)


def try_changes(where: Situation, changes: Sequence[Change]) -> WhatIf:
    """What the changes would do; nothing is kept. Raises: InputError."""
    before, after = draw_up(where), draw_up(apply_changes(where, changes))
    return WhatIf(
        says=told(changes), before=before, after=after, differs=differences(before, after)
    )


def keep_scenario(reference: str, name: str, changes: Sequence[Change], actor: Actor) -> None:
    """The changes are kept under a name. Raises: AlreadyRecorded, UnknownName."""
    with writing(database()) as session:
        transition = locked(session, reference)
        if _find(session, transition, name):
            raise AlreadyRecorded(
                f"{reference} has a scenario {name!r}.", "a new name.", "choose another name."
            )
        rows = [_plain(change) for change in changes]
        assert transition.id is not None
        session.add(
            Scenario(transition_id=transition.id, name=name, changes=rows, made_by=actor.name)
        )


def kept_scenarios(reference: str, today: date) -> list[dict[str, Any]]:
    """Every kept scenario of a transition, side by side: go-live, slack and findings."""
    with reading(database()) as session:
        where = situation(session, reference, today)
        found = [("as planned", where)]
        for row in session.exec(
            select(Scenario)
            .where(Scenario.transition_id == stored(session, reference).transition.id)
            .order_by(col(Scenario.name))
        ):
            changes = [read_change(change) for change in row.changes]
            found.append((row.name, apply_changes(where, changes)))
    return [_side_by_side(name, draw_up(each)) for name, each in found]


def scenario_changes(reference: str, name: str) -> list[Change]:
    """The changes of a kept scenario. Raises: UnknownName."""
    with reading(database()) as session:
        return _changes(session, stored(session, reference).transition, name)


def adopt_scenario(reference: str, name: str, reason: str, actor: Actor, today: date) -> str:
    """The scenario becomes the plan, with an entry in the log; the changes in words.

    Raises: UnknownName, InputError without a reason.
    """
    refuse_no_reason(reason, "why it is adopted")
    with writing(database()) as session:
        transition = locked(session, reference)
        changes = _changes(session, transition, name)
        apply_changes(situation(session, reference, today), changes)
        data = {"name": name, "reason": reason, "changes": [_plain(each) for each in changes]}
        write(session, transition, actor=actor, act="scenario-adopted", data=data)
        return told(changes)


def _side_by_side(name: str, timetable: Timetable) -> dict[str, Any]:
    go_live = timetable.steps[StepId(GO_LIVE)]
    kinds = [finding.kind for finding in findings(timetable)]
    return {
        "scenario": name,
        "expiry_on": timetable.situation.expiry_on,
        "go_live_on": go_live.earliest_on,
        "slack_working_days": go_live.slack_working_days,
        "breached": kinds.count("breached"),
        "cannot_be_met": kinds.count("cannot-be-met"),
    }


def _changes(session: Session, transition: Transition, name: str) -> list[Change]:
    found = _find(session, transition, name)
    if found is None:
        names = session.exec(
            select(Scenario.name).where(Scenario.transition_id == transition.id)
        ).all()
        raise UnknownName(
            f"{transition.reference} has no scenario {name!r}.",
            f"one of {', '.join(names)}." if names else "one that was kept.",
            "keep one with `changeover what-if REF ... --keep NAME`.",
        )
    return [read_change(row) for row in found.changes]


def _find(session: Session, transition: Transition, name: str) -> Scenario | None:
    query = select(Scenario).where(Scenario.transition_id == transition.id, Scenario.name == name)
    return session.exec(query).one_or_none()


def _plain(change: Change) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(canonical(change.row()))
    return plain
