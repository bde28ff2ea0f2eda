"""Starts a flow by name. The doors come here; Prefect is first loaded when a flow is started."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from flows.parameters import PlanFormat
from flows.report import Did
from flows.serving import environment
from flows.serving.place import folder_of, served
from flows.temporary_server import (
    is_configured,
    names_a_server,
    temporary_server,
    variables,
)
from models.settings import settings

#: How long a temporary server is kept for what is still to be told to it.
FLUSH_SECONDS = 10
#: Tells a person what is going on.
Say = Callable[[str], None]


@contextmanager
def engine(say: Say) -> Iterator[None]:
    """Prefect can be used inside: the API of the settings, that of a `changeover serve` that runs
    on this home, or a temporary server, which is said."""
    home = settings().home
    running = served(home)
    if is_configured() and (names_a_server() or not running):
        say("using the Prefect API of the settings")
        with variables(environment.QUIET_TERMINAL):
            yield
        return
    if running:
        say(f"using the Prefect of `changeover serve` at {running.page}")
        here = environment.of_runs(folder_of(home), running.page)
        with variables({**here, **environment.QUIET_TERMINAL}):
            yield
        return
    say("starting a temporary Prefect server (about 20 seconds the first time, then about 8)")
    with temporary_server(home):
        say("the temporary Prefect server is up")
        try:
            yield
        finally:
            _send_events()


def _send_events() -> None:
    """What Prefect still has to tell its server is told, before the server goes."""
    if "prefect.events.worker" in sys.modules:
        from prefect.events.worker import EventsWorker

        EventsWorker.drain_all(timeout=FLUSH_SECONDS)


def step(reference: str, today: date) -> list[Did]:
    """Everything that can be stepped has been; inside `engine`."""
    from flows.transition import step_transition

    return asyncio.run(step_transition(reference, today))


def check(today: date) -> list[dict[str, Any]]:
    """Every finding of every live transition; inside `engine`."""
    from flows.deadlines import check_deadlines

    return asyncio.run(check_deadlines(today))


def catch_up(today: date) -> dict[str, int]:
    """Every live transition is stepped as far as it can be; inside `engine`."""
    from flows.catch_up import catch_up as catching_up

    return asyncio.run(catching_up(today))


def plan(reference: str, formats: Sequence[PlanFormat], today: date) -> list[Did]:
    """The plan of a transition is kept in these formats; inside `engine`."""
    from flows.plan import keep_plan

    return asyncio.run(keep_plan(reference, formats, today))


def papers(reference: str, council: str, meeting: date) -> list[Did]:
    """The papers of a council for a meeting; inside `engine`."""
    from flows.papers import prepare_papers

    return asyncio.run(prepare_papers(reference, council, meeting))
