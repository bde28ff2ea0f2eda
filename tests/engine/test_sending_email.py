"""E-mail by a real SMTP server: sent once, refused in words, and never guessed about."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword

from models.actor import Actor
from models.database import database, writing
from models.effects import turns
from models.log import locked
from models.outbox import Message, attachment, drop, message_named, outbox, post, resolve
from models.reports import log_of
from models.verification import verify_all
from rules.errors import InputError, OutsideError, StateError
from tasks.sending.sending import send_all, send_message, to_send
from tasks.sending.settling import settle_messages
from tests.engine.servers import MailServer, mail_server

KEY = "alert:2.4:due"
TESTER = Actor(name="a tester")
Post = Callable[..., str]


@pytest.fixture
def store(home: Path) -> str:
    """How mail is sent does not depend on the database: a file will do."""
    return f"sqlite:///{home / 'changeover.db'}"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """A mail server that is up and in the settings."""
    with mail_server() as found:
        use(monkeypatch, found.url)
        yield found


@pytest.fixture
def posting(worked: str) -> Post:
    """Puts a message into the outbox, valid unless changed; its key."""

    def put(**changes: Any) -> str:
        given: dict[str, Any] = {
            "key": KEY,
            "kind": "deadline-alert",
            "role": "Contract manager",
            "address": "contracts@southwark.example",
            "subject": "Notice to the supplier is due",
            "body": "Serve it by Friday.\n",
        }
        message = Message(**{**given, **changes})
        with writing(database()) as session:
            assert post(session, locked(session, worked), message)
        return message.key

    return put


def use(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """The settings name a mail server."""
    monkeypatch.setenv("CHANGEOVER_SMTP_URL", url)
    monkeypatch.setenv("CHANGEOVER_MAIL_FROM", "Exit team <exit@southwark.example>")


def acts(reference: str) -> list[str]:
    """The acts of the log that have to do with messages."""
    found = [each["act"] for each in log_of(reference)]
    return [act for act in found if act.startswith(("effect", "message"))]


def a_free_port() -> int:
    """A port on which nobody answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# ---- What is sent -------------------------------------------------------------------------------


def test_an_email_is_sent_once(worked: str, posting: Post, server: MailServer) -> None:
    """Claimed, handed over and settled in the log; a second run sends nothing."""
    posting()
    assert [each.says for each in send_all()[0]] == ["sent"]
    assert send_all() == ([], None)
    assert send_message(KEY).says == "sent"

    (letter,) = server.letters
    assert server.recipients == ["contracts@southwark.example"]
    assert letter["From"] == "Exit team <exit@southwark.example>"
    assert letter["To"] == "Contract manager <contracts@southwark.example>"
    assert letter["Subject"] == "Notice to the supplier is due"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content() == "Serve it by Friday.\r\n"
    assert acts(worked) == [
        "message-posted",
        "effect-claimed",
        "effect-handed-over",
        "effect-settled",
    ]
    assert log_of(worked)[-1]["data"] == {"key": KEY, "says": "250 2.0.0"}
    assert outbox() == []
    assert verify_all()


def test_the_message_id_is_made_of_the_key_and_the_content(
    posting: Post, server: MailServer
) -> None:
    """Sent again after a doubt, it bears the same one, and a mailbox can tell."""
    posting()
    server.drop_after_data = True
    send_all()
    server.drop_after_data = False
    resolve(KEY, "it is not in their mailbox", TESTER, sent=False)
    send_all()

    first, second = (letter["Message-ID"] for letter in server.letters)
    assert first == second
    assert first.endswith("@southwark.example>")
    posting(key="another")
    send_all()
    assert server.letters[2]["Message-ID"] != first


def test_words_of_any_language_and_lines_of_dots_arrive_as_they_were(
    posting: Post, server: MailServer
) -> None:
    """A line that begins with a dot ends nothing; a long heading is folded and read back."""
    body = ".\n..two\nDvořák’s café — £1,234 … 開始\n" + "a very long line " * 100 + "\n"
    subject = "Hysbysiad: mae’r dyddiad olaf yn nesáu, " + "a’r contract yn dod i ben " * 6
    posting(body=body, subject=subject.strip(), role='The "S.151" officer, Cyngor Môn')
    send_all()
    (letter,) = server.letters
    assert letter.get_content().replace("\r\n", "\n") == body
    assert letter["Subject"] == subject.strip()
    assert letter["To"].addresses[0].display_name == 'The "S.151" officer, Cyngor Môn'


def test_an_address_in_another_script_is_written_as_the_mail_system_writes_it(
    posting: Post, server: MailServer
) -> None:
    """The domain in ASCII; the name before the @ as it is, where the server takes it: RFC 6531."""
    posting(key="domain", address="contracts@bücher.example")
    posting(key="name", address="jörg@southwark.example")
    send_all()
    assert server.recipients == ["contracts@xn--bcher-kva.example", "jörg@southwark.example"]


def test_a_server_that_takes_no_such_address_is_not_given_it(
    posting: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message failed for good, and says why."""
    with mail_server(enable_SMTPUTF8=False) as server:
        use(monkeypatch, server.url)
        posting(address="jörg@southwark.example")
        send_all()
    assert message_named(KEY).error == "the mail server takes no address with such letters"
    assert not message_named(KEY).again


def test_attachments_go_with_the_message(posting: Post, server: MailServer, tmp_path: Path) -> None:
    """Each under its name and of its kind, to the last byte."""
    paper, odd = tmp_path / "Papur – terfynol.pdf", tmp_path / "notes"
    paper.write_bytes(bytes(range(256)) * 400)
    odd.write_text(".\n..\n", encoding="utf-8")
    posting(attachments=(attachment(paper), attachment(odd, name="Notes")))
    send_all()
    first, second = server.letters[0].iter_attachments()
    assert (first.get_filename(), first.get_content_type()) == (paper.name, "application/pdf")
    assert first.get_content() == paper.read_bytes()
    assert (second.get_filename(), second.get_content()) == ("Notes", b".\n..\n")


def test_an_attachment_changed_since_is_not_sent(
    posting: Post, server: MailServer, tmp_path: Path
) -> None:
    """What the log has the digest of is what may go; a person has to see to it."""
    file = tmp_path / "paper.pdf"
    file.write_bytes(b"as posted")
    posting(attachments=(attachment(file),))
    file.write_bytes(b"changed")
    send_all()
    found = message_named(KEY)
    assert (found.state, found.again) == ("failed", False)
    assert found.error == "its attachment paper.pdf was changed after the message was posted"
    assert server.letters == []


def test_a_message_without_an_address_waits(posting: Post, server: MailServer) -> None:
    """It is not tried, and nothing is in the log of it."""
    posting(address="")
    assert send_all() == ([], None)
    assert message_named(KEY).state == "waiting"


def test_nothing_is_sent_while_no_way_is_on(worked: str, posting: Post) -> None:
    """All ways are off until the settings name one."""
    posting()
    assert send_all() == ([], None)
    assert send_message(KEY).state == "waiting"
    assert acts(worked) == ["message-posted"]


# ---- What fails ---------------------------------------------------------------------------------


def test_a_deferred_message_is_tried_again(worked: str, posting: Post, server: MailServer) -> None:
    """4xx is certainly not taken: the log has the code, and none of the server's words."""
    posting()
    server.rcpt_answers = ["450 4.2.0 <contracts@southwark.example>: Greylisted"]
    send_all()
    found = message_named(KEY)
    assert (found.state, found.tries, found.again) == ("failed", 1, True)
    assert found.error == "the mail server refused its address: 450 4.2.0"
    send_all()
    assert message_named(KEY).says == "sent"
    assert len(server.letters) == 1
    assert "southwark.example" not in str(log_of(worked))


def test_a_message_deferred_after_its_last_dot_was_not_taken_either(
    posting: Post, server: MailServer
) -> None:
    """An answer is an answer, whenever it comes."""
    posting()
    server.data_answers = ["451 4.3.0 Try later"]
    send_all()
    assert message_named(KEY).error == "the mail server refused the message: 451 4.3.0"
    send_all()
    assert len(server.letters) == 1


@pytest.mark.parametrize("where", ["rcpt_answers", "data_answers"])
def test_a_refused_message_is_not_tried_again_unasked(
    posting: Post, server: MailServer, where: str
) -> None:
    """5xx: sending the same again would be refused again; a person may ask for it."""
    posting()
    setattr(server, where, ["550 5.1.1 <contracts@southwark.example>: no such user"])
    send_all()
    found = message_named(KEY)
    assert (found.state, found.again) == ("failed", False)
    assert found.error.endswith("550 5.1.1")
    assert send_all() == ([], None)
    assert send_message(KEY, asked=True).says == "sent"
    assert len(server.letters) == 1


def test_after_ten_failures_nobody_tries_again_unasked(posting: Post, server: MailServer) -> None:
    """A mailbox that is full for days is for a person to see to."""
    posting()
    server.rcpt_answers = ["452 4.2.2 Mailbox full"] * 20
    for _ in range(12):
        send_all()
    found = message_named(KEY)
    assert (found.tries, found.again) == (10, False)


def test_a_message_that_failed_is_left_alone_for_a_while(posting: Post, server: MailServer) -> None:
    """Two minutes after the first failure; a person who says send does not wait."""
    posting()
    server.rcpt_answers = ["450 4.2.0 Greylisted"]
    send_all()
    failed_at = datetime.fromisoformat(message_named(KEY).state_at)
    assert to_send(failed_at + timedelta(seconds=119)) == []
    assert [each.key for each in to_send(failed_at + timedelta(seconds=120))] == [KEY]
    assert [each.key for each in to_send()] == [KEY]


def test_an_absent_server_is_told_and_leaves_nothing_in_the_log(
    worked: str, posting: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The messages wait, and no try is counted against them."""
    posting()
    posting(key="another")
    use(monkeypatch, f"smtp://127.0.0.1:{a_free_port()}")
    tried, unreached = send_all()
    assert tried == []
    assert isinstance(unreached, OutsideError)
    assert "The mail server cannot be reached" in str(unreached)
    assert acts(worked) == ["message-posted", "message-posted"]


def test_a_connection_dropped_after_the_message_leaves_a_doubt(
    posting: Post, server: MailServer
) -> None:
    """The server had it, or had it not: it is not sent again, whoever asks."""
    posting()
    server.drop_after_data = True
    send_all()
    found = message_named(KEY)
    assert found.state == "doubtful"
    assert found.error == "the connection was lost before the mail server answered"
    server.drop_after_data = False
    assert send_all() == ([], None)
    assert send_message(KEY, asked=True).state == "doubtful"
    assert settle_messages() == []
    assert len(server.letters) == 1


@pytest.mark.parametrize("sent", [True, False])
def test_a_person_resolves_a_doubt(
    worked: str, posting: Post, server: MailServer, sent: bool
) -> None:
    """Sent: it is settled. Not sent: it waits, and is sent then."""
    posting()
    server.drop_after_data, server.keep_what_is_dropped = True, sent
    send_all()
    server.drop_after_data = False
    found = resolve(KEY, "their post room looked", TESTER, sent=sent)
    assert found.says == ("sent" if sent else "waiting")
    assert log_of(worked)[-1]["reason"] == "their post room looked"
    send_all()
    assert message_named(KEY).says == "sent"
    assert len(server.letters) == 1


def test_a_connection_lost_before_the_last_dot_is_a_message_not_taken(
    posting: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the dot a server must not deliver, so it may be sent again. RFC 5321, 4.1.1.4."""
    posting()
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as pool:
        use(monkeypatch, f"smtp://127.0.0.1:{listener.getsockname()[1]}")
        pool.submit(_hangs_up_at_data, listener)
        send_all()
    found = message_named(KEY)
    assert (found.state, found.again) == ("failed", True)
    assert found.error == "the connection was lost before it was handed over"


def _hangs_up_at_data(listener: socket.socket) -> None:
    connection, _ = listener.accept()
    with connection, connection.makefile("rwb") as talk:
        for answer in (b"220 hello", b"250 hello", b"250 from", b"250 to"):
            talk.write(answer + b"\r\n")
            talk.flush()
            talk.readline()


def test_a_message_too_large_for_the_server_is_refused_before_it_is_sent(
    posting: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server says what it takes (RFC 1870), and is told the size."""
    with mail_server(data_size_limit=2000) as server:
        use(monkeypatch, server.url)
        posting(body="a line of some length\n" * 200)
        send_all()
    found = message_named(KEY)
    assert (found.state, found.again) == ("failed", False)
    assert found.error.startswith("the mail server refused its sender: 552")


# ---- Two at once --------------------------------------------------------------------------------


def test_of_eight_that_want_to_send_one_message_one_does(
    worked: str, posting: Post, server: MailServer
) -> None:
    """The others find it taken, and go on."""
    posting()
    server.takes_seconds = 0.2
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: send_message(KEY), range(8)))
    assert message_named(KEY).says == "sent"
    assert len(server.letters) == 1
    assert acts(worked).count("effect-claimed") == 1


def test_nothing_is_done_to_a_message_that_is_being_sent(
    worked: str, posting: Post, server: MailServer
) -> None:
    """Neither dropped nor resolved: it may be in the mailbox the next moment."""
    turn = turns.take_turn(worked, posting(), "smtp")
    assert turn
    with pytest.raises(StateError, match="being sent just now"):
        drop(KEY, "no need", TESTER)
    turn.fail("450", again=True)
    assert drop(KEY, "no need", TESTER).state == "dropped"


def test_a_run_that_was_taken_for_dead_does_not_send(
    worked: str, posting: Post, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It lost its turn while it was held up; before the dot it is told so, and lets go."""
    posting()
    monkeypatch.setattr(turns, "LEASE_SECONDS", -1)
    slow = turns.take_turn(worked, KEY, "smtp")
    assert slow
    assert send_message(KEY).says == "sent"

    with pytest.raises(StateError, match="Another run took over"):
        slow.hand_over()
    assert len(server.letters) == 1


# ---- Settings -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "mail.example",
        "http://u:hunter2@mail.example",
        "smtp://",
        "smtps://mail.example:port",
        "smtp://u:hunter2@mail.example",
    ],
)
def test_settings_that_cannot_be_are_refused_and_not_repeated(
    posting: Post, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    """A password stands in no message; one is never sent where others can read it."""
    posting()
    use(monkeypatch, url)
    with pytest.raises(InputError, match="CHANGEOVER_SMTP_URL") as refusal:
        send_all()
    assert "hunter2" not in str(refusal.value)


@pytest.mark.parametrize("mail_from", ["nobody", "a@b.example\nBcc: c@d.example", "a@b..example"])
def test_whom_mail_is_from_is_one_address(
    posting: Post, monkeypatch: pytest.MonkeyPatch, mail_from: str
) -> None:
    """It is refused before anything is sent."""
    posting()
    use(monkeypatch, "smtp://127.0.0.1:1")
    monkeypatch.setenv("CHANGEOVER_MAIL_FROM", mail_from)
    with pytest.raises(InputError, match="CHANGEOVER_MAIL_FROM is no address"):
        send_all()


def test_passwords_are_in_no_representation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever prints the settings prints no secret."""
    from models.outgoing import outgoing
    from tasks.sending.routing import channels

    use(monkeypatch, "smtps://u:hunter2@mail.example")
    monkeypatch.setenv("CHANGEOVER_NOTIFY_KEY", "hunter2")
    monkeypatch.setenv("CHANGEOVER_NOTIFY_TEMPLATE", "t")
    monkeypatch.setenv("CHANGEOVER_APPRISE_URLS", "json://u:hunter2@mail.example")
    assert "hunter2" not in repr(outgoing())
    assert "hunter2" not in repr(channels())


# ---- TLS ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of 127.0.0.1 with its key, which nobody trusts unless told to."""
    from ipaddress import ip_address

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    as_pem = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8)
    private = key.private_bytes(*as_pem, serialization.NoEncryption())
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
    return path


def served_with(certificate: Path) -> ssl.SSLContext:
    """How a server shows the certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def knows(server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
    """The one name and password that the server knows."""
    right = isinstance(given, LoginPassword) and given == LoginPassword(b"exit", b"p@ss/word")
    return AuthResult(success=right, handled=False)


@pytest.mark.parametrize("password", ["p%40ss%2Fword", "wrong"])
def test_starttls_with_a_password(
    posting: Post, certificate: Path, monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    """Encrypted first, then the password; a wrong one is a wrong setting, and nothing is sent."""
    posting()
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    how = {"tls_context": served_with(certificate), "authenticator": knows}
    with mail_server(require_starttls=True, auth_required=True, **how) as server:
        use(monkeypatch, f"starttls://exit:{password}@127.0.0.1:{server.port}")
        if password == "wrong":
            with pytest.raises(InputError, match="refused the name and password"):
                send_all()
        else:
            send_all()
        assert len(server.letters) == (0 if password == "wrong" else 1)


@pytest.mark.parametrize("scheme", ["starttls", "smtps"])
def test_a_certificate_that_nobody_trusts_stops_everything(
    posting: Post, certificate: Path, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    """Nothing is sent to a server that may be another."""
    posting()
    context = served_with(certificate)
    how = {"ssl_context": context} if scheme == "smtps" else {"tls_context": context}
    with mail_server(**how) as server:
        use(monkeypatch, f"{scheme}://127.0.0.1:{server.port}")
        tried, unreached = send_all()
        assert (tried, server.letters) == ([], [])
        assert "a certificate that this machine trusts" in str(unreached)


def test_a_server_without_starttls_is_not_written_to_in_the_clear(
    posting: Post, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the settings say starttls, nothing less will do."""
    posting()
    use(monkeypatch, f"starttls://127.0.0.1:{server.port}")
    assert send_all()[1] is not None
    assert server.letters == []
