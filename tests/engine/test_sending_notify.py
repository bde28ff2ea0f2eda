"""E-mail by GOV.UK Notify: the real client against a server that speaks Notify's API."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from models.actor import Actor
from models.database import database, writing
from models.log import locked
from models.outbox import Message, attachment, message_named, outbox, post, resolve
from models.reports import log_of
from models.verification import verify_all
from rules.errors import InputError
from tasks.sending.sending import send_all, send_message
from tasks.sending.settling import settle_messages
from tests.engine.servers import NotifyServer, http_server, mail_server

KEY = "alert:2.4:due"
TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a"
API_KEY = "exit-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"


@pytest.fixture
def store(home: Path) -> str:
    """How messages are sent does not depend on the database: a file will do."""
    return f"sqlite:///{home / 'changeover.db'}"


@pytest.fixture
def notify(monkeypatch: pytest.MonkeyPatch) -> Iterator[NotifyServer]:
    """A Notify that is up and in the settings."""
    with http_server(NotifyServer()) as server:
        monkeypatch.setenv("CHANGEOVER_NOTIFY_URL", server.url)
        monkeypatch.setenv("CHANGEOVER_NOTIFY_KEY", API_KEY)
        monkeypatch.setenv("CHANGEOVER_NOTIFY_TEMPLATE", TEMPLATE)
        yield server


@pytest.fixture
def posted(worked: str) -> Callable[..., None]:
    """Puts a message into the outbox."""

    def put(*attached: Path) -> None:
        message = Message(
            key=KEY,
            kind="deadline-alert",
            role="Contract manager",
            address="contracts@southwark.example",
            subject="Notice is due",
            body="Serve it by Friday.",
            attachments=tuple(attachment(each) for each in attached),
        )
        with writing(database()) as session:
            assert post(session, locked(session, worked), message)

    return put


def handed_over_at() -> datetime:
    """When the message was handed over."""
    return datetime.fromisoformat(message_named(KEY).state_at)


def test_a_message_is_given_to_notify_once_with_its_key_as_the_reference(
    worked: str, posted: Callable[..., None], notify: NotifyServer
) -> None:
    """The reference names the transition and what the message is for, and no person."""
    posted()
    send_all()
    send_all()
    assert notify.taken == [
        {
            "email_address": "contracts@southwark.example",
            "template_id": TEMPLATE,
            "personalisation": {"subject": "Notice is due", "body": "Serve it by Friday."},
            "reference": "changeover:worked-2027:alert:2.4:due",
        }
    ]
    assert message_named(KEY).says == "sent"
    assert "southwark.example" not in str(log_of(worked))


def test_an_answer_that_was_lost_is_asked_for_and_the_message_not_sent_again(
    posted: Callable[..., None], notify: NotifyServer
) -> None:
    """Notify knows the reference: it is settled by looking."""
    posted()
    notify.loses_answers = True
    send_all()
    assert message_named(KEY).says == "sent"
    assert len(notify.taken) == 1
    assert log_of("worked-2027")[-1]["data"]["says"] == "found at notify"


def test_what_notify_does_not_know_yet_is_asked_for_again_later(
    posted: Callable[..., None], notify: NotifyServer
) -> None:
    """Five minutes on it is certainly not taken, and is sent."""
    posted()
    notify.statuses = [503]
    send_all()
    assert message_named(KEY).state == "handed-over"
    assert settle_messages(now=handed_over_at() + timedelta(seconds=299)) == []
    assert send_message(KEY, asked=True).state == "handed-over"
    (settled,) = settle_messages(now=handed_over_at() + timedelta(seconds=300))
    assert (settled.state, settled.error) == ("failed", "notify does not know it")
    send_all()
    assert message_named(KEY).says == "sent"
    assert len(notify.taken) == 1
    assert verify_all()


def test_what_notify_keeps_no_longer_is_doubtful(
    posted: Callable[..., None], notify: NotifyServer
) -> None:
    """It keeps what it sent for seven days: after that its silence says nothing."""
    posted()
    notify.statuses = [500]
    send_all()
    settle_messages(now=handed_over_at() + timedelta(days=7))
    assert message_named(KEY).state == "doubtful"
    assert send_all() == ([], None)
    assert resolve(KEY, "seen", Actor(name="a tester"), sent=True).says == "sent"


def test_while_notify_cannot_be_asked_nothing_is_decided(
    posted: Callable[..., None], notify: NotifyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither while it is down nor while it is turned off here."""
    posted()
    notify.statuses, notify.ask_status = [500], 500
    send_all()
    later = handed_over_at() + timedelta(hours=1)
    assert settle_messages(now=later) == []
    monkeypatch.delenv("CHANGEOVER_NOTIFY_KEY")
    assert settle_messages(now=later) == []
    assert message_named(KEY).state == "handed-over"


@pytest.mark.parametrize("status", [400, 403])
def test_a_refusal_is_final_until_a_person_asks(
    posted: Callable[..., None], notify: NotifyServer, status: int
) -> None:
    """A wrong address or a key that may not: the log has the number, not the words."""
    posted()
    notify.statuses = [status]
    send_all()
    found = message_named(KEY)
    assert (found.state, found.error) == ("failed", f"Notify refused it: {status}")
    assert send_all() == ([], None)
    assert send_message(KEY, asked=True).says == "sent"


def test_too_many_requests_are_tried_again(
    posted: Callable[..., None], notify: NotifyServer
) -> None:
    """429 is certainly not taken."""
    posted()
    notify.statuses = [429]
    send_all()
    assert message_named(KEY).again
    send_all()
    assert len(notify.taken) == 1


def test_a_message_with_attachments_goes_by_smtp_or_waits(
    posted: Callable[..., None],
    notify: NotifyServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Notify carries none."""
    file = tmp_path / "paper.pdf"
    file.write_bytes(b"x")
    posted(file)
    assert send_all() == ([], None)
    with mail_server() as server:
        monkeypatch.setenv("CHANGEOVER_SMTP_URL", server.url)
        monkeypatch.setenv("CHANGEOVER_MAIL_FROM", "exit@southwark.example")
        send_all()
        assert len(server.letters) == 1
    assert notify.taken == []


def test_a_key_that_notify_never_gave_out_is_refused_and_not_repeated(
    posted: Callable[..., None], notify: NotifyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is sent."""
    posted()
    monkeypatch.setenv("CHANGEOVER_NOTIFY_KEY", "hunter2")
    with pytest.raises(InputError, match="not what Notify gives out") as refusal:
        send_all()
    assert "hunter2" not in str(refusal.value)
    assert [each.state for each in outbox()] == ["waiting"]
