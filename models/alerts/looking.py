"""What a check has to do: looked up in one statement that reads nothing that is not due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import (
    BindParameter,
    Engine,
    FromClause,
    Label,
    Select,
    bindparam,
    literal_column,
    select,
    text,
    union_all,
)

from models.database import asking
from models.tables import Alert, Transition, Watch, plain
from models.tables.alerts import STANDS
from models.tables.parties import UNWATCHED

_TRANSITION, _WATCH, _ALERT = plain(Transition), plain(Watch), plain(Alert)
_TODAY: BindParameter[date] = bindparam("today")


def _of(what: str, on: FromClause = _TRANSITION) -> Select[tuple[str, str]]:
    named: Label[str] = literal_column(f"'{what}'").label("what")
    return select(named, _TRANSITION.c.reference).select_from(on)


_BY_WATCH = _TRANSITION.join(_WATCH, _WATCH.c.transition_id == _TRANSITION.c.id)
_BY_ALERT = _TRANSITION.join(_ALERT, _ALERT.c.transition_id == _TRANSITION.c.id)
#: Each part is read by an index of its own, whose conditions it repeats word for word.
_LOOKED_FOR = union_all(
    _of("work out").where(text(UNWATCHED)),
    _of("work out").where(_TRANSITION.c.live, _TRANSITION.c.look_again_on <= _TODAY),
    _of("due", _BY_WATCH).where(_TRANSITION.c.live, _WATCH.c.next_on <= _TODAY),
    _of("escalate", _BY_ALERT).where(text(STANDS), _ALERT.c.escalate_on <= _TODAY),
)


@dataclass(frozen=True, kw_only=True)
class Found:
    """The references of live transitions to see to, in order, each once.

    `to_work_out` are those whose deadlines must be worked out anew: their log has grown, or a day
    has come on which something may be out of reach. `due` have deadlines that somebody must be told
    of, and `to_escalate` alerts that nobody acknowledged in time.
    """

    to_work_out: list[str]
    due: list[str]
    to_escalate: list[str]


def look(engine: Engine, today: date) -> Found:
    """What there is to do on a day."""
    found: dict[str, set[str]] = {"work out": set(), "due": set(), "escalate": set()}
    with asking(engine) as connection:
        for row in connection.execute(_LOOKED_FOR, {"today": today}):
            found[row.what].add(row.reference)
    return Found(
        to_work_out=sorted(found["work out"]),
        due=sorted(found["due"]),
        to_escalate=sorted(found["escalate"]),
    )
