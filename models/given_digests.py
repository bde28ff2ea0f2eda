"""What was given of a transition, held to its log: the first entry has a digest of each part.

Meetings are not among them: a calendar that is imported changes them, for every transition. A
migration that rewrites what was given would break what is checked here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from sqlmodel import Session, SQLModel

from models.archive.given import row_told
from models.chain import Break
from models.failing import as_written
from models.log import canonical
from models.projection.changes import Kept
from models.projection.rows import defaults
from models.standing import Stored, stored
from models.tables import Supplier

#: What of the planning the log itself tells.
_OF_THE_LOG = "adopted"


def digests_of_given(session: Session, rows: Stored) -> dict[str, str]:
    """The SHA-256 of each part in its canonical form.

    A value that a row has where nobody says anything is left out, so that a column more changes
    no digest.
    """
    plan = _said(rows.transition)
    plan["planning"] = {k: v for k, v in plan["planning"].items() if k != _OF_THE_LOG}
    parts = {
        "plan": plan,
        "contract": _said(rows.contract),
        "supplier": _said(session.get_one(Supplier, rows.contract.supplier_id)),
        "councils": {
            council.code: [_said(council), party.role, body.name]
            for party, council, body in rows.parties
        },
    }
    return {
        part: sha256(canonical(content).encode()).hexdigest() for part, content in parts.items()
    }


def given_breaks(session: Session, reference: str, opened: Kept) -> Iterator[Break]:
    """Each part that is not what it was when that entry opened the transition.

    Nothing can be said of one that was opened before digests were kept. Raises: DatabaseDamaged.
    """
    kept: dict[str, str] = json.loads(opened.data).get("given", {})
    if not kept:
        return
    with as_written(reference):
        found = digests_of_given(session, stored(session, reference))
    for part, digest in kept.items():
        if found.get(part) != digest:
            says = f"the {part} held here: not what was given when it was opened"
            yield Break(reference=reference, sequence=0, says=says)


def _said(row: SQLModel) -> dict[str, Any]:
    usual = defaults(type(row))
    return {
        name: value
        for name, value in row_told(row).items()
        if value not in (None, "", [], {}) and (name not in usual or value != usual[name])
    }
