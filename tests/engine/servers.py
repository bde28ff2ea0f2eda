"""Servers on loopback that take messages as the real ones do, and fail as the real ones do."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

# ---- SMTP ---------------------------------------------------------------------------------------


@dataclass
class MailServer:
    """A mail server: what it took, and how it is to answer.

    `answers` are given in turn to the commands they name, then `250`; `drop_after_data` cuts the
    connection where the answer to the message should be, having kept the message or not.
    """

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    rcpt_answers: list[str] = field(default_factory=list)
    data_answers: list[str] = field(default_factory=list)
    drop_after_data: bool = False
    keep_what_is_dropped: bool = True
    takes_seconds: float = 0

    @property
    def url(self) -> str:
        """What CHANGEOVER_SMTP_URL says of it."""
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.rcpt_answers.pop(0) if self.rcpt_answers else "250 2.1.5 Ok"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        import asyncio

        await asyncio.sleep(self.takes_seconds)
        answer = self.data_answers.pop(0) if self.data_answers else "250 2.0.0 Ok: queued as 4XyZ"
        if answer.startswith("250") and (self.keep_what_is_dropped or not self.drop_after_data):
            assert isinstance(envelope.content, bytes)
            letter = message_from_bytes(envelope.content, policy=policy.SMTPUTF8)
            assert isinstance(letter, EmailMessage)
            self.letters.append(letter)
            self.recipients += envelope.rcpt_tos
        if self.drop_after_data:
            server.transport.abort()
        return answer


class _OnAnyPort(Controller):
    """Listens where the system lets it, and is ready once it listens."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(**how: Any) -> Iterator[MailServer]:
    """A mail server that is up; `how` is given to aiosmtpd."""
    server = MailServer()
    controller = _OnAnyPort(server, hostname="127.0.0.1", port=0, **how)
    controller.start()
    try:
        server.port = controller.port
        yield server
    finally:
        controller.stop()


# ---- HTTP ---------------------------------------------------------------------------------------


@dataclass
class NotifyServer:
    """What answers like GOV.UK Notify: it takes e-mail and tells by reference what it took.

    `statuses` are answered in turn to what is sent, then 201; `loses_answers` takes the message
    and cuts the connection; `ask_status` is answered when it is asked.
    """

    port: int = 0
    taken: list[dict[str, Any]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    loses_answers: bool = False
    ask_status: int = 200
    authorizations: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """What CHANGEOVER_NOTIFY_URL says of it."""
        return f"http://127.0.0.1:{self.port}"

    def posted(self, path: str, sent: dict[str, Any]) -> tuple[int, dict[str, Any]] | None:
        """The answer to what is sent; None for none."""
        assert path == "/v2/notifications/email"
        status = self.statuses.pop(0) if self.statuses else 201
        if status != 201:
            errors = [{"error": "Error", "message": f"to {sent['email_address']}"}]
            return status, {"status_code": status, "errors": errors}
        self.taken.append(sent)
        return None if self.loses_answers else (201, {"id": "x", "reference": sent["reference"]})

    def asked(self, query: dict[str, list[str]]) -> tuple[int, dict[str, Any]]:
        """The answer to what is asked."""
        (reference,) = query["reference"]
        found = [{"id": "x"} for each in self.taken if each["reference"] == reference]
        return self.ask_status, {"notifications": found, "links": {}}


@dataclass
class JsonTarget:
    """What an Apprise target of kind json:// posts to; `statuses` in turn, then 200."""

    port: int = 0
    taken: list[dict[str, Any]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    @property
    def url(self) -> str:
        """What CHANGEOVER_APPRISE_URLS says of it."""
        return f"json://127.0.0.1:{self.port}"

    def posted(self, path: str, sent: dict[str, Any]) -> tuple[int, dict[str, Any]] | None:
        """The answer to what is sent."""
        status = self.statuses.pop(0) if self.statuses else 200
        if status == 200:
            self.taken.append(sent)
        return status, {}

    def asked(self, query: dict[str, list[str]]) -> tuple[int, dict[str, Any]]:
        """It cannot be asked."""
        return 405, {}


@contextmanager
def http_server(of: NotifyServer | JsonTarget) -> Iterator[Any]:
    """The server is up."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            if isinstance(of, NotifyServer):
                of.authorizations.append(self.headers["Authorization"])
            answer = of.posted(self.path, json.loads(self.rfile.read(length)))
            if answer:
                self._answer(*answer)
            else:
                self.close_connection = True

        def do_GET(self) -> None:
            self._answer(*of.asked(parse_qs(urlsplit(self.path).query)))

        def _answer(self, status: int, body: dict[str, Any]) -> None:
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    of.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield of
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def wait_until(what: Any, seconds: float = 10) -> None:
    """It is so. Raises: AssertionError when it takes too long."""
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.01)
