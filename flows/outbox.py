"""Sends what waits in the outbox, by the ways that are on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from prefect import flow
from prefect.artifacts import acreate_table_artifact

from rules.errors import OutsideError
from tasks.discretion import discreet
from tasks.sending import task
from tasks.sending.routing import way_named
from tasks.sending.sending import to_send


@flow(name="send-outbox", flow_run_name="send-outbox")
@discreet
async def send_outbox() -> list[dict[str, Any]]:
    """What a crash left is settled, then each message that is due is sent, once.

    Where a way out cannot be reached, its messages wait for the next run.
    """
    task.settle()
    rows: list[dict[str, Any]] = []
    unreached: set[str] = set()
    for message in to_send(datetime.now(UTC)):
        way = way_named(message)
        if way in unreached:
            continue
        try:
            state = task.send(message.id)
        except OutsideError:
            unreached.add(way)
            state = f"{way} cannot be reached"
        rows.append({"message": message.id, "transition": message.reference, "state": state})
    await acreate_table_artifact(
        key="outbox",
        table=rows or [{"message": "none", "transition": "", "state": "nothing waits"}],
        description="The messages that this run saw to, by number, and how each stands now",
    )
    return rows
