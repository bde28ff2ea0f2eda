"""The child of `serve` that runs what is deployed, and announces what is recorded.

`python -m flows.serving.runs LIMIT` tells on its first line of output that all is in place.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from itertools import count
from typing import Any

from prefect import get_client
from prefect.client.schemas.actions import GlobalConcurrencyLimitUpdate
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterState
from prefect.client.schemas.objects import State, StateType
from prefect.events.worker import EventsWorker
from prefect.runner import Runner
from prefect.states import Crashed

from flows.children import end_with_parent
from flows.serving.announcing import DRAIN_SECONDS, announce
from flows.serving.deployments import as_served, declared
from flows.serving.serving import READY

NAME = "changeover"
#: How many limits Prefect tells of at once.
PAGE = 100


class _Runner(Runner):
    """Prefect's runner, which leaves it to us what follows a signal."""

    def handle_sigterm(self, *_: Any, **__: Any) -> None:
        """Nothing: `serve_runs` waits for the signal itself."""


async def serve_runs(limit: int) -> None:
    """What is deployed runs, at most `limit` at once, until a signal; then nothing does."""
    stopping = asyncio.Event()
    runner = _Runner(name=NAME, limit=limit, pause_on_shutdown=False)
    await _end_what_a_crash_left()
    for each in declared():
        await runner.aadd_deployment(as_served(each))
    running = asyncio.create_task(runner.start())
    await asyncio.sleep(0)
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stopping.set)
    announcing = asyncio.create_task(announce(_tell_ready))
    waiting = asyncio.create_task(stopping.wait())
    await asyncio.wait({running, announcing, waiting}, return_when=asyncio.FIRST_COMPLETED)
    announcing.cancel()
    if not running.done():
        await runner.astop()
    ended = await asyncio.gather(running, announcing, return_exceptions=True)
    waiting.cancel()
    EventsWorker.drain_all(timeout=DRAIN_SECONDS)
    if not stopping.is_set():
        raise SystemExit(f"what serves the runs ended by itself: {ended}")


async def _end_what_a_crash_left() -> None:
    """A run of an earlier `serve` that still counts as running has crashed: nobody runs it now.

    What it was to do is done by the catch-up. The turns that were held are free.
    """
    left = FlowRunFilterState.model_validate(
        {"type": {"any_": [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]}}
    )
    async with get_client() as client:
        for run in await client.read_flow_runs(flow_run_filter=FlowRunFilter(state=left)):
            crashed: State = Crashed(message="Its process ended with an earlier serve.")
            await client.set_flow_run_state(run.id, crashed, force=True)
        for offset in count(step=PAGE):
            limits = await client.read_global_concurrency_limits(limit=PAGE, offset=offset)
            for held in (each for each in limits if each.active_slots):
                free = GlobalConcurrencyLimitUpdate(active_slots=0)
                await client.update_global_concurrency_limit(held.name, free)
            if len(limits) < PAGE:
                return


def _tell_ready() -> None:
    """The parent knows; what is printed from now on goes where errors go."""
    os.write(sys.stdout.fileno(), READY)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())


def _end_with_every_run() -> None:
    """Nothing of this process group is left; what runs did is whole in the database, or not there.

    Only `serve` starts this module, and in a group of its own.
    """
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    end_with_parent(_end_with_every_run)
    asyncio.run(serve_runs(int(sys.argv[1])))
