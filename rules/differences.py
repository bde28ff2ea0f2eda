"""What moves between two timetables of one transition: every date, and every finding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rules.finding import Finding
from rules.findings import findings
from rules.situation import StepId
from rules.timetable import PlannedStep, Timetable

#: What is compared of each step, with its name for people.
COMPARED = {
    "meeting_on": "meeting",
    "earliest_on": "earliest",
    "over_on": "takes effect",
    "legal_limit": "last lawful day",
    "safe_limit": "last day on the strictest reading",
    "target_on": "target",
}


@dataclass(frozen=True, kw_only=True)
class Moved:
    """One date of one step that differs; `rule` is what governs the step."""

    step: StepId
    what: str
    before: date | None
    after: date | None
    rule: str | None


@dataclass(frozen=True, kw_only=True)
class Retested:
    """A finished step that would now have been late: flagged for a person, never edited."""

    step: StepId
    done_on: date
    rule: str
    limit_before: date
    limit_after: date


@dataclass(frozen=True, kw_only=True)
class Differences:
    """What moved, what appeared or went among the findings, and finished steps now short."""

    moved: tuple[Moved, ...]
    appeared: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    retested: tuple[Retested, ...]

    def __bool__(self) -> bool:
        return bool(self.moved or self.appeared or self.gone or self.retested)


def differences(before: Timetable, after: Timetable) -> Differences:
    """Everything that differs; steps in only one of the two are passed over."""
    shared = [at for at in before.steps if at in after.steps]
    old = {(f.kind, f.step, f.says): f for f in findings(before)}
    new = {(f.kind, f.step, f.says): f for f in findings(after)}
    return Differences(
        moved=tuple(m for at in shared for m in _moved(before.steps[at], after.steps[at])),
        appeared=tuple(new[key] for key in new if key not in old),
        gone=tuple(old[key] for key in old if key not in new),
        retested=tuple(r for at in shared for r in _retested(before.steps[at], after.steps[at])),
    )


def _moved(before: PlannedStep, after: PlannedStep) -> Iterator[Moved]:
    if before.status in ("done", "presumed"):
        return
    for name, what in COMPARED.items():
        old, new = getattr(before, name), getattr(after, name)
        if name == "over_on" and not before.step.decision:
            continue
        if old != new:
            yield Moved(step=before.id, what=what, before=old, after=new, rule=after.rule)
    yield from _moved_dates(before, after)


def _moved_dates(before: PlannedStep, after: PlannedStep) -> Iterator[Moved]:
    """Dates that hang on a step without bounding it: an agenda, a call-in window."""
    old = {(d.deadline.rule_id, d.what): d.deadline for d in before.dates if not d.limits}
    for dated in after.dates:
        was = old.get((dated.deadline.rule_id, dated.what))
        if dated.limits or was is None:
            continue
        first, second = (d.not_before or d.legal_limit or d.target for d in (was, dated.deadline))
        if first != second:
            yield Moved(
                step=before.id,
                what=dated.what,
                before=_day(first),
                after=_day(second),
                rule=dated.deadline.rule_id,
            )


def _retested(before: PlannedStep, after: PlannedStep) -> Iterator[Retested]:
    if before.status != "done" or before.earliest_on is None:
        return
    done_on = before.earliest_on
    old = {d.deadline.rule_id: d.limit("legal_limit") for d in before.dates if d.limits}
    for dated in after.dates:
        was, now = old.get(dated.deadline.rule_id), dated.limit("legal_limit")
        if dated.limits and was and now and done_on <= was and done_on > now:
            yield Retested(
                step=before.id,
                done_on=done_on,
                rule=dated.deadline.rule_id,
                limit_before=was,
                limit_after=now,
            )


def _day(answer: object) -> date | None:
    return answer if isinstance(answer, date) else None
