"""What tells one deadline of a transition from another."""

from __future__ import annotations

from datetime import date

from models.tables import SHARED, Alert
from rules.alerts import Watched

#: Step, council, last day.
Key = tuple[str, str, date]


def key_of_alert(alert: Alert) -> Key:
    """The deadline that an alert is of."""
    return alert.step, alert.council, alert.limit_on


def key_of(found: Watched) -> Key:
    """What tells a deadline from the others of its transition."""
    return found.at.key, found.at.council or SHARED, found.limit_on
