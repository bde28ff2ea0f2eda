"""Which documents are tried in which layouts: a report in every house, any other in two."""

from __future__ import annotations

from tasks.papers import KINDS, houses
from tasks.papers.kinds import Form

LAID_OUT = [
    (kind.name, house)
    for kind in KINDS.values()
    for house in houses()
    if kind.form is Form.report or house in ("plain", "southwark")
]
