"""A run bears the reference of its transition as a tag, by which Prefect's page is asked for it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from prefect import get_client, runtime, tags


@asynccontextmanager
async def tagged(reference: str) -> AsyncIterator[None]:
    """The run that is under way has the tag, and so has every run that it starts inside."""
    async with get_client() as client:
        had = runtime.flow_run.tags
        await client.update_flow_run(UUID(runtime.flow_run.id), tags=sorted({*had, reference}))
    with tags(reference):
        yield
