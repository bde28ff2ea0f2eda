"""Whatever is recorded of a transition in whatever order, it stands as in a simple model.

`make soak` lives longer lives, over both databases; see tests/soak/machine.py.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from tests.soak.machine import Life

Life.TestCase.settings = settings(
    max_examples=4,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
TestLife = Life.TestCase
