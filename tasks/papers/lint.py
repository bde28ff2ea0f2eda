"""Every template against every house in every format, with all facts known and with none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from models.paper_facts import CouncilNamed, DateWorked, KnownFact, PaperFacts
from rules.errors import ChangeoverError
from tasks.papers.formats import FORMATS, render_formats
from tasks.papers.house import House
from tasks.papers.house_file import houses
from tasks.papers.kinds import KINDS, SHARED, Kind, Writer
from tasks.papers.rendering import render
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


@dataclass(frozen=True, kw_only=True)
class Linted:
    """One template in one house: how many files were written, and every fault."""

    house: str
    kind: str
    written: int
    faults: tuple[str, ...]


def lint_papers() -> Iterator[Linted]:
    """Every template in every house, one after another."""
    for house in houses().values():
        for kind in KINDS.values():
            yield _lint(kind, house)


def _lint(kind: Kind, house: House) -> Linted:
    written, faults = 0, []
    for named, facts in _examples(kind):
        try:
            rendered = render(kind.name, facts, house)
        except Exception as error:
            faults.append(f"{named}: {_first_line(error)}")
            continue
        for name in FORMATS:
            try:
                render_formats(rendered, house, [name])
                written += 1
            except Exception as error:
                faults.append(f"{named}, {name}: {_first_line(error)}")
    return Linted(house=house.code, kind=kind.name, written=written, faults=tuple(faults))


def _first_line(error: Exception) -> str:
    """What a template's writer needs to know; a fault of any sort counts."""
    known = isinstance(error, ChangeoverError)
    return error.found if known else f"{type(error).__name__}: {error}"  # type: ignore[attr-defined]


def _examples(kind: Kind) -> Iterator[tuple[str, PaperFacts]]:
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
    )
