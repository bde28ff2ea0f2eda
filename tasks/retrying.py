"""When a task is tried again: only when something outside failed."""

from __future__ import annotations

from typing import Any

from rules.errors import OutsideError


def failed_outside(_task: Any, _run: Any, state: Any) -> bool:
    """Whether a task failed for something that trying again may mend."""
    return isinstance(state.data, OutsideError)


#: Keyword arguments of a task that is retried for outside failures only.
only_outside: dict[str, Any] = {
    "retries": 3,
    "retry_delay_seconds": [1, 5, 20],
    "retry_condition_fn": failed_outside,
}
