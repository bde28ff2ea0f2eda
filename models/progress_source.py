"""Reads where a transition stands into the plain values that a document tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sqlmodel import Session, col, select

from models.progress import DeadlineKept, DecisionNow, Finding, Happened, Progress, StepNow
from models.standing import Stored
from models.tables import SHARED, Decision, DecisionCondition, Evidence
from rules.arithmetic import spoken
from rules.dating import StepDate
from rules.findings import findings
from rules.situation import SUPPLIER, StepId
from rules.timetable import PlannedStep, Timetable


def progress(session: Session, rows: Stored, timetable: Timetable) -> Progress:
    """Steps, decisions, deadlines kept, what happened and what the plan shows."""
    names = {council.code: council.name for _, council, _ in rows.parties} | {SUPPLIER: SUPPLIER}
    query = select(Evidence).where(Evidence.transition_id == rows.transition.id)
    given = session.exec(query.order_by(col(Evidence.sequence))).all()
    latest = {StepId(each.key, each.council or None): each for each in given}
    steps = tuple(_step(timetable, planned, names, latest) for planned in timetable)
    decisions = tuple(_decisions(session, rows, timetable))
    return Progress(
        steps=steps,
        decisions=decisions,
        deadlines=tuple(_deadlines(timetable, names)),
        happened=tuple(_happened(given, decisions, timetable, names)),
        findings=tuple(
            Finding(
                kind=each.kind,
                says=each.says.removeprefix(f"{each.step} "),
                rule=each.rule or "",
                council=names.get(each.step.council or "", ""),
            )
            for each in findings(timetable)
        ),
        costs_per_week=tuple(sorted(timetable.situation.costs_per_week.items())),
    )


def _step(
    timetable: Timetable,
    planned: PlannedStep,
    names: Mapping[str, str],
    latest: Mapping[StepId, Evidence],
) -> StepNow:
    evidence = latest.get(planned.id)
    stages = {stage.number: stage.name for stage in timetable.situation.breakdown.stages}
    return StepNow(
        key=planned.id.key,
        council=names.get(planned.id.council or "", ""),
        name=planned.step.name,
        stage=stages[planned.step.stage],
        owners=planned.step.owners,
        status=planned.status,
        closed_on=timetable.situation.closed_on(planned.id),
        planned_on=planned.earliest_on,
        last_day=planned.legal_limit,
        target_on=planned.target_on,
        rule=planned.rule or "",
        decision=planned.step.decision or "",
        meeting_on=planned.meeting_on,
        evidence=evidence.text if evidence else "",
        given_by=evidence.given_by if evidence else "",
    )


#: What may come of a decision, by the column that holds its day.
_LIFE = {
    "waived_on": "call-in waived for urgency",
    "called_in_on": "called in for scrutiny",
    "released_on": "released by scrutiny",
    "referred_back_on": "referred back by scrutiny",
    "reheard_on": "taken again",
}


def _life(row: Decision) -> tuple[tuple[date, str], ...]:
    found = [(day, what) for name, what in _LIFE.items() if (day := getattr(row, name))]
    return tuple(sorted(found))


def _conditions(session: Session, rows: Stored) -> dict[tuple[str, str], tuple[str, ...]]:
    """What each decision was made subject to, in order."""
    query = select(DecisionCondition).where(DecisionCondition.transition_id == rows.transition.id)
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for each in session.exec(query.order_by(col(DecisionCondition.number))):
        key = (each.decision, each.council)
        met = f" (met on {spoken(each.met_on)})" if each.met_on else ""
        found[key] = (*found.get(key, ()), f"{each.text}{met}")
    return found


def _decisions(session: Session, rows: Stored, timetable: Timetable) -> Iterator[DecisionNow]:
    """Every decision of every council, those not yet chosen among them."""
    conditions = _conditions(session, rows)
    kept = {(row.decision, row.council): row for row in rows.decisions}
    for step in timetable.situation.breakdown:
        for _, council, body in rows.parties if step.decision else ():
            row = kept.get((step.decision or "", council.code))
            yield DecisionNow(
                decision=step.decision or "",
                code=council.code,
                council=council.name,
                body=body.name,
                meeting_on=row.meeting_on if row else None,
                outcome=(row.outcome or "") if row else "",
                published_on=row.published_on if row else None,
                effective_on=row.effective_on if row else None,
                life=_life(row) if row else (),
                conditions=conditions.get((step.decision or "", council.code), ()),
            )


def _deadlines(timetable: Timetable, names: Mapping[str, str]) -> Iterator[DeadlineKept]:
    """Every last day that a rule sets for a step which is needed."""
    for planned in timetable:
        if planned.status == "not-required":
            continue
        for dated in planned.dates:
            if not dated.limits or not dated.deadline.rule_id:
                continue
            yield DeadlineKept(
                rule=dated.deadline.rule_id,
                step=planned.id.key,
                what=dated.what,
                council=names.get(planned.id.council or "", ""),
                last_day=dated.limit("legal_limit"),
                safe_day=dated.limit("safe_limit"),
                target_on=dated.limit("target"),
                done_on=timetable.situation.done.get(planned.id),
                verdict=_verdict(timetable, planned, dated),
            )


def _verdict(timetable: Timetable, planned: PlannedStep, dated: StepDate) -> str:
    if planned.status == "presumed":
        return "no record"
    done = timetable.situation.done.get(planned.id)
    day = done or timetable.situation.today
    last, safe, target = (dated.limit(n) for n in ("legal_limit", "safe_limit", "target"))
    if last is None:
        late = target is not None and day > target
        return "target missed" if late else "target met" if done else "open"
    if day > last:
        return "missed"
    if safe and day > safe:
        return "at risk"
    return "met" if done else "open"


def _happened(
    given: Sequence[Evidence],
    decisions: Sequence[DecisionNow],
    timetable: Timetable,
    names: Mapping[str, str],
) -> Iterator[Happened]:
    """Steps closed and decisions taken, by day."""
    steps = timetable.situation.breakdown.steps
    found = [
        Happened(
            on=each.happened_on,
            what=steps[each.key].name,
            council=names.get(each.council, "") if each.council != SHARED else "",
            evidence=each.text,
        )
        for each in given
    ]
    for taken in decisions:
        if taken.outcome and taken.meeting_on:
            what = f"decision {taken.decision}: {taken.outcome}"
            found.append(
                Happened(on=taken.meeting_on, what=what, council=taken.council, evidence="minute")
            )
    yield from sorted(found, key=lambda each: (each.on, each.what, each.council))
