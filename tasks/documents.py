"""The task that writes one paper or letter."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tasks.effect import effect
from tasks.work import Document
from tasks.writing import write_document


@effect("write-{document.kind}-{document.council}")
def write(reference: str, document: Document, today: date) -> Path | None:
    """The document is a file and the log says so; its path when this run made it."""
    return write_document(reference, document, today)
