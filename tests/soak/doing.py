"""What is done in a life that is more than one call: by the engine, by people, and elsewhere."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from hashlib import sha256

from sqlmodel import select

from models.actor import ENGINE, Actor
from models.alerts import checks, telling
from models.alerts.acknowledging import acknowledge, standing
from models.archive.importing import import_transition
from models.archive.restore import restore
from models.corrections.correcting import correct
from models.database import _open, database, reading, writing
from models.effects import kept_path, settle_files
from models.log import locked
from models.no_go.compensating import compensate
from models.no_go.shown import order_of
from models.outbox import TARGETS, Message, drop, outbox, post, readdress, resolve
from models.projection import write
from models.reports import log_of
from models.settings import settings
from models.stepping import open_gate, open_steps, take_effect
from models.tables import Transition
from models.whole_file import clear_drafts, write_whole
from tasks.sending.sending import send_all
from tasks.sending.settling import settle_messages
from tasks.work import work_to_do
from tasks.writing import write_document
from tests.engine.prepared import REFERENCE, given

TESTER = Actor(name="a tester")


# ---- What the engine does -----------------------------------------------------------------------


def step(day: date, papers_of: str = "") -> None:
    """What can be stepped on a day has been, as by the flow `step-transition`.

    Papers are written for one council, or none: those of others are made in the same way.
    """
    settle_files(REFERENCE)
    settle_messages(REFERENCE)
    while work := work_to_do(REFERENCE, day):
        done = 0
        for part in work.values():
            done += sum(take_effect(REFERENCE, *each, day) for each in part.effects)
            done += sum(open_gate(REFERENCE, *each) for each in part.gates)
            documents = [each for each in part.documents if each.council == papers_of]
            done += sum(bool(write_document(REFERENCE, each, day)) for each in documents)
            done += len(open_steps(REFERENCE, part.steps)) if part.steps else 0
        if not done:
            break


def check_deadlines(day: date) -> int:
    """The deadlines are checked, as by the flow `check-deadlines`; how many alerts are new."""
    gap = checks.gap_before(day)
    telling.work_out_all(day)
    raised = len(telling.tell_all(day, gap.last_on))
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


# ---- What people do ------------------------------------------------------------------------------


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


# ---- Elsewhere -----------------------------------------------------------------------------------


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


def log_length() -> int:
    """How many entries the log has; 0 before the transition is opened."""
    with reading(database()) as session:
        query = select(Transition.log_length).where(Transition.reference == REFERENCE)
        return session.exec(query).one_or_none() or 0
