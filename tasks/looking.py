"""Looks at what a flow is to do; reads only."""

from __future__ import annotations

from datetime import date

from models.database import database, reading
from models.standing import situation
from tasks.work import Document, wanted_documents


def documents_for(reference: str, council: str, meeting: date) -> list[Document]:
    """The documents a council needs for its decision at a meeting. Raises: InputError."""
    with reading(database()) as session:
        return wanted_documents(situation(session, reference, meeting), council, meeting)
