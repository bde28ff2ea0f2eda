"""Sixty days of daily checks over six transitions; `make soak` runs three years over fifty."""

from __future__ import annotations

from pathlib import Path

from tests.soak.years import live


def test_sixty_days_of_checks_tell_nobody_twice_and_leak_nothing(home: Path) -> None:
    """Over the end of British Summer Time; each check run twice tells nothing new."""
    found = live(home.parent, 60, 6)
    assert found.faults == []
    # 44 working days from Monday 20 October to Thursday 18 December 2025, and five by hand.
    assert found.checks == 49
    assert found.alerts == 9
