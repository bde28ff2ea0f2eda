"""What each of several threads of a process does to the same transitions, all at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

from models.actor import Actor
from models.alerts import checks, telling
from models.alerts.acknowledging import acknowledge, standing
from models.late_holidays import add_holiday
from models.meeting_calendars import import_meetings
from models.recording import record_step
from models.stepping import open_steps
from rules.calendars import Holiday
from rules.errors import StateError
from rules.situation import StepId
from tests.engine.prepared import COUNCILS, given

DAY = date(2026, 11, 16)
#: Steps that may be closed in any order, as nothing open has to come before them.
STEPS = [StepId(key) for key in ("2.1", "2.4", "3.2", "6.2")]
STEPS += [StepId("1.7", council) for council in COUNCILS]
JUBILEE = Holiday(on=date(2027, 2, 15), name="A jubilee", known_from=DAY, cite="Proclaimed")


def all_at_once(name: str, threads: int, references: list[str], meetings: str) -> dict[str, Any]:
    """What became of all that the threads of this process did.

    `done` are steps recorded, opened or acknowledged by them, `told` how often the log forbade
    what somebody else had done already; anything else that was raised stands in `errors`.
    """
    total: dict[str, Any] = {"done": [], "told": 0, "raised": 0, "errors": []}

    def work(number: int) -> None:
        jobs = list(_jobs(f"{name} {number}", references, Path(meetings), total))
        for job in jobs[3 * number :] + jobs[: 3 * number]:
            try:
                job()
            except StateError:
                total["told"] += 1
            except Exception as error:
                total["errors"].append(repr(error))

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, range(threads)))
    return total


def _jobs(
    who: str, references: list[str], meetings: Path, total: dict[str, Any]
) -> list[Callable[[], None]]:
    actor = Actor(name=who)

    def record(reference: str, at: StepId) -> None:
        record_step(reference, at.key, at.council, given(DAY, by=who, actor=actor))
        total["done"].append(["step-recorded", reference, str(at)])

    def open_all(reference: str) -> None:
        opened = open_steps(reference, STEPS)
        total["done"] += [["step-opened", reference, str(at)] for at in opened]

    def check() -> None:
        telling.work_out_all(DAY)
        found = telling.tell_all(DAY, None)
        checks.note_check(DAY, len(found))
        total["raised"] += len(found)

    def see(reference: str) -> None:
        alerts = standing(reference)
        if alerts:
            acknowledge(reference, [alerts[0]["sequence"]], actor, "It is in hand")
            total["done"].append(["alert-acknowledged", reference, ""])

    def proclaim() -> None:
        add_holiday("england-and-wales", JUBILEE, DAY, actor)
        total["done"].append(["holiday-added", "", ""])

    def meet(reference: str) -> None:
        import_meetings(reference, "westbrook", meetings, today=DAY, actor=actor, keep=True)

    jobs: list[Callable[[], None]] = []
    for reference in references:
        jobs += [lambda r=reference: open_all(r), lambda r=reference: see(r)]  # type: ignore[misc]
        jobs += [lambda r=reference: meet(r)]  # type: ignore[misc]
        jobs += [lambda r=reference, at=at: record(r, at) for at in STEPS]  # type: ignore[misc]
    return [*jobs, check, *([proclaim] if who.endswith(" 0") else [])]
