"""The child of `serve` that runs what is deployed, and announces what is recorded.

`python -m flows.serving.runs LIMIT` tells on its first line of output that all is in place.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import Any

from prefect import get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterState
from prefect.client.schemas.objects import State, StateType
from prefect.deployments import arun_deployment
from prefect.events.worker import EventsWorker
from prefect.runner import Runner
from prefect.states import Crashed

from flows.prefect_server import end_with_parent
from flows.serving.announcing import announce
from flows.serving.deployments import as_served, declared
from flows.serving.serving import READY

CATCH_UP = "catch-up/catch-up"
NAME = "changeover"


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
    announcing = asyncio.create_task(announce())
    await arun_deployment(CATCH_UP, timeout=0)
    _tell_ready()
    waiting = asyncio.create_task(stopping.wait())
    await asyncio.wait({running, announcing, waiting}, return_when=asyncio.FIRST_COMPLETED)
    announcing.cancel()
    if not running.done():
        await runner.astop()
    await asyncio.gather(running, announcing, return_exceptions=True)
    waiting.cancel()
    EventsWorker.drain_all(timeout=5)
    if not stopping.is_set():
        raise SystemExit("what serves the runs ended by itself")


async def _end_what_a_crash_left() -> None:
    """A run of an earlier `serve` that still counts as running has crashed: nobody runs it now.

    What it was to do is done by the catch-up. The turn it held is given back.
    """
    left = FlowRunFilterState.model_validate(
        {"type": {"any_": [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]}}
    )
    async with get_client() as client:
        for run in await client.read_flow_runs(flow_run_filter=FlowRunFilter(state=left)):
            crashed: State = Crashed(message="Its process ended with an earlier serve.")
            await client.set_flow_run_state(run.id, crashed, force=True)
        for held in await client.read_global_concurrency_limits(limit=200):
            if held.active_slots:
                await client.delete_global_concurrency_limit_by_name(held.name)


def _tell_ready() -> None:
    """The parent knows; what is printed from now on goes where errors go."""
    os.write(sys.stdout.fileno(), READY)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())


if __name__ == "__main__":
    end_with_parent()
    asyncio.run(serve_runs(int(sys.argv[1])))
