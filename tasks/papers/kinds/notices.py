"""The notices that a council publishes before it decides."""

from __future__ import annotations

from dataclasses import dataclass

from tasks.papers.kinds.kind import BOTH_DECISIONS, SHARED_STEPS, Form, Kind
from tasks.papers.kinds.page import OnTheCase


@dataclass(frozen=True, kw_only=True)
class ForwardPlanNotice(OnTheCase):
    """For `papers/forward-plan-notice.html.j2`. `decision` is `in-principle` or `final`."""

    decision: str


KINDS = (
    Kind(
        name="forward-plan-notice",
        template="papers/forward-plan-notice.html.j2",
        title="notice of proposed decision",
        document="D06",
        signatory="Democratic services manager",
        form=Form.notice,
        context=ForwardPlanNotice,
        decisions=BOTH_DECISIONS,
        steps=SHARED_STEPS,
    ),
)
