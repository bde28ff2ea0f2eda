"""Why something is done, which the log keeps."""

from __future__ import annotations

from rules.errors import InputError


def refuse_no_reason(reason: str, why: str) -> None:
    """A reason is given. Raises: InputError for an empty one; `why` says what is asked."""
    if not reason.strip():
        raise InputError("No reason was given.", f"{why}.", "give --reason.")


def stated(reason: str, why: str) -> str:
    """The reason, trimmed. Raises: InputError for an empty one; `why` says what is asked."""
    refuse_no_reason(reason, why)
    return reason.strip()
