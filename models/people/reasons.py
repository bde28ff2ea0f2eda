"""Why something is done, which the log keeps."""

from __future__ import annotations

from rules.errors import InputError


def stated(reason: str, why: str) -> str:
    """The reason, trimmed. Raises: InputError for an empty one; `why` says what is asked."""
    if not reason.strip():
        raise InputError("No reason was given.", f"{why}.", "give --reason.")
    return reason.strip()
