"""A paper brought to any point of its life, for tests of the engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from models.actor import Actor
from models.papers.comments import answer_comment, comment
from models.papers.given import FactGiven, record_facts
from models.papers.locking import Answered
from models.papers.paper import PaperId
from tasks.clearing import ask_to_clear, clear_paper
from tasks.papers.status import paper_status
from tasks.papers.vocabulary import vocabulary
from tasks.writing import Written, write_paper

DAY = date(2026, 5, 11)
WRITER = Actor(name="Wanda Writer")
OFFICERS = {
    "law": "Lena Law",
    "finance": "Fin Finance",
    "democratic-services": "Dem Services",
}
STEERING = {
    "classification": "Open",
    "key_decision": "Yes",
    "call_in_applies": "Yes",
    "appendices": "No",
    "report_author": "Rae Porter, Head of ICT",
    "contract_price": "£4,250,000 a year",
}


def every_fact(reference: str, council: str = "", **changes: str) -> None:
    """A value for every fact there is, so that no paper has a gap."""
    values = {
        name: "|".join(f"{column} 1" for column in row.columns) if row.columns else f"The {name}"
        for name, row in vocabulary().items()
        if not row.built_in and not row.after_clearance
    }
    given = [
        FactGiven(name=name, value=value, source="Board minute 7", council=council)
        for name, value in {**values, **STEERING, **changes}.items()
    ]
    record_facts(reference, given, WRITER)


def give(reference: str, name: str, value: str | None, council: str = "") -> int:
    """One fact, or a gap; the log entry."""
    standing = "recorded" if value else "gap"
    fact = FactGiven(
        name=name, value=value, source="Board minute 8", standing=standing, council=council
    )
    return record_facts(reference, [fact], WRITER)[0]


@dataclass(kw_only=True)
class Life:
    """One paper of one council, and short ways to move it on."""

    reference: str
    council: str = "northmere"
    kind: str = "in-principle-report"
    occasion: str = "in-principle"
    exempt: bool = False
    day: date = DAY
    writer: Actor = WRITER
    officers: dict[str, str] = field(default_factory=lambda: dict(OFFICERS))

    @property
    def paper(self) -> PaperId:
        """Which paper it is."""
        return PaperId(
            kind=self.kind,
            council=self.council,
            occasion=self.occasion,
            exempt=self.exempt,
        )

    def write(self, formats: str = "html", **more: Any) -> Written:
        """The paper as its facts stand."""
        return write_paper(
            self.reference,
            self.kind,
            self.council,
            None,
            more.pop("today", self.day),
            more.pop("actor", self.writer),
            formats=formats,
            exempt=self.exempt,
            **more,
        )

    @property
    def status(self) -> dict[str, Any]:
        """Where it stands today."""
        found = paper_status(self.reference, self.paper, self.day)
        assert found is not None
        return found

    def ask(self, role: str, person: str | None = None, on: date | None = None) -> Any:
        """An officer is asked."""
        return ask_to_clear(
            self.reference,
            self.paper,
            role,
            person or self.officers[role],
            on or self.day,
            self.day,
            self.writer,
        )

    def ask_all(self) -> None:
        """Everybody whom the house asks is asked."""
        for role in self.officers:
            self.ask(role)

    def clear(self, role: str, actor: Actor | None = None, digest: str | None = None) -> Answered:
        """The officer clears the last version."""
        return clear_paper(
            self.reference,
            self.paper,
            role,
            self.status["digest"] if digest is None else digest,
            self.day,
            actor or Actor(name=self.officers[role]),
        )

    def clear_all(self) -> None:
        """Every officer clears the last version."""
        for role in self.officers:
            self.clear(role)

    def say(self, role: str, text: str = "Cite the power") -> int:
        """An officer comments; the number of the comment."""
        return comment(
            self.reference,
            self.paper,
            role,
            text,
            on=self.day,
            person=self.officers[role],
            today=self.day,
            actor=Actor(name=self.officers[role]),
        )

    def answer(self, number: int, outcome: str = "included", reason: str = "") -> None:
        """The author answers a comment."""
        answer_comment(
            self.reference, number, outcome, reason, on=self.day, today=self.day, actor=self.writer
        )
