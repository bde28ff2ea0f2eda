"""Where a transition stands: read from the database into the value that the rules plan from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from sqlmodel import Session, col, select

from models.decisions.lives import lives_of, with_lives
from models.log import no_transition
from models.no_go.orders import standing_no_go
from models.own_policy import contract_policy, policy_of
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
from rules.almanac import Added, calendar
from rules.breakdown import breakdown
from rules.calendars import Holiday, WorkingCalendar
from rules.catalogue import catalogue
from rules.changes import apply_changes, read_change
from rules.deadlines import apply_rule
from rules.decisions import CARRIED
from rules.errors import NoRuleInForce
from rules.gaps import Gap, GapUnit
from rules.policy import Policy, council_policy
from rules.rule_set import RuleSet
from rules.schedule import Link
from rules.situation import DecisionId, Situation, StepId
from rules.situation import Party as SituationParty
from rules.windows import Window, pre_election


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

    Raises: UnknownName, RuleRefused.
    """
    rows = stored(session, reference)
    rule_set = rule_set or rule_set_of(session, rows.transition.rule_set)
    planning = rows.transition.planning
    where = Situation(
        reference=reference,
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
        windows=tuple(_windows(planning, known_on, rule_set)),
        no_earlier=_days(planning, "no_earlier"),
        no_later=_days(planning, "no_later"),
        costs_per_week=planning.get("costs_per_week", {}),
        known_on=known_on,
        added=proclaimed(session),
        rule_set=rule_set,
    )
    where = replace(where, links=tuple(_links(where, planning)))
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


def _days(planning: dict[str, Any], name: str) -> dict[StepId, date]:
    return {StepId(key): date.fromisoformat(day) for key, day in planning.get(name, {}).items()}


def _links(where: Situation, planning: dict[str, Any]) -> Iterator[Link]:
    """The further links of a file: between a council's own instances, or all with all."""
    steps = where.breakdown
    for row in planning.get("link", ()):
        for after in where.instances(steps.step(row["after"])):
            before = where.instances(steps.step(row["before"]))
            own = [at for at in before if after.council and at.council == after.council]
            for at in own or before:
                calendar = where.calendar("council", after.council)
                yield Link(
                    before=at,
                    after=after,
                    kind=row["kind"],
                    least=_gap(row["least"], calendar),
                    greatest=_gap(row["greatest"], calendar),
                )


def _gap(amount: dict[str, Any] | None, calendar: WorkingCalendar) -> Gap | None:
    if not amount:
        return None
    unit, number = next(iter(amount.items()))
    return Gap(amount=number, unit=cast(GapUnit, unit), calendar=calendar)


def _conditions(rows: Stored) -> dict[str, bool]:
    known: dict[str, bool] = dict(rows.transition.planning["conditions"])
    if rows.contract.regime:
        known.setdefault("procurement_act_2023", rows.contract.regime == "PA2023")
    return known


def _windows(planning: dict[str, Any], known_on: date | None, rule_set: RuleSet) -> list[Window]:
    found = [
        Window(
            name=row["name"],
            opens_on=date.fromisoformat(row["opens_on"]),
            closes_on=date.fromisoformat(row["closes_on"]),
            activities=frozenset(row["activities"]),
            basis=row["basis"],
            overrides=frozenset(each["step"] for each in row.get("override", ())),
        )
        for row in planning["window"]
    ]
    for poll in planning["poll"]:
        on = date.fromisoformat(poll["on"])
        try:
            rule = catalogue(rule_set).rule("ELEC-03", on)
        except NoRuleInForce:
            continue
        deadline = apply_rule(rule, on, lambda name: calendar(name, known_on, of=rule_set))
        notice = date.fromisoformat(poll["notice_on"]) if poll["notice_on"] else None
        opens = notice or deadline.not_before
        assert isinstance(opens, date)
        found.append(pre_election(on, opens, poll["where"], rule_set))
    return found
