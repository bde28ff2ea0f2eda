"""The outbox by Prefect: sent once by a flow, settled by a step, and Prefect told numbers only."""

from __future__ import annotations

import asyncio
import gc
import warnings
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from flows import launch
from models.actor import Actor
from models.database import database, writing
from models.effects import FileToMake, leases, unsettled
from models.effects.files import _claim
from models.log import locked
from models.opening import open_transition, read_and_check
from models.outbox import Message, message_named, post
from models.settings import settings
from tests.engine.servers import MailServer, mail_server

pytestmark = [
    pytest.mark.prefect,
    # Prefect's client leaves the sockets of a finished event loop to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
]

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "worked-2027.toml"
START = date(2026, 3, 31)
SECRETS = ("quillfeather@southwark.example", "Zebedee Quillfeather", "sworn by a Nightwatchman")


@pytest.fixture
def reference(home: Path, prefect_home: Path, tmp_path: Path) -> str:
    """The worked example under a reference of its own."""
    path = tmp_path / "worked.toml"
    path.write_text(EXAMPLE.read_text(encoding="utf-8").replace("worked-2027", "outbox-flow"))
    open_transition(read_and_check(path), actor=Actor(name="a tester"))
    return "outbox-flow"


@pytest.fixture(autouse=True)
def _sockets_are_let_go() -> Iterator[None]:
    """What Prefect leaves behind is collected here, and not while another test runs."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """A mail server that is up and in the settings."""
    with mail_server() as found:
        monkeypatch.setenv("CHANGEOVER_SMTP_URL", found.url)
        monkeypatch.setenv("CHANGEOVER_MAIL_FROM", "exit@southwark.example")
        yield found


def post_a_message(reference: str, key: str) -> None:
    """A message to a person waits in the outbox."""
    address, subject, body = SECRETS
    message = Message(
        key=key, kind="alert", role="Clerk", address=address, subject=subject, body=body
    )
    with writing(database()) as session:
        assert post(session, locked(session, reference), message)


def test_the_flow_sends_each_message_once_and_tells_prefect_no_person(
    reference: str, server: MailServer, prefect_home: Path
) -> None:
    """Numbers, references and states are all that Prefect has of a message."""
    from flows.outbox import send_outbox

    server.rcpt_answers = ["250 Ok", "550 5.1.1 quillfeather@southwark.example unknown"]
    for key in ("first", "second"):
        post_a_message(reference, key)
    rows = asyncio.run(send_outbox())
    assert [(each["transition"], each["state"]) for each in rows] == [
        (reference, "sent"),
        (reference, "failed"),
    ]
    assert asyncio.run(send_outbox()) == []
    assert len(server.letters) == 1
    kept = b"".join(path.read_bytes() for path in prefect_home.rglob("*") if path.is_file())
    assert b"send-outbox" in kept
    for secret in SECRETS:
        assert secret.encode() not in kept


def test_a_step_settles_by_looking_what_a_crash_left(reference: str) -> None:
    """A file that was made and not settled is settled, and not made again."""
    path = settings().papers / reference / "letter.html"
    wanted = FileToMake(key="letter", kind="letter", path=path, content=b"Dear")
    assert _claim(reference, wanted, Actor(name="a tester"), "/1/ended another-run") is not None
    path.parent.mkdir(parents=True)
    path.write_bytes(b"Dear")
    with writing(database()) as session:
        leases.drop(session, locked(session, reference), "letter")
    did = launch.step(reference, START)
    assert did[0].what == "settled by looking what a crash left"
    assert unsettled(reference) == []
    assert launch.step(reference, START) == []


def test_messages_wait_where_the_mail_server_is_absent(
    reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tried again by Prefect, then left to the next run; the second message is not tried at all."""
    from flows.outbox import send_outbox
    from tasks.sending import task

    monkeypatch.setattr(task.send, "retry_delay_seconds", [0, 0, 0])
    monkeypatch.setenv("CHANGEOVER_SMTP_URL", "smtp://127.0.0.1:1")
    monkeypatch.setenv("CHANGEOVER_MAIL_FROM", "exit@southwark.example")
    for key in ("first", "second"):
        post_a_message(reference, key)
    (row,) = asyncio.run(send_outbox())
    assert row["state"] == "smtp cannot be reached"
    assert {message_named(key).state for key in ("first", "second")} == {"waiting"}
