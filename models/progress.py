"""Where a transition stands, as the plain values that a document tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class StepNow:
    """One instance of a step. `closed_on` is None while it is open; `planned_on` its earliest day.

    `last_day` is the last lawful day that a rule or what follows leaves it, `target_on` practice.
    `council` is a name, empty where the step is shared. `rule` fixes its last day. A step with a
    `decision` is taken at a meeting.
    """

    key: str
    council: str
    name: str
    stage: str
    owners: tuple[str, ...]
    status: str
    closed_on: date | None
    planned_on: date | None
    last_day: date | None
    target_on: date | None
    rule: str
    decision: str = ""
    meeting_on: date | None = None
    evidence: str = ""
    given_by: str = ""


@dataclass(frozen=True, kw_only=True)
class DecisionNow:
    """A decision of one council. `outcome` is empty until it is taken.

    `life` are the days on which something came of it, each with what, in the order of the days;
    `conditions` what it was made subject to.
    """

    decision: str
    code: str
    council: str
    body: str
    meeting_on: date | None
    outcome: str = ""
    published_on: date | None = None
    effective_on: date | None = None
    life: tuple[tuple[date, str], ...] = ()
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DeadlineKept:
    """A last day that a rule set for a step, and whether it was kept.

    `verdict` is `met`, `at risk` (in time on the most permissive reading only, or past the
    strictest and still open), `missed`, `open`, `target met` or `target missed` where no law or
    clause binds, or `no record` for a step presumed done.
    """

    rule: str
    step: str
    what: str
    council: str
    last_day: date | None
    safe_day: date | None
    target_on: date | None
    done_on: date | None
    verdict: str


@dataclass(frozen=True, kw_only=True)
class Happened:
    """Something recorded: a step closed on its evidence, or a decision taken."""

    on: date
    what: str
    council: str
    evidence: str


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What the plan shows that somebody must know; `kind` as in the findings of a plan.

    `says` begins with the step's name; `council` is the council's name, empty where the step is
    one for all.
    """

    kind: str
    says: str
    rule: str
    council: str = ""


@dataclass(frozen=True, kw_only=True)
class Progress:
    """All of it, as known on the day of the document. `costs_per_week` are pounds, by name."""

    steps: tuple[StepNow, ...] = ()
    decisions: tuple[DecisionNow, ...] = ()
    deadlines: tuple[DeadlineKept, ...] = ()
    happened: tuple[Happened, ...] = ()
    findings: tuple[Finding, ...] = ()
    costs_per_week: tuple[tuple[str, str], ...] = ()

    def of(self, key: str) -> tuple[StepNow, ...]:
        """Every instance of a step."""
        return tuple(step for step in self.steps if step.key == key)
