"""Killed at any write point, the next run finds every effect made once, or says it cannot tell.

One effect at each of its write points in a SQLite file; in either kind of database those that want
one at once, a shorter life in test_kill_matrix.py, and a whole life in `make soak`.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from models.database import database, writing
from models.effects import FileToMake, make_file, settle_files, unsettled
from models.interruption import POINTS, VARIABLE, write_point
from models.log import locked
from models.outbox import Message, message_named, post
from models.reports import log_of
from models.settings import settings
from models.verification import verify_all
from rules.errors import InputError
from tasks.sending.sending import send_all
from tasks.sending.settling import settle_messages
from tests.engine.killing import KILLED, Runner, runner
from tests.engine.servers import MailServer, mail_server

SEND = "from tasks.sending.sending import send_all; send_all()"
MAKE = """
from pathlib import Path
from models.effects import FileToMake, make_file
from models.settings import settings
path = settings().papers / "worked-2027" / "letter.html"
make_file("worked-2027", FileToMake(key="letter", kind="letter", path=path, content=b"Dear"))
"""


def _forks() -> Iterator[Runner]:
    """Runs jobs in processes of their own."""
    ours = ("CHANGEOVER_", "PREFECT_")
    with runner({k: v for k, v in os.environ.items() if not k.startswith(ours)}) as found:
        yield found


forks = pytest.fixture(scope="module")(_forks)
#: Another one, for what two do at once.
more_forks = pytest.fixture(scope="module")(_forks)


def here() -> dict[str, str]:
    """The environment in which a job finds what this test has."""
    return {name: value for name, value in os.environ.items() if name.startswith("CHANGEOVER_")}


@pytest.fixture
def server(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """A mail server in the settings, here and in jobs."""
    with mail_server() as found:
        for name, value in (("SMTP_URL", found.url), ("MAIL_FROM", "exit@southwark.example")):
            monkeypatch.setenv(f"CHANGEOVER_{name}", value)
        yield found


def post_a_message(reference: str, key: str = "alert") -> None:
    """A message waits in the outbox."""
    message = Message(
        key=key,
        kind="alert",
        role="Clerk",
        address="clerk@southwark.example",
        subject=key,
        body="It is due.",
    )
    with writing(database()) as session:
        assert post(session, locked(session, reference), message)


# ---- Files --------------------------------------------------------------------------------------


def the_letter() -> FileToMake:
    """The letter that jobs make, made here."""
    path = settings().papers / "worked-2027" / "letter.html"
    return FileToMake(key="letter", kind="letter", path=path, content=b"Dear")


def test_a_file_is_made_once_wherever_its_run_is_killed(opened: str, forks: Runner) -> None:
    """At each write point in turn, each time with a fresh key: the next run waits for nobody."""
    kills = 0
    while True:
        key = f"letter-{kills}"
        code = MAKE.replace('"letter"', f'"{key}"', 1).replace("letter.html", f"{key}.html")
        ended = forks(code, **here(), CHANGEOVER_KILL_AT=f"any:{kills + 1}")
        settle_files(opened)
        path = the_letter().path.with_name(f"{key}.html")
        make_file(opened, FileToMake(key=key, kind="letter", path=path, content=b"Dear"))
        assert path.read_bytes() == b"Dear"
        if ended != KILLED:
            break
        kills += 1
    assert ended == 0
    # Two transactions of two points each; the claim, the draft, its place, the settling.
    assert kills == 8
    acts = Counter((each["act"], each["data"].get("key")) for each in log_of(opened))
    assert all(acts["effect-claimed", f"letter-{n}"] == 1 for n in range(kills + 1))
    assert all(acts["effect-settled", f"letter-{n}"] == 1 for n in range(kills + 1))
    assert "file-made-again" not in {act for act, _ in acts}
    assert not list(settings().papers.rglob("*.part"))
    assert unsettled(opened) == []
    assert verify_all()


@pytest.mark.parametrize("point", ["claimed", "draft-written", "renamed", "settled"])
def test_what_a_kill_left_of_a_file_is_seen_by_looking(
    opened: str, forks: Runner, point: str
) -> None:
    """One that lies whole in its place is settled; one that does not is left to who wants it."""
    assert forks(MAKE, **here(), CHANGEOVER_KILL_AT=point) == KILLED
    there = the_letter().path.exists()
    assert there == (point in ("renamed", "settled"))
    assert settle_files(opened) == (1 if point == "renamed" else 0)
    assert not list(settings().papers.rglob("*.part"))
    assert make_file(opened, the_letter()) == (point in ("claimed", "draft-written"))


def test_a_claim_with_another_process_alive_is_waited_for(worked: str, forks: Runner) -> None:
    """It is made by the one that holds it, and the other finds it made."""
    slow = "import models.effects.files as f, time\nold = f.write_draft\n"
    slow += "f.write_draft = lambda *a: (time.sleep(0.4), old(*a))[1]\n" + MAKE
    forks.start(slow, **here())
    while not unsettled(worked):
        pass
    assert not make_file(worked, the_letter())
    assert forks.ended() == 0
    assert [each["act"] for each in log_of(worked)].count("effect-settled") == 1


def test_of_eight_threads_that_want_one_file_one_makes_it(worked: str) -> None:
    """The others wait for it, and are told that it was not theirs."""
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: make_file(worked, the_letter()), range(8)))
    assert sorted(made) == [False] * 7 + [True]
    acts = Counter(each["act"] for each in log_of(worked))
    assert (acts["effect-claimed"], acts["effect-settled"]) == (1, 1)
    assert the_letter().path.read_bytes() == b"Dear"
    assert [path.name for path in the_letter().path.parent.iterdir()] == ["letter.html"]


# ---- Messages -----------------------------------------------------------------------------------


def test_a_message_is_never_sent_twice_wherever_its_run_is_killed(
    opened: str, forks: Runner, server: MailServer
) -> None:
    """At each write point in turn: sent once, or doubtful and never sent again by itself."""
    kills, doubtful = 0, 0
    while True:
        key = f"alert-{kills}"
        post_a_message(opened, key)
        ended = forks(SEND, **here(), CHANGEOVER_KILL_AT=f"any:{kills + 1}")
        settle_messages()
        send_all()
        received = [letter["Subject"] for letter in server.letters].count(key)
        state = message_named(key).state
        assert (state, received) in [("settled", 1), ("doubtful", 0), ("doubtful", 1)]
        doubtful += state == "doubtful"
        if ended != KILLED:
            break
        kills += 1
    assert ended == 0
    assert kills >= 10
    # Once the log had the handing over; before the dot; after the answer; as it was written down.
    assert doubtful == 4
    assert verify_all()


@pytest.mark.parametrize(
    ("point", "state", "received"),
    [
        ("claimed", "settled", 1),
        ("handing-over", "doubtful", 0),
        ("handed-over", "doubtful", 1),
        ("receipt-kept", "settled", 1),
        ("settled", "settled", 1),
    ],
)
def test_how_a_kill_between_claim_and_settling_ends(
    opened: str,
    forks: Runner,
    server: MailServer,
    point: str,
    state: str,
    received: int,
) -> None:
    """Before the handing over it is sent by the next run; with a receipt it is settled; between
    the two nobody can tell, though here we can: it was or was not."""
    post_a_message(opened)
    assert forks(SEND, **here(), CHANGEOVER_KILL_AT=point) == KILLED
    settle_messages()
    send_all()
    assert (message_named("alert").state, len(server.letters)) == (state, received)


def test_two_processes_and_eight_threads_send_six_messages_once_each(
    worked: str, forks: Runner, more_forks: Runner, server: MailServer
) -> None:
    """Nobody waits for anybody, and nothing goes out twice."""
    for n in range(6):
        post_a_message(worked, f"alert-{n}")
    code = (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from tasks.sending.sending import send_all\n"
        "with ThreadPoolExecutor(4) as pool: list(pool.map(lambda _: send_all(), range(4)))\n"
    )
    for each in (forks, more_forks):
        each.start(code, **here())
    assert [forks.ended(), more_forks.ended()] == [0, 0]
    send_all()
    assert sorted(Counter(letter["Subject"] for letter in server.letters).values()) == [1] * 6
    assert {message_named(f"alert-{n}").state for n in range(6)} == {"settled"}
    assert verify_all()


# ---- The hook -----------------------------------------------------------------------------------


def test_write_points_do_nothing_unless_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor those that are not named."""
    monkeypatch.delenv(VARIABLE, raising=False)
    for point in POINTS:
        write_point(point)  # type: ignore[arg-type]
    monkeypatch.setenv(VARIABLE, "settled:1000")
    write_point("renamed")


@pytest.mark.parametrize("wanted", ["nowhere", "renamed:0", "renamed:x", ":3"])
def test_a_write_point_that_there_is_none_of_is_refused(
    monkeypatch: pytest.MonkeyPatch, wanted: str
) -> None:
    """A kill that never comes would prove nothing."""
    monkeypatch.setenv(VARIABLE, wanted)
    with pytest.raises(InputError, match="CHANGEOVER_KILL_AT is"):
        write_point("renamed")
