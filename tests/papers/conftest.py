"""Facts to write papers from: valid by default, and the real ones of Southwark."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from models.paper_facts import CouncilNamed, DateWorked, KnownFact, PaperFacts
from tasks.papers import KINDS, vocabulary
from tests.papers.worked_example import worked_facts

SOUTHWARK = CouncilNamed(
    code="southwark", name="London Borough of Southwark", role="leaving", body="Cabinet"
)
BRENT = CouncilNamed(code="brent", name="London Borough of Brent", role="host", body="Cabinet")
LEWISHAM = CouncilNamed(
    code="lewisham", name="London Borough of Lewisham", role="partner", body="Mayor and Cabinet"
)
COUNCILS = {council.code: council for council in (SOUTHWARK, BRENT, LEWISHAM)}

FRONT_SHEET = (
    "https://fdocuments.net/download/"
    "classification-date-meeting-name-modernisation-and-ict-shared-modernisation.html"
)
ITEM_8 = "http://moderngov.southwark.gov.uk/ieIssueDetails.aspx?IId=50012796&Opt=3"
ITEM_6 = "https://democracy.brent.gov.uk/mgDecisionDetails.aspx?IId=26353&Opt=1"

#: Southwark's facts as the public record has them (reference southwark.md, part A).
RECORDED = {
    "cabinet_member": ("Councillor Fiona Colley", "Report of 7 February 2017", FRONT_SHEET),
    "cabinet_member_role": (
        "Cabinet Member for Finance, Modernisation and Performance",
        "Report of 7 February 2017",
        FRONT_SHEET,
    ),
    "classification": ("Open", "Front sheet, 7 February 2017", FRONT_SHEET),
    "case_for_change": (
        "Affordability, speed of transition and the service solution. More than twenty years with "
        "single suppliers had not delivered what the council needs; the service is to be seen as "
        "an in-house one.",
        "Cabinet item 9, 7 February 2017",
        FRONT_SHEET,
    ),
    "preparatory_cost": (
        "an estimated £3 million",
        "Brent Cabinet item 6, 13 February 2017, paragraph 6.4",
        ITEM_6,
    ),
    "five_year_commitment": (
        "an estimated £19.1 million over five years",
        "Southwark cabinet item 8, 20 June 2017",
        ITEM_8,
    ),
    "delegate": (
        "the strategic director of housing and modernisation",
        "Southwark cabinet item 8, 20 June 2017",
        ITEM_8,
    ),
    "interim_agreement_on": (
        "30 March 2017",
        "Brent Cabinet item 17, paragraph 17.1",
        "https://democracy.brent.gov.uk/ieDecisionDetails.aspx?Id=3795",
    ),
    "final_decision_due": (
        "in June 2017",
        "Lewisham Mayor and Cabinet item 569, 8 February 2017",
        "https://councilmeetings.lewisham.gov.uk/ieIssueDetails.aspx?IId=21578&Opt=3",
    ),
    "staffing_implications": (
        "The shared service's staff are employed by Brent. The council rebuilds its own retained "
        "IT and digital team and proposes to bring applications support back from the outgoing "
        "supplier: two transferees from one transferor.",
        "Southwark cabinet item 8, 20 June 2017",
        ITEM_8,
    ),
}


def _date(what: str, day: date, kind: str, rule: str, arithmetic: str) -> DateWorked:
    return DateWorked(
        what=what,
        day=day,
        kind=kind,
        rule=rule,
        arithmetic=arithmetic,
        reading="as worded",
        standing="confirmed",
        cite="SI 2012/2089",
        url="https://www.legislation.gov.uk/uksi/2012/2089/contents",
    )


#: Worked out by hand for the cabinet of Tuesday 7 February 2017.
IN_PRINCIPLE_DATES = (
    _date(
        "key-decision notice published",
        date(2017, 1, 9),
        "last day",
        "ATI-01",
        "Tuesday 7 February 2017, less 28 clear days (10 January to 6 February), is Monday "
        "9 January 2017",
    ),
    _date(
        "agenda and reports open to inspection",
        date(2017, 1, 30),
        "last day",
        "ATI-05",
        "Tuesday 7 February 2017, less 5 clear working days (6, 3, 2, 1 February and 31 January), "
        "is Monday 30 January 2017",
    ),
)
#: Worked out by hand for the cabinet of Tuesday 20 June 2017, the decision published that day.
FINAL_DATES = (
    _date(
        "agenda and reports open to inspection",
        date(2017, 6, 12),
        "last day",
        "ATI-05",
        "Tuesday 20 June 2017, less 5 clear working days (19, 16, 15, 14, 13 June), is Monday "
        "12 June 2017",
    ),
    _date(
        "decision takes effect if it is not called in",
        date(2017, 6, 28),
        "first day",
        "CALL-03",
        "Published Tuesday 20 June 2017; 5 working days (21, 22, 23, 26, 27 June); the day after "
        "is Wednesday 28 June 2017",
    ),
)


def recorded(**values: str | None) -> dict[str, KnownFact]:
    """Facts of these values, each read in a record."""
    return {
        name: KnownFact(name=name, value=value, source="Council record", standing="recorded")
        for name, value in values.items()
    }


def every_fact() -> dict[str, KnownFact]:
    """A value for every fact there is: no paper made from them has a gap."""
    plain = {
        name: row.example or " | ".join(f"{c} of {name}" for c in row.columns) or f"Value of {name}"
        for name, row in vocabulary().items()
        if not row.built_in
    }
    return recorded(**plain | {"classification": "Open", "key_decision": "Yes"})


TOGETHER = CouncilNamed(
    code="",
    name="London Borough of Southwark, London Borough of Brent and London Borough of Lewisham",
    role="shared",
    body="",
)


def _of(kind: str) -> dict[str, Any]:
    """The writer and the decision of a kind of document."""
    row = KINDS[kind]
    writers = {council.role: council for council in (SOUTHWARK, BRENT, LEWISHAM, TOGETHER)}
    given = {"council": writers[row.writer.roles[0]], "decision": row.decision}
    return given if row.decisions else given | {"meeting_on": None}


def _paper_facts(kind: str = "", **changes: Any) -> PaperFacts:
    values: dict[str, Any] = {
        "reference": "southwark-2017",
        "title": "Modernisation and ICT: shared service",
        "council": SOUTHWARK,
        "councils": (SOUTHWARK, BRENT, LEWISHAM),
        "supplier": "Capita",
        "contract_title": "ICT managed service",
        "expiry_on": date(2017, 10, 31),
        "commencement_on": date(2017, 11, 1),
        "decision": "in-principle",
        "meeting_on": date(2017, 2, 7),
        "on": date(2017, 1, 5),
        "facts": every_fact(),
        "dates": IN_PRINCIPLE_DATES,
    }
    return PaperFacts(**values | (_of(kind) if kind else {}) | changes)


@pytest.fixture
def a_paper_facts() -> Callable[..., PaperFacts]:
    """Facts without a gap, with whatever is changed."""
    return _paper_facts


@pytest.fixture
def facts_of() -> Callable[..., dict[str, KnownFact]]:
    """Facts by name, each read in a record: `facts_of(wards="All")`."""
    return recorded


@pytest.fixture
def southwark_in_principle() -> PaperFacts:
    """Southwark on 7 February 2017, from the public record alone: it has many gaps."""
    return _paper_facts(facts=known_in_february())


@pytest.fixture
def southwark_final() -> PaperFacts:
    """Southwark on 20 June 2017, from the public record alone."""
    return _paper_facts(
        facts=_record(), decision="final", meeting_on=date(2017, 6, 20), dates=FINAL_DATES
    )


@pytest.fixture
def council_named() -> Callable[[str], CouncilNamed]:
    """One of the three councils of the real case, by its code."""
    return COUNCILS.__getitem__


def known_in_february() -> dict[str, KnownFact]:
    """The record without what was only decided by 20 June 2017."""
    later = ("five_year_commitment", "interim_agreement_on", "staffing_implications")
    return {name: fact for name, fact in _record().items() if name not in later}


def _record() -> dict[str, KnownFact]:
    read = {
        name: KnownFact(name=name, value=value, source=source, standing="recorded", url=url)
        for name, (value, source, url) in RECORDED.items()
    }
    gap = KnownFact(
        name="contract_price", value=None, source="no public record seen", standing="gap"
    )
    return read | {"contract_price": gap}


@pytest.fixture(scope="session")
def worked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, PaperFacts]:
    """The facts of each document of the worked example, by its kind."""
    return worked_facts(tmp_path_factory.mktemp("home"))
