"""Where a transition stands: read from the database into the value that the rules plan from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, col, select

from models.decisions.lives import lives_of, with_lives
from models.failing import as_written
from models.log import no_transition
from models.no_go.orders import standing_no_go
from models.own_policy import contract_policy, policy_of
from models.planning_given import days_of, links_of, windows_of
from models.rule_sets import rule_set_of
from models.tables import (
    Body,
    Contract,
    Council,
    Decision,
    Meeting,
    Party,
    ProclaimedHoliday,
    StepState,
    Transition,
)
from models.transition_file import CouncilTable
from rules.almanac import Added
from rules.breakdown import breakdown
from rules.calendars import Holiday
from rules.changes import apply_changes, read_change
from rules.decisions import CARRIED
from rules.policy import Policy, council_policy
from rules.rule_set import RuleSet
from rules.situation import DecisionId, Situation, StepId
from rules.situation import Party as SituationParty


@dataclass(frozen=True, kw_only=True)
class Stored:
    """The rows of one transition."""

    transition: Transition
    contract: Contract
    parties: list[tuple[Party, Council, Body]]
    decisions: Sequence[Decision]
    states: Sequence[StepState]


def stored(session: Session, reference: str) -> Stored:
    """The rows of a transition. Raises: UnknownName."""
    found = session.exec(select(Transition).where(Transition.reference == reference)).one_or_none()
    if found is None:
        raise no_transition(session, reference)
    contract = session.get_one(Contract, found.contract_id)
    parties = session.exec(
        select(Party, Council, Body)
        .where(Party.transition_id == found.id)
        .where(Party.council_id == Council.id)
        .where(Party.body_id == Body.id)
        .order_by(col(Party.id))
    ).all()
    return Stored(
        transition=found,
        contract=contract,
        parties=list(parties),
        decisions=session.exec(select(Decision).where(Decision.transition_id == found.id)).all(),
        states=session.exec(select(StepState).where(StepState.transition_id == found.id)).all(),
    )


def situation(
    session: Session,
    reference: str,
    today: date,
    known_on: date | None = None,
    rule_set: RuleSet | None = None,
) -> Situation:
    """The situation of a transition on a day, by its own rule set unless another is given.

    Raises: UnknownName, RuleRefused, DatabaseDamaged.
    """
    with as_written(reference):
        rows = stored(session, reference)
        return _situation(session, rows, today, known_on, rule_set)


def _situation(
    session: Session,
    rows: Stored,
    today: date,
    known_on: date | None,
    rule_set: RuleSet | None,
) -> Situation:
    rule_set = rule_set or rule_set_of(session, rows.transition.rule_set)
    planning = rows.transition.planning
    where = Situation(
        reference=rows.transition.reference,
        today=today,
        expiry_on=rows.contract.expiry_on,
        commencement_on=rows.transition.commencement_on,
        breakdown=breakdown(rule_set),
        parties=tuple(_party(*each, rule_set) for each in rows.parties),
        contract=contract_policy(rows.contract.terms, rule_set),
        meetings=_meetings(session, rows),
        chosen={_decision_id(d): d.meeting_on for d in rows.decisions},
        published={_decision_id(d): d.published_on for d in rows.decisions if d.published_on},
        effective={
            _decision_id(d): d.effective_on
            for d in rows.decisions
            if d.outcome in CARRIED and d.effective_on
        },
        done=_closed(rows.states, "done"),
        presumed=_closed(rows.states, "presumed"),
        expected={StepId(k): date.fromisoformat(v) for k, v in planning["expected"].items()},
        conditions=_conditions(rows),
        durations=planning["durations"],
        estimates={
            key: (row["low"], row["likely"], row["high"])
            for key, row in planning.get("estimates", {}).items()
        },
        windows=tuple(windows_of(planning, known_on, rule_set)),
        no_earlier=days_of(planning, "no_earlier"),
        no_later=days_of(planning, "no_later"),
        costs_per_week=planning.get("costs_per_week", {}),
        known_on=known_on,
        added=proclaimed(session),
        rule_set=rule_set,
    )
    where = replace(where, links=tuple(links_of(where, planning)))
    where = with_lives(where, lives_of(session, rows.decisions))
    adopted = [read_change(json.loads(row)) for row in planning.get("adopted", ())]
    where = apply_changes(where, adopted)
    return replace(where, no_go=standing_no_go(session, rows.transition, where))


def proclaimed(session: Session) -> Added:
    """The holidays proclaimed since the calendars were published, each with its calendar."""
    rows = session.exec(
        select(ProclaimedHoliday).order_by(
            col(ProclaimedHoliday.calendar), col(ProclaimedHoliday.closes_on)
        )
    )
    return tuple(
        (
            row.calendar,
            Holiday(on=row.closes_on, name=row.name, known_from=row.known_from, cite=row.cite),
        )
        for row in rows
    )


def live_references(session: Session) -> list[str]:
    """The references of the transitions that are under way, in order."""
    query = select(Transition.reference).where(col(Transition.live)).order_by(Transition.reference)
    return list(session.exec(query))


def _party(party: Party, council: Council, body: Body, rule_set: RuleSet) -> SituationParty:
    policy: Policy = (
        policy_of(CouncilTable(role="partner", body=body.name, **council.policy), rule_set)
        if council.policy
        else council_policy(council.code, rule_set)
    )
    return SituationParty(
        code=council.code, name=council.name, role=party.role, policy=policy, body=body.name
    )


def _meetings(session: Session, rows: Stored) -> dict[str, tuple[date, ...]]:
    found: dict[str, tuple[date, ...]] = {}
    for _, council, body in rows.parties:
        days = session.exec(
            select(col(Meeting.meets_on))
            .where(Meeting.body_id == body.id)
            .order_by(col(Meeting.meets_on))
        )
        found[council.code] = tuple(days)
    return found


def _decision_id(row: Decision) -> DecisionId:
    return DecisionId(row.decision, row.council)


def _closed(states: Sequence[StepState], status: str) -> dict[StepId, date]:
    return {
        StepId(state.key, state.council or None): state.closed_on
        for state in states
        if state.status == status and state.closed_on
    }


def _conditions(rows: Stored) -> dict[str, bool]:
    known: dict[str, bool] = dict(rows.transition.planning["conditions"])
    if rows.contract.regime:
        known.setdefault("procurement_act_2023", rows.contract.regime == "PA2023")
    return known
