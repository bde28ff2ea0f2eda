"""What the other side answered when it took a message, on this disk before it is in the log.

Between that answer and the log a process can be killed, or the database be away. The next run on
this machine finds the answer here. It is deleted once the log has it.
"""

from __future__ import annotations

import json
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from models.interruption import write_point
from models.settings import settings
from models.whole_file import write_whole
from rules.errors import ChangeoverError


def keep(reference: str, key: str, says: str) -> None:
    """The answer is on the disk; where the disk refuses, the log alone will have it."""
    content = json.dumps({"reference": reference, "key": key, "says": says}).encode()
    with suppress(ChangeoverError):
        write_whole(_place(reference, key), content)
    write_point("receipt-kept")


def found(reference: str, key: str) -> str | None:
    """The answer that was kept on this machine, if there is one."""
    try:
        return str(json.loads(_place(reference, key).read_bytes())["says"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def forget(reference: str, key: str) -> None:
    """Nothing is kept of the answer."""
    with suppress(OSError):
        _place(reference, key).unlink(missing_ok=True)


def _place(reference: str, key: str) -> Path:
    name = sha256(f"{reference}\n{key}".encode()).hexdigest()[:40]
    return settings().home / "receipts" / f"{name}.json"
