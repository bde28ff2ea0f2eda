"""A whole life of a transition, act by act, which can be left anywhere and gone on with.

It is opened, decided, called in, corrected, compensated, told of, sent, backed up and taken in
elsewhere. Who goes on with it does what a person would do who came back to a machine that had
stopped: what the engine does is started again; what a person says is said again only where the log
has not got it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from models.archive.backup import back_up
from models.archive.export import export
from models.baselines import take_baseline
from models.corrections.reopening import reopen
from models.deciding import record_decision
from models.decisions.happenings import meet_condition, publish, waive
from models.decisions.scrutiny import call_in, refer_back, rehear, release
from models.late_holidays import add_holiday
from models.meeting_calendars import import_meetings
from models.no_go.saying import record_go, record_no_go
from models.opening import open_transition
from models.recording import record_step
from models.registers import import_register, read_register, register_named
from models.scenarios import adopt_scenario, keep_scenario
from models.settings import settings
from models.verification import heads, keep_heads
from rules.calendars import Holiday
from rules.changes import Slip
from rules.errors import AlreadyRecorded
from rules.situation import DecisionId, StepId
from tasks.writing import write_paper
from tests.engine.prepared import COUNCILS, REFERENCE, given, worked_example
from tests.soak.doing import (
    TESTER,
    acknowledge_two,
    check_deadlines,
    compensate_next,
    correct_the_memorandum,
    drop_one,
    import_elsewhere,
    leave_a_letter,
    open_an_older_file,
    readdress_one,
    resolve_doubtful,
    restore_elsewhere,
    send,
    step,
    tell_the_team,
)
from tests.soak.people import ann_leaves, bo_stands_in, give_ann, know_two

NORTHMERE, EASTHOLT, WESTBROOK = COUNCILS
EXAMPLES = Path(__file__).parent.parent.parent / "examples"
MEETING, FINAL = date(2026, 6, 16), date(2026, 10, 13)


@dataclass(frozen=True, kw_only=True)
class Act:
    """One thing that is done. What is `said` by a person is not said twice."""

    name: str
    do: Callable[[], object]
    said: bool = True


def decide(council: str, decision: str, outcome: str, day: date, *conditions: str) -> Act:
    """A council decided at a meeting; what was open before it is presumed."""

    def do() -> None:
        happened = given(day, presume_earlier=True)
        named = DecisionId(decision, council)
        published = day if outcome != "deferred" else None
        record_decision(REFERENCE, named, outcome, happened, published, conditions)

    return Act(name=f"{council} {outcome} {decision}", do=do)


def record(key: str, council: str | None, day: date, **how: Any) -> Act:
    """A step was closed on its evidence."""
    return Act(
        name=f"{key} {council or ''} recorded",
        do=lambda: record_step(REFERENCE, key, council, given(day, **how)),
    )


def of_june(day: int) -> Any:
    """What happened on a day of June 2026 and is recorded on 2 July."""
    return given(date(2026, 6, day), today=date(2026, 7, 2))


def made(name: str, make: Callable[[Path], object]) -> Act:
    """A file that is made whole under a name; where it is there, nobody makes it again."""

    def do() -> None:
        path = settings().home / "kept" / name
        if not path.exists():
            make(path)

    return Act(name=f"{name} made", do=do, said=False)


def _opening() -> Iterator[Act]:
    yield Act(name="opened", do=lambda: open_transition(worked_example(), actor=TESTER), said=False)
    yield Act(name="letter left", do=leave_a_letter)
    for council in COUNCILS:
        yield record("1.7", council, date(2026, 5, 11))
    yield Act(name="first check", do=lambda: check_deadlines(date(2026, 5, 12)), said=False)
    yield Act(name="first papers", do=lambda: step(date(2026, 5, 12), NORTHMERE), said=False)
    yield decide(WESTBROOK, "in-principle", "deferred", date(2026, 5, 12))
    for council in (NORTHMERE, EASTHOLT):
        yield decide(council, "in-principle", "approved", MEETING)
    yield decide(WESTBROOK, "in-principle", "conditional", MEETING, "due diligence")


def _in_principle() -> Iterator[Act]:
    yield Act(name="effect", do=lambda: step(date(2026, 6, 24)), said=False)
    met = given(date(2026, 6, 25))
    yield Act(name="condition met", do=lambda: meet_condition(REFERENCE, WESTBROOK, None, 1, met))
    yield Act(name="gate", do=lambda: step(date(2026, 6, 25), NORTHMERE), said=False)
    yield record("1.9", None, date(2026, 6, 26))
    for name, act in (
        ("called in late", lambda: call_in(REFERENCE, NORTHMERE, None, of_june(22))),
        ("referred back", lambda: refer_back(REFERENCE, NORTHMERE, None, of_june(26))),
        ("reheard", lambda: rehear(REFERENCE, NORTHMERE, None, "confirmed", of_june(30))),
        ("published", lambda: publish(REFERENCE, EASTHOLT, None, of_june(17), "Misread")),
        ("called in", lambda: call_in(REFERENCE, EASTHOLT, None, of_june(22))),
        ("let go", lambda: release(REFERENCE, EASTHOLT, None, of_june(26), lapsed=False)),
    ):
        yield Act(name=name, do=act)
    yield Act(name="effect again", do=lambda: step(date(2026, 7, 2)), said=False)
    yield record("1.9", None, date(2026, 7, 2))
    yield Act(name="corrected", do=correct_the_memorandum)
    again = {"reason": "Not signed", "actor": TESTER, "today": date(2026, 7, 2)}
    yield Act(name="reopened", do=lambda: reopen(REFERENCE, "1.9", None, **again))
    yield record("1.9", None, date(2026, 7, 3))


def _people() -> Iterator[Act]:
    yield Act(name="people", do=know_two, said=False)
    for key in ("2.4", "2.1"):
        yield Act(name=f"{key} given", do=lambda key=key: give_ann(key))
    yield record("2.4", None, date(2026, 7, 3))
    yield Act(name="stood in for", do=bo_stands_in)
    yield Act(name="left", do=ann_leaves)


def _planning() -> Iterator[Act]:
    day = date(2026, 7, 3)
    slip = [Slip(step=StepId("9.2"), working_days=5)]
    jubilee = Holiday(on=date(2027, 2, 15), name="A jubilee", known_from=day, cite="Proclaimed")
    assets = EXAMPLES / "worked-2027-assets.csv"
    yield Act(name="baseline", do=lambda: take_baseline(REFERENCE, "July", day, TESTER))
    # What is kept beside the log without an entry is refused a second time.
    yield made("slower", lambda path: _keep_slower(path, slip))
    yield Act(
        name="adopted",
        do=lambda: adopt_scenario(REFERENCE, "slower", "The build is late", TESTER, day),
    )
    yield Act(
        name="assets",
        do=lambda: import_register(
            REFERENCE, read_register(assets, register_named("assets")), TESTER
        ),
    )
    yield Act(name="meetings", do=lambda: _import_meetings(day))
    yield Act(name="holiday", do=lambda: add_holiday("england-and-wales", jubilee, day, TESTER))


def _keep_slower(path: Path, slip: list[Slip]) -> None:
    with suppress(AlreadyRecorded):
        keep_scenario(REFERENCE, "slower", slip, TESTER)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


def _import_meetings(day: date) -> None:
    path = settings().home / "meetings.csv"
    path.write_text("date,status\n2026-12-08,held\n2026-12-15,held\n", encoding="utf-8")
    import_meetings(REFERENCE, WESTBROOK, path, today=day, actor=TESTER, keep=True)


def _telling() -> Iterator[Act]:
    yield Act(name="check", do=lambda: check_deadlines(date(2026, 9, 16)), said=False)
    yield Act(name="acknowledged", do=acknowledge_two)
    yield Act(name="escalated", do=lambda: check_deadlines(date(2026, 10, 1)), said=False)
    for place in range(2):
        yield Act(name="readdressed", do=lambda place=place: readdress_one(place))
    yield Act(name="dropped", do=drop_one)
    yield Act(name="team told", do=tell_the_team)
    yield Act(name="sent", do=send, said=False)
    yield Act(name="resolved", do=resolve_doubtful, said=False)


def _final() -> Iterator[Act]:
    agreed, day = given(date(2026, 10, 1), today=FINAL), date(2026, 10, 21)
    yield Act(
        name="waived",
        do=lambda: waive(REFERENCE, NORTHMERE, "final", agreed, agreed.on, "It cannot wait"),
    )
    for council in COUNCILS:
        yield decide(council, "final", "approved", FINAL)
    yield Act(name="final effect", do=lambda: step(day), said=False)
    yield Act(
        name="paper",
        do=lambda: write_paper(
            REFERENCE, "highlight-report", None, None, date(2026, 10, 21), TESTER
        ),
        said=False,
    )


def _going() -> Iterator[Act]:
    day = given(date(2027, 2, 1), presume_earlier=True)
    until = date(2027, 6, 30)
    yield Act(
        name="no-go",
        do=lambda: record_no_go(REFERENCE, WESTBROOK, until, "The rehearsal failed", day),
    )
    for _ in range(9):
        yield Act(name="compensated", do=compensate_next)
    for council in COUNCILS:
        yield Act(name=f"{council} go", do=lambda c=council: record_go(REFERENCE, c, day))
    yield Act(name="last check", do=lambda: check_deadlines(date(2027, 2, 2)), said=False)


def _keeping() -> Iterator[Act]:
    yield made("heads.json", lambda path: keep_heads(heads(None), path))
    yield made("backup.zip", back_up)
    yield made("export.zip", lambda path: export(REFERENCE, path, date(2027, 2, 2)))
    yield Act(name="restored", do=restore_elsewhere, said=False)
    yield Act(name="imported", do=import_elsewhere, said=False)
    yield Act(name="upgraded", do=open_an_older_file, said=False)


_PARTS = (_opening, _in_principle, _people, _planning, _telling, _final, _going, _keeping)
LIFE: tuple[Act, ...] = tuple(act for part in _PARTS for act in part())
