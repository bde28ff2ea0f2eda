"""`changeover outbox`: what waits is shown, sent, dropped, mended and resolved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from models.actor import Actor
from models.reports import log_of
from tests.engine.servers import MailServer, mail_server

if TYPE_CHECKING:
    from tests.conftest import Command
    from tests.surfaces.conftest import Refusal

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "worked-2027.toml"


@pytest.fixture(autouse=True)
def _posted(home: Path) -> None:
    """Two messages wait in the home of the command, one of them without an address."""
    from models.database import database, writing
    from models.log import locked
    from models.opening import open_transition, read_and_check
    from models.outbox import Message, post

    open_transition(read_and_check(EXAMPLE), actor=Actor(name="a tester"))
    for key, address in (("alert:1", "contracts@northmere.example"), ("alert:2", "")):
        message = Message(
            key=key,
            kind="deadline-alert",
            role="Contract manager",
            council="northmere",
            address=address,
            subject="Notice to the supplier is due",
            body="Serve it by Friday.\n",
        )
        with writing(database()) as session:
            post(session, locked(session, "worked-2027"), message)


@pytest.fixture
def mail() -> Iterator[tuple[MailServer, dict[str, str]]]:
    """A mail server, and the settings that name it."""
    with mail_server() as server:
        yield (
            server,
            {
                "CHANGEOVER_SMTP_URL": server.url,
                "CHANGEOVER_MAIL_FROM": "exit@northmere.example",
            },
        )


def test_the_outbox_lists_what_waits_and_why(changeover: Command) -> None:
    """To whom by office; neither the address nor the words; and that nothing is on."""
    answer = changeover("outbox")
    words = " ".join(answer.stdout.split())
    assert answer.returncode == 0
    assert "Outbox: 2 messages" in words
    assert "worked-2027 Contract manager" in words
    assert "No way out is on: messages wait." in words
    assert "@" not in answer.stdout
    assert "no address yet: " in words


def test_a_message_is_shown_in_full(changeover: Command) -> None:
    """Its address, its words and where it stands."""
    answer = changeover("outbox show alert:1")
    assert "Contract manager (northmere) <contracts@northmere.example>" in answer.stdout
    assert answer.stdout.endswith("\n\nServe it by Friday.\n")


def test_what_can_go_is_sent_and_the_rest_says_why_not(
    changeover: Command, mail: tuple[MailServer, dict[str, str]]
) -> None:
    """One goes; the other has no address, and goes once it has one."""
    server, settings = mail
    (sent,) = changeover.json("outbox send", **settings)
    assert (sent["id"], sent["state"]) == (1, "sent")
    mended = changeover('outbox address 2 new@northmere.example --reason "It was missing"')
    assert "Message 2 (Notice to the supplier is due) is waiting." in mended.stdout
    listed = changeover("outbox send", **settings).stdout
    assert "Ways out that are on: smtp." in listed
    assert server.recipients == ["contracts@northmere.example", "new@northmere.example"]
    assert "Outbox: no message." in changeover("outbox").stdout


def test_a_doubtful_message_says_what_to_do_and_is_resolved(
    changeover: Command, mail: tuple[MailServer, dict[str, str]], refusal: Refusal
) -> None:
    """It is not sent again, even when it is named; a person says what became of it."""
    server, settings = mail
    server.drop_after_data = True
    (left,) = changeover.json("outbox send", **settings)
    assert left["state"] == "doubtful"
    again = changeover("outbox send 1", **settings)
    assert "A doubtful message is not sent again by itself" in again.stderr
    assert len(server.letters) == 1
    said = refusal(changeover('outbox resolve 1 --reason "x"'), 2)
    assert "--sent or --not-sent" in said
    said = refusal(changeover('outbox drop 1 --reason "x"'), 4)
    assert "The message is doubtful, since" in said
    changeover('outbox resolve 1 --sent --reason "It is in their mailbox"')
    entry = log_of("worked-2027")[-1]
    assert (entry["actor"], entry["reason"]) == ("a tester", "It is in their mailbox")


def test_an_absent_server_is_an_outside_failure(changeover: Command) -> None:
    """Exit 75, so that a schedule knows to try again; and the message waits."""
    settings = {"CHANGEOVER_SMTP_URL": "smtp://127.0.0.1:1", "CHANGEOVER_MAIL_FROM": "a@b.example"}
    answer = changeover("outbox send", **settings)
    assert answer.returncode == 75
    assert "The mail server cannot be reached" in answer.stderr


def test_bad_settings_stop_sending_and_not_looking(changeover: Command, refusal: Refusal) -> None:
    """The list is shown all the same, with what is wrong below it."""
    settings = {"CHANGEOVER_SMTP_URL": "smtp://u:hunter2@x", "CHANGEOVER_MAIL_FROM": "a@b.example"}
    assert "hunter2" not in refusal(changeover("outbox send", **settings), 2)
    answer = changeover("outbox", **settings)
    assert (answer.returncode, "would send a password" in answer.stdout) == (0, True)


@pytest.mark.parametrize("line", ["show 99", "send 99"])
def test_a_message_there_is_none_of_is_refused(
    changeover: Command, refusal: Refusal, line: str
) -> None:
    """With where to look."""
    assert "changeover outbox --all" in refusal(changeover(f"outbox {line}"), 2)
