"""The letters to the outgoing supplier."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from models.paper_facts import Counts
from tasks.papers.kinds.kind import Form, Kind, Writer
from tasks.papers.kinds.page import Letter


@dataclass(frozen=True, kw_only=True)
class NoticeToExpire(Letter):
    """For `letters/notice-to-expire.html.j2`."""

    supplier: str
    contract_title: str
    expiry_on: date
    paragraph_number: Callable[[], str]


@dataclass(frozen=True, kw_only=True)
class TerminationAssistanceNotice(Letter):
    """For `letters/termination-assistance-notice.html.j2`."""

    supplier: str
    contract_title: str
    expiry_on: date
    paragraph_number: Callable[[], str]


KINDS = (
    Kind(
        name="notice-to-expire",
        template="letters/notice-to-expire.html.j2",
        title="notice that the contract will expire",
        document="D14",
        signatory="Contract manager",
        form=Form.letter,
        context=NoticeToExpire,
        writer=Writer.leaving,
        steps=("2.1", "2.3", "2.4", "3.2"),
    ),
    Kind(
        name="termination-assistance-notice",
        template="letters/termination-assistance-notice.html.j2",
        title="termination assistance notice",
        document="D15",
        signatory="Contract manager",
        form=Form.letter,
        context=TerminationAssistanceNotice,
        writer=Writer.leaving,
        steps=("2.4", "3.2"),
        counts=(
            Counts(
                rule="CON-06",
                fact="assistance_ends_on",
                what="notice that lengthens assistance served",
            ),
        ),
    ),
)
