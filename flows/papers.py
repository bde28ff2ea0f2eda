"""Writes the papers of one council for one meeting."""

from __future__ import annotations

from datetime import date

from prefect import flow
from prefect.artifacts import acreate_table_artifact

from flows.clock import today_in_london
from flows.report import Did
from tasks import documents
from tasks.looking import documents_for


@flow(name="prepare-papers", flow_run_name="papers-{reference}-{council}-{meeting}")
async def prepare_papers(reference: str, council: str, meeting: date) -> list[Did]:
    """The papers of a council for a meeting are written; those this run made.

    Args:
        reference: the reference of the transition
        council: the code of the council, for example southwark
        meeting: the day of the meeting
    """
    did = []
    for document in documents_for(reference, council, meeting):
        path = documents.write(reference, document, today_in_london())
        if path:
            did.append(Did(what=f"wrote {document.kind}", council=council, path=str(path)))
    await acreate_table_artifact(
        key=f"papers-{reference}",
        table=[each.row() for each in did] or [Did(what="all papers were written before").row()],
        description=f"Papers of {council} for {meeting}",
    )
    return did
