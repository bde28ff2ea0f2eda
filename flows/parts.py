"""The parts of a transition's flow, one for each kind of work; run only when they have some."""

from __future__ import annotations

from collections.abc import Coroutine
from datetime import date
from typing import Any

from prefect import Flow, flow

from flows.report import Did
from tasks import documents, recording
from tasks.discretion import discreet
from tasks.work import Work


async def do_work(reference: str, today: date, work: Work) -> list[Did]:
    """Decisions take effect, gates open, documents are written, steps open: in that order."""
    did = []
    for at, decision in work.effects:
        if recording.take_effect(reference, at, decision, today):
            did.append(Did(what="decision took effect", step=str(at)))
    for step, opened_on in work.gates:
        if recording.open_gate(reference, step, opened_on):
            did.append(Did(what="gate opened", step=step, on=opened_on))
    for document in work.documents:
        path = documents.write(reference, document, today)
        if path:
            did.append(Did(what=f"wrote {document.kind}", council=document.council, path=str(path)))
    if work.steps:
        opened = recording.open_steps(reference, work.steps)
        did += [Did(what="step opened", step=str(at)) for at in opened]
    return did


def _part(name: str) -> Flow[[str, date, Work], Coroutine[Any, Any, list[Did]]]:
    """The flow of one kind of work, named after it and its transition."""

    @flow(name=name, flow_run_name=f"{name}-{{reference}}", validate_parameters=False)
    @discreet
    async def part(reference: str, today: date, work: Work) -> list[Did]:
        return await do_work(reference, today, work)

    return part


#: By the name that the work breakdown gives the flow of a stage.
PARTS = {
    name: _part(name)
    for name in ("decisions", "notice", "assets", "staff", "governance", "go-live", "benefits")
}
