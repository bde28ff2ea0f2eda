"""Explains a plan: the chain behind a step's dates, and what a change would do, as plain values."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from models.late_holidays import rows
from models.scenarios import WhatIf
from rules.arithmetic import plural, spoken
from rules.errors import UnknownName
from rules.remedies import remedies
from rules.situation import StepId
from rules.timetable import PlannedStep, Timetable

WORKING_DAYS_A_WEEK = 5


def explain(timetable: Timetable, key: str, council: str | None) -> dict[str, Any]:
    """Why a step has its earliest and its last day, link by link, and what would help.

    Raises: UnknownName.
    """
    at = _instance(timetable, key, council)
    planned = timetable.steps[at]
    return {
        "step": key,
        "council": at.council,
        "says": _says(planned),
        "chain": [_waits(timetable, each) for each in timetable.chain(at)],
        "bound": [_bounds(timetable, each) for each in timetable.bound(at)],
        "dates": [
            {
                "rule": dated.deadline.rule_id or None,
                "what": dated.what,
                "legal_limit": dated.deadline.legal_limit,
                "safe_limit": dated.deadline.safe_limit,
                "target": dated.deadline.target,
                "not_before": dated.deadline.not_before,
                "arithmetic": dated.deadline.arithmetic,
                "reading": dated.deadline.reading,
            }
            for dated in planned.dates
        ],
        "slack_working_days": planned.slack_working_days,
        "last_serving_on": planned.last_serving_on,
        "remedies": [
            {
                "says": each.says(),
                "rules": list(each.rules),
                "costs": list(each.costs),
                "changes": [change.row() for change in each.changes],
            }
            for each in remedies(timetable, at)
        ],
    }


def what_if_rows(found: WhatIf) -> dict[str, Any]:
    """What changes would do: every date that moves, findings that appear and go, and the cost."""
    return {
        "says": found.says,
        "moved": rows(found.differs),
        "appeared": [finding.row() for finding in found.differs.appeared],
        "gone": [finding.row() for finding in found.differs.gone],
        "slip_working_days": found.slip_working_days,
        "cost": cost_of_slip(found),
    }


def cost_of_slip(found: WhatIf) -> str:
    """What a later go-live costs a week, where the transition file gives the prices."""
    days = found.slip_working_days or 0
    if days <= 0:
        return (
            "Go-live does not move."
            if days == 0
            else f"Go-live comes {plural(-days, 'working day')} sooner."
        )
    costs = found.before.situation.costs_per_week
    weeks = Decimal(days) / WORKING_DAYS_A_WEEK
    told = f"Go-live moves by {plural(days, 'working day')}."
    if not costs:
        return f"{told} The cost of a week is not known: give it under [costs_per_week]."
    parts = [
        f"{name.replace('_', ' ')} £{Decimal(each) * weeks:,.0f}" for name, each in costs.items()
    ]
    return f"{told} At the prices given that costs {' and '.join(parts)}."


def _instance(timetable: Timetable, key: str, council: str | None) -> StepId:
    step = timetable.situation.breakdown.step(key)
    instances = timetable.situation.instances(step)
    wanted = council.lower() if council else None
    if step.each is None:
        return instances[0]
    if wanted is None:
        slack = {at: timetable.steps[at].slack_working_days for at in instances}
        return min(instances, key=lambda at: (slack[at] is None, slack[at] or 0))
    if StepId(key, wanted) not in instances:
        raise UnknownName(
            f"Step {key} has no instance for {council!r}.",
            f"one of {', '.join(at.council or '' for at in instances)}.",
            "name one.",
        )
    return StepId(key, wanted)


def _says(planned: PlannedStep) -> list[str]:
    lines = [f"{planned.id} {planned.step.name}: {planned.status}."]
    if planned.earliest_on:
        lines.append(f"Earliest: {spoken(planned.earliest_on)}.")
    if planned.legal_limit:
        lines.append(f"Last day: {spoken(planned.legal_limit)}.")
    slack = planned.slack_working_days
    if slack is not None:
        late = f"short by {plural(-slack, 'working day')}" if slack < 0 else f"{slack} working days"
        lines.append(f"Slack: {late}.")
    if planned.last_serving_on:
        day = spoken(planned.last_serving_on)
        lines.append(f"A meeting up to {day} would still serve, if one were held.")
    if planned.note:
        lines.append(f"{planned.note[0].upper()}{planned.note[1:]}.")
    return lines


def _waits(timetable: Timetable, at: StepId) -> dict[str, Any]:
    planned = timetable.steps[at]
    because = "today" if planned.status in ("ready", "waiting") else planned.status
    if planned.driver:
        over = timetable.steps[planned.driver].over_on
        because = f"{planned.driver} is over on {_day(over)}"
    work = timetable.situation.working_days(at)
    if work:
        because += f", then {plural(work, 'working day')} of work"
    if planned.step.decision and planned.over_on:
        because += f"; takes effect on {_day(planned.over_on)}"
    return _row(planned, planned.earliest_on, because)


def _bounds(timetable: Timetable, at: StepId) -> dict[str, Any]:
    planned = timetable.steps[at]
    if planned.limiter:
        later = timetable.steps[planned.limiter]
        because = f"{planned.limiter} must follow by {_day(later.legal_limit)}"
    elif planned.legal_limit is None:
        because = "nothing bounds it"
    else:
        own = [
            d for d in planned.dates if d.limit("legal_limit") == planned.legal_limit and d.limits
        ]
        because = own[0].deadline.arithmetic if own else "the day fixed for it"
    return _row(planned, planned.legal_limit, because)


def _row(planned: PlannedStep, day: date | None, because: str) -> dict[str, Any]:
    return {"step": str(planned.id), "name": planned.step.name, "day": day, "because": because}


def _day(day: date | None) -> str:
    return spoken(day) if day else "no known day"
