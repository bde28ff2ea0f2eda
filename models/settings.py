"""Where things are kept, read from the environment.

| Variable | What it sets | Unless set |
|---|---|---|
| `CHANGEOVER_HOME` | the folder of everything below | `~/.changeover` |
| `CHANGEOVER_DATABASE_URL` | SQLite or PostgreSQL | one file, `changeover.db`, in the home |
| `CHANGEOVER_PAPERS` | the folder papers and letters are written to | `papers` in the home |
| `CHANGEOVER_HOUSES` | the folder of councils' own layouts | `houses` in the home |
| `CHANGEOVER_ACTOR` | who is acting, for the log | the name of the user signed in |
| `CHANGEOVER_ROLE` | the office acted in, such as Contract manager | none |
| `CHANGEOVER_ON_BEHALF_OF` | whose work it is, where somebody stands in | nobody's |
| `CHANGEOVER_SMTP_URL` | a mail server, such as `starttls://NAME:PASSWORD@HOST` | off |
| `CHANGEOVER_MAIL_FROM` | whom e-mail by SMTP is from; SMTP is on with both | off |
| `CHANGEOVER_NOTIFY_KEY` | the key of a GOV.UK Notify service | off |
| `CHANGEOVER_NOTIFY_TEMPLATE` | its template, of ((subject)) and ((body)); on with both | off |
| `CHANGEOVER_NOTIFY_URL` | another Notify than that of GOV.UK | GOV.UK |
| `CHANGEOVER_APPRISE_URLS` | Apprise targets, with spaces between | off |

The last six are read by `models/outgoing.py`.
"""

from __future__ import annotations

import getpass
import os
from dataclasses import dataclass
from pathlib import Path

from models.actor import Actor


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Where the database and the papers are, and who is acting."""

    home: Path
    database_url: str
    papers: Path
    houses: Path
    actor: Actor


def settings() -> Settings:
    """The settings as the environment has them now."""
    home = _home()
    return Settings(
        home=home,
        database_url=database_url(),
        papers=Path(os.environ.get("CHANGEOVER_PAPERS", home / "papers")).expanduser().absolute(),
        houses=Path(os.environ.get("CHANGEOVER_HOUSES", home / "houses")).expanduser().absolute(),
        actor=Actor(
            name=os.environ.get("CHANGEOVER_ACTOR") or _user(),
            role=os.environ.get("CHANGEOVER_ROLE", ""),
            on_behalf_of=os.environ.get("CHANGEOVER_ON_BEHALF_OF", ""),
        ),
    )


def database_url() -> str:
    """The address of the database, as the environment has it now."""
    return os.environ.get("CHANGEOVER_DATABASE_URL") or f"sqlite:///{_home() / 'changeover.db'}"


def _home() -> Path:
    return Path(os.environ.get("CHANGEOVER_HOME", "~/.changeover")).expanduser().absolute()


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown user"
