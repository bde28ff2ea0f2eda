"""Changes to a plan that are tried before they are made: each gives another situation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

from rules.arithmetic import plural, spoken
from rules.errors import InputError
from rules.reliefs import NoticeException
from rules.situation import DecisionId, Situation, StepId


class Change(Protocol):
    """Something that could be done to a plan."""

    def apply(self, where: Situation) -> Situation:
        """The situation with the change made. Raises: InputError when it cannot be."""
        ...

    def says(self) -> str:
        """The change in words, without whose it is."""
        ...

    def whose(self) -> str:
        """The council whose change it is, or nothing."""
        ...

    def row(self) -> dict[str, Any]:
        """The change as plain values, to be kept."""
        ...


@dataclass(frozen=True, kw_only=True)
class Slip:
    """A step takes so many working days more than planned; fewer, when negative."""

    step: StepId
    working_days: int

    def apply(self, where: Situation) -> Situation:
        instances = where.instances(where.breakdown.step(self.step.key))
        if self.step.council and self.step not in instances:
            raise InputError(
                f"Step {self.step.key} has no instance for {self.step.council!r}.",
                f"one of {', '.join(str(at) for at in instances)}.",
                "name one.",
            )
        total = where.slips.get(self.step, 0) + self.working_days
        return replace(where, slips={**where.slips, self.step: total})

    def says(self) -> str:
        days = plural(abs(self.working_days), "working day")
        return f"step {self.step} takes {days} {'less' if self.working_days < 0 else 'more'}"

    def whose(self) -> str:
        return ""

    def row(self) -> dict[str, Any]:
        return {
            "change": "slip",
            "step": self.step.key,
            "council": self.step.council,
            "working_days": self.working_days,
        }


@dataclass(frozen=True, kw_only=True)
class ChooseMeeting:
    """A council takes a decision at a meeting of that day, an extra one if need be.

    A decision that was taken since is left as it was taken.
    """

    decision: DecisionId
    meeting_on: date

    def apply(self, where: Situation) -> Situation:
        if where.has_carried(self.decision) or where.closed_on(where.deciding(self.decision)):
            return where
        why = where.calendar("council", self.decision.council).why_closed(self.meeting_on)
        if why:
            raise InputError(
                f"{spoken(self.meeting_on)} is a closed day ({why}).",
                "a working day.",
                "give the day of the meeting.",
            )
        council = self.decision.council
        listed = tuple(sorted({*where.meetings.get(council, ()), self.meeting_on}))
        return replace(
            where,
            chosen={**where.chosen, self.decision: self.meeting_on},
            meetings={**where.meetings, council: listed},
        )

    def says(self) -> str:
        return f"{self.decision.decision} decision taken on {spoken(self.meeting_on)}"

    def whose(self) -> str:
        return self.decision.council

    def row(self) -> dict[str, Any]:
        return {"change": "meeting", **self.decision._asdict(), "meeting_on": self.meeting_on}


@dataclass(frozen=True, kw_only=True)
class MoveExpiry:
    """The contract expires on another day; commencement keeps its distance."""

    expiry_on: date

    def apply(self, where: Situation) -> Situation:
        gap = where.commencement_on - where.expiry_on
        return replace(where, expiry_on=self.expiry_on, commencement_on=self.expiry_on + gap)

    def says(self) -> str:
        return f"the contract expires on {spoken(self.expiry_on)}"

    def whose(self) -> str:
        return ""

    def row(self) -> dict[str, Any]:
        return {"change": "expiry", "expiry_on": self.expiry_on}


@dataclass(frozen=True, kw_only=True)
class WaiveCallIn:
    """Call-in is disapplied for a decision, on the consent of CALL-07."""

    decision: DecisionId

    def apply(self, where: Situation) -> Situation:
        return replace(where, call_in_waived=where.call_in_waived | {self.decision})

    def says(self) -> str:
        return f"call-in of the {self.decision.decision} decision waived"

    def whose(self) -> str:
        return self.decision.council

    def row(self) -> dict[str, Any]:
        return {"change": "without-call-in", **self.decision._asdict()}


@dataclass(frozen=True, kw_only=True)
class RelyOn:
    """A decision relies on general exception or special urgency instead of 28 days' notice."""

    decision: DecisionId
    exception: NoticeException

    def apply(self, where: Situation) -> Situation:
        taken = {**where.notice_exceptions, self.decision: self.exception}
        return replace(where, notice_exceptions=taken)

    def says(self) -> str:
        consent = self.exception.value.replace("-", " ")
        return f"{self.decision.decision} decision on {consent} instead of 28 days' notice"

    def whose(self) -> str:
        return self.decision.council

    def row(self) -> dict[str, Any]:
        return {"change": self.exception.value, **self.decision._asdict()}


def apply_changes(where: Situation, changes: Iterable[Change]) -> Situation:
    """The situation with every change made, in order. Raises: InputError."""
    for change in changes:
        where = change.apply(where)
    return where


def told(changes: Iterable[Change]) -> str:
    """The changes in words, councils that share one named together."""
    whose: dict[str, list[str]] = {}
    for change in changes:
        whose.setdefault(change.says(), []).append(change.whose())
    return "; ".join(
        f"{says} ({', '.join(councils)})" if any(councils) else says
        for says, councils in whose.items()
    )


def read_change(row: dict[str, Any]) -> Change:
    """A change from the plain values it was kept as. Raises: InputError."""
    kind = row.get("change")
    if kind == "slip":
        step = StepId(row["step"], row["council"])
        return Slip(step=step, working_days=row["working_days"])
    if kind == "expiry":
        return MoveExpiry(expiry_on=_day(row["expiry_on"]))
    decision = DecisionId(row.get("decision", ""), row.get("council", ""))
    if kind == "meeting":
        return ChooseMeeting(decision=decision, meeting_on=_day(row["meeting_on"]))
    if kind == "without-call-in":
        return WaiveCallIn(decision=decision)
    if kind in tuple(NoticeException):
        return RelyOn(decision=decision, exception=NoticeException(kind))
    raise InputError(f"There is no change {kind!r}.", "a change that was kept.", "make it again.")


def next_decision(where: Situation, council: str) -> DecisionId:
    """The decision that a council has still to take. Raises: InputError."""
    decision = where.next_decision(council)
    if decision:
        return decision
    codes = ", ".join(party.code for party in where.parties)
    raise InputError(
        f"{council!r} has no decision still to take in {where.reference}.",
        f"a council with one, of {codes}.",
        "see `changeover plan`.",
    )


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
