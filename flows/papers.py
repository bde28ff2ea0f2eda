"""Writes the papers of one council for one meeting."""

from __future__ import annotations

from datetime import date

from prefect import flow
from prefect.artifacts import acreate_markdown_artifact

from flows.clock import today_in_london
from flows.parameters import Council, Reference
from flows.report import Did, account
from flows.tagging import tagged
from rules.arithmetic import spoken
from tasks import documents
from tasks.discretion import discreet
from tasks.looking import documents_for


@flow(name="prepare-papers", flow_run_name="papers-{reference}-{council}-{meeting}")
@discreet
async def prepare_papers(reference: Reference, council: Council, meeting: date) -> list[Did]:
    """The papers of a council for a meeting are written; those this run made.

    Args:
        reference: the reference of the transition, for example worked-2027
        council: the code of the council, for example southwark
        meeting: the day of the meeting at which it decides
    """
    did = []
    async with tagged(reference):
        for document in documents_for(reference, council, meeting):
            path = documents.write(reference, document, today_in_london())
            if path:
                did.append(Did(what=f"wrote {document.kind}", council=council, path=str(path)))
    await acreate_markdown_artifact(
        key=f"papers-{reference}",
        markdown=account(
            f"Papers of {council} for {spoken(meeting)}",
            did,
            nothing="All papers were written before.",
        ),
    )
    return did
