"""Keeps the plan of a transition as it stands, in the formats chosen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from prefect import flow
from prefect.artifacts import acreate_markdown_artifact

from flows.clock import today_in_london
from flows.parameters import PlanFormat, Reference
from flows.report import Did, account
from flows.tagging import tagged
from rules.arithmetic import spoken
from tasks import plans
from tasks.discretion import discreet


@flow(name="keep-plan", flow_run_name="plan-{reference}")
@discreet
async def keep_plan(
    reference: Reference,
    formats: Sequence[PlanFormat] = (PlanFormat.PAGE, PlanFormat.CALENDAR),
    today: date | None = None,
) -> list[Did]:
    """The plan as it stands is kept beside the papers of its transition, and its log says so.

    Args:
        reference: the reference of the transition, for example worked-2027
        formats: in which formats to keep it
        today: a day to plan from; None is today
    """
    day = today or today_in_london()
    async with tagged(reference):
        paths = plans.keep(reference, [each.ending for each in formats], day)
    did = [Did(what=f"kept the plan as {name}", path=str(path)) for name, path in paths.items()]
    await acreate_markdown_artifact(
        key=f"plan-{reference}", markdown=account(f"Plan of {reference} on {spoken(day)}", did)
    )
    return did
