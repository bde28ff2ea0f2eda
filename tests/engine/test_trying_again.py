"""What fails outside is tried again by Prefect; what the log or the rules refuse is not."""

from __future__ import annotations

import asyncio
import gc
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from rules.errors import ChangeoverError, InputError, OutsideError, RuleError, StateError

pytestmark = [
    pytest.mark.prefect,
    # Prefect's client leaves the sockets of a finished event loop to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
]


@pytest.fixture(autouse=True)
def _sockets_are_let_go(prefect_home: Path) -> Iterator[None]:
    """What Prefect leaves behind is collected here, and not while another test runs."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


def tries_of(error: ChangeoverError) -> int:
    """How often a task that always fails so is tried."""
    from prefect import flow

    from tasks.effect import effect

    tried = []

    @effect("always-fails")
    def always_fails() -> None:
        tried.append(1)
        raise error

    always_fails.retry_delay_seconds = [0, 0, 0]

    @flow
    async def once() -> None:
        always_fails()

    with pytest.raises(type(error)):
        asyncio.run(once())
    return len(tried)


@pytest.mark.parametrize("error", [StateError("no"), InputError("no"), RuleError("no")])
def test_a_refusal_is_told_at_once(error: ChangeoverError) -> None:
    """Trying again would be refused again."""
    assert tries_of(error) == 1


def test_what_fails_outside_is_tried_four_times() -> None:
    """Three times more: after 1, 5 and 20 seconds, where a test does not say otherwise."""
    assert tries_of(OutsideError("the mail server is down")) == 4
