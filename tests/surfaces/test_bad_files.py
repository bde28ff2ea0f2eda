"""Bad files: each gets one clear error with file, key and remedy, and writes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Command
    from tests.surfaces.conftest import Refusal

TransitionFile = Callable[..., Path]

A_MEETING = '[[meeting]]\ncouncil = "southwark"\nsource = "x"\n'
AN_EVENT = '[[event]]\nby = "x"\nevidence = "y"\n'
DONE = '[[done]]\non = 2026-08-03\nby = "x"\nevidence = "y"\n'
A_WINDOW = '[[window]]\nname = "w"\nactivities = ["migration"]\nbasis = "b"\n'
A_ROW_TO_COMPARE = '[[compare]]\nwhat = "w"\nrecord = "r"\nsource = "s"\n'
PAST = "2031-01-01"
LIES_AFTER = "Wednesday 1 January 2031 lies after the calendar 'england-and-wales'"

#: What is wrong, what is changed in a good file, what is added to it, the key, and what is said.
ONE_FAULT: list[tuple[str, dict[str, str], str, str, str]] = [
    (
        "unknown council in a meeting",
        {},
        A_MEETING.replace("southwark", "camden") + "on = [2026-10-13]",
        "meeting[2].council",
        "unknown council 'camden'; name one of southwark, brent",
    ),
    (
        "unknown council in an event",
        {},
        AN_EVENT + 'on = 2026-10-13\nkind = "decision"\ndecision = "final"\noutcome = "noted"\n'
        'council = "camden"',
        "event[1].council",
        "unknown council 'camden'; name one of southwark, brent",
    ),
    (
        "council without a policy",
        {'code = "brent"': 'code = "camden"'},
        "",
        "council[2]",
        "No policy ships for the council 'camden'. name one; or write its policy",
    ),
    (
        "expiry before start",
        {"started_on = 2022-04-01": "started_on = 2027-04-01"},
        "",
        "contract.expiry_on",
        "2027-03-31 is not after started_on 2027-04-01; give the last day of the contract",
    ),
    (
        "commencement before expiry",
        {"commencement_on = 2027-04-01": "commencement_on = 2027-03-31"},
        "",
        "contract.commencement_on",
        "2027-03-31 is not after expiry_on 2027-03-31; the new service starts the day after",
    ),
    (
        "meeting on a Sunday",
        {"on = [2026-10-13]": "on = [2026-10-13, 2026-10-18]"},
        "",
        "meeting[1].on",
        "2026-10-18 is a closed day (Sunday); give the working day of the meeting",
    ),
    (
        "meeting on a bank holiday",
        {"on = [2026-10-13]": "on = [2026-12-28]"},
        "",
        "meeting[1].on",
        "2026-12-28 is a closed day (Boxing Day (substitute day)); give the working day",
    ),
    (
        "chosen meeting on a Saturday",
        {},
        '[[chosen]]\ndecision = "final"\ncouncil = "southwark"\nmeeting_on = 2026-10-17',
        "chosen[1].meeting_on",
        "2026-10-17 is a closed day (Saturday); give the working day of the meeting",
    ),
    (
        "meeting chosen twice",
        {},
        '[[chosen]]\ndecision = "final"\ncouncil = "southwark"\nmeeting_on = 2026-10-13\n' * 2,
        "chosen[2]",
        "final stands twice for southwark; keep one meeting",
    ),
    (
        "unknown step expected",
        {},
        '[expected]\n"99.1" = 2026-10-13',
        "expected.99.1",
        "There is no step '99.1'. see `changeover plan REF` for the keys.",
    ),
    (
        "unknown step given working time",
        {},
        '[durations]\n"99.1" = 5',
        "durations.99.1",
        "There is no step '99.1'. see `changeover plan REF` for the keys.",
    ),
    (
        "unknown step done",
        {},
        DONE + 'steps = ["1.1", "99.1"]',
        "done[1].steps",
        "There is no step '99.1'. see `changeover plan REF` for the keys.",
    ),
    (
        "unknown step in an event",
        {},
        AN_EVENT + 'on = 2026-10-13\nkind = "step"\nstep = "99.1"',
        "event[1].step",
        "There is no step '99.1'. see `changeover plan REF` for the keys.",
    ),
    (
        "unknown condition",
        {},
        "[conditions]\nprivat = true",
        "conditions.privat",
        "nothing depends on it; name one of 2.2, 5.5, ico_consultation",
    ),
    (
        "negative working time",
        {},
        '[durations]\n"9.2" = -5',
        "durations.9.2",
        "-5 working days; give 0 or more",
    ),
    (
        "event of a council's step without the council",
        {},
        AN_EVENT + 'on = 2026-10-13\nkind = "step"\nstep = "1.7"',
        "event[1].council",
        "step 1.7 is done by each council; name the council",
    ),
    (
        "event that records a decision as a step",
        {},
        AN_EVENT + 'on = 2026-10-13\nkind = "step"\nstep = "1.8"\ncouncil = "southwark"',
        "event[1].step",
        '1.8 is a decision; give kind = "decision" and its outcome',
    ),
    (
        "decision without an outcome",
        {},
        AN_EVENT + 'on = 2026-10-13\nkind = "decision"\ndecision = "final"\ncouncil = "southwark"',
        "event[1]",
        "a decision without outcome; add it",
    ),
    (
        "events out of order",
        {},
        AN_EVENT
        + 'on = 2026-10-13\nkind = "step"\nstep = "1.9"\n'
        + AN_EVENT
        + 'on = 2026-10-12\nkind = "step"\nstep = "2.4"\n',
        "event[2].on",
        "2026-10-12 comes before the event above it; put events in order",
    ),
    (
        "commencement past the calendar",
        {"commencement_on = 2027-04-01": f"commencement_on = {PAST}"},
        "",
        "contract.commencement_on",
        LIES_AFTER,
    ),
    (
        "meeting past the calendar",
        {"on = [2026-10-13]": f"on = [{PAST}]"},
        "",
        "meeting[1].on",
        LIES_AFTER,
    ),
    (
        "expected past the calendar",
        {},
        f'[expected]\n"3.4" = {PAST}',
        "expected.3.4",
        LIES_AFTER,
    ),
    (
        "done past the calendar",
        {},
        DONE.replace("2026-08-03", PAST) + 'steps = ["1.1"]',
        "done[1].on",
        LIES_AFTER,
    ),
    (
        "event past the calendar",
        {},
        AN_EVENT + f'on = {PAST}\nkind = "step"\nstep = "2.4"',
        "event[1].on",
        LIES_AFTER,
    ),
    (
        "publication past the calendar",
        {},
        AN_EVENT + 'on = 2026-10-13\nkind = "decision"\ndecision = "final"\noutcome = "noted"\n'
        f'council = "southwark"\npublished_on = {PAST}',
        "event[1].published_on",
        LIES_AFTER,
    ),
    (
        "publication before the meeting",
        {},
        AN_EVENT + 'on = 2026-10-13\nkind = "decision"\ndecision = "final"\noutcome = "noted"\n'
        'council = "southwark"\npublished_on = 2026-10-12',
        "event[1].published_on",
        "2026-10-12 is before the meeting; mend it",
    ),
    (
        "window past the calendar",
        {},
        A_WINDOW + f"opens_on = 2026-12-24\ncloses_on = {PAST}",
        "window[1].closes_on",
        LIES_AFTER,
    ),
    (
        "window that closes before it opens",
        {},
        A_WINDOW + "opens_on = 2026-12-24\ncloses_on = 2026-12-23",
        "window[1]",
        "'w' closes on 2026-12-23, before it opens on 2026-12-24. exchange the two dates.",
    ),
    (
        "poll past the calendar",
        {},
        f'[[poll]]\non = {PAST}\nwhere = "local"',
        "poll[1].on",
        LIES_AFTER,
    ),
    (
        "comparison past the calendar",
        {},
        A_ROW_TO_COMPARE + f'rule = "ATI-05"\nevent = {PAST}',
        "compare[1].event",
        LIES_AFTER,
    ),
    (
        "comparison with an unknown rule",
        {},
        A_ROW_TO_COMPARE + 'rule = "XXX-01"\nevent = 2026-10-13',
        "compare[1].rule",
        "There is no rule 'XXX-01'. see `changeover rules`.",
    ),
    (
        "fact without a value that is no gap",
        {},
        '[[fact]]\nname = "price"\nsource = "x"\nstanding = "recorded"',
        "fact[1]",
        "price is a gap exactly when it has no value; mend one of the two",
    ),
    (
        "unknown key",
        {'title = "A contract"': 'title = "A contract"\ncolour = "red"'},
        "",
        "contract.colour",
        "Extra inputs are not permitted",
    ),
    (
        "unknown table",
        {},
        "[[meetings]]\non = 2026-10-13",
        "meetings",
        "Extra inputs are not permitted",
    ),
    (
        "missing key",
        {"expiry_on = 2027-03-31\n": ""},
        "",
        "contract.expiry_on",
        "Field required",
    ),
    (
        "text for a date",
        {"expiry_on = 2027-03-31": 'expiry_on = "soon"'},
        "",
        "contract.expiry_on",
        "Input should be a valid date",
    ),
    (
        "nobody leaves",
        {'role = "leaving"': 'role = "partner"'},
        "",
        "council.role",
        '0 councils are "leaving"; exactly one must be',
    ),
    (
        "term shorter than the law allows",
        {},
        '[[council]]\ncode = "lewisham"\nrole = "partner"\nbody = "Mayor and Cabinet"\n'
        '[[council.setting]]\nparameter = "agenda.notice"\nvalue = { working_days = 3 }\n'
        'cite = "made up"',
        "council[3]",
        "(Notice of a public meeting) gives",
    ),
]


def nothing_was_written(home: Path) -> bool:
    """There is no database in the home, or one that holds no row of anybody's."""
    if not (file := home / "changeover.db").exists():
        return True
    with sqlite3.connect(file) as connection:
        tables = connection.execute(
            "select name from sqlite_master where type = 'table' and name != 'alembic_version'"
        ).fetchall()
        rows = [connection.execute(f"select count(*) from {name}").fetchone() for (name,) in tables]
    connection.close()
    return all(row == (0,) for row in rows)


@pytest.mark.parametrize(
    ("changes", "more", "key", "said"),
    [row[1:] for row in ONE_FAULT],
    ids=[row[0] for row in ONE_FAULT],
)
def test_one_fault_is_told_with_its_file_its_key_and_what_to_do(
    changeover: Command,
    refusal: Refusal,
    a_transition: TransitionFile,
    changes: dict[str, str],
    more: str,
    key: str,
    said: str,
) -> None:
    """The file, one line for the fault, and nothing in the database afterwards."""
    path = a_transition(changes, more)

    message = refusal(changeover(f"run {path} --json"), 2)

    assert message.startswith(f"changeover: {path}: 1 fault:\n  - {key}: ")
    assert said in message
    assert "What to do: mend every line named; nothing was written." in message
    assert nothing_was_written(changeover.home)


def test_all_faults_of_a_file_are_told_at_once(
    changeover: Command, refusal: Refusal, a_transition: TransitionFile
) -> None:
    """A person mends a file once, not once for each fault."""
    late = {"2027-03-31": "2030-12-31", "2027-04-01": PAST}
    sunday = {"on = [2026-10-13]": "on = [2026-10-18]"}
    path = a_transition(late | sunday, '[durations]\n"99.1" = 5')

    message = refusal(changeover(f"run {path}"), 2)

    assert f"{path}: 4 faults:" in message
    assert "  - contract.expiry_on: Tuesday 31 December 2030 lies after the calendar" in message
    assert f"  - contract.commencement_on: {LIES_AFTER}" in message
    assert "  - meeting[1].on: 2026-10-18 is a closed day (Sunday)" in message
    assert "  - durations.99.1: There is no step '99.1'." in message
    assert nothing_was_written(changeover.home)


def test_what_cannot_be_planned_in_the_end_is_refused_at_the_start(
    changeover: Command, refusal: Refusal, a_transition: TransitionFile
) -> None:
    """Every day lies inside the calendar, but 9,000 working days of work do not."""
    path = a_transition(more='[durations]\n"10.4" = 9000')

    message = refusal(changeover(f"run {path}"), 2)

    assert "no timetable can be drawn up from its dates" in message
    assert nothing_was_written(changeover.home)
    assert changeover.json("list") == []


@pytest.mark.parametrize("command", ["run", "plan", "replay"])
def test_every_command_that_reads_a_file_refuses_it_alike(
    changeover: Command, refusal: Refusal, a_transition: TransitionFile, command: str
) -> None:
    """Whichever command comes first to it."""
    path = a_transition({"on = [2026-10-13]": "on = [2026-10-18]"})
    assert f"{path}: 1 fault:" in refusal(changeover(f"{command} {path}"), 2)
    assert nothing_was_written(changeover.home)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'reference = = "x"', "Invalid value (at line 1, column 13).\nExpected: a file in TOML."),
        (b"", "  - reference: Field required"),
        (b'title = "caf\xe9"', "cannot be read"),
        (b"\x00\x01", "Expected: a file in TOML."),
    ],
    ids=["broken TOML", "empty file", "not UTF-8", "not text"],
)
def test_what_is_no_transition_file_is_refused(
    changeover: Command, refusal: Refusal, tmp_path: Path, content: bytes, said: str
) -> None:
    """The line at fault is named where there is one."""
    path = tmp_path / "broken.toml"
    path.write_bytes(content)
    message = refusal(changeover(f"run {path}"), 2)
    assert str(path) in message
    assert said in message
    assert nothing_was_written(changeover.home)


@pytest.mark.parametrize("name", ["nowhere.toml", "."])
def test_no_such_file_is_refused(changeover: Command, refusal: Refusal, name: str) -> None:
    """A path that leads nowhere, or to a folder."""
    message = refusal(changeover(f"run {name}"), 2)
    assert "there is no such file" in message or "cannot be read" in message
    assert nothing_was_written(changeover.home)
