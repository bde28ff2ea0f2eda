"""One deployed run at a time steps a transition; a command waits for nobody."""

from __future__ import annotations

import asyncio
import gc
import warnings
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

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


@pytest.fixture
def deployed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What runs counts as a run of a deployment, by the way Prefect offers for tests."""
    monkeypatch.setenv("PREFECT__RUNTIME__DEPLOYMENT__ID", str(uuid4()))


async def in_turn(reference: str) -> list[str]:
    """Two runs of a transition that begin together: when each has its turn."""
    from flows.alone import alone_with

    told: list[str] = []

    async def run(name: str) -> None:
        async with alone_with(reference):
            told.append(f"{name} begins")
            await asyncio.sleep(0.5)
            told.append(f"{name} ends")

    await asyncio.gather(run("one"), run("other"))
    return told


async def meet(*references: str) -> None:
    """Runs that begin together, each for a transition, and wait for each other in their turns."""
    from flows.alone import alone_with

    meeting = asyncio.Barrier(len(references))

    async def run(reference: str) -> None:
        async with alone_with(reference), asyncio.timeout(30):
            await meeting.wait()

    await asyncio.gather(*map(run, references))


def test_a_second_deployed_run_of_one_transition_waits_for_the_first(deployed: None) -> None:
    """Neither begins while the other has its turn; both have one."""
    assert asyncio.run(in_turn("one-at-a-time")) in (
        ["one begins", "one ends", "other begins", "other ends"],
        ["other begins", "other ends", "one begins", "one ends"],
    )


def test_runs_of_two_transitions_do_not_wait_for_each_other(deployed: None) -> None:
    """The limit bears the reference."""
    asyncio.run(meet("first-of-two", "second-of-two"))


def test_a_command_waits_for_nobody() -> None:
    """It has no deployment, and a turn that a crash left must not hold up a person."""
    asyncio.run(meet("typed", "typed"))


def test_a_run_whose_turn_does_not_come_goes_on_without(
    deployed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database's own lock keeps it from doing anything twice; a lost turn stops nothing."""
    from prefect import flow

    from flows import alone

    monkeypatch.setattr(alone, "WAIT_SECONDS", 1)

    @flow
    async def waits() -> str:
        async with alone.alone_with("never-given-back"):
            return "went on"

    async def while_another_holds_it() -> str:
        async with alone.alone_with("never-given-back"):
            return await waits()

    assert asyncio.run(while_another_holds_it()) == "went on"
