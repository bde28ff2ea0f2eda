"""Tells Prefect that facts were recorded, once they are: an event for each transition.

The commands that record know nothing of Prefect, and an event may be lost. Nothing depends on it:
the catch-up steps by the clock whatever was not told.
"""

from __future__ import annotations

import asyncio
import logging
from uuid import UUID, uuid5

from prefect.events import emit_event

from models.news import News, log_lengths, news
from rules.errors import OutsideError

#: What an automation waits for.
FACT_RECORDED = "changeover.fact-recorded"
RESOURCE = "changeover.transition"
LOOK_SECONDS = 2
_EVENTS = UUID("4b1f6f0e-58b8-4b5c-9b3a-6d1c3f6f6f52")

logger = logging.getLogger(__name__)


async def announce() -> None:
    """Whatever people record from now on is announced, until this is cancelled."""
    seen = await _lengths({})
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
