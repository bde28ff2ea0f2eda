"""What a timetable shows that somebody must know: returned, never raised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from rules.arithmetic import plural, spoken
from rules.errors import ChangeoverError
from rules.finding import KINDS, Finding
from rules.held_findings import held_up, to_compensate
from rules.network import GO_LIVE
from rules.rule import Relief
from rules.situation import StepId
from rules.timetable import PlannedStep, Timetable

#: A limit this many working days ahead, or fewer, is due soon.
DUE_SOON_WORKING_DAYS = 10
#: Kinds that say a limit cannot be kept.
INFEASIBLE = ("unplannable", "breached", "cannot-be-met", "meeting-passed")
EXTENSION = "CON-01"


def findings(timetable: Timetable) -> list[Finding]:
    """Every finding of a timetable, gravest first, then by day."""
    found = [finding for planned in timetable for finding in _of_step(timetable, planned)]
    found += [*_assumed_clauses(timetable), *held_up(timetable), *to_compensate(timetable)]
    found += [
        Finding(kind="gap", step=at, rule=None, says=f"{what}: not worked out. {why}")
        for (at, what), why in timetable.beyond.items()
    ]
    return sorted(
        found,
        key=lambda f: (
            KINDS.index(f.kind),
            f.limit_on or date.max,
            f.step.key,
            f.step.council or "",
        ),
    )


def unplannable(reference: str, error: ChangeoverError) -> Finding:
    """The finding for a transition whose timetable cannot be drawn up at all."""
    says = f"{reference} cannot be planned: {error.found} {error.remedy}"
    return Finding(kind="unplannable", step=StepId("11.1"), rule=None, says=says)


def is_feasible(timetable: Timetable) -> bool:
    """Whether every limit can still be kept: nothing breached, out of reach or passed by.

    A body whose dates are not known does not make a plan infeasible while a lawful day is left.
    """
    return not infeasible(findings(timetable))


def infeasible(found: Iterable[Finding]) -> list[Finding]:
    """Those findings that say a limit cannot be kept."""
    return [finding for finding in found if finding.kind in INFEASIBLE]


def _of_step(timetable: Timetable, planned: PlannedStep) -> Iterator[Finding]:
    if planned.status in ("done", "presumed", "decided", "not-required"):
        return
    today = timetable.situation.today
    name = f"{planned.id} {planned.step.name}"
    if not planned.meeting_is_known:
        yield _finding(timetable, planned, "no-meeting", f"{name}: {planned.note}.")
    if not is_bounded(planned):
        return
    limit, earliest = planned.legal_limit, planned.earliest_on
    if planned.step.decision and limit and limit < today:
        says = (
            f"{name}: {spoken(limit)} has passed and no decision is recorded; "
            f"the earliest meeting now is {spoken(earliest or today)}."
        )
        yield _finding(timetable, planned, "meeting-passed", says, limit, _short(planned))
    elif limit and limit < today and _is_own(planned, limit):
        says = f"{name}: the last lawful day was {spoken(limit)}."
        yield _finding(timetable, planned, "breached", says, limit, _short(planned))
    elif limit and earliest and earliest > limit:
        short = _short(planned)
        last = "lawful day" if _is_own(planned, limit) else "day that serves what comes after it"
        says = (
            f"{name}: it can happen on {spoken(earliest)} at the earliest, "
            f"{plural(short or 0, 'working day')} after the last {last}, {spoken(limit)}."
        )
        yield _finding(timetable, planned, "cannot-be-met", says, limit, short)
    elif planned.safe_limit and earliest and earliest > planned.safe_limit and limit:
        says = (
            f"{name}: past {spoken(planned.safe_limit)}, the last day on the strictest reading; "
            f"lawful until {spoken(limit)} on the other ({_reading(planned)})."
        )
        yield _finding(timetable, planned, "at-risk", says, planned.safe_limit)
    else:
        yield from _near(timetable, planned, name, today)


def _near(timetable: Timetable, planned: PlannedStep, name: str, today: date) -> Iterator[Finding]:
    limit = planned.legal_limit or planned.target_on
    if limit is None:
        return
    if limit < today:
        says = f"{name}: the target, {spoken(limit)}, has passed; no limit of law has."
        yield _finding(timetable, planned, "target-passed", says, limit)
        return
    if planned.earliest_on and planned.earliest_on > limit:
        says = f"{name}: the target, {spoken(limit)}, is out of reach: "
        says += f"{spoken(planned.earliest_on)} at the earliest."
        yield _finding(timetable, planned, "target-out-of-reach", says, limit)
        return
    calendar = timetable.situation.calendar("council", planned.id.council)
    left = calendar.distance(today, min(limit, calendar.known_until))
    if left <= DUE_SOON_WORKING_DAYS and planned.status == "ready":
        says = f"{name}: due by {spoken(limit)}, in {plural(left, 'working day')}."
        yield _finding(timetable, planned, "due-soon", says, limit)


def _finding(
    timetable: Timetable,
    planned: PlannedStep,
    kind: str,
    says: str,
    limit_on: date | None = None,
    short: int | None = None,
) -> Finding:
    chain = tuple(timetable.chain(planned.id))
    late = KINDS.index(kind) <= KINDS.index("no-meeting")
    return Finding(
        kind=kind,
        step=planned.id,
        rule=planned.rule,
        says=says,
        limit_on=limit_on,
        short_by_working_days=short,
        chain=chain if late else (),
        relief=tuple(_reliefs(timetable, chain)) if late else (),
    )


def is_bounded(planned: PlannedStep) -> bool:
    """Whether a rule of its own bounds the step: what is late only with it is not told twice."""
    return bool(
        planned.id.key == GO_LIVE
        or planned.step.decision
        or any(dated.limits for dated in planned.dates)
    )


def _is_own(planned: PlannedStep, limit: date) -> bool:
    """Whether a limit is fixed by a rule of the step's own, not by what follows it."""
    return any(d.limits and d.limit("legal_limit") == limit for d in planned.dates)


def _short(planned: PlannedStep) -> int | None:
    return -planned.slack_working_days if planned.slack_working_days is not None else None


def _reading(planned: PlannedStep) -> str:
    for dated in planned.dates:
        if dated.limits and dated.deadline.legal_limit != dated.deadline.safe_limit:
            return dated.deadline.reading
    return "the most permissive defensible reading"


def _reliefs(timetable: Timetable, chain: tuple[StepId, ...]) -> Iterator[Relief]:
    """What the rules along the chain still allow, and a longer contract while it can be had."""
    seen: set[str] = set()
    for at in chain[::-1]:
        for dated in timetable.steps[at].dates:
            rule_id = dated.deadline.rule_id
            for relief in timetable.situation.rules.rule(rule_id).relief if rule_id else ():
                if relief.says not in seen:
                    seen.add(relief.says)
                    yield relief
    for planned in timetable:
        for dated in planned.dates:
            last = dated.limit("legal_limit")
            option = dated.deadline.rule_id == EXTENSION and planned.status != "done"
            if option and last and last >= timetable.situation.today:
                yield Relief(says=f"Extend the contract: by {spoken(last)}.", rule=EXTENSION)


def _assumed_clauses(timetable: Timetable) -> Iterator[Finding]:
    """Usual contract terms shown for a contract whose own clause is not known."""
    for planned in timetable:
        for dated in planned.dates:
            if dated.limits and not dated.binds and planned.status in ("ready", "waiting"):
                yield Finding(
                    kind="gap",
                    step=planned.id,
                    rule=dated.deadline.rule_id,
                    says=(
                        f"{dated.what}: this contract's own clause is not known; the target of "
                        f"{spoken(dated.limit('target') or timetable.situation.expiry_on)} "
                        "rests on the usual term and bounds nothing."
                    ),
                    limit_on=dated.limit("target"),
                )
