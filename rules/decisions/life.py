"""What is recorded of one council's decision, and the states it goes through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

#: Outcomes that let what waits for a decision go ahead once the decision takes effect.
CARRIED = ("approved", "amended", "conditional")
#: Outcomes of a reconsideration (CALL-05).
CONFIRMED, AMENDED, WITHDRAWN = "confirmed", "amended", "withdrawn"


class State(StrEnum):
    """Where a decision stands on a day."""

    #: A meeting is chosen; nothing was decided.
    CHOSEN = "chosen"
    #: The meeting took note. That is not a decision: nothing was resolved.
    NOTED = "noted"
    #: Put off to a later meeting.
    DEFERRED = "deferred"
    #: Decided against.
    REFUSED = "refused"
    #: It carried; its publication is not recorded, and call-in runs from the usual day.
    DECIDED = "decided"
    #: Published, and members may still call it in.
    IN_CALL_IN = "in-call-in"
    #: Called in: scrutiny has still to meet.
    CALLED_IN = "called-in"
    #: Scrutiny sent it back: the decision maker has still to reconsider.
    REFERRED_BACK = "referred-back"
    #: Reconsidered and given up.
    WITHDRAWN = "withdrawn"
    #: Call-in is over, and a condition of the decision is still to be met.
    CONDITIONAL = "conditional"
    #: Call-in is over; the first day on which it may be acted upon is still to come.
    CLEARED = "cleared"
    #: It may be acted upon.
    IN_EFFECT = "in-effect"


@dataclass(frozen=True, kw_only=True)
class Condition:
    """A condition that the decision itself sets, and the day it was met; None while it is not."""

    number: int
    text: str
    met_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Life:
    """What is recorded of a decision of one council.

    `effective_on` is the first day on which it may be acted upon, as recorded; None while something
    must happen first. `waived_on` is the day on which it was agreed that call-in does not apply.
    `released_on` is the day on which scrutiny let the decision go or its time ran out. `reheard`
    is the outcome of the reconsideration. A decision is called in once at most.
    """

    decision: str
    council: str
    meeting_on: date
    outcome: str | None = None
    published_on: date | None = None
    effective_on: date | None = None
    waived_on: date | None = None
    called_in_on: date | None = None
    released_on: date | None = None
    referred_back_on: date | None = None
    reheard_on: date | None = None
    reheard: str | None = None
    conditions: tuple[Condition, ...] = ()

    @property
    def name(self) -> str:
        """`the final decision of brent`."""
        return f"the {self.decision} decision of {self.council}"

    @property
    def carried(self) -> bool:
        """Whether the council decided for it and has not given it up since."""
        return self.outcome in CARRIED and self.reheard != WITHDRAWN

    @property
    def open_conditions(self) -> tuple[Condition, ...]:
        """The conditions that are not met."""
        return tuple(each for each in self.conditions if each.met_on is None)

    @property
    def is_waived(self) -> bool:
        """Whether call-in was validly waived: agreed before the decision, or it does not count."""
        return self.waived_on is not None and self.waived_on <= self.meeting_on
