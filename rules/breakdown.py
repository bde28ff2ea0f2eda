"""The work breakdown as values: 13 stages and 70 steps, read from `rules/programme/*.toml`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from rules.almanac import calendar_names
from rules.catalogue import OWN_CALENDARS, Catalogue, catalogue, read_limit
from rules.errors import RuleRefused, UnknownName
from rules.rule import Gives, Limit
from rules.rule_set import RuleSet, shipped

Each = Literal["council", "employer"]
_STEP_KEYS = {
    *("key", "name", "each", "condition", "decision", "activity"),
    *("owners", "after", "usually_after"),
    *("limits", "dates", "gates", "evidence", "produces"),
    *("four_eyes", "checks_papers"),
}
_COUNT_KEYS = ("count", "days", "weeks", "months", "unit", "reading", "calendar", "roll", "why")


@dataclass(frozen=True, kw_only=True)
class Dated:
    """One date that hangs on a step: a rule (or a practice) applied to a named event.

    `event` is `expiry`, `commencement`, `transfer`, `staff-list-trigger`, `quarter-end`,
    `meeting:DECISION`, `publication:DECISION`, `done:STEP` or `target:STEP`. `applies_if` names the
    fact that switches it; an unknown fact leaves it on.
    """

    event: str
    what: str
    rule: str | None = None
    practice: Limit | None = None
    applies_if: str | None = None


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of the breakdown.

    `after` are steps that must come first; `usually_after` only says what is customary. `limits`
    bound the step's own day; `dates` hang on the step without bounding it. A step with `decision`
    is taken at a meeting and is over when the decision takes effect. `activity` names what a
    blocked window may keep out. `four_eyes` are the steps whose work it checks, itself where the
    one who does it may not close it, and `checks_papers` the kinds of papers whose authors may not:
    our practice, no rule of law.
    """

    key: str
    name: str
    stage: int
    flow: str
    owners: tuple[str, ...]
    evidence: str
    each: Each | None = None
    condition: str | None = None
    decision: str | None = None
    activity: str | None = None
    after: tuple[str, ...] = ()
    usually_after: tuple[str, ...] = ()
    limits: tuple[Dated, ...] = ()
    dates: tuple[Dated, ...] = ()
    gates: tuple[str, ...] = ()
    produces: tuple[str, ...] = ()
    four_eyes: tuple[str, ...] = ()
    checks_papers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A stage of the breakdown, and the flow that steps it."""

    number: int
    name: str
    flow: str


@dataclass(frozen=True, kw_only=True)
class Breakdown:
    """Stages and steps, in order; `steps` keeps the order of the files."""

    stages: tuple[Stage, ...]
    steps: dict[str, Step]

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps.values())

    def step(self, key: str) -> Step:
        """The step of that key. Raises: UnknownName."""
        if key not in self.steps:
            raise UnknownName(
                f"There is no step {key!r}.",
                f"a key from {next(iter(self.steps))} to {list(self.steps)[-1]}.",
                "see `changeover plan REF` for the keys.",
            )
        return self.steps[key]

    def deciding(self, decision: str) -> Step:
        """The step at which that decision is taken. Raises: UnknownName."""
        for step in self:
            if step.decision == decision:
                return step
        known = ", ".join(step.decision for step in self if step.decision)
        raise UnknownName(f"There is no decision {decision!r}.", f"one of {known}.", "name one.")

    def before(self, key: str) -> set[str]:
        """Every step that must come before this one, through all links."""
        found: set[str] = set()
        waiting = list(self.step(key).after)
        while waiting:
            earlier = waiting.pop()
            if earlier not in found:
                found.add(earlier)
                waiting += self.step(earlier).after
        return found


def breakdown(of: RuleSet | None = None) -> Breakdown:
    """The breakdown of a rule set, the one that ships unless named. Raises: RuleRefused."""
    return _breakdown(of or shipped())


@cache
def _breakdown(of: RuleSet) -> Breakdown:
    files = of.tables("programme")
    numbered = {name: table for name, table in files.items() if name[0].isdigit()}
    return read_breakdown(numbered, catalogue(of), (*calendar_names(of), *OWN_CALENDARS))


def read_breakdown(
    files: dict[str, dict[str, Any]], rules: Catalogue, calendars: Sequence[str]
) -> Breakdown:
    """A breakdown from parsed files, every name in it resolved. Raises: RuleRefused."""
    stages, steps = [], {}
    for file, table in files.items():
        stage = Stage(number=table["number"], name=table["name"], flow=table["flow"])
        stages.append(stage)
        for row in table["step"]:
            step = _step(row, stage, f"{file}, step {row.get('key')}", rules, calendars)
            if step.key in steps:
                raise _refused(f"{file}, step {step.key}", "a key used twice")
            steps[step.key] = step
    for step in steps.values():
        unknown = [key for key in (*step.after, *step.usually_after) if key not in steps]
        if unknown:
            raise _refused(f"step {step.key}", f"it follows the unknown step {', '.join(unknown)}")
    found = Breakdown(stages=tuple(stages), steps=steps)
    for step in found:
        if stray := sorted(set(step.four_eyes) - {step.key} - found.before(step.key)):
            raise _refused(f"step {step.key}", f"it checks {', '.join(stray)}, not before it")
    return found


def _step(
    row: dict[str, Any], stage: Stage, where: str, rules: Catalogue, calendars: Sequence[str]
) -> Step:
    strange = sorted(set(row) - _STEP_KEYS)
    if strange:
        raise _refused(where, f"the unknown key {', '.join(strange)}")
    missing = [key for key in ("key", "name", "owners", "after", "evidence") if key not in row]
    if missing:
        raise _refused(where, f"no {', '.join(missing)}")
    for rule_id in row.get("gates", ()):
        if rules.versions(rule_id)[-1].gives is not Gives.GATE:
            raise _refused(where, f"{rule_id} is named as a gate but gives a date")
    lists: dict[str, Any] = {
        key: tuple(row.get(key, ()))
        for key in (
            *("owners", "after", "usually_after", "gates", "produces"),
            *("four_eyes", "checks_papers"),
        )
    }
    choices: dict[str, Any] = {
        key: row.get(key) for key in ("each", "condition", "decision", "activity")
    }
    return Step(
        **{key: row[key] for key in ("key", "name", "evidence")},
        **choices,
        **lists,
        limits=tuple(_dated(item, where, rules, calendars) for item in row.get("limits", ())),
        dates=tuple(_dated(item, where, rules, calendars) for item in row.get("dates", ())),
        stage=stage.number,
        flow=stage.flow,
    )


def _dated(item: dict[str, Any], where: str, rules: Catalogue, calendars: Sequence[str]) -> Dated:
    practice = None
    if "rule" in item:
        rules.versions(item["rule"])
    else:
        practice = read_limit({k: item[k] for k in _COUNT_KEYS if k in item}, where, calendars)
    return Dated(
        event=item["from"],
        what=item["what"],
        rule=item.get("rule"),
        practice=practice,
        applies_if=item.get("applies_if"),
    )


def _refused(where: str, what: str) -> RuleRefused:
    return RuleRefused(f"{where}: {what}.", "the keys of the other steps.", "mend the file.")
