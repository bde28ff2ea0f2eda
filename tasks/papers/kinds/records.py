"""Records of what officers decide, and the note on extending the contract."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from models.paper_facts import Counts
from models.progress import Progress
from tasks.papers.kinds.kind import Form, Kind, Writer
from tasks.papers.kinds.page import Headed, Law


@dataclass(frozen=True, kw_only=True)
class OfficerDecisionRecord(Headed):
    """For `papers/officer-decision-record.html.j2`."""

    answer: Callable[[str], str]
    law: Callable[[str], Law | None]


@dataclass(frozen=True, kw_only=True)
class ExtensionNote(Headed):
    """For `papers/extension-note.html.j2`."""

    supplier: str
    contract_title: str
    expiry_on: date
    regime: str
    progress: Progress
    law: Callable[[str], Law | None]


KINDS = (
    Kind(
        name="extension-note",
        template="papers/extension-note.html.j2",
        title="options to extend the contract",
        document="D12",
        signatory="Contract manager",
        form=Form.record,
        context=ExtensionNote,
        writer=Writer.leaving,
        steps=("2.1",),
    ),
    Kind(
        name="officer-decision-record",
        template="papers/officer-decision-record.html.j2",
        title="officer decision record",
        document="D35",
        signatory="Officer who decides",
        due=("ATI-10",),
        form=Form.record,
        context=OfficerDecisionRecord,
        steps=("8.5",),
        counts=(
            Counts(
                rule="ATI-10", fact="officer_decision_on", what="record of the decision published"
            ),
            Counts(
                rule="CALL-02", fact="officer_record_published_on", what="call-in window closes"
            ),
            Counts(
                rule="CALL-03", fact="officer_record_published_on", what="decision takes effect"
            ),
        ),
    ),
)
