"""Checks what a transition file says against rules and calendars, before any of it is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from models.transition_file import CouncilTable, SettingRow, TransitionFile, refused
from rules.almanac import calendar
from rules.breakdown import Breakdown, breakdown
from rules.catalogue import catalogue
from rules.errors import ChangeoverError
from rules.policy import Policy, council_policy, policies, policy_from

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
        *_events(file, steps),
        *_facts(file),
        *_compare(file),
    ]
    if faults:
        raise refused(path, faults)


def policy_of(table: CouncilTable) -> Policy:
    """The policy a file gives a council: its own settings, or the one that ships.

    Raises: UnknownName, RuleRefused, FloorBroken.
    """
    if table.name is None and not table.setting and not table.closed:
        return council_policy(table.code)
    shipped = policies().get(table.code)
    return policy_from(
        {
            "code": table.code,
            "name": table.name or (shipped.name if shipped else table.code),
            "calendar": table.calendar or (shipped.calendar if shipped else "england-and-wales"),
            "setting": [row.model_dump() for row in table.setting],
            "closed": [row.model_dump() for row in table.closed],
        },
        f"council {table.code}",
    )


def contract_policy(rows: list[dict[str, Any]]) -> Policy:
    """The contract's own clauses, as a policy. Raises: RuleRefused."""
    return policy_from({"code": "contract", "name": "the contract", "setting": rows}, "contract")


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
        yield from _tried(f"council[{number}]", lambda council=council: policy_of(council))  # type: ignore[misc]
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
    for number, row in enumerate(file.chosen, 1):
        yield from _known_council(file, f"chosen[{number}]", row.council)
        yield from _meeting_day(f"chosen[{number}].meeting_on", row.meeting_on)


def _meeting_day(where: str, day: date) -> Iterator[Fault]:
    outside = list(_in_calendar(where, day))
    yield from outside
    if not outside and (why := calendar("england-and-wales").why_closed(day)):
        yield f"{where}: {day} is a closed day ({why}); give the working day of the meeting"


def _steps(file: TransitionFile, steps: Breakdown) -> Iterator[Fault]:
    for name in ("expected", "durations"):
        for key in getattr(file, name):
            yield from _known_step(steps, f"{name}.{key}", key)
    for key, days in file.durations.items():
        if days < 0:
            yield f"durations.{key}: {days} working days; give 0 or more"
    for number, row in enumerate(file.done, 1):
        yield from _in_calendar(f"done[{number}].on", row.on)
        for key in row.steps:
            yield from _known_step(steps, f"done[{number}].steps", key)


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
        if event.council:
            yield from _known_council(file, where, event.council)
        if event.on < previous:
            yield f"{where}.on: {event.on} comes before the event above it; put events in order"
        yield from _in_calendar(f"{where}.on", event.on)
        previous = event.on


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
