"""The parts of a transition's flow, one for each kind of work; run only when they have some."""

from __future__ import annotations

from datetime import date

from prefect import flow

from flows.report import Did
from tasks import documents, recording
from tasks.work import Work


async def do_work(reference: str, today: date, work: Work) -> list[Did]:
    """Decisions take effect, gates open, documents are written, steps open: in that order."""
    did = []
    for at, decision in work.effects:
        if recording.take_effect(reference, at, decision):
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


@flow(name="decisions", flow_run_name="decisions-{reference}", validate_parameters=False)
async def decisions(reference: str, today: date, work: Work) -> list[Did]:
    """Notices, reports, decisions and their gates."""
    return await do_work(reference, today, work)


@flow(name="notice", flow_run_name="notice-{reference}", validate_parameters=False)
async def notice(reference: str, today: date, work: Work) -> list[Did]:
    """Notices to the supplier."""
    return await do_work(reference, today, work)


@flow(name="assets", flow_run_name="assets-{reference}", validate_parameters=False)
async def assets(reference: str, today: date, work: Work) -> list[Did]:
    """Exit plan, assets, licences and contracts."""
    return await do_work(reference, today, work)


@flow(name="staff", flow_run_name="staff-{reference}", validate_parameters=False)
async def staff(reference: str, today: date, work: Work) -> list[Did]:
    """The transfer of staff."""
    return await do_work(reference, today, work)


@flow(name="governance", flow_run_name="governance-{reference}", validate_parameters=False)
async def governance(reference: str, today: date, work: Work) -> list[Did]:
    """Agreements, joint committee, data protection and security."""
    return await do_work(reference, today, work)


@flow(name="go-live", flow_run_name="go-live-{reference}", validate_parameters=False)
async def go_live(reference: str, today: date, work: Work) -> list[Did]:
    """Build, readiness and commencement."""
    return await do_work(reference, today, work)


@flow(name="benefits", flow_run_name="benefits-{reference}", validate_parameters=False)
async def benefits(reference: str, today: date, work: Work) -> list[Did]:
    """Early life and benefits."""
    return await do_work(reference, today, work)


#: By the name that the work breakdown gives the flow of a stage.
PARTS = {
    part.name: part for part in (decisions, notice, assets, staff, governance, go_live, benefits)
}
