"""Every act that changes rows, by its name. A new kind of act is a module here and a line below."""

from __future__ import annotations

import json

from sqlmodel import SQLModel

from models.projection import (
    alerts,
    corrections,
    decision_lives,
    decisions,
    effects,
    facts,
    go_no_go,
    papers,
    people,
    plans,
    registers,
    rule_sets,
    steps,
)
from models.projection.changes import Acts, Change, Kept
from models.tables import (
    Alert,
    Assignment,
    Clearance,
    Compensation,
    Decision,
    DecisionCondition,
    Effect,
    Evidence,
    Exemption,
    Fact,
    GoNoGo,
    HeldRegister,
    NoGo,
    PaperComment,
    PaperVersion,
    StandIn,
    StepState,
)

_MODULES = (
    alerts,
    corrections,
    decision_lives,
    decisions,
    effects,
    facts,
    go_no_go,
    papers,
    people,
    plans,
    registers,
    rule_sets,
    steps,
)

#: The tables whose rows are what the log says and nothing else.
PROJECTED: tuple[type[SQLModel], ...] = (
    Alert,
    Assignment,
    Clearance,
    Compensation,
    Decision,
    DecisionCondition,
    Effect,
    Evidence,
    Exemption,
    Fact,
    GoNoGo,
    HeldRegister,
    NoGo,
    PaperComment,
    PaperVersion,
    StandIn,
    StepState,
)

ACTS: Acts = {act: changes for module in _MODULES for act, changes in module.ACTS.items()}
assert len(ACTS) == sum(len(module.ACTS) for module in _MODULES), "an act is named twice"


def changes_of(entry: Kept) -> list[Change]:
    """What an entry does to rows; nothing for an act that is only kept."""
    changes = ACTS.get(entry.act)
    return list(changes(entry, json.loads(entry.data))) if changes else []
