"""The rule files that a transition is and was planned by, as members of its export."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from sqlmodel import Session

from models.archive.unsealed import Unsealed
from models.projection.changes import Kept
from models.projection.rule_sets import ACTS
from models.rule_sets import keep, rule_set_of
from rules.rule_set import RuleSet

RULES = "rules/"


def rule_members(session: Session, log: Iterable[Kept]) -> Iterator[tuple[str, bytes]]:
    """Every file of every rule set that the log names, under its digest."""
    named = [json.loads(entry.data).get("rule_set") for entry in log if entry.act in ACTS]
    for digest in dict.fromkeys(filter(None, named)):
        for path, text in rule_set_of(session, digest).files.items():
            yield f"{RULES}{digest}/{path}", text.encode()


def keep_rules(session: Session, zipped: Unsealed) -> None:
    """The rule sets in an export are held here. Raises: ValueError for one of another digest."""
    sets: dict[str, dict[str, str]] = {}
    for name in zipped.names:
        if name.startswith(RULES):
            digest, _, path = name.removeprefix(RULES).partition("/")
            sets.setdefault(digest, {})[path] = zipped.read(name).decode()
    for digest, files in sets.items():
        found = RuleSet(files)
        if found.digest != digest:
            raise ValueError(f"the files under {RULES}{digest[:12]} are not those of that digest")
        keep(session, found)
