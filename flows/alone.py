"""One run at a time for each transition, by a limit of Prefect that bears its reference.

The database's own lock is what keeps two runs from doing one thing twice. The limit spares the
second run the work of finding that out, and shows in the page who waits for whom.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

from prefect import get_client, runtime
from prefect.concurrency.asyncio import AcquireConcurrencySlotTimeoutError, concurrency
from prefect.exceptions import ObjectAlreadyExists
from prefect.logging import get_run_logger

#: How long a turn that is not given back, since its process was killed, keeps others out.
LEASE_SECONDS = 60
#: How long a run waits for its turn; then it goes on, since the database keeps it from harm.
WAIT_SECONDS = 300


@asynccontextmanager
async def alone_with(reference: str) -> AsyncIterator[None]:
    """No other deployed run steps that transition meanwhile.

    A run that was typed as a command waits for nobody.
    """
    async with AsyncExitStack() as turn:
        if runtime.deployment.id:
            await _take(turn, f"transition-{reference}")
        yield


async def _take(turn: AsyncExitStack, name: str) -> None:
    async with get_client() as client:
        # Another run may make the limit between the look and the making.
        with suppress(ObjectAlreadyExists):
            await client.upsert_global_concurrency_limit_by_name(name, 1)
    limit = concurrency(
        name,
        timeout_seconds=WAIT_SECONDS,
        lease_duration=LEASE_SECONDS,
        raise_on_lease_renewal_failure=False,
    )
    try:
        await turn.enter_async_context(limit)
    except AcquireConcurrencySlotTimeoutError:
        get_run_logger().warning("waited %s seconds for %s; going on", WAIT_SECONDS, name)
