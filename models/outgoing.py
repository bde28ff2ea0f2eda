"""By what ways messages may leave this installation: none, until the environment names one.

`models/settings.py` lists the variables. SMTP is on with its URL and whom mail is from, Notify with
its key and template. Keys and passwords stand in no error, no log and no `repr`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """The ways as the environment has them; an empty one is off."""

    smtp_url: str = field(repr=False)
    mail_from: str
    notify_key: str = field(repr=False)
    notify_template: str
    notify_url: str
    apprise_urls: tuple[str, ...] = field(repr=False)


def outgoing() -> Outgoing:
    """The ways as the environment has them now."""
    return Outgoing(
        smtp_url=_set("SMTP_URL"),
        mail_from=_set("MAIL_FROM"),
        notify_key=_set("NOTIFY_KEY"),
        notify_template=_set("NOTIFY_TEMPLATE"),
        notify_url=_set("NOTIFY_URL") or "https://api.notifications.service.gov.uk",
        apprise_urls=tuple(_set("APPRISE_URLS").split()),
    )


def _set(name: str) -> str:
    return os.environ.get(f"CHANGEOVER_{name}", "").strip()
