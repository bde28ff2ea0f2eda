"""Apprise targets: each is told once; one that does not say yes leaves a doubt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.actor import Actor
from models.database import database, writing
from models.log import locked
from models.outbox import TARGETS, Message, message_named, post, resolve
from models.reports import log_of
from rules.errors import InputError
from tasks.sending.sending import send_all
from tests.engine.servers import JsonTarget, http_server

# Apprise looks for a module that Python 3.13 no longer has.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

KEY = "digest:2026-11-25"


@pytest.fixture
def store(home: Path) -> str:
    """How messages are sent does not depend on the database: a file will do."""
    return f"sqlite:///{home / 'changeover.db'}"


@pytest.fixture
def targets(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[JsonTarget, JsonTarget]]:
    """Two targets that are up and in the settings."""
    with http_server(JsonTarget()) as first, http_server(JsonTarget()) as second:
        monkeypatch.setenv("CHANGEOVER_APPRISE_URLS", f"{first.url}  {second.url}")
        yield first, second


@pytest.fixture
def posted(worked: str) -> str:
    """A message to every target; its key."""
    message = Message(
        key=KEY,
        kind="digest",
        role="Programme board",
        channel=TARGETS,
        subject="3 deadlines",
        body="One is *due*.\nTwo are near.",
    )
    with writing(database()) as session:
        assert post(session, locked(session, worked), message)
    return KEY


def test_every_target_is_told_once(posted: str, targets: tuple[JsonTarget, JsonTarget]) -> None:
    """The words as they are, and the log knows who has them."""
    send_all()
    send_all()
    for target in targets:
        ((title, message),) = [(each["title"], each["message"]) for each in target.taken]
        assert (title, message) == ("3 deadlines", "One is *due*.\nTwo are near.")
    assert message_named(posted).says == "sent"
    assert message_named(posted).taken == ("1-json", "2-json")


def test_a_target_that_did_not_say_yes_leaves_a_doubt_and_the_others_are_told(
    posted: str, targets: tuple[JsonTarget, JsonTarget]
) -> None:
    """Sent again, it goes only to the one that does not have it."""
    first, second = targets
    first.statuses = [500]
    send_all()
    found = message_named(posted)
    assert found.state == "doubtful"
    assert found.error == "did not say that it took the message: target 1-json"
    assert (len(first.taken), len(second.taken)) == (0, 1)

    resolve(posted, "nothing in the channel", Actor(name="a tester"), sent=False)
    send_all()
    assert message_named(posted).says == "sent"
    assert (len(first.taken), len(second.taken)) == (1, 1)


def test_an_absent_target_leaves_a_doubt_as_well(
    posted: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Apprise does not tell one silence from another; nothing of it is printed."""
    monkeypatch.setenv("CHANGEOVER_APPRISE_URLS", "json://exit:hunter2@127.0.0.1:1")
    send_all()
    assert message_named(posted).state == "doubtful"
    assert "hunter2" not in str(log_of("worked-2027"))
    assert capfd.readouterr() == ("", "")


def test_a_url_that_apprise_does_not_know_is_refused_and_not_repeated(
    posted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is named by its place in the list: it may hold a password."""
    monkeypatch.setenv("CHANGEOVER_APPRISE_URLS", "json://127.0.0.1:1 nothing://u:hunter2@x")
    with pytest.raises(InputError, match="URL 2 of CHANGEOVER_APPRISE_URLS") as refusal:
        send_all()
    assert "hunter2" not in str(refusal.value)
    assert message_named(posted).state == "waiting"
