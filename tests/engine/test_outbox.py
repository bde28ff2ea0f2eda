"""The outbox: a message is posted once, with what caused it, and its words stay out of the log.

Most tests start from a prepared SQLite file; what is kept in either kind of database is tried in
test_projection.py and by the tests of `worked` here.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.actor import Actor
from models.database import database, writing
from models.effects.turns import take_turn
from models.log import locked
from models.outbox import (
    Message,
    attachment,
    drop,
    message_named,
    outbox,
    post,
    readdress,
    resolve,
)
from models.outbox.message import refuse_unsendable
from models.reports import log_of
from models.settings import settings
from models.verification import verify_all
from rules.errors import InputError, StateError, UnknownName

TESTER = Actor(name="a tester")
Acts = Callable[[str], list[tuple[int, str, dict[str, Any]]]]


def a_message(**changes: Any) -> Message:
    """A message that can be sent as it is, unless changed."""
    given: dict[str, Any] = {
        "key": "alert:2.4:due",
        "kind": "deadline-alert",
        "role": "Contract manager",
        "address": "contracts@southwark.example",
        "subject": "Notice to the supplier is due",
        "body": "Serve it by Friday.\n",
        "council": "southwark",
    }
    return Message(**{**given, **changes})


def posted(reference: str, message: Message) -> bool:
    """Whether the message was put into the outbox now."""
    with writing(database()) as session:
        return post(session, locked(session, reference), message)


def post_together(reference: str, *messages: Message) -> None:
    """All messages are in the outbox, or none."""
    with writing(database()) as session:
        for message in messages:
            post(session, locked(session, reference), message)


def test_a_posted_message_waits_in_the_outbox(opened: str) -> None:
    """Nothing is sent: no channel is on."""
    assert posted(opened, a_message())
    (found,) = outbox(opened)
    assert (found.state, found.address) == ("waiting", "contracts@southwark.example")
    assert found.body == "Serve it by Friday.\n"


def test_a_message_is_posted_once_under_its_key(worked: str) -> None:
    """A second one is left out, even when it says something else."""
    assert posted(worked, a_message())
    assert not posted(worked, a_message(body="Serve it by Thursday."))
    (found,) = outbox(worked)
    assert found.body == "Serve it by Friday.\n"
    assert [each["act"] for each in log_of(worked)].count("message-posted") == 1


def test_a_message_is_there_exactly_when_what_caused_it_is(worked: str) -> None:
    """The transaction that failed left neither an entry nor a message."""
    before = len(log_of(worked))
    with pytest.raises(InputError, match="no body"):
        post_together(worked, a_message(), a_message(key="other", body=""))
    assert outbox(worked) == []
    assert len(log_of(worked)) == before


def test_the_log_holds_neither_the_words_nor_the_address(opened: str, acts: Acts) -> None:
    """It has the office, the council, and a digest that proves the words."""
    posted(opened, a_message())
    _, act, data = acts(opened)[-1]
    assert act == "message-posted"
    assert data == {
        "key": "alert:2.4:due",
        "kind": "deadline-alert",
        "channel": "email",
        "council": "southwark",
        "role": "Contract manager",
        "digest": message_named("alert:2.4:due").digest,
    }
    kept = json.dumps(log_of(opened))
    assert "southwark.example" not in kept
    assert "by Friday" not in kept


def test_whom_a_message_goes_to_is_not_in_its_digest() -> None:
    """An address can be mended, and the message is the same one still."""
    assert a_message().digest == a_message(address="other@southwark.example").digest
    assert a_message().digest != a_message(subject="Another").digest


@pytest.mark.parametrize(
    ("name", "forged"),
    [
        ("subject", "Due\r\nBcc: everybody@elsewhere.example"),
        ("subject", "Due\nBcc: everybody@elsewhere.example"),
        ("subject", "Due\u2028Bcc: everybody@elsewhere.example"),
        ("role", "Contract manager\nBcc: everybody@elsewhere.example"),
        ("address", "contracts@southwark.example\r\nBcc: everybody@elsewhere.example"),
        ("kind", "alert\n"),
        ("subject", "Due\x00"),
        ("body", "Serve it\x00 by Friday."),
        ("subject", "Due \udc80"),
    ],
)
def test_what_would_forge_a_heading_is_refused(name: str, forged: str) -> None:
    """A line break in a heading begins another heading; what was found is not repeated."""
    with pytest.raises(InputError, match=f"{name} of the message has characters") as refusal:
        refuse_unsendable(a_message(**{name: forged}))
    assert "everybody" not in str(refusal.value)


@pytest.mark.parametrize(
    "address",
    [
        "contracts",
        "contracts@southwark",
        "a@b.example, c@d.example",
        "Contracts <contracts@southwark.example>",
        "contracts@@southwark.example",
        "con tracts@southwark.example",
        '"a"@southwark.example',
        "contracts@southwark..example",
        f"{'a' * 65}@southwark.example",
        f"a@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.{'f' * 60}.example",
    ],
)
def test_what_is_not_one_address_is_refused_and_not_repeated(address: str) -> None:
    """It may be a person's."""
    with pytest.raises(InputError, match="not one e-mail address") as refusal:
        refuse_unsendable(a_message(address=address))
    assert address not in str(refusal.value)


@pytest.mark.parametrize("name", ["key", "kind", "role", "subject", "body"])
def test_a_message_says_all_it_has_to(name: str) -> None:
    """Blank is not enough; an address may be given later."""
    with pytest.raises(InputError, match=f"no {name}"):
        refuse_unsendable(a_message(**{name: " "}))
    refuse_unsendable(a_message(address=""))


def test_attachments_may_come_to_ten_megabytes(opened: str, tmp_path: Path) -> None:
    """One byte more is refused with the size found and the size allowed."""
    file = tmp_path / "paper.pdf"
    file.write_bytes(bytes(10 * 1024 * 1024))
    assert posted(opened, a_message(attachments=(attachment(file),)))
    more = tmp_path / "more.txt"
    more.write_bytes(b"x" * 600_000)
    both = (attachment(file), attachment(more))
    with pytest.raises(InputError, match=r"come to 10\.6 MB[^$]*10 MB at most"):
        posted(opened, a_message(key="other", attachments=both))


def test_a_file_that_is_not_there_cannot_be_attached(tmp_path: Path) -> None:
    """The file is named and the reason given."""
    with pytest.raises(InputError, match=r"none\.pdf cannot be attached: No such file"):
        attachment(tmp_path / "none.pdf")


def test_an_attachment_is_named_as_the_log_names_files(opened: str) -> None:
    """From the papers folder on, so that both can be moved."""
    file = settings().papers / opened / "paper.html"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"x")
    found = attachment(file)
    assert (found.path, found.file) == (f"{opened}/paper.html", file)


def test_a_dropped_message_is_not_sent_and_the_log_says_who_and_why(opened: str) -> None:
    """It leaves the list, and can still be looked at."""
    posted(opened, a_message())
    drop("alert:2.4:due", "served already", TESTER)
    assert outbox(opened) == []
    assert [each.state for each in outbox(opened, over=True)] == ["dropped"]
    assert take_turn(opened, "alert:2.4:due", "smtp") is None
    entry = log_of(opened)[-1]
    assert (entry["act"], entry["actor"]) == ("message-dropped", "a tester")
    assert entry["reason"] == "served already"
    with pytest.raises(StateError, match="is dropped, since"):
        drop("alert:2.4:due", "again", TESTER)


def test_a_reason_is_asked_for(opened: str) -> None:
    """The log is to say why."""
    posted(opened, a_message())
    with pytest.raises(InputError, match="No reason"):
        drop("alert:2.4:due", " ", TESTER)


def test_an_address_can_be_mended_and_the_log_does_not_say_to_which(worked: str) -> None:
    """It says that it was, by whom and why."""
    posted(worked, a_message(address=""))
    found = readdress("alert:2.4:due", "new@southwark.example", "it was missing", TESTER)
    assert found.address == "new@southwark.example"
    assert log_of(worked)[-1]["act"] == "message-readdressed"
    assert "new@" not in json.dumps(log_of(worked))
    assert verify_all()


def test_nothing_is_resolved_that_is_not_doubtful(opened: str) -> None:
    """A message that waits was not sent, as everybody can see."""
    posted(opened, a_message())
    with pytest.raises(StateError, match="The message is waiting, since"):
        resolve("alert:2.4:due", "seen", TESTER, sent=True)


def test_a_message_is_named_by_its_number_or_its_key(opened: str) -> None:
    """Another name is refused."""
    posted(opened, a_message())
    (found,) = outbox()
    assert message_named(str(found.id)) == message_named("alert:2.4:due") == found
    for name in ("99", "alert:2.4", "9" * 40):
        with pytest.raises(UnknownName, match="There is no message"):
            message_named(name)
