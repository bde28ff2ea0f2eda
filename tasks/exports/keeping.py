"""A plan kept as it was issued: files of the transition, claimed in its log and made once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from models.actor import Actor
from models.effects import FileToMake, files_made, make_file
from models.settings import settings
from rules.timetable import Timetable
from tasks.exports.formats import Stamp, exported

KIND = "plan-export"


def keep_plan(timetable: Timetable, formats: Sequence[str], actor: Actor) -> dict[str, Path]:
    """The plan in these formats lies among the papers of its transition; where each is.

    An edition is a plan as it stood on one day: asked for again that day while the plan is the
    same, it is the same files. Raises: UnknownName for a plan that is not kept; StateError where
    somebody changed a file of the edition.
    """
    where = timetable.situation
    midnight = datetime(where.today.year, where.today.month, where.today.day, tzinfo=UTC)
    says = exported(timetable, ["csv"], Stamp(at=midnight))["csv"]
    plan = f"export:plan:{where.today.isoformat()}:{sha256(says).hexdigest()[:16]}"
    edition = _edition(where.reference, plan)
    made = exported(timetable, formats, Stamp(at=midnight, log_length=edition))
    folder = settings().papers / where.reference / "plans" / str(edition)
    paths = {name: folder / f"{where.reference}.{name}" for name in made}
    for name, path in paths.items():
        wanted = FileToMake(key=f"{plan}:{name}", kind=KIND, path=path, content=made[name])
        make_file(where.reference, wanted, actor=actor)
    return paths


def _edition(reference: str, plan: str) -> int:
    """The number of the edition of that plan, or the next one."""
    numbers = {0}
    for effect in files_made(reference):
        found = re.search(r"/plans/(\d+)/[^/]*$", effect.path)
        if effect.kind == KIND and found:
            if effect.key.startswith(f"{plan}:"):
                return int(found.group(1))
            numbers.add(int(found.group(1)))
    return max(numbers) + 1
