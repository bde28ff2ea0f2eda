"""The state log: a chain that shows every way of tampering, and reads back as at any day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from models.chain import verify
from models.database import database, reading, writing
from models.log import FORM, GENESIS, canonical, digest_of, entries
from models.recording import record_step
from models.reports import log_of
from models.tables import LogEntry, Transition
from models.verification import verify_all
from rules.errors import LogBroken, StepNotReady

Acts = Callable[[str], list[tuple[int, str, dict[str, Any]]]]
Happened = Callable[..., Any]

#: What opening the worked example writes: itself, 4 facts, 6 meetings and 6 steps done before.
OPENED = 17
COLUMNS = (
    "transition_id, sequence, at, actor, role, on_behalf_of, act, reason, "
    "data, previous, digest, form"
)


def execute(*statements: str) -> None:
    """Somebody with access to the database writes to it directly."""
    with database().begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def copied(sequence: int, of: int) -> str:
    """A forged entry of that number, made from another."""
    values = COLUMNS.replace("sequence", str(sequence), 1)
    return f"insert into logentry ({COLUMNS}) select {values} from logentry where sequence = {of}"


def test_an_untouched_log_holds(worked: str) -> None:
    """Its length and its head are told, so that they can be kept elsewhere."""
    (found,) = verify_all()
    assert (found["reference"], found["entries"]) == ("worked-2027", OPENED)
    assert found["head"] == log_of(worked)[-1]["digest"]


@pytest.mark.parametrize(
    ("statements", "place", "says"),
    [
        (
            ["update logentry set data = replace(data, 'invented', 'real') where sequence = 5"],
            5,
            "its content was changed after it was written",
        ),
        (
            ["update logentry set actor = 'somebody else' where sequence = 5"],
            5,
            "its content was changed after it was written",
        ),
        (
            ["update logentry set act = 'note' where sequence = 12"],
            12,
            "its content was changed after it was written",
        ),
        (
            ["update logentry set at = '2020-01-01T00:00:00.000000Z' where sequence = 1"],
            1,
            "its content was changed after it was written",
        ),
        (
            [f"update logentry set previous = '{GENESIS}' where sequence = 5"],
            5,
            "it does not follow the entry before it",
        ),
        (["delete from logentry where sequence = 5"], 5, "entry 5 is missing; entry 6 follows"),
        (["delete from logentry where sequence = 1"], 1, "entry 1 is missing; entry 2 follows"),
        (
            [f"delete from logentry where sequence = {OPENED}"],
            OPENED,
            "the log ends at entry 16, but 17 were written",
        ),
        (["delete from logentry"], 1, "the log ends at entry 0, but 17 were written"),
        (
            [
                "update logentry set sequence = -5 where sequence = 5",
                "update logentry set sequence = 5 where sequence = 6",
                "update logentry set sequence = 6 where sequence = -5",
            ],
            5,
            "it does not follow the entry before it",
        ),
        (
            [
                "update logentry set sequence = -sequence where sequence >= 6",
                "update logentry set sequence = 1 - sequence where sequence < 0",
                copied(6, of=5),
            ],
            6,
            "it does not follow the entry before it",
        ),
        ([copied(18, of=17)], 18, "it does not follow the entry before it"),
    ],
    ids=[
        *("data edited", "actor edited", "act edited", "instant edited", "link edited"),
        *("entry deleted", "first entry deleted", "last entry deleted", "all entries deleted"),
        *("entries swapped", "entry inserted", "entry added"),
    ],
)
def test_tampering_is_found_and_the_entry_is_named(
    worked: str, statements: list[str], place: int, says: str
) -> None:
    """The first break that is told stands at the entry that was tampered with."""
    execute(*statements)

    with pytest.raises(LogBroken) as refusal:
        verify_all()

    assert f"The state log does not hold: {worked} entry {place}: {says}" in str(refusal.value)
    assert "restore the database from a backup" in refusal.value.remedy


def forged(session: Session, sequence: int, previous: str) -> LogEntry:
    """An entry made up by somebody who knows how digests are made."""
    transition = session.exec(select(Transition)).one()
    entry = LogEntry(
        transition_id=transition.id or 0,
        sequence=sequence,
        at="2026-05-11T09:00:00.000000Z",
        actor="a forger",
        act="note",
        data="{}",
        previous=previous,
        digest="",
        form=FORM,
    )
    entry.digest = digest_of(transition.reference, entry)
    return entry


def test_a_well_forged_entry_is_found_by_the_one_that_follows(worked: str) -> None:
    """Entry 5 is replaced by one whose digest is right: entry 6 no longer follows it."""
    fourth = log_of(worked)[3]["digest"]
    execute("delete from logentry where sequence = 5")
    with writing(database()) as session:
        session.add(forged(session, 5, fourth))

    with pytest.raises(LogBroken, match="entry 6: it does not follow the entry before it"):
        verify_all()


def test_a_well_forged_entry_at_the_end_is_found_by_the_length(worked: str) -> None:
    """Its digest is right and it follows the last entry, but the transition did not write it."""
    last = log_of(worked)[-1]["digest"]
    with writing(database()) as session:
        session.add(forged(session, 18, last))

    with pytest.raises(LogBroken, match="entry 18: the log ends at entry 18, but 17 were written"):
        verify_all()


def test_a_well_forged_last_entry_is_found_by_the_head(worked: str) -> None:
    """The last entry is replaced by one that follows: it is not the one that was written."""
    before = log_of(worked)[-2]["digest"]
    execute("delete from logentry where sequence = 17")
    with writing(database()) as session:
        session.add(forged(session, 17, before))

    with pytest.raises(LogBroken, match="entry 17: it is not the last entry that was written"):
        verify_all()


#: Two entries with fixed instants, and their digests as the shell's sha256sum gives them.
FIXED = [
    (
        "2026-05-11T23:59:59.999999Z",
        {"of": "£19.1 million – “approved”"},
        "ff0404082f41b7b18fa26fb752477bc5f2cdcfd91a891fa5dfa99907dda2d46e",
    ),
    (
        "2026-05-12T00:00:00.000000Z",
        {},
        "67ebe8fdb58a181fbaf0ee204fe023292bab0361e144364477202864853abec3",
    ),
]


def with_fixed_entries(reference: str) -> None:
    """The log of the transition is two entries, one at the end of 11 May and one just after."""
    execute("delete from logentry")
    with writing(database()) as session:
        transition = session.exec(select(Transition)).one()
        previous = GENESIS
        for sequence, (at, data, _) in enumerate(FIXED, 1):
            entry = LogEntry(
                transition_id=transition.id or 0,
                sequence=sequence,
                at=at,
                actor="Zoë",
                act="note",
                data=canonical(data),
                previous=previous,
                digest="",
                form=1,
            )
            previous = entry.digest = digest_of(reference, entry)
            session.add(entry)
        transition.log_length, transition.log_head = len(FIXED), previous
        session.add(transition)


def test_the_same_entries_have_the_same_digests_in_every_database(worked: str) -> None:
    """SQLite and PostgreSQL give back the same characters, so a chain can be proved anywhere."""
    with_fixed_entries(worked)

    with reading(database()) as session:
        transition = session.exec(select(Transition)).one()
        kept = entries(session, transition)
        assert not list(verify(transition, kept))
    assert [digest_of(worked, entry) for entry in kept] == [digest for *_, digest in FIXED]
    assert [entry.digest for entry in kept] == [digest for *_, digest in FIXED]


@pytest.mark.parametrize(
    ("day", "known"),
    [
        (date(2026, 5, 10), []),
        (date(2026, 5, 11), [1]),
        (date(2026, 5, 12), [1, 2]),
        (date(2027, 1, 1), [1, 2]),
    ],
)
def test_the_log_reads_back_as_at_the_end_of_any_day(
    worked: str, day: date, known: list[int]
) -> None:
    """The last microsecond of 11 May belongs to that day; midnight belongs to the next."""
    with_fixed_entries(worked)
    assert [each["sequence"] for each in log_of(worked, day)] == known


def test_a_refused_act_leaves_no_entry_and_the_next_one_follows_on(
    worked: str, happened: Happened, acts: Acts
) -> None:
    """Sequence numbers have no gap, whatever was refused between."""
    with pytest.raises(StepNotReady, match="still open before it"):
        record_step(worked, "1.9", None, happened(date(2026, 5, 11)))
    assert record_step(worked, "2.4", None, happened(date(2026, 5, 11))) == OPENED + 1
    assert [sequence for sequence, *_ in acts(worked)] == list(range(1, OPENED + 2))
    assert verify_all()[0]["entries"] == OPENED + 1


def test_instants_are_kept_in_utc_to_the_microsecond(worked: str, happened: Happened) -> None:
    """All of one length, so that they sort as text in every database."""
    record_step(worked, "2.4", None, happened(date(2026, 5, 11)))
    for entry in log_of(worked):
        assert len(entry["at"]) == len("2026-05-11T09:00:00.000000Z")
        assert entry["at"].endswith("Z")
