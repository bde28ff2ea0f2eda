"""A whole life of a transition, act by act, which can be left anywhere and gone on with.

It is opened, decided, called in, corrected, compensated, told of, sent, backed up and taken in
elsewhere. Who goes on with it does what a person would do who came back to a machine that had
stopped: what the engine does is started again; what a person says is said again only where the log
has not got it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlmodel import select

from models.actor import ENGINE, Actor
from models.alerts import checks, escalating, raising, watching
from models.alerts.acknowledging import acknowledge, standing
from models.archive.backup import back_up
from models.archive.export import export
from models.archive.importing import import_transition
from models.archive.restore import restore
from models.baselines import take_baseline
from models.corrections.correcting import correct
from models.corrections.reopening import reopen
from models.database import _open, database, reading, writing
from models.deciding import record_decision
from models.decisions.happenings import meet_condition, publish, waive
from models.decisions.scrutiny import call_in, refer_back, rehear, release
from models.effects import kept_path, settle_files
from models.late_holidays import add_holiday
from models.log import locked
from models.meeting_calendars import import_meetings
from models.no_go.compensating import compensate
from models.no_go.saying import record_go, record_no_go
from models.no_go.shown import order_of
from models.opening import open_transition
from models.outbox import TARGETS, Message, drop, outbox, post, readdress, resolve
from models.projection import write
from models.recording import record_step
from models.registers import import_register, read_register, register_named
from models.reports import log_of
from models.scenarios import adopt_scenario, keep_scenario
from models.settings import settings
from models.stepping import open_gate, open_steps, take_effect
from models.tables import Transition
from models.verification import heads, keep_heads
from models.whole_file import clear_drafts, write_whole
from rules.calendars import Holiday
from rules.changes import Slip
from rules.errors import AlreadyRecorded
from rules.situation import DecisionId, StepId
from tasks.sending.sending import send_all
from tasks.sending.settling import settle_messages
from tasks.work import work_to_do
from tasks.writing import write_document, write_paper
from tests.engine.prepared import COUNCILS, REFERENCE, given, worked_example

NORTHMERE, EASTHOLT, WESTBROOK = COUNCILS
TESTER = Actor(name="a tester")
EXAMPLES = Path(__file__).parent.parent.parent / "examples"
MEETING, FINAL = date(2026, 6, 16), date(2026, 10, 13)


@dataclass(frozen=True, kw_only=True)
class Act:
    """One thing that is done. What is `said` by a person is not said twice."""

    name: str
    do: Callable[[], object]
    said: bool = True


# ---- What the engine does -----------------------------------------------------------------------


def step(day: date) -> None:
    """Everything that can be stepped on a day has been, as by the flow `step-transition`."""
    settle_files(REFERENCE)
    settle_messages(REFERENCE)
    while work := work_to_do(REFERENCE, day):
        done = 0
        for part in work.values():
            done += sum(take_effect(REFERENCE, *each, day) for each in part.effects)
            done += sum(open_gate(REFERENCE, *each) for each in part.gates)
            done += sum(bool(write_document(REFERENCE, each, day)) for each in part.documents)
            done += len(open_steps(REFERENCE, part.steps)) if part.steps else 0
        if not done:
            break


def check_deadlines(day: date) -> int:
    """The deadlines are checked, as by the flow `check-deadlines`; how many alerts are new."""
    gap = checks.gap_before(day)
    watching.work_out_all(day)
    with reading(database()) as session:
        due = raising.due(session, day)
    raised = sum(len(raising.raise_due(each, day, gap.last_on)) for each in due)
    with reading(database()) as session:
        late = escalating.to_escalate(session, day)
    raised += sum(len(escalating.escalate(each, day)) for each in late)
    checks.note_check(day, raised)
    return raised


def send() -> None:
    """What waits in the outbox is given away, as by the flow `send-outbox`."""
    settle_messages()
    send_all()


def leave_a_letter() -> None:
    """A letter is in its place and claimed, as a run leaves it that ends before it says so."""
    path = settings().papers / REFERENCE / "letter.txt"
    clear_drafts(path)
    digest = sha256(write_whole(path, b"Dear supplier").read_bytes()).hexdigest()
    data = {"key": "letter", "kind": "letter", "path": kept_path(path), "digest": digest}
    with writing(database()) as session:
        transition = locked(session, REFERENCE)
        write(session, transition, actor=ENGINE, act="effect-claimed", data=data)


# ---- What people say ----------------------------------------------------------------------------


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


def correct_the_memorandum() -> None:
    """Who signed it was not who was said to."""
    last = [e["sequence"] for e in log_of(REFERENCE) if e["data"].get("step") == "1.9"][-1]
    words = {"reason": "Misread", "actor": TESTER, "today": date(2026, 7, 2)}
    correct(REFERENCE, last, {"by": "Another manager"}, **words)


def acknowledge_two() -> None:
    """Somebody is at the two gravest alerts."""
    numbers = [each["sequence"] for each in standing(REFERENCE)[:2]]
    acknowledge(REFERENCE, numbers, TESTER, "It is in hand")


def readdress_one(place: int) -> None:
    """The message of that place in the outbox has an address now."""
    waiting = [each for each in outbox() if not each.address and each.channel == "email"]
    readdress(waiting[place].key, f"clerk-{place}@northmere.example", "It was missing", TESTER)


def tell_the_team() -> None:
    """A message to a target waits in the outbox."""
    said = Message(
        key="team", kind="alert", role="Team", subject="Due", body="It is due.", channel=TARGETS
    )
    with writing(database()) as session:
        post(session, locked(session, REFERENCE), said)


def drop_one() -> None:
    """One message is out of date."""
    drop(outbox()[0].key, "Out of date", TESTER)


def resolve_doubtful() -> None:
    """Somebody asked about the message that nobody could tell of; the life has none unkilled."""
    for each in outbox():
        if each.state == "doubtful":
            resolve(each.key, "The server was asked", TESTER, sent=True)


def compensate_next() -> None:
    """The first open part of the order that makes the no-go good is closed."""
    order = order_of(REFERENCE, date(2027, 2, 1))
    part = next((each for each in order["parts"] if each["status"] == "open"), None)
    if part:
        compensate(REFERENCE, part["step"], part["party"], given(date(2027, 2, 1)))


# ---- Files of the whole -------------------------------------------------------------------------


def made(name: str, make: Callable[[Path], object]) -> Act:
    """A file that is made whole under a name; where it is there, nobody makes it again."""

    def do() -> None:
        path = settings().home / "kept" / name
        if not path.exists():
            make(path)

    return Act(name=f"{name} made", do=do, said=False)


@contextmanager
def elsewhere(name: str) -> Iterator[None]:
    """The settings are those of another machine, with a database in a file of its own."""
    home = settings().home / name
    kept = {each: os.environ.get(each) for each in ("CHANGEOVER_HOME", "CHANGEOVER_DATABASE_URL")}
    os.environ["CHANGEOVER_HOME"] = str(home)
    os.environ["CHANGEOVER_DATABASE_URL"] = f"sqlite:///{home / 'changeover.db'}"
    try:
        yield
    finally:
        for each, value in kept.items():
            os.environ.pop(each, None)
            if value is not None:
                os.environ[each] = value


def restore_elsewhere() -> None:
    """The backup is on another machine; where it is already, nobody restores it again."""
    backup = settings().home / "kept" / "backup.zip"
    with elsewhere("restored"):
        if not log_length():
            restore(backup)


def import_elsewhere() -> None:
    """The export is taken in on another machine; where it is already, nobody takes it in again."""
    zipped = settings().home / "kept" / "export.zip"
    with elsewhere("imported"):
        if not log_length():
            import_transition(zipped, today=date(2027, 2, 1), actor=TESTER)


def open_an_older_file() -> None:
    """A file of an older release is brought up to date, and kept as it was."""
    _open(f"sqlite:///{settings().home / 'older.db'}").dispose()


# ---- The life -----------------------------------------------------------------------------------


def _opening() -> Iterator[Act]:
    yield Act(name="opened", do=lambda: open_transition(worked_example(), actor=TESTER), said=False)
    yield Act(name="letter left", do=leave_a_letter)
    for council in COUNCILS:
        yield record("1.7", council, date(2026, 5, 11))
    yield Act(name="first check", do=lambda: check_deadlines(date(2026, 5, 12)), said=False)
    yield Act(name="first papers", do=lambda: step(date(2026, 5, 12)), said=False)
    yield decide(WESTBROOK, "in-principle", "deferred", date(2026, 5, 12))
    for council in (NORTHMERE, EASTHOLT):
        yield decide(council, "in-principle", "approved", MEETING)
    yield decide(WESTBROOK, "in-principle", "conditional", MEETING, "due diligence")


def _in_principle() -> Iterator[Act]:
    yield Act(name="effect", do=lambda: step(date(2026, 6, 24)), said=False)
    met = given(date(2026, 6, 25))
    yield Act(name="condition met", do=lambda: meet_condition(REFERENCE, WESTBROOK, None, 1, met))
    yield Act(name="gate", do=lambda: step(date(2026, 6, 25)), said=False)
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


_PARTS = (_opening, _in_principle, _planning, _telling, _final, _going, _keeping)
LIFE: tuple[Act, ...] = tuple(act for part in _PARTS for act in part())


def log_length() -> int:
    """How many entries the log has; 0 before the transition is opened."""
    with reading(database()) as session:
        query = select(Transition.log_length).where(Transition.reference == REFERENCE)
        return session.exec(query).one_or_none() or 0
