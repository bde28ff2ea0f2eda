"""The lives of a transition's decisions, read from their rows; and those that something holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlmodel import Session, col, select

from models.tables import Decision, DecisionCondition
from rules.dating import Dating
from rules.decisions import CallIn, Condition, Life, reckon, why_not_carried
from rules.situation import DecisionId, Held, Situation


def lives_of(session: Session, decisions: Sequence[Decision]) -> dict[DecisionId, Life]:
    """What is recorded of each of one transition's decisions."""
    conditions: dict[DecisionId, list[Condition]] = {}
    if any(row.outcome == "conditional" for row in decisions):
        query = select(DecisionCondition).where(
            DecisionCondition.transition_id == decisions[0].transition_id
        )
        for row in session.exec(query.order_by(col(DecisionCondition.number))):
            held = conditions.setdefault(DecisionId(row.decision, row.council), [])
            held.append(Condition(number=row.number, text=row.text, met_on=row.met_on))
    return {
        (named := DecisionId(row.decision, row.council)): _life(row, conditions.get(named, ()))
        for row in decisions
    }


def with_lives(where: Situation, lives: Mapping[DecisionId, Life]) -> Situation:
    """The situation with what holds up the decisions that carried, and why others did not."""
    dating = Dating(where)
    held = {
        decision: _held(life, dating.call_in(decision.council), where.today)
        for decision, life in lives.items()
        if life.carried and life.effective_on is None
    }
    return replace(
        where,
        held=held,
        not_carried={
            decision: f"{life.name}: {why_not_carried(life)}"
            for decision, life in lives.items()
            if life.outcome and not life.carried
        },
        call_in_waived=frozenset(d for d, life in lives.items() if life.is_waived),
    )


def _held(life: Life, call_in: CallIn, today: date) -> Held:
    """Why a decision that carried has no day of effect, and the latest it may get one."""
    reckoned = reckon(life, call_in)
    rule = "GOV-01"
    if life.called_in_on and not (life.released_on or life.reheard_on):
        rule = "CALL-05" if life.referred_back_on else "CALL-06"
    return Held(
        says=f"{life.name}: {reckoned.says}",
        rule=rule,
        expected_on=max(reckoned.expected_on or today, today),
    )


def _life(row: Decision, conditions: Iterable[Condition]) -> Life:
    days = {
        name: getattr(row, name)
        for name in (
            *("meeting_on", "outcome", "published_on", "effective_on", "waived_on"),
            *("called_in_on", "released_on", "referred_back_on", "reheard_on", "reheard"),
        )
    }
    return Life(decision=row.decision, council=row.council, conditions=tuple(conditions), **days)
