"""Alerts that no longer stand: acknowledged with a reason, lapsed, or told to the sponsor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.alerts.acknowledging import acknowledge, standing
from models.recording import record_step
from models.reports import log_of
from rules.errors import AlreadyRecorded, InputError, UnknownName
from tests.engine.checking import TESTER, check, told

Happened = Callable[..., Any]
EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "worked-2027.toml"
OPENED = date(2026, 3, 31)


def test_alerts_lapse_when_their_step_is_closed(worked: str, happened: Happened) -> None:
    """The notice was served: nobody need do anything about it any more."""
    check(date(2026, 11, 16))
    record_step(worked, "2.4", None, happened(date(2026, 11, 17), presume_earlier=True))
    check(date(2026, 11, 18))
    found = [each for each in standing(worked, closed=True) if each["step"] == "2.4"]
    assert {each["closed_by_act"] for each in found} == {"lapsed"}


def test_an_acknowledged_alert_no_longer_stands_and_is_not_escalated(worked: str) -> None:
    """Who saw it and what is being done stand in the log."""
    new = [each for each in check(date(2026, 12, 1)) if each["step"] == "2.4"]
    numbers = [each["sequence"] for each in new]
    acknowledge(worked, numbers, TESTER, "Counsel is asked about relief")
    entry = log_of(worked)[-1]
    assert (entry["act"], entry["actor"]) == ("alert-acknowledged", "a tester")
    assert entry["reason"] == "Counsel is asked about relief"
    later = check(date(2026, 12, 8))
    assert told(later, "2.4") == []
    assert [each for each in standing(worked) if each["step"] == "2.4"] == []


def test_what_nobody_acknowledges_goes_to_the_sponsor_once(worked: str) -> None:
    """A breach waits one working day; then the senior responsible owner is told who was told."""
    check(date(2026, 12, 1))
    (escalated,) = [each for each in check(date(2026, 12, 2)) if each["step"] == "2.4"]
    assert (escalated["whom"], escalated["level"]) == ("Senior responsible owner", "breached")
    assert escalated["says"].endswith(
        "Told on Tuesday 1 December 2026, not acknowledged: Contract manager and Legal adviser."
    )
    assert told(check(date(2026, 12, 3)), "2.4") == []


@pytest.mark.parametrize("reason", ["", "   "])
def test_an_alert_is_not_acknowledged_without_saying_what_is_done(worked: str, reason: str) -> None:
    """An empty reason is refused, and the alert stands."""
    (first, *_) = check(date(2026, 12, 1))
    with pytest.raises(InputError, match="The reason is empty"):
        acknowledge(worked, [first["sequence"]], TESTER, reason)
    assert len(standing(worked)) == len(standing(worked, closed=True))


def test_alerts_are_acknowledged_all_or_none(worked: str) -> None:
    """One of the numbers is that of no alert: the others stay as they were."""
    new = check(date(2026, 12, 1))
    with pytest.raises(UnknownName, match="has no alert 1"):
        acknowledge(worked, [new[0]["sequence"], 1], TESTER, "seen")
    assert len(standing(worked)) == len(new)


def test_an_alert_is_acknowledged_once(worked: str) -> None:
    """The second is told who was first."""
    (first, *_) = check(date(2026, 12, 1))
    acknowledge(worked, [first["sequence"]], TESTER, "seen")
    with pytest.raises(AlreadyRecorded, match="was acknowledged before, by a tester"):
        acknowledge(worked, [first["sequence"]], TESTER, "seen")
