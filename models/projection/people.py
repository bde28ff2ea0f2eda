"""Steps given to people, handed over and taken off; and who stands in for whom, from when to when.

Names stand in the log as the audit needs them; nothing else of a person does.
"""

from __future__ import annotations

from collections.abc import Iterator

from models.projection.changes import Acts, Add, Amend, Change, Data, Kept, day
from models.tables import SHARED, Assignment, StandIn


def _assigned(entry: Kept, data: Data) -> Iterator[Change]:
    if data["was"]:
        yield _ended(data, data["step"], data["council"], "reassigned")
    yield _held(entry, data, data["step"], data["council"], data["person"])


def _taken_off(entry: Kept, data: Data) -> Iterator[Change]:
    yield _ended(data, data["step"], data["council"], "taken-off")


def _handed_over(entry: Kept, data: Data) -> Iterator[Change]:
    for key, council in _steps(data):
        yield _ended(data, key, council, "handed-over")
        yield _held(entry, data, key, council, data["to"])


def _left(entry: Kept, data: Data) -> Iterator[Change]:
    for key, council in _steps(data):
        yield _ended(data, key, council, "left")


def _agreed(entry: Kept, data: Data) -> Iterator[Change]:
    yield Add(
        table=StandIn,
        values={
            "absent": data["absent"],
            "deputy": data["deputy"],
            "from_on": day(data["from_on"]),
            "until_on": day(data["until_on"]),
            "sequence": entry.sequence,
        },
    )


def _stand_in_ended(entry: Kept, data: Data) -> Iterator[Change]:
    where = {"sequence": data["stand_in"]}
    yield Amend(table=StandIn, where=where, values={"until_on": day(data["until_on"])})


def _held(entry: Kept, data: Data, key: str, council: str, person: str) -> Add:
    values = {"key": key, "council": council, "person": person, "since_on": day(data["on"])}
    return Add(table=Assignment, values={**values, "sequence": entry.sequence})


def _ended(data: Data, key: str, council: str, how: str) -> Amend:
    return Amend(
        table=Assignment,
        where={"key": key, "council": council, "ended": ""},
        values={"ended": how, "until_on": day(data["on"])},
    )


def _steps(data: Data) -> Iterator[tuple[str, str]]:
    """Steps as an entry lists them: `2.4`, `1.7 northmere`."""
    for step in data["steps"]:
        key, _, council = step.partition(" ")
        yield key, council or SHARED


ACTS: Acts = {
    "step-assigned": _assigned,
    "step-taken-off": _taken_off,
    "steps-handed-over": _handed_over,
    "person-left": _left,
    "stand-in-agreed": _agreed,
    "stand-in-ended": _stand_in_ended,
}
