"""The task that writes one paper or letter."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.retrying import only_outside
from tasks.work import Document
from tasks.writing import write_document


@task(
    task_run_name="write-{document.kind}-{document.council}",
    cache_policy=NO_CACHE,
    persist_result=False,
    **only_outside,
)
def write(reference: str, document: Document, today: date) -> Path | None:
    """The document is a file and the log says so; its path when this run made it."""
    return write_document(reference, document, today)
