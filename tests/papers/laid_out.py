"""Which documents are tried in which layouts: each in enough of them that none is left out."""

from __future__ import annotations

from tasks.papers import KINDS, houses
from tasks.papers.kinds import Form

#: A report in every house, any other in two.
LAID_OUT = [
    (kind.name, house)
    for kind in KINDS.values()
    for house in houses()
    if kind.form is Form.report or house in ("plain", "southwark")
]
_HOUSES = list(houses())
#: For what takes long: every kind once, the houses taken in turn.
IN_TURN = [(kind, _HOUSES[place % len(_HOUSES)]) for place, kind in enumerate(KINDS)]
