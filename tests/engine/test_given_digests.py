"""What was given of a transition is held to its first entry."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from models.database import database
from models.reports import log_of
from models.verification import verify_all
from rules.errors import DatabaseDamaged, LogBroken
from tests.engine.rule_sets import older, planned_by


@pytest.mark.parametrize(
    ("part", "statement"),
    [
        ("contract", "update contract set expiry_on = '2027-04-30'"),
        ("contract", "update contract set terms = '[]'"),
        ("plan", "update transition set commencement_on = '2027-05-01'"),
        ("supplier", "update supplier set name = 'Another'"),
        ("councils", "update council set name = 'Another' where code = 'northmere'"),
        ("councils", "update party set role = 'host' where council_id = 1"),
    ],
)
def test_what_was_edited_since_it_was_given_is_found(
    worked: str, part: str, statement: str
) -> None:
    """No command changes it, so whoever did went another way; verify says which part it is."""
    with database().begin() as connection:
        connection.execute(text(statement))
    with pytest.raises(LogBroken, match=f"the {part} held here: not what was given"):
        verify_all()


def test_a_duration_that_was_edited_is_found(worked: str) -> None:
    """The planning is one text in its row."""
    with database().begin() as connection:
        planning = connection.execute(text("select planning from transition")).scalar_one()
        held = json.loads(planning) if isinstance(planning, str) else planning
        held["durations"] = {"9.2": 1}
        given = {"planning": json.dumps(held)}
        connection.execute(text("update transition set planning = :planning"), given)
    with pytest.raises(LogBroken, match="the plan held here: not what was given"):
        verify_all()


def test_the_first_entry_has_a_digest_of_each_part(worked: str) -> None:
    """Their names are documented in docs/log.md."""
    given = log_of(worked)[0]["data"]["given"]
    assert sorted(given) == ["contract", "councils", "plan", "supplier"]
    assert {len(digest) for digest in given.values()} == {64}
    assert verify_all()


def test_a_rule_set_that_was_edited_is_found_by_verify(worked: str) -> None:
    """Though nothing is planned by it any more."""
    planned_by(worked, older())
    with database().begin() as connection:
        connection.execute(text("update keptruleset set files = '{}'"))
    with pytest.raises(DatabaseDamaged, match="was changed"):
        verify_all()
