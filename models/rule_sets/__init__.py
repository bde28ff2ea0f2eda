"""Rule sets: each transition is planned by the files it was opened with, until it adopts others."""

from models.rule_sets.keeping import keep, refuse_changed, rule_set_of
from models.rule_sets.pinning import pin, pin_all, rule_set_on

__all__ = ["keep", "pin", "pin_all", "refuse_changed", "rule_set_of", "rule_set_on"]
