"""Which rule set a transition is planned by."""

from __future__ import annotations

from collections.abc import Iterator

from models.projection.changes import Acts, Amend, Change, Data, Kept
from models.tables import Transition


def _pinned(entry: Kept, data: Data) -> Iterator[Change]:
    """Entries of releases that kept no rule sets name none."""
    if "rule_set" in data:
        yield Amend(table=Transition, where={}, values={"rule_set": data["rule_set"]})


ACTS: Acts = {
    "transition-opened": _pinned,
    "rule-set-pinned": _pinned,
    "rule-set-adopted": _pinned,
}
