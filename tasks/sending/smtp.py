"""E-mail by SMTP: handed over with the dot that ends it, which is the moment that counts.

RFC 5321, 4.1.1.4: the end of mail data confirms the transaction, and without it a server must not
deliver. So a connection lost before the dot is a message certainly not taken; after it, and before
the answer, nobody can tell, as SMTP has no way to ask.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from functools import partial
from urllib.parse import unquote, urlsplit

from models.effects.turns import Turn
from models.outbox import Posted
from rules.errors import InputError, OutsideError
from tasks.sending.channel import NotKnown, NotTaken, Send
from tasks.sending.letter import letter_of, sender_of

#: How long a server may take for each answer.
TIMEOUT_SECONDS = 60
#: How long for the last one: many look for viruses first.
ANSWER_SECONDS = 300
_PORTS = {"smtp": 25, "starttls": 587, "smtps": 465}
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_ENHANCED = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}\b")


@dataclass(frozen=True, kw_only=True)
class SmtpServer:
    """A mail server, how to reach it, and whom its mail is from."""

    security: str
    host: str
    port: int
    sender: Address
    user: str = ""
    password: str = field(default="", repr=False)
    name: str = "smtp"

    @contextmanager
    def opened(self) -> Iterator[Send]:
        """The server answered, and knows who we are. Raises: OutsideError, InputError."""
        try:
            smtp = self._connected()
        except smtplib.SMTPAuthenticationError as error:
            if error.smtp_code < 500:
                raise _unreachable() from error
            raise InputError(
                "The mail server refused the name and password of CHANGEOVER_SMTP_URL.",
                "those of an account that may send.",
                "mend them; a sign such as @ or / in a password is written %40 or %2F.",
            ) from error
        except (smtplib.SMTPException, OSError) as error:
            raise _unreachable() from error
        try:
            yield partial(self._send, smtp)
        finally:
            with suppress(smtplib.SMTPException, OSError):
                smtp.quit()
            smtp.close()

    def look(self, message: Posted, now: datetime) -> None:
        """Nobody can tell: plain SMTP cannot be asked about a message it was given."""

    def _connected(self) -> smtplib.SMTP:
        tls = ssl.create_default_context()
        if self.security == "smtps":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=TIMEOUT_SECONDS, context=tls
            )
        else:
            smtp = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS)
        try:
            if self.security == "starttls":
                smtp.starttls(context=tls)
            if self.user:
                smtp.login(self.user, self.password)
            smtp.ehlo_or_helo_if_needed()
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _send(self, smtp: smtplib.SMTP, message: Posted, turn: Turn) -> str:
        letter = letter_of(message, self.sender)
        try:
            _offer(smtp, letter, self.sender)
        except (smtplib.SMTPException, OSError) as error:
            raise NotTaken(
                "the connection was lost before it was handed over", again=True
            ) from error
        turn.hand_over()
        try:
            if smtp.sock:
                smtp.sock.settimeout(ANSWER_SECONDS)
            smtp.send(b".\r\n")
            code, reply = smtp.getreply()
        except (smtplib.SMTPException, OSError) as error:
            raise NotKnown("the connection was lost before the mail server answered") from error
        if not 200 <= code < 600:
            raise NotKnown("the mail server answered what is no answer")
        return _taken(code, reply, "the message")


def smtp_server(url: str, mail_from: str) -> SmtpServer:
    """The mail server of the settings. Raises: InputError, which repeats neither."""
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme, parts.hostname, parts.port
    except ValueError:
        scheme, host, port = "", None, None
    if scheme not in _PORTS or not host:
        raise InputError(
            "CHANGEOVER_SMTP_URL is no address of a mail server.",
            "smtps://, starttls:// or smtp://, then NAME:PASSWORD@ where it asks for them, then "
            "the host and :PORT.",
            "mend it; or leave it out, and e-mail waits in the outbox.",
        )
    if parts.username and scheme == "smtp" and host not in _LOOPBACK:
        raise InputError(
            "CHANGEOVER_SMTP_URL would send a password that everybody on the way can read.",
            "smtps:// or starttls:// where there is a password.",
            "mend it.",
        )
    return SmtpServer(
        security=scheme,
        host=host,
        port=port or _PORTS[scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        sender=sender_of(mail_from),
    )


def _offer(smtp: smtplib.SMTP, letter: EmailMessage, sender: Address) -> None:
    """The server has all of the letter but the dot that ends it. Raises: NotTaken."""
    to = letter["To"].addresses[0].addr_spec
    content = letter.as_bytes()
    options = [f"size={len(content)}"] if smtp.has_extn("size") else []
    if getattr(letter.policy, "utf8", False):
        if not smtp.has_extn("smtputf8"):
            raise NotTaken("the mail server takes no address with such letters", again=False)
        options += ["SMTPUTF8", "BODY=8BITMIME"]
        smtp.command_encoding = "utf-8"
    _taken(*smtp.mail(sender.addr_spec, options), "its sender")
    _taken(*smtp.rcpt(to), "its address")
    code, reply = smtp.docmd("DATA")
    if code != 354:
        _taken(code, reply, "DATA")
        raise NotTaken("the mail server did not ask for the message", again=True)
    content = re.sub(rb"(?m)^\.", b"..", content)
    smtp.send(content if content.endswith(b"\r\n") else content + b"\r\n")


def _taken(code: int, reply: bytes, what: str) -> str:
    """The code of an answer that takes something. Raises: NotTaken for one that does not.

    The words of a server are left out: many repeat the address.
    """
    enhanced = _ENHANCED.match(reply)
    says = f"{code} {enhanced.group().decode() if enhanced else ''}".strip()
    if 200 <= code < 300:
        return says
    raise NotTaken(f"the mail server refused {what}: {says}", again=code < 500)


def _unreachable() -> OutsideError:
    return OutsideError(
        "The mail server cannot be reached, or does not speak as CHANGEOVER_SMTP_URL says.",
        "an answer, and a certificate that this machine trusts where there is one.",
        "check host, port and smtps://, starttls:// or smtp://; messages wait in the outbox.",
    )
