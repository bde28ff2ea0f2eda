"""Tells Prefect that facts were recorded, once they are: an event for each transition.

The commands that record know nothing of Prefect, and an event may be lost. Nothing depends on it:
the catch-up steps by the clock whatever was not told.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable
from contextlib import suppress
from uuid import UUID, uuid5

from prefect.deployments import arun_deployment
from prefect.events import emit_event
from prefect.events.worker import EventsWorker
from prefect.exceptions import ObjectNotFound

from flows.temporary_server import is_configured
from models.news import News, log_lengths, news
from rules.errors import InputError, OutsideError

#: What an automation waits for.
FACT_RECORDED = "changeover.fact-recorded"
RESOURCE = "changeover.transition"
CATCH_UP = "catch-up/catch-up"
LOOK_SECONDS = 2
#: How long events that are on their way are waited for in the end.
DRAIN_SECONDS = 5
_EVENTS = UUID("4b1f6f0e-58b8-4b5c-9b3a-6d1c3f6f6f52")

logger = logging.getLogger(__name__)


def announce_until_stopped(say: Callable[[str], None]) -> None:
    """Whatever people record is announced until SIGINT or SIGTERM.

    Raises: InputError where no Prefect server is named, or nothing is deployed to it.
    """
    if not is_configured():
        raise InputError(
            "No Prefect server is named, so there is nobody to tell.",
            "PREFECT_API_URL, such as http://127.0.0.1:4200/api.",
            "set it; or use `changeover serve`, which starts one and announces too.",
        )
    asyncio.run(_until_stopped(lambda: say("Announcing what is recorded. Stop with Ctrl-C.")))
    EventsWorker.drain_all(timeout=DRAIN_SECONDS)
    say("Stopped.")


async def _until_stopped(on_listening: Callable[[], None]) -> None:
    announcing = asyncio.create_task(announce(on_listening))
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, announcing.cancel)
    with suppress(asyncio.CancelledError):
        await announcing


async def announce(on_listening: Callable[[], None]) -> None:
    """Whatever people record from now on is announced, until this is cancelled.

    What was recorded before is caught up with. Raises: InputError where nothing is deployed.
    """
    seen = await _lengths({})
    try:
        await arun_deployment(CATCH_UP, timeout=0)
    except ObjectNotFound:
        raise InputError(
            f"The Prefect server has no deployment {CATCH_UP}.",
            "the deployments of Changeover.",
            "run `prefect --no-prompt deploy --all` first; see docs/operations.md.",
        ) from None
    on_listening()
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        now = await _lengths(seen)
        for each in await asyncio.to_thread(news, seen, now):
            emit(each)
        seen = now


def emit(each: News) -> None:
    """The event is on its way: ids and acts. Told twice, Prefect takes it once."""
    emit_event(
        FACT_RECORDED,
        resource={
            "prefect.resource.id": f"{RESOURCE}.{each.reference}",
            "prefect.resource.name": each.reference,
        },
        payload={"sequence": each.sequence, "acts": list(each.acts)},
        id=uuid5(_EVENTS, each.digest),
    )


async def _lengths(before: dict[str, int]) -> dict[str, int]:
    """The lengths of the logs now; as before where the database cannot be reached."""
    try:
        return await asyncio.to_thread(log_lengths)
    except OutsideError as error:
        logger.warning("The log cannot be read; it is tried again. %s", error.found)
        return before
