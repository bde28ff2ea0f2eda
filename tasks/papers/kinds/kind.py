"""What a document is: its number, who signs and writes it, for which occasion, in which form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from models.paper_facts import EVERY_STEP, Counts

if TYPE_CHECKING:
    from models.paper_facts import PaperFacts
    from tasks.papers.kinds.page import Page
    from tasks.papers.ledger import Ledger

#: The part in a transition of a council that stands for all of them: it writes what they share.
SHARED = "shared"
BOTH_DECISIONS = ("in-principle", "final")
#: The steps whose dates concern every council, whatever it decides.
SHARED_STEPS = ("2.1", "2.4", "3.2", "6.6", "6.8", "7.2", "10.4")


#: The steps of a document that tells of the whole plan.
WHOLE_PLAN = (EVERY_STEP,)


class Form(StrEnum):
    """How a document looks: only a report follows the sections of the council's house."""

    report = "report"
    notice = "notice"
    letter = "letter"
    schedule = "schedule"
    record = "record"
    terms = "terms"


class Writer(StrEnum):
    """Which councils write a document."""

    each = "each council"
    leaving = "the leaving council"
    host = "the host council"
    shared = "one for all councils"

    @property
    def roles(self) -> tuple[str, ...]:
        """The parts in a transition of those who write it."""
        return ("leaving", "host", "partner") if self is Writer.each else (self.name,)


def nothing_more(facts: PaperFacts, ledger: Ledger) -> Mapping[str, Any]:
    """No values beyond those every document may use."""
    return {}


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A document. `title` follows the transition's own title on its first page.

    `document` is its number in the document set, `signatory` the role that signs it. `decisions`
    are those it may belong to, the usual one first; a document without any belongs to no meeting.
    One that is `periodic` is written anew for each day it is asked for. `steps` are those whose
    dates it tells beside the dates of its own decision, and `counts` dates counted from a day that
    a fact gives; `registers` those that it is made from. `due` are the rules that say when it must
    be ready, where the steps that produce it do not say so themselves. `context` holds what its
    template is given, and `works_out` the values among them that only this document needs; `reads`
    are the facts that it asks for.
    """

    name: str
    template: str
    title: str
    document: str
    signatory: str
    form: Form
    context: type[Page]
    writer: Writer = Writer.each
    decisions: tuple[str, ...] = ()
    periodic: bool = False
    steps: tuple[str, ...] = ()
    counts: tuple[Counts, ...] = ()
    due: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    registers: tuple[str, ...] = ()
    works_out: Callable[[PaperFacts, Ledger], Mapping[str, Any]] = nothing_more

    @property
    def decision(self) -> str:
        """The decision it belongs to unless another is named; empty when it belongs to none."""
        return self.decisions[0] if self.decisions else ""
