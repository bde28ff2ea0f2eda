"""A task of Prefect with one effect: never cached, tried again for outside failures only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from prefect import Task, task
from prefect.cache_policies import NO_CACHE

from rules.errors import OutsideError
from tasks.discretion import discreet

P = ParamSpec("P")
R = TypeVar("R")


def failed_outside(_task: Any, _run: Any, state: Any) -> bool:
    """Whether a task failed for something that trying again may mend; a refusal stays one."""
    return isinstance(state.data, OutsideError)


def effect(run_name: str) -> Callable[[Callable[P, R]], Task[P, R]]:
    """Makes a function a task whose runs bear that name, filled in from its parameters."""

    def of(function: Callable[P, R]) -> Task[P, R]:
        made = task(
            task_run_name=run_name,
            cache_policy=NO_CACHE,
            persist_result=False,
            retries=3,
            retry_delay_seconds=[1, 5, 20],
            retry_condition_fn=failed_outside,
        )
        return made(discreet(function))

    return of
