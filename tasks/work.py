"""What a flow has to do for a transition today: worked out from the state, nothing written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from models.database import database, reading
from models.effects import effect_keys
from models.papers.paper import PaperId
from models.papers.versions import written_papers
from models.standing import situation, stored
from rules.breakdown import Step
from rules.counting import latest_of
from rules.errors import InputError
from rules.situation import DecisionId, Situation, StepId
from rules.timetable import Timetable, draw_up

NOTICE_TO_EXPIRE = "2.3"
#: The report that goes to the meeting of each decision.
REPORTS = {"in-principle": "in-principle-report", "final": "final-report"}


@dataclass(frozen=True, kw_only=True)
class Document:
    """A paper or letter to write: its kind, whose, for which decision."""

    kind: str
    council: str
    decision: str
    meeting_on: date | None

    @property
    def paper(self) -> PaperId:
        """The paper that it is a version of."""
        return PaperId(kind=self.kind, council=self.council, occasion=self.decision)

    @property
    def key(self) -> str:
        """The key under which earlier releases wrote it."""
        when = self.meeting_on.isoformat() if self.meeting_on else "undated"
        return f"document:{self.kind}:{self.council}:{when}"


@dataclass(frozen=True, kw_only=True)
class Work:
    """What one flow has to do."""

    effects: tuple[tuple[StepId, DecisionId], ...] = ()
    gates: tuple[tuple[str, date], ...] = ()
    documents: tuple[Document, ...] = ()
    steps: tuple[StepId, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.effects or self.gates or self.documents or self.steps)


def work_to_do(reference: str, today: date) -> dict[str, Work]:
    """By flow, what can be done now; a flow with nothing to do is left out."""
    with reading(database()) as session:
        where = situation(session, reference, today)
        rows = stored(session, reference)
        keys = effect_keys(session, rows.transition)
        written = written_papers(session, rows.transition, keys)
    known = {StepId(state.key, state.council or None) for state in rows.states}
    timetable = draw_up(where)
    wanted = [*_papers(where), *_letters(timetable)]
    found = {}
    for flow in dict.fromkeys(step.flow for step in where.breakdown):
        work = Work(
            effects=tuple(_effects(where, flow)),
            gates=tuple(_gates(where, flow, keys)),
            documents=tuple(
                document
                for document in wanted
                if document.key not in keys
                and (document.paper, document.meeting_on) not in written
                and _flow_of(where, document) == flow
            ),
            steps=tuple(_openable(timetable, flow, known)),
        )
        if work:
            found[flow] = work
    return found


def wanted_documents(where: Situation, council: str, meeting: date) -> list[Document]:
    """The documents of a council for the decision it takes at that meeting.

    Raises: InputError when it takes none there.
    """
    for (decision, code), day in where.chosen.items():
        if (code, day) == (council, meeting):
            return list(_for_decision(decision, council, meeting))
    raise InputError(
        f"{council} takes no decision of {where.reference} on {meeting}.",
        "the day of a meeting chosen for a decision.",
        "see `changeover plan` for the meetings.",
    )


def _flow_of(where: Situation, document: Document) -> str:
    if document.kind == "notice-to-expire":
        return where.breakdown.step(NOTICE_TO_EXPIRE).flow
    return where.breakdown.deciding(document.decision).flow


def _effects(where: Situation, flow: str) -> Iterator[tuple[StepId, DecisionId]]:
    """Decisions whose day of effect has come, and whose step is still open."""
    for decision, effective_on in where.effective.items():
        step = where.breakdown.deciding(decision.decision)
        at = StepId(step.key, decision.council)
        if step.flow == flow and effective_on <= where.today and where.closed_on(at) is None:
            yield at, decision


def _gates(where: Situation, flow: str, keys: set[str]) -> Iterator[tuple[str, date]]:
    """Decisions that every council has now taken with effect: the latest day opens the gate."""
    for step in where.breakdown:
        if not step.decision or step.flow != flow or f"gate:{step.key}" in keys:
            continue
        instances = where.instances(step)
        if all(at in where.done for at in instances):
            yield step.key, latest_of(where.done[at] for at in instances)


def _papers(where: Situation) -> Iterator[Document]:
    """The papers of every decision still to be taken whose turn has come."""
    for step in where.breakdown:
        if not step.decision or not _turn_has_come(where, step):
            continue
        for at in where.instances(step):
            decision = DecisionId(step.decision, at.council or "")
            if where.closed_on(at) is None and not where.has_carried(decision):
                meeting = where.chosen.get(decision)
                yield from _for_decision(step.decision, decision.council, meeting)


def _for_decision(decision: str, council: str, meeting: date | None) -> Iterator[Document]:
    for kind in ("forward-plan-notice", REPORTS[decision]):
        yield Document(kind=kind, council=council, decision=decision, meeting_on=meeting)


def _turn_has_come(where: Situation, step: Step) -> bool:
    """Whether every decision this one builds on has taken effect in every council."""
    earlier = where.breakdown.before(step.key)
    return all(
        where.closed_on(at) is not None
        for other in where.breakdown
        if other.decision and other.key in earlier
        for at in where.instances(other)
    )


def _letters(timetable: Timetable) -> Iterator[Document]:
    where = timetable.situation
    if timetable.steps[StepId(NOTICE_TO_EXPIRE)].status == "ready":
        leaving = next(party.code for party in where.parties if party.role == "leaving")
        yield Document(kind="notice-to-expire", council=leaving, decision="", meeting_on=None)


def _openable(timetable: Timetable, flow: str, known: set[StepId]) -> Iterator[StepId]:
    """Steps that can be worked on now and that the log does not know yet."""
    for planned in timetable:
        if planned.status == "ready" and planned.step.flow == flow and planned.id not in known:
            yield planned.id
