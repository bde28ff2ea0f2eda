"""How a database fails, told in words: outside, so that trying again may help, or damaged."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import (
    DatabaseError,
    DBAPIError,
    InterfaceError,
    InternalError,
    NoResultFound,
    OperationalError,
)

from rules.errors import ChangeoverError, DatabaseDamaged, OutsideError

_OUTSIDE: tuple[type[Exception], ...] = (
    *(OperationalError, InterfaceError, InternalError),
    sqlite3.Error,
)
#: How reading what was kept fails when it is not what was written.
_UNREADABLE = (LookupError, ValueError, TypeError, AttributeError, AssertionError)
#: What SQLite answers when a file is not, or no longer, a database.
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
#: What SQLite answers when the disk, not the file, is at fault, and what to do then.
_REMEDIES = {
    "SQLITE_FULL": "free some room on the disk; then run it again. Nothing was half-written.",
    "SQLITE_READONLY": "give this user leave to write the file and its folder; then run it again.",
    "SQLITE_BUSY": "wait for whoever is writing; then run it again.",
}
_REMEDY = "check CHANGEOVER_DATABASE_URL, the disk and the permissions; then run it again."


@contextmanager
def mapped(*also: type[Exception]) -> Iterator[None]:
    """What fails outside, `also` included, is an `OutsideError`; what is beyond reading is
    `DatabaseDamaged`."""
    try:
        yield
    except ChangeoverError:
        raise
    except (*_OUTSIDE, *also) as error:
        raise _told(error) from error
    except DatabaseError as error:
        if type(error) is not DatabaseError:
            raise
        raise _told(error) from error
    except (ValueError, TypeError) as error:
        if not _while_fetching(error):
            raise
        raise _damaged(error) from error


@contextmanager
def as_written(what: str) -> Iterator[None]:
    """What was kept is read as it was written.

    Raises: DatabaseDamaged where a name or a value in it is not one that the product writes.
    """
    try:
        yield
    except ChangeoverError:
        raise
    except (*_UNREADABLE, NoResultFound) as error:
        raise DatabaseDamaged(
            f"What is kept of {what} cannot be read: {error!r}.",
            "what was written when it was opened.",
            "run `changeover verify`, and restore the last backup with `changeover restore`; "
            "see docs/recovery.md.",
        ) from error


def _told(error: Exception) -> ChangeoverError:
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorname", "")
    if code.startswith(_DAMAGED) or (isinstance(cause, sqlite3.Error) and "decode" in str(cause)):
        return _damaged(cause)
    remedy = next((told for kind, told in _REMEDIES.items() if code.startswith(kind)), _REMEDY)
    words = " ".join(str(cause).split())
    return OutsideError(
        f"The database failed: {words}.", "a database that can be opened and written.", remedy
    )


def _damaged(cause: BaseException | None) -> DatabaseDamaged:
    return DatabaseDamaged(
        f"The database is damaged: {' '.join(str(cause).split())}.",
        "a database whose every page and row can be read.",
        "restore the last backup with `changeover restore`; see docs/recovery.md.",
    )


def _while_fetching(error: Exception) -> bool:
    """Whether the database raised it, of a value that its column, or its own words, cannot hold."""
    modules, trace = [], error.__traceback__
    while trace:
        modules.append(trace.tb_frame.f_globals.get("__name__", ""))
        trace = trace.tb_next
    while modules and modules[-1].startswith("json"):
        modules.pop()
    return bool(modules) and modules[-1].startswith(("sqlalchemy", "models.database"))
