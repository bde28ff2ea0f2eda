"""What a document tells of the plan and its log: gates, criteria, milestones, deadlines kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from models.paper_facts import PaperFacts
from models.progress import DeadlineKept, Progress, StepNow
from rules.breakdown import breakdown
from rules.counting import months_before
from tasks.drawing.lettering import short_date
from tasks.papers.ledger import Ledger
from tasks.papers.wording import listed, named, sentence

#: The hard gates: what each asks, and the steps it stands on.
GATES = (
    ("G1", "every council's final decision has taken effect", ("1.12",)),
    ("G2", "assistance is asked for and the exit plan approved", ("2.4", "3.3")),
    ("G3", "people, data and agreement are in place", ("6.8", "7.2", "8.5")),
    ("G4", "the decision to go is taken", ("10.4",)),
)
GO_NO_GO = "10.4"
#: Steps that are decisions of a board or an officer, beside those of a cabinet.
_DECIDED = ("2.1", "3.3", "5.2", GO_NO_GO)
#: Steps that are milestones whether a rule bounds them or not.
_MILESTONES = ("8.5", GO_NO_GO, "11.1")
_WEEKS_AHEAD = 8
_OVER = ("done", "presumed", "decided")
_LATE = ("breached", "cannot-be-met", "meeting-passed", "unplannable")
_NEAR = ("at-risk", "target-passed", "target-out-of-reach", "no-meeting")

#: Stands where a council would, for a step that is one for all of them.
ALL = "all"

Row = tuple[str, ...]


class GateNow(NamedTuple):
    """A gate; `opened_on` is the day its last step was done, None while any is open."""

    name: str
    asks: str
    stands_on: tuple[StepNow, ...]
    opened_on: date | None
    waits_for: tuple[StepNow, ...]


def gates(progress: Progress) -> tuple[GateNow, ...]:
    """Every hard gate, as the steps recorded have it."""
    found = []
    for name, asks, keys in GATES:
        steps = tuple(step for key in keys for step in progress.of(key))
        waits = tuple(step for step in steps if step.status not in ("done", "not-required"))
        days = [step.closed_on for step in steps if step.closed_on]
        opened = max(days) if days and not waits else None
        found.append(GateNow(name, asks, steps, opened, waits))
    return tuple(found)


def go_no_go(facts: PaperFacts, ledger: Ledger) -> Mapping[str, Any]:
    """Gates, criteria and warnings for the report on going or not going."""
    found = gates(facts.progress)
    decision = next(iter(facts.progress.of(GO_NO_GO)), None)
    return {
        "gates": found,
        "gate_rows": [
            (
                f"{gate.name}: {gate.asks}",
                "; ".join(dict.fromkeys(f"{s.key} {s.name}" for s in gate.stands_on)) or "no step",
                short_date(gate.opened_on) if gate.opened_on else "not open",
                _waited_for(gate, {council.name for council in facts.councils}),
            )
            for gate in found
        ],
        "criteria": _once((_criterion(step) for step in _before_go(facts)), facts),
        "warnings": _warnings(facts.progress),
        "decide_on": (decision.target_on or decision.planned_on) if decision else None,
    }


def _before_go(facts: PaperFacts) -> Iterable[StepNow]:
    """The steps that must come before the decision to go."""
    steps = breakdown(facts.rule_set)
    return (step for key in steps.step(GO_NO_GO).after for step in facts.progress.of(key))


def _criterion(step: StepNow) -> Row:
    day = step.closed_on or step.planned_on
    when = f"{'done' if step.closed_on else 'planned for'} {short_date(day)}" if day else "no day"
    evidence = f"{step.evidence} ({step.given_by})" if step.evidence else "none recorded"
    return f"{step.key} {step.name}", step.council or ALL, _status(step), when, evidence


def _status(step: StepNow) -> str:
    words = {"done": "met", "decided": "decided", "presumed": "presumed, without a record"}
    return words.get(step.status, f"open: {step.status.replace('-', ' ')}")


def highlight(facts: PaperFacts, ledger: Ledger) -> Mapping[str, Any]:
    """The month up to the day of the report, and what the plan has after it."""
    since = months_before(facts.on, 1) + timedelta(days=1)
    until = facts.on + timedelta(weeks=_WEEKS_AHEAD)
    return {
        "since": since,
        "until": until,
        "rating_time": _rating(facts.progress),
        "happened": _once(_happened(facts.progress, since, facts.on), facts),
        "milestone_rows": _once(map(_milestone, _milestones(facts.progress)), facts),
        "decisions_due": _once(_due(facts.progress, facts.on, until), facts),
        "warnings": _warnings(facts.progress),
    }


def _rating(progress: Progress) -> str:
    kinds = Counter(finding.kind for finding in progress.findings)
    late, near = (sum(kinds[kind] for kind in group) for group in (_LATE, _NEAR))
    if late:
        return f"Red: {late} last day{'s' if late > 1 else ''} cannot be kept"
    if near:
        return f"Amber: {near} date{'s are' if near > 1 else ' is'} at risk or past its target"
    return "Green: every last day can be kept"


def _happened(progress: Progress, since: date, until: date) -> list[Row]:
    return [
        (sentence(each.what), each.council or ALL, short_date(each.on), each.evidence)
        for each in progress.happened
        if since <= each.on <= until
    ]


def _milestones(progress: Progress) -> list[StepNow]:
    """The decisions, the steps that law or a clause bounds, and the main others; by day."""
    bound = {(each.step, each.council) for each in progress.deadlines if each.last_day}
    found = [
        step
        for step in progress.steps
        if step.status != "not-required"
        and (step.key in _MILESTONES or step.decision or (step.key, step.council) in bound)
    ]
    return sorted(found, key=lambda s: (s.closed_on or s.planned_on or date.max, s.key, s.council))


def _milestone(step: StepNow) -> Row:
    day = step.closed_on or step.planned_on
    return (
        f"{step.key} {step.name}",
        step.council or ALL,
        short_date(day) if day else "no day",
        short_date(step.last_day) if step.last_day else "none",
        "the meeting" if step.decision else step.rule or "none",
        _status(step),
    )


def _due(progress: Progress, on: date, until: date) -> list[Row]:
    """The decisions still to take from the day of the report to eight weeks on, by day."""
    found: list[tuple[date, Row]] = []
    for step in progress.steps:
        if step.status in (*_OVER, "not-required"):
            continue
        day = step.meeting_on if step.decision else step.target_on or step.planned_on
        if (step.decision or step.key in _DECIDED) and day and on < day <= until:
            last = short_date(step.last_day) if step.last_day else "none in law or contract"
            found.append((day, (step.name, step.council or ALL, short_date(day), last)))
    return [row for _, row in sorted(found)]


def lessons(facts: PaperFacts, ledger: Ledger) -> Mapping[str, Any]:
    """The timeline and the deadlines kept, for the review of the whole transition."""
    deadlines = facts.progress.deadlines
    counted = Counter(each.verdict for each in deadlines)
    order = ("met", "at risk", "missed", "target met", "target missed", "no record", "open")
    return {
        "happened": _once(_happened(facts.progress, date.min, facts.on), facts),
        "verdicts": [f"{counted[verdict]} {verdict}" for verdict in order if counted[verdict]],
        "deadlines": _once(map(_deadline, deadlines), facts, at=2),
    }


def _deadline(kept: DeadlineKept) -> Row:
    return (
        kept.rule,
        sentence(kept.what),
        kept.council or ALL,
        _last_day(kept.last_day, kept.safe_day, kept.target_on),
        short_date(kept.done_on) if kept.done_on else "not recorded",
        kept.verdict,
    )


def _last_day(last: date | None, safe: date | None, target: date | None) -> str:
    if last is None:
        return f"target {short_date(target)}" if target else "none"
    if safe and safe != last:
        return f"{short_date(last)} ({short_date(safe)} on the strictest reading)"
    return short_date(last)


def _warnings(progress: Progress) -> list[str]:
    """What the plan shows is late or near, one line for all the councils of which it is true."""
    found: dict[str, list[str]] = {}
    for each in progress.findings:
        if each.kind in (*_LATE, *_NEAR):
            found.setdefault(each.says, []).extend([each.council] if each.council else [])
    return [_with_councils(says, councils) for says, councils in found.items()]


def _with_councils(says: str, councils: list[str]) -> str:
    """What is said, with the councils after the name of the step."""
    step, colon, rest = says.partition(":")
    return f"{step} ({listed(map(named, councils))}){colon}{rest}" if councils else says


def _once(rows: Iterable[Row], facts: PaperFacts, *, at: int = 1) -> list[Row]:
    """The rows in order, those alike but for the council, which stands `at` a place, as one."""
    found: dict[Row, list[str]] = {}
    for row in rows:
        found.setdefault((*row[:at], *row[at + 1 :]), []).append(row[at])
    everyone = {council.name for council in facts.councils}
    return [
        (*rest[:at], _together(dict.fromkeys(councils), everyone), *rest[at:])
        for rest, councils in found.items()
    ]


def _together(councils: Iterable[str], everyone: set[str]) -> str:
    """The councils in words: `each council` where none is missing."""
    names = list(councils)
    others = [name for name in names if name not in everyone]
    every = len(everyone) > 1 and everyone <= set(names)
    return listed(["each council", *others] if every else names)


def _waited_for(gate: GateNow, everyone: set[str]) -> str:
    """The steps that a gate waits for, each once with the councils that must still take it."""
    found: dict[str, list[str]] = {}
    for step in gate.waits_for:
        found.setdefault(f"{step.key} {step.name}", []).extend([step.council] * bool(step.council))
    said = (f"{n} ({_together(c, everyone)})" if c else n for n, c in found.items())
    return "; ".join(said) or "nothing"
