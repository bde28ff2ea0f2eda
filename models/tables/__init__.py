"""The tables. Log entries are the truth; what stands in `state` and `effects` is projected."""

from models.tables.alerts import Alert, DeadlineCheck, Watch
from models.tables.effects import Effect, Lease
from models.tables.go_no_go import Compensation, GoNoGo, NoGo
from models.tables.log import LogEntry
from models.tables.messages import PostedMessage
from models.tables.papers import Clearance, Exemption, KeptPage, PaperComment, PaperVersion
from models.tables.parties import (
    Body,
    Contract,
    Council,
    Meeting,
    Party,
    ProclaimedHoliday,
    Supplier,
    Transition,
)
from models.tables.people import Assignment, Person, StandIn
from models.tables.plans import Baseline, Scenario
from models.tables.registers import HeldRegister, RegisterRow
from models.tables.rule_sets import KeptRuleSet
from models.tables.shared import SHARED, insert_or, plain
from models.tables.state import Decision, DecisionCondition, Evidence, Fact, StepState

__all__ = [
    "SHARED",
    "Alert",
    "Assignment",
    "Baseline",
    "Body",
    "Clearance",
    "Compensation",
    "Contract",
    "Council",
    "DeadlineCheck",
    "Decision",
    "DecisionCondition",
    "Effect",
    "Evidence",
    "Exemption",
    "Fact",
    "GoNoGo",
    "HeldRegister",
    "KeptPage",
    "KeptRuleSet",
    "Lease",
    "LogEntry",
    "Meeting",
    "NoGo",
    "PaperComment",
    "PaperVersion",
    "Party",
    "Person",
    "PostedMessage",
    "ProclaimedHoliday",
    "RegisterRow",
    "Scenario",
    "StandIn",
    "StepState",
    "Supplier",
    "Transition",
    "Watch",
    "insert_or",
    "plain",
]
