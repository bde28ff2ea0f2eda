"""The life of a council's decision: what may happen to it, and when it takes effect."""

from rules.decisions.call_in import CallIn
from rules.decisions.life import CARRIED, Condition, Life, State
from rules.decisions.moves import MOVES, Move, refuse_out_of_turn, state_on
from rules.decisions.reckoning import Reckoning, reckon, why_not_carried

__all__ = [
    "CARRIED",
    "MOVES",
    "CallIn",
    "Condition",
    "Life",
    "Move",
    "Reckoning",
    "State",
    "reckon",
    "refuse_out_of_turn",
    "state_on",
    "why_not_carried",
]
