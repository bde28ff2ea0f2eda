"""A rule set that is not the one that ships, and a transition that is planned by it."""

from __future__ import annotations

from models.actor import Actor
from models.database import database, writing
from models.log import locked
from models.projection import write
from models.rule_sets import keep
from rules.rule_set import RuleSet, shipped

TESTER = Actor(name="a tester")
LAW = "law/access-to-information.toml"


def older(days: int = 7) -> RuleSet:
    """The set that ships as it might have been: an agenda was due so many clear days before."""
    head, found, tail = shipped().files[LAW].partition('id = "ATI-05"')
    text = f"{head}{found}{tail.replace('days = 5', f'days = {days}', 1)}"
    return RuleSet({**shipped().files, LAW: text})


def planned_by(reference: str, rules: RuleSet) -> None:
    """The transition is planned by that set, as if a release that shipped it had opened it."""
    with writing(database()) as session:
        keep(session, rules)
        data = {"rule_set": rules.digest}
        transition = locked(session, reference)
        write(session, transition, actor=TESTER, act="rule-set-pinned", data=data)
