"""The shape of a transition file: what may stand in it, and every fault found on reading it."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rules.errors import BadFile
from rules.gaps import GapUnit

Standing = Literal["recorded", "press", "computed", "general knowledge", "invented", "gap"]
Outcome = Literal["approved", "amended", "noted", "deferred", "refused"]
DecisionName = Literal["in-principle", "final"]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SettingRow(_Table):
    """Something a council or the contract fixes for itself (see docs/policies.md)."""

    parameter: str
    value: Any
    cite: str
    url: str = ""
    standing: str = "confirmed"


class SupplierTable(_Table):
    name: str


class ContractTable(_Table):
    title: str
    started_on: date | None = None
    expiry_on: date
    commencement_on: date
    regime: Literal["PCR2015", "PA2023"] | None = None
    setting: list[SettingRow] = []


class ClosedDay(_Table):
    on: date
    name: str


class CouncilTable(_Table):
    """A council: by code alone where its policy ships, else with its name and settings."""

    code: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    role: Literal["leaving", "host", "partner"]
    body: str
    name: str | None = None
    calendar: str | None = None
    setting: list[SettingRow] = []
    closed: list[ClosedDay] = []


class MeetingRow(_Table):
    council: str
    on: list[date]
    source: str


class ChosenRow(_Table):
    """The meeting at which a council is to take a decision."""

    decision: DecisionName
    council: str
    meeting_on: date


class FactRow(_Table):
    name: str
    council: str | None = None
    value: str | None = None
    source: str
    url: str = ""
    standing: Standing


class OverrideRow(_Table):
    """A step let into a window all the same, by whom and why."""

    step: str
    by: str
    reason: str


class WindowRow(_Table):
    name: str
    opens_on: date
    closes_on: date
    activities: list[str]
    basis: str
    override: list[OverrideRow] = []


class LinkRow(_Table):
    """A further link between two steps; `least` and `greatest` are one amount each."""

    before: str
    after: str
    kind: Literal["finish-to-start", "start-to-start", "finish-to-finish"] = "finish-to-start"
    least: dict[GapUnit, int] | None = None
    greatest: dict[GapUnit, int] | None = None


class EstimateRow(_Table):
    """Working days that a step takes at the least, most likely and at the most."""

    low: int
    likely: int
    high: int


class PollRow(_Table):
    on: date
    where: str
    notice_on: date | None = None


class DoneRow(_Table):
    """Steps that were over before the record of this transition begins."""

    steps: list[str]
    on: date
    by: str
    evidence: str


class EventRow(_Table):
    """Something that happened, for `replay`: a step recorded, or a decision taken."""

    on: date
    kind: Literal["step", "decision"]
    by: str
    evidence: str
    step: str | None = None
    council: str | None = None
    decision: DecisionName | None = None
    outcome: Outcome | None = None
    published_on: date | None = None
    presume_earlier: bool = False


class CompareRow(_Table):
    """One date to set beside the public record at the end of a replay."""

    what: str
    rule: str
    event: date
    council: str | None = None
    record: str
    record_on: date | None = None
    source: str


class TransitionFile(_Table):
    """A whole transition file."""

    reference: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str
    about: str = ""
    invented: bool = False
    clock_from: date | None = None
    supplier: SupplierTable
    contract: ContractTable
    council: list[CouncilTable] = Field(min_length=1)
    meeting: list[MeetingRow] = []
    chosen: list[ChosenRow] = []
    fact: list[FactRow] = []
    done: list[DoneRow] = []
    conditions: dict[str, bool] = {}
    durations: dict[str, int] = {}
    estimates: dict[str, EstimateRow] = {}
    expected: dict[str, date] = {}
    no_earlier: dict[str, date] = {}
    no_later: dict[str, date] = {}
    link: list[LinkRow] = []
    costs_per_week: dict[str, Decimal] = {}
    window: list[WindowRow] = []
    poll: list[PollRow] = []
    event: list[EventRow] = []
    compare: list[CompareRow] = []


def read_transition_file(path: Path) -> TransitionFile:
    """The file as values, its shape proved; what it says is checked by `models.intake`.

    Raises: BadFile naming the file, every key at fault and what to do.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BadFile(
            f"{path}: there is no such file.", "a transition file.", "check the path."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(
            f"{path}: cannot be read ({error}).", "a UTF-8 text file.", "check it."
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise BadFile(f"{path}: {error}.", "a file in TOML.", "mend that line.") from error
    try:
        return TransitionFile.model_validate(table)
    except ValidationError as error:
        faults = [f"{_place(item['loc'])}: {item['msg']}" for item in error.errors()]
        raise refused(path, faults) from error


def refused(path: Path, faults: list[str]) -> BadFile:
    """The one error for a file, with every fault in it."""
    listed = "\n".join(f"  - {fault}" for fault in faults)
    count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    return BadFile(
        f"{path}: {count}:\n{listed}",
        "a transition file as docs/transition-file.md describes.",
        "mend every line named; nothing was written.",
    )


def _place(loc: tuple[int | str, ...]) -> str:
    words = ""
    for part in loc:
        words += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if words else str(part)
    return words or "the file"
