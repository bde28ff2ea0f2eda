"""E-mail by GOV.UK Notify, which can be asked by reference whether it took a message."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from models.effects.turns import Turn
from models.outbox import Posted
from rules.errors import InputError, OutsideError
from tasks.sending.channel import NotKnown, NotTaken, Send, quiet

#: How long Notify may take before a message it has shows up when it is asked.
SETTLING = timedelta(minutes=5)
#: How long Notify keeps what it sent, unless a service changed that.
KEPT = timedelta(days=7)
#: Answers after which the message was certainly not taken, and trying again would not help.
_REFUSED = (400, 401, 403, 404, 410, 413)
_TOO_MANY = 429
_KEY_LENGTH = 73


@dataclass(frozen=True, kw_only=True)
class Notify:
    """A service of Notify and its template, which holds ((subject)) and ((body))."""

    key: str = field(repr=False)
    template: str
    url: str
    name: str = "notify"

    @contextmanager
    def opened(self) -> Iterator[Send]:
        """Ready to send; each message is a request of its own. Raises: InputError."""
        client = self._client()
        try:
            yield lambda message, turn: self._send(client, message, turn)
        finally:
            client.request_session.close()

    def look(self, message: Posted, now: datetime) -> bool | None:
        """Whether Notify knows a message of this reference; None once it keeps it no longer.

        Raises: OutsideError when it cannot be asked, or too early to tell.
        """
        from notifications_python_client.errors import APIError

        client = self._client()
        try:
            answer = client.get_all_notifications(reference=reference_of(message))
        except APIError as error:
            raise OutsideError(
                f"Notify cannot be asked: {error.status_code}.",
                "an answer.",
                "the message is looked for again at the next run.",
            ) from error
        finally:
            client.request_session.close()
        if answer and answer.get("notifications"):
            return True
        since = now - datetime.fromisoformat(message.state_at)
        if since < SETTLING:
            raise OutsideError(
                "Notify was handed the message only just now, and does not know it yet.",
                f"{SETTLING.seconds // 60} minutes to have passed.",
                "the message is looked for again at the next run.",
            )
        return False if since < KEPT else None

    def _send(self, client: Any, message: Posted, turn: Turn) -> str:
        from notifications_python_client.errors import APIError

        turn.hand_over()
        try:
            client.send_email_notification(
                email_address=message.address,
                template_id=self.template,
                personalisation={"subject": message.subject, "body": message.body},
                reference=reference_of(message),
            )
        except APIError as error:
            if error.status_code in _REFUSED:
                raise NotTaken(f"Notify refused it: {error.status_code}", again=False) from error
            if error.status_code == _TOO_MANY:
                raise NotTaken("Notify has had enough for now: 429", again=True) from error
            raise NotKnown("Notify did not answer") from error
        return "taken by Notify"

    def _client(self) -> Any:
        from notifications_python_client.notifications import NotificationsAPIClient

        if len(self.key) < _KEY_LENGTH or not self.template:
            raise InputError(
                "CHANGEOVER_NOTIFY_KEY or CHANGEOVER_NOTIFY_TEMPLATE is not what Notify gives out.",
                "the whole key, which ends in two UUIDs, and the UUID of a template.",
                "copy both from the page of the service.",
            )
        quiet("notifications_python_client")
        client: Callable[..., Any] = NotificationsAPIClient
        return client(self.key, base_url=self.url)


def reference_of(message: Posted) -> str:
    """What Notify is to know the message by: its key, which names no person."""
    return f"changeover:{message.reference}:{message.key}"
