"""Checks what a transition file says against rules and calendars, before any of it is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from models.own_policy import contract_policy, policy_of
from models.transition_file import LinkRow, SettingRow, TransitionFile, refused
from rules.almanac import calendar
from rules.breakdown import Breakdown, Step, breakdown
from rules.catalogue import catalogue
from rules.errors import ChangeoverError
from rules.situation import SUPPLIER
from rules.windows import Window

#: A date is not in the rules but in the arithmetic of the file itself.
COMMENCEMENT = "commencement"
Fault = str


def check(file: TransitionFile, path: Path) -> None:
    """Nothing when the file can be opened as it stands.

    Raises: BadFile with every fault: file, key and remedy.
    """
    steps = breakdown()
    faults = [
        *_contract(file),
        *_councils(file),
        *_meetings(file),
        *_chosen(file),
        *_steps(file, steps),
        *_conditions(file, steps),
        *_windows(file),
        *_events(file, steps),
        *_facts(file),
        *_compare(file),
    ]
    if faults:
        raise refused(path, faults)


def _contract(file: TransitionFile) -> Iterator[Fault]:
    contract = file.contract
    if contract.started_on and contract.expiry_on <= contract.started_on:
        yield (
            f"contract.expiry_on: {contract.expiry_on} is not after started_on "
            f"{contract.started_on}; give the last day of the contract"
        )
    if contract.commencement_on <= contract.expiry_on:
        yield (
            f"contract.commencement_on: {contract.commencement_on} is not after expiry_on "
            f"{contract.expiry_on}; the new service starts the day after it ends, or later"
        )
    for key in ("expiry_on", "commencement_on"):
        yield from _in_calendar(f"contract.{key}", getattr(contract, key))
    yield from _tried("contract.setting", lambda: contract_policy(_rows(contract.setting)))


def _councils(file: TransitionFile) -> Iterator[Fault]:
    codes = [council.code for council in file.council]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield f"council: {code} stands twice; keep one"
    for number, council in enumerate(file.council, 1):
        where = f"council[{number}]"
        if council.code == SUPPLIER:
            yield f"{where}.code: {SUPPLIER!r} stands for the outgoing supplier; give another code"
        yield from _tried(where, lambda council=council: policy_of(council))  # type: ignore[misc]
        for day in council.closed:
            yield from _in_calendar(f"{where}.closed", day.on)
    for role in ("leaving", "host"):
        found = sum(council.role == role for council in file.council)
        if found != 1:
            yield f'council.role: {found} councils are "{role}"; exactly one must be'


def _meetings(file: TransitionFile) -> Iterator[Fault]:
    for number, meeting in enumerate(file.meeting, 1):
        where = f"meeting[{number}]"
        yield from _known_council(file, where, meeting.council)
        for day in meeting.on:
            yield from _meeting_day(f"{where}.on", day)


def _chosen(file: TransitionFile) -> Iterator[Fault]:
    seen: set[tuple[str, str]] = set()
    for number, row in enumerate(file.chosen, 1):
        where = f"chosen[{number}]"
        yield from _known_council(file, where, row.council)
        yield from _meeting_day(f"{where}.meeting_on", row.meeting_on)
        if (row.decision, row.council) in seen:
            yield f"{where}: {row.decision} stands twice for {row.council}; keep one meeting"
        seen.add((row.decision, row.council))


def _meeting_day(where: str, day: date) -> Iterator[Fault]:
    outside = list(_in_calendar(where, day))
    yield from outside
    if not outside and (why := calendar("england-and-wales").why_closed(day)):
        yield f"{where}: {day} is a closed day ({why}); give the working day of the meeting"


def _steps(file: TransitionFile, steps: Breakdown) -> Iterator[Fault]:
    for name in ("expected", "durations", "estimates", "no_earlier", "no_later"):
        for key in getattr(file, name):
            yield from _known_step(steps, f"{name}.{key}", key)
    for key, day in file.expected.items():
        yield from _in_calendar(f"expected.{key}", day)
    for number, link in enumerate(file.link, 1):
        yield from _link(link, f"link[{number}]", steps)
    for number, window in enumerate(file.window, 1):
        for override in window.override:
            yield from _known_step(steps, f"window[{number}].override", override.step)
    for key, days in file.durations.items():
        if days < 0:
            yield f"durations.{key}: {days} working days; give 0 or more"
    yield from _estimates(file, steps)
    for number, row in enumerate(file.done, 1):
        yield from _in_calendar(f"done[{number}].on", row.on)
        for key in row.steps:
            yield from _known_step(steps, f"done[{number}].steps", key)


def _estimates(file: TransitionFile, steps: Breakdown) -> Iterator[Fault]:
    for key, row in file.estimates.items():
        where = f"estimates.{key}"
        if not 0 <= row.low <= row.likely <= row.high:
            yield (
                f"{where}: low {row.low}, likely {row.likely}, high {row.high} working days; "
                "give 0 or more, and none below the one before it"
            )
        if key in steps.steps and steps.step(key).decision:
            yield f"{where}: a decision waits for its meeting; estimate the steps before it"


def _conditions(file: TransitionFile, steps: Breakdown) -> Iterator[Fault]:
    known = {step.key for step in steps if step.condition}
    known |= {
        dated.applies_if
        for step in steps
        for dated in (*step.limits, *step.dates)
        if dated.applies_if
    }
    names = ", ".join(sorted(known))
    for name in file.conditions:
        if name not in known:
            yield f"conditions.{name}: nothing depends on it; name one of {names}"


def _windows(file: TransitionFile) -> Iterator[Fault]:
    for number, row in enumerate(file.window, 1):
        where = f"window[{number}]"
        values = row.model_dump(exclude={"override"}) | {"activities": frozenset(row.activities)}
        yield from _tried(where, lambda values=values: Window(**values))  # type: ignore[misc]
        for key in ("opens_on", "closes_on"):
            yield from _in_calendar(f"{where}.{key}", getattr(row, key))
    for number, poll in enumerate(file.poll, 1):
        yield from _in_calendar(f"poll[{number}].on", poll.on)
        if poll.notice_on and poll.notice_on > poll.on:
            yield f"poll[{number}].notice_on: {poll.notice_on} is after the poll; mend one"


def _link(link: LinkRow, where: str, steps: Breakdown) -> Iterator[Fault]:
    for key in (link.before, link.after):
        yield from _known_step(steps, where, key)
    for name in ("least", "greatest"):
        amount = getattr(link, name)
        if amount is not None and (len(amount) != 1 or min(amount.values()) < 0):
            yield f"{where}.{name}: {amount}; give one amount, such as {{ weeks = 2 }}"


def _events(file: TransitionFile, steps: Breakdown) -> Iterator[Fault]:
    previous = date.min
    for number, event in enumerate(file.event, 1):
        where = f"event[{number}]"
        wanted = ("step",) if event.kind == "step" else ("decision", "council", "outcome")
        missing = [key for key in wanted if getattr(event, key) is None]
        if missing:
            yield f"{where}: a {event.kind} without {', '.join(missing)}; add it"
        if event.step:
            yield from _known_step(steps, f"{where}.step", event.step)
        if event.kind == "step" and event.step in steps.steps:
            yield from _done_by(where, steps.step(event.step), event.council)
        if event.council and event.council != SUPPLIER:
            yield from _known_council(file, where, event.council)
        if event.on < previous:
            yield f"{where}.on: {event.on} comes before the event above it; put events in order"
        yield from _in_calendar(f"{where}.on", event.on)
        if event.published_on:
            yield from _in_calendar(f"{where}.published_on", event.published_on)
            if event.published_on < event.on:
                yield f"{where}.published_on: {event.published_on} is before the meeting; mend it"
        previous = event.on


def _done_by(where: str, step: Step, council: str | None) -> Iterator[Fault]:
    """Whether an event names a council exactly where each council has a step of its own."""
    if step.decision:
        yield f'{where}.step: {step.key} is a decision; give kind = "decision" and its outcome'
    elif step.each is None and council:
        yield f"{where}.council: step {step.key} is shared by all councils; leave the council out"
    elif step.each and council is None:
        yield f"{where}.council: step {step.key} is done by each {step.each}; name the council"
    elif step.each == "council" and council == SUPPLIER:
        yield f"{where}.council: step {step.key} is done by each council; name the council"


def _facts(file: TransitionFile) -> Iterator[Fault]:
    seen: set[tuple[str | None, str]] = set()
    for number, fact in enumerate(file.fact, 1):
        where = f"fact[{number}]"
        if fact.council:
            yield from _known_council(file, where, fact.council)
        if (fact.value is None) != (fact.standing == "gap"):
            yield f"{where}: {fact.name} is a gap exactly when it has no value; mend one of the two"
        if (fact.council, fact.name) in seen:
            yield f"{where}: {fact.name} stands twice for {fact.council or 'all'}; keep one"
        seen.add((fact.council, fact.name))


def _compare(file: TransitionFile) -> Iterator[Fault]:
    for number, row in enumerate(file.compare, 1):
        where = f"compare[{number}]"
        if row.council:
            yield from _known_council(file, where, row.council)
        yield from _in_calendar(f"{where}.event", row.event)
        if row.rule != COMMENCEMENT:
            yield from _tried(f"{where}.rule", lambda row=row: catalogue().versions(row.rule))  # type: ignore[misc]


def _known_council(file: TransitionFile, where: str, code: str) -> Iterator[Fault]:
    codes = [council.code for council in file.council]
    if code not in codes:
        yield f"{where}.council: unknown council {code!r}; name one of {', '.join(codes)}"


def _known_step(steps: Breakdown, where: str, key: str) -> Iterator[Fault]:
    yield from _tried(where, lambda: steps.step(key))


def _in_calendar(where: str, day: date) -> Iterator[Fault]:
    yield from _tried(where, lambda: calendar("england-and-wales").is_working_day(day))


def _tried(where: str, attempt: Callable[[], object]) -> Iterator[Fault]:
    try:
        attempt()
    except ChangeoverError as error:
        yield f"{where}: {error.found} {error.remedy}".strip()


def _rows(settings: list[SettingRow]) -> list[dict[str, Any]]:
    return [row.model_dump() for row in settings]
