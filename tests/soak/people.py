"""Two people in the life of a transition: one is stood in for, and leaves."""

from __future__ import annotations

from datetime import date

from models.people.assigning import assign
from models.people.keeping import Given, add_person, everybody
from models.people.leaving import leave
from models.people.standing_in import stand_in
from tests.engine.prepared import REFERENCE
from tests.soak.doing import TESTER

ANN, BO = "Ann Reed", "Bo Lund"
DAY = date(2026, 7, 3)


def know_two() -> None:
    """Both are known; who is known already is not added again."""
    known = {each["name"] for each in everybody(gone=True)}
    for name in (ANN, BO):
        if name not in known:
            add_person(Given(name=name, email=f"{name[:2]}@northmere.example"), TESTER)


def give_ann(step: str) -> None:
    """The step is Ann's."""
    assign(REFERENCE, step, None, ANN, actor=TESTER, today=DAY)


def bo_stands_in() -> None:
    """For a week."""
    stand_in(REFERENCE, ANN, BO, DAY, date(2026, 7, 10), actor=TESTER, today=DAY)


def ann_leaves() -> None:
    """Her open step is Bo's, what she closed is nobody's, and her stand-in ends."""
    leave(ANN, DAY, to=BO, actor=TESTER, today=DAY, reason="She left")
