"""Steps one transition: everything that can be done today is done, once."""

from __future__ import annotations

from datetime import date

from prefect import flow
from prefect.artifacts import acreate_markdown_artifact

from flows.alone import alone_with
from flows.clock import today_in_london
from flows.parameters import Reference
from flows.parts import PARTS
from flows.report import Did, account_of_step
from flows.tagging import tagged
from models.effects import unsettled
from tasks.discretion import discreet
from tasks.looking import open_now
from tasks.sending import task
from tasks.work import work_to_do


def settle_what_was_left(reference: str) -> list[Did]:
    """What a crash left is settled; a task of Prefect only where there is something."""
    settled = task.settle(reference) if unsettled(reference) else 0
    return [Did(what="settled by looking what a crash left")] * settled


@flow(name="step-transition", flow_run_name="step-{reference}")
@discreet
async def step_transition(reference: Reference, today: date | None = None) -> list[Did]:
    """Everything that can be stepped has been; what this run did, in order.

    First, what a crash left half made is settled by looking.
    Closing one thing may let another start, so it goes round until nothing is left. Running it
    again does nothing twice. `today` is the day to act on; the day in London when left out.

    Args:
        reference: the reference of the transition, for example southwark-2017
        today: a day to act as on, such as one to come; None is today
    """
    day = today or today_in_london()
    async with tagged(reference), alone_with(reference):
        did = await _step(reference, day)
    await acreate_markdown_artifact(
        key=f"transition-{reference}",
        markdown=account_of_step(reference, day, did, open_now(reference, day)),
    )
    return did


async def _step(reference: str, day: date) -> list[Did]:
    did = settle_what_was_left(reference)
    while work := work_to_do(reference, day):
        before = len(did)
        for name, part_work in work.items():
            did += await PARTS[name](reference, day, part_work)
        if len(did) == before:
            break
    return did
