"""An entry corrected by a new one that names it; the old one stays as it was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import Session

from models.actor import Actor
from models.corrections.standing import FIELDS, Standing, standing
from models.database import database, writing
from models.decisions.lives import lives_of
from models.decisions.undoing import undo_what_waited
from models.happened import refuse_before_effect
from models.log import locked
from models.meanwhile import refuse_moved_on
from models.people.four_eyes import refuse_approved_by
from models.projection import write
from models.reasons import refuse_no_reason
from models.standing import situation, stored
from models.tables import Transition
from rules.arithmetic import spoken
from rules.dating import Dating
from rules.decisions import reckon
from rules.errors import InputError
from rules.situation import DecisionId, StepId

#: What only a correction says; the rest of its data is that of the act corrected.
_OWN = ("corrects", "chain", "of_act", "was")


def correct(
    reference: str,
    sequence: int,
    given: Mapping[str, date | str | None],
    *,
    reason: str,
    actor: Actor,
    today: date,
    expect: int | None = None,
) -> dict[str, Any]:
    """What an entry says is corrected from now on; the new entry, and what it opened again.

    `given` are the new values by the names of `FIELDS`; those that are None stay. The correction of
    a correction names them all. Raises: UnknownName, InputError, StateError, MovedOn, StepNotReady.
    """
    refuse_no_reason(reason, "why the log was wrong")
    with writing(database()) as session:
        transition = locked(session, reference)
        refuse_moved_on(session, transition, expect)
        found = standing(session, transition, sequence)
        new = _named(found, given)
        was = {name: found.data[name] for name in new}
        data = {**{k: v for k, v in found.data.items() if k not in _OWN}, **new}
        data |= _held_to_the_rules(session, transition, found, data, today)
        own = {"corrects": found.chain[-1], "chain": list(found.chain), "was": was}
        entry = write(
            session,
            transition,
            actor=actor,
            act="corrected",
            data={**data, **own, "of_act": found.act},
            reason=reason,
        )
        undone = []
        if found.act == "decision-recorded":
            decision = DecisionId(data["decision"], data["council"])
            undone = undo_what_waited(session, transition, decision, today)
    return {
        "reference": reference,
        "entry": entry.sequence,
        **own,
        "now": new,
        "undone": [str(at) for at in undone],
    }


def _named(found: Standing, given: Mapping[str, date | str | None]) -> dict[str, str]:
    """The new values by the names of the entry's data. Raises: InputError."""
    fields, new = FIELDS[found.act], {k: v for k, v in given.items() if v is not None}
    strange = sorted(set(new) - set(fields))
    blank = sorted(name for name, value in new.items() if not str(value).strip())
    if strange or blank:
        what = f"has no {', '.join(strange)}" if strange else f"cannot lose its {', '.join(blank)}"
        raise InputError(
            f"Entry {found.chain[0]} ({found.act.replace('-', ' ')}) {what}.",
            f"one or more of {', '.join(f'--{name}' for name in fields)}.",
            "give what it should have said.",
        )
    named = {fields[name]: str(value) for name, value in new.items()}
    if all(found.data[name] == value for name, value in named.items()):
        raise InputError(
            f"Entry {found.chain[-1]} says so already." if named else "Nothing was given.",
            f"a new value for one of {', '.join(f'--{name}' for name in fields)}.",
            "give what it should have said.",
        )
    return named


def _held_to_the_rules(
    session: Session, transition: Transition, found: Standing, data: dict[str, Any], today: date
) -> dict[str, Any]:
    """What else changes with the new values. Raises: InputError, StepNotReady."""
    if found.act == "step-recorded":
        where, on = situation(session, transition.reference, today), date.fromisoformat(data["on"])
        at = StepId(data["step"], data["council"] or None)
        if where.breakdown.step(at.key).decision:
            raise InputError(
                f"Step {at} was closed by a decision.",
                "the entry of the decision itself.",
                f"find it with `changeover log {transition.reference}` and correct that.",
            )
        _refuse_to_come(on, today)
        refuse_before_effect(where, at, on)
        if data["by"] != found.data["by"]:
            refuse_approved_by(session, transition, where.breakdown, at, data["by"], where.done)
    if found.act == "decision-recorded":
        return _reckoned(session, transition, data, today)
    return {}


def _reckoned(
    session: Session, transition: Transition, data: dict[str, Any], today: date
) -> dict[str, Any]:
    """When the decision takes effect, its days as corrected."""
    where = situation(session, transition.reference, today)
    meeting_on = date.fromisoformat(data["meeting_on"])
    published_on = date.fromisoformat(data["published_on"]) if data["published_on"] else None
    _refuse_to_come(meeting_on, today)
    if published_on and published_on < meeting_on:
        raise InputError(
            f"Published on {published_on}, before the meeting of {meeting_on}.",
            "publication on or after the meeting.",
            "check both dates.",
        )
    decision = DecisionId(data["decision"], data["council"])
    life = lives_of(session, stored(session, transition.reference).decisions)[decision]
    after = replace(life, meeting_on=meeting_on, published_on=published_on)
    reckoned = reckon(after, Dating(where).call_in(decision.council))
    return {"effective_on": reckoned.on, "arithmetic": reckoned.says if after.carried else ""}


def _refuse_to_come(on: date, today: date) -> None:
    if on > today:
        raise InputError(
            f"{spoken(on)} is still to come.",
            f"a day up to today, {spoken(today)}.",
            "correct it when it has happened.",
        )
