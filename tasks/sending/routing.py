"""Which way a message goes: the ways that are on, and what each can carry."""

from __future__ import annotations

from models.outbox import Posted
from models.outgoing import outgoing
from tasks.sending.channel import Channel
from tasks.sending.notify import Notify
from tasks.sending.smtp import smtp_server
from tasks.sending.targets import Targets


def channels() -> dict[str, Channel]:
    """The ways that are on, by name. Raises: InputError for settings that cannot be."""
    ways = outgoing()
    found: list[Channel] = []
    if ways.smtp_url and ways.mail_from:
        found.append(smtp_server(ways.smtp_url, ways.mail_from))
    if ways.notify_key and ways.notify_template:
        found.append(
            Notify(key=ways.notify_key, template=ways.notify_template, url=ways.notify_url)
        )
    if ways.apprise_urls:
        found.append(Targets(urls=ways.apprise_urls))
    return {channel.name: channel for channel in found}


def way_named(message: Posted) -> str:
    """The name of the way a message takes now; empty while none that is on can carry it."""
    way = way_of(message, channels())
    return way.name if way else ""


def way_of(message: Posted, on: dict[str, Channel]) -> Channel | None:
    """The way a message takes; None while none is on that can carry it, or it has no address.

    E-mail goes by Notify where that is on, but for what has attachments, which only SMTP carries.
    """
    if message.is_for_targets:
        return on.get("apprise")
    if not message.address:
        return None
    return on.get("smtp") if message.attachments else on.get("notify") or on.get("smtp")
