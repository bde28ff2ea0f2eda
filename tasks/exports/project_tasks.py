"""A plan as the tasks of a project program: stage, step, council, in outline order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from rules.arithmetic import spoken
from rules.timetable import PlannedStep, Timetable
from tasks.exports.lanes import OPEN, party_name
from tasks.exports.project_links import DAY_STARTS, StepLink, StepLinks, day_end, next_opening

CALENDAR = "england-and-wales"


@dataclass(frozen=True, kw_only=True)
class ProjectTask:
    """A task. A `summary` task holds the tasks of a higher `level` that come after it.

    `planned` is None for a summary. `is_held` says that its links alone would let it start
    earlier; `any_day`, that it falls on a closed day. `deadline` is the last lawful day.
    """

    level: int
    outline: str
    name: str
    start: datetime
    finish: datetime
    working_days: int
    planned: PlannedStep | None = None
    done: bool = False
    is_held: bool = False
    any_day: bool = False
    deadline: datetime | None = None
    note: str = ""
    links: tuple[StepLink, ...] = ()


def project_tasks(timetable: Timetable) -> tuple[ProjectTask, ...]:
    """Every step that is needed, under its stage and, where councils each have one, its step."""
    return tuple(_Outline(timetable).tasks())


class _Outline:
    def __init__(self, timetable: Timetable) -> None:
        self.where = timetable.situation
        self.links = StepLinks(timetable)
        self.calendar = self.where.calendar(CALENDAR, None)
        self.stages: dict[int, dict[str, list[PlannedStep]]] = {}
        for planned in timetable:
            if planned.earliest_on is not None:
                steps = self.stages.setdefault(planned.step.stage, {})
                steps.setdefault(planned.id.key, []).append(planned)

    def tasks(self) -> Iterator[ProjectTask]:
        names = {stage.number: stage.name for stage in self.where.breakdown.stages}
        for place, (stage, steps) in enumerate(self.stages.items(), start=1):
            inside = [planned for instances in steps.values() for planned in instances]
            yield self._summary(f"{place}", f"{stage} {names[stage]}", inside)
            for order, instances in enumerate(steps.values(), start=1):
                yield from self._step(f"{place}.{order}", instances)

    def _step(self, outline: str, instances: list[PlannedStep]) -> Iterator[ProjectTask]:
        step = instances[0].step
        name = f"{step.key} {step.name}"
        if step.each is None:
            yield self._task(outline, name, instances[0])
            return
        yield self._summary(outline, name, instances)
        for number, planned in enumerate(instances, start=1):
            who = party_name(self.where, planned.id.council)
            yield self._task(f"{outline}.{number}", f"{name}: {who}", planned)

    def _summary(self, outline: str, name: str, inside: list[PlannedStep]) -> ProjectTask:
        spans = [self.links.span(planned) for planned in inside]
        start, finish = min(span[0] for span in spans), max(span[1] for span in spans)
        return ProjectTask(
            level=outline.count(".") + 1,
            outline=outline,
            name=name,
            start=start,
            finish=finish,
            working_days=self._working_days(start, finish),
            done=all(planned.status not in OPEN for planned in inside),
        )

    def _task(self, outline: str, name: str, planned: PlannedStep) -> ProjectTask:
        start, finish = self.links.span(planned)
        links = self.links.into(planned.id)
        done = planned.status not in OPEN
        return ProjectTask(
            level=outline.count(".") + 1,
            outline=outline,
            name=name,
            start=start,
            finish=finish,
            working_days=self._working_days(start, finish),
            planned=planned,
            done=done,
            is_held=not done and start != self._let_start(links, start),
            any_day=not self.calendar.is_working_day(finish.date()),
            deadline=day_end(planned.legal_limit) if planned.legal_limit else None,
            note=_note(planned),
            links=links,
        )

    def _let_start(self, links: tuple[StepLink, ...], start: datetime) -> datetime | None:
        """When the links alone let it start; None where they do not say."""
        if not links or any(link.kind == "finish-to-finish" for link in links):
            return None
        allowed = max(link.allows for link in links)
        if start.time() == DAY_STARTS:
            return next_opening(self.calendar, allowed.date())
        return allowed

    def _working_days(self, start: datetime, finish: datetime) -> int:
        eve = timedelta(days=1 if start.time() == DAY_STARTS else 0)
        return self.calendar.distance(start.date() - eve, finish.date())


def _note(planned: PlannedStep) -> str:
    """What the program has no field for: the other limits, and how each date was counted."""
    lines = [f"Status: {planned.status}."]
    if planned.safe_limit:
        lines.append(f"Safe last day: {spoken(planned.safe_limit)}.")
    if planned.target_on:
        lines.append(f"Target: {spoken(planned.target_on)}.")
    lines += [f"{dated.what}: {dated.deadline.arithmetic}" for dated in planned.dates]
    return "\n".join([*lines, planned.note] if planned.note else lines)
