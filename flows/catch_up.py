"""Steps every transition that has something to do: by the clock, whoever was told of it."""

from __future__ import annotations

from datetime import date

from prefect import flow
from prefect.artifacts import acreate_markdown_artifact

from flows.clock import today_in_london
from flows.report import account_of_catch_up
from flows.transition import step_transition
from rules.errors import ChangeoverError, StateError
from tasks.discretion import UnforeseenError, discreet
from tasks.looking import has_something_to_do, live_transitions


@flow(name="catch-up", flow_run_name="catch-up")
@discreet
async def catch_up(today: date | None = None) -> dict[str, int]:
    """Every live transition is stepped as far as it can be today; how much each run did.

    One that cannot be stepped keeps no other from it, and fails this run at its end.

    Args:
        today: a day to act as on, such as one to come; None is today
    """
    day = today or today_in_london()
    did: dict[str, int] = {}
    failed: dict[str, str] = {}
    for reference in live_transitions():
        try:
            if has_something_to_do(reference, day):
                did[reference] = len(await step_transition(reference, day))
        except ChangeoverError as error:
            failed[reference] = error.found
        except UnforeseenError as error:
            failed[reference] = str(error)
    await acreate_markdown_artifact(key="catch-up", markdown=account_of_catch_up(day, did, failed))
    if failed:
        raise StateError(
            f"{len(failed)} of the live transitions cannot be stepped: {', '.join(failed)}.",
            "plans that can be worked out.",
            "see `changeover show REF` for each.",
        )
    return did
