"""Facts from which every document can be written, to try its template: all known, or none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from models.paper_facts import CouncilNamed, DateWorked, KnownFact, PaperFacts
from models.progress import DeadlineKept, DecisionNow, Finding, Happened, Progress, StepNow
from tasks.papers.kinds import SHARED, Kind, Writer
from tasks.papers.vocabulary import FactName, vocabulary

_COUNCILS = tuple(
    CouncilNamed(code=role, name=f"Example Council, {role}", role=role, body="Cabinet")
    for role in Writer.each.roles
)
_TOGETHER = CouncilNamed(code="", name="The example councils", role=SHARED, body="")
#: Facts that steer a template, with the words that steer it each way.
_STEERING = (
    {"classification": "Open", "key_decision": "Yes", "call_in_applies": "Yes", "appendices": "No"},
    {"classification": "Exempt", "key_decision": "No", "call_in_applies": "No"},
)
_EXAMPLE_DATE = DateWorked(
    what="agenda and reports open to inspection",
    day=date(2027, 1, 4),
    kind="last day",
    rule="ATI-05",
    arithmetic="Tuesday 12 January 2027, less 5 clear working days",
    reading="as worded",
    standing="confirmed",
    cite="an example",
    url="https://www.legislation.gov.uk/uksi/2012/2089/contents",
)


def _step(key: str, status: str, closed_on: date | None = None) -> StepNow:
    return StepNow(
        key=key,
        council="",
        name=f"An example of step {key}",
        stage="An example",
        owners=("An example",),
        status=status,
        closed_on=closed_on,
        planned_on=closed_on or date(2027, 1, 20),
        last_day=date(2027, 1, 29),
        target_on=date(2027, 1, 22),
        rule="CON-04",
        evidence="An example" if closed_on else "",
        given_by="An example" if closed_on else "",
    )


def _kept(verdict: str, last_day: date | None) -> DeadlineKept:
    return DeadlineKept(
        rule="CON-04",
        step="2.4",
        what="notice served",
        council="",
        last_day=last_day,
        safe_day=date(2026, 11, 27) if last_day else None,
        target_on=date(2026, 11, 27),
        done_on=date(2026, 11, 20),
        verdict=verdict,
    )


#: One of everything that a document may tell of the plan.
_PROGRESS = Progress(
    steps=(
        _step("2.4", "done", date(2026, 12, 20)),
        *(_step(key, "waiting") for key in ("3.3", "10.4", "11.1")),
    ),
    decisions=(
        DecisionNow(
            decision="in-principle",
            code="leaving",
            council="Example Council, leaving",
            body="Cabinet",
            meeting_on=date(2027, 1, 12),
            outcome="amended",
            published_on=date(2027, 1, 14),
            effective_on=date(2027, 1, 22),
        ),
    ),
    deadlines=(_kept("met", date(2026, 11, 30)), _kept("target met", None)),
    happened=(
        Happened(on=date(2026, 12, 20), what="notice served", council="", evidence="An example"),
    ),
    findings=(Finding(kind="at-risk", says="An example of what is at risk.", rule="CON-04"),),
    costs_per_week=(("double_running", "40000"),),
)


def examples(kind: Kind) -> Iterator[tuple[str, PaperFacts]]:
    """Facts for each council that writes the paper: all known, in each manner, and none known."""
    known = {n: _example_of(row) for n, row in vocabulary().items() if not row.built_in}
    manners = {"all known, open": known | _STEERING[0], "all known, exempt": known | _STEERING[1]}
    for council in (*_COUNCILS, _TOGETHER):
        if council.role in kind.writer.roles:
            for named, values in (manners | {"none known": {}}).items():
                yield f"{council.role}, {named}", _facts(kind, council, values)


def _example_of(row: FactName) -> str:
    """A value for a fact; two rows where it is a table."""
    if row.example:
        return row.example
    line = " | ".join(f"{column} of {row.words}" for column in row.columns)
    return f"{line}\n{line}" if line else f"Value of {row.words}"


def _facts(kind: Kind, council: CouncilNamed, values: dict[str, str]) -> PaperFacts:
    return PaperFacts(
        reference="example",
        title="An example",
        council=council,
        councils=_COUNCILS,
        supplier="Example Supplier",
        contract_title="Example contract",
        expiry_on=date(2027, 3, 31),
        commencement_on=date(2027, 4, 1),
        decision=kind.decision,
        on=date(2027, 1, 4),
        meeting_on=date(2027, 1, 12) if values else None,
        facts={
            name: KnownFact(name=name, value=value, source="An example", standing="recorded")
            for name, value in values.items()
        },
        dates=(_EXAMPLE_DATE,) if values else (),
        progress=_PROGRESS if values else Progress(),
    )
