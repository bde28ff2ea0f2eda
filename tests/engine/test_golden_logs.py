"""Golden logs: what was recorded once leads to the same state and the same plan for ever.

See tests/engine/golden/README.md.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import SQLModel

from models.archive.export import ENTRY
from models.archive.given import put_given
from models.archive.readable import plan_members
from models.chain import verify
from models.database import passing, reading, writing
from models.log import Entry, Held
from models.projection import apply
from models.projection.fold import Fold
from models.projection.rows import defaults
from models.rule_sets import keep
from models.tables import plain
from rules.rule_set import RuleSet

GOLDEN = Path(__file__).parent / "golden"
NAMES = ["southwark-2017", "worked-2027"]


def log_of(name: str) -> list[Entry]:
    """The recorded entries."""
    lines = (GOLDEN / name / "log.jsonl").read_text("utf-8").split("\n")[:-1]
    rows = map(json.loads, lines)
    return [Entry(transition_id=0, **{each: row[each] for each in ENTRY}) for row in rows]


def given(name: str) -> dict[str, Any]:
    """What was given beside the log."""
    told: dict[str, Any] = json.loads((GOLDEN / name / "given.json").read_text("utf-8"))
    return told


def states(log: list[Entry]) -> Iterator[str]:
    """For each entry its number, its act, and a digest of the rows that it changed last.

    A value that a row has where nobody says anything is left out, so that a column more changes
    no digest.
    """
    fold = Fold()
    for entry in log:
        fold.take([entry])
        rows = [
            [plain(table).name, *map(str, named), told(table, row.values)]
            for table, folded in fold.tables.items()
            for named, row in folded.items()
            if row.sequence == entry.sequence
        ]
        count = sum(map(len, fold.tables.values()))
        content = json.dumps([count, sorted(rows, key=repr)], sort_keys=True, default=str)
        yield f"{entry.sequence} {entry.act} {sha256(content.encode()).hexdigest()[:16]}"


def told(table: type[SQLModel], values: dict[str, Any]) -> dict[str, Any]:
    usual = defaults(table)
    return {
        name: value
        for name, value in values.items()
        if value not in (None, "", [], {}) and (name not in usual or value != usual[name])
    }


def plans(name: str, log: list[Entry]) -> dict[str, bytes]:
    """The plan that the log leads to, folded into a database."""
    today = date.fromisoformat((GOLDEN / name / "today.txt").read_text().strip())
    with passing() as engine:
        with writing(engine) as session:
            for path in sorted((GOLDEN / "rules").glob("*.json.gz")):
                keep(session, RuleSet(json.loads(gzip.decompress(path.read_bytes()))))
            transition = put_given(session, given(name))
            assert transition.id
            for entry in log:
                apply(session, replace(entry, transition_id=transition.id))
        with reading(engine) as session:
            return dict(plan_members(session, given(name)["transition"]["reference"], today))


@pytest.mark.parametrize("name", NAMES)
def test_a_recorded_log_holds(name: str) -> None:
    """Its chain is computed today as it was computed then."""
    log = log_of(name)
    end = Held(id=0, reference=name, log_length=len(log), log_head=log[-1].digest)
    assert list(verify(end, log)) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_recorded_log_leads_to_the_same_state(name: str, rewrite_golden: bool) -> None:
    """A difference names the first entry that today's code reads otherwise."""
    path, found = GOLDEN / name / "states.txt", list(states(log_of(name)))
    if rewrite_golden:
        path.write_text("".join(f"{line}\n" for line in found))
    expected = path.read_text().splitlines()
    differ = [(was, now) for was, now in zip(expected, found, strict=True) if was != now]
    assert not differ, f"the first entry that folds to another state is {differ[0][1]}"


@pytest.mark.parametrize("name", NAMES)
def test_a_recorded_log_leads_to_the_same_plan(name: str, rewrite_golden: bool) -> None:
    """Steps, diary and findings, planned by the rules of then on the day of then."""
    for member, content in plans(name, log_of(name)).items():
        path = GOLDEN / name / member
        if rewrite_golden:
            path.write_bytes(content)
        old, new = path.read_bytes().splitlines(), content.splitlines()
        differ = [pair for pair in zip(old, new, strict=False) if pair[0] != pair[1]]
        assert not differ, f"{member}: {differ[0][0]!r} is now {differ[0][1]!r}"
        assert len(old) == len(new), f"{member} had {len(old)} lines and has {len(new)}"


def test_a_fold_that_reads_an_entry_otherwise_is_named() -> None:
    """The check above would notice: here an entry says another day."""
    log = log_of("worked-2027")
    place = next(n for n, entry in enumerate(log) if entry.act == "step-recorded")
    data = json.dumps({**json.loads(log[place].data), "on": "2026-01-02"})
    edited = [*log[:place], replace(log[place], data=data), *log[place + 1 :]]
    differ = [was for was, now in zip(states(log), states(edited), strict=True) if was != now]
    assert differ[0].startswith(f"{log[place].sequence} step-recorded")
