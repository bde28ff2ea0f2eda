"""A council's layout is a file, and a file that is wrong is refused with everything wrong in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rules.errors import RuleRefused
from tasks.papers import read_house
from tasks.papers.house_file import HOUSES


def changed(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    """The plain layout with pieces of its text replaced."""
    words = (HOUSES / "plain.toml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in words
        words = words.replace(old, new, 1)
    path = tmp_path / "northmere.toml"
    path.write_text(words, encoding="utf-8")
    return path


def test_a_layout_that_does_not_load_lists_every_fault_in_it(tmp_path: Path):
    """Three faults of three sorts, all told at once."""
    path = changed(
        tmp_path,
        ('value = "#3a3f44"', 'value = "#9ad0e0"'),
        ('fact = "wards"', 'fact = "parishes"'),
        ('blocks = ["risks"]', 'blocks = ["hazards"]'),
    )
    with pytest.raises(RuleRefused) as refused:
        read_house(path)
    assert refused.value.found == (
        "northmere.toml has 4 faults: accent #9ad0e0 has a contrast of 1.7 on white, below 4.5; "
        "the unknown fact parishes; the unknown block hazards; no section for risks."
    )
    assert refused.value.remedy


def test_an_element_that_does_not_say_whether_it_was_seen_is_refused(tmp_path: Path):
    """Nobody may pass general knowledge off as a council's template."""
    path = changed(tmp_path, ('value = "#3a3f44"\nseen = false # our choice', 'value = "#3a3f44"'))
    with pytest.raises(RuleRefused, match="accent does not say seen"):
        read_house(path)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('value = "decimal"', 'value = "roman"', "numbering.value is 'roman', not one of run"),
        ('form = "active"', 'form = "loud"', "recommendations.form is 'loud'"),
        ('blocks = ["risks"]', "blocks = []", "the section 'Risks' is empty"),
        ('label = "Report to"', "label = 7", "front_sheet 1 has label = 7, not text"),
        ('code = "plain"\n', "", "no code"),
        ("[accent]", "[[accent]]", "accent is not a table"),
        ("[accent]", "[accent", "a TOML file"),
        ('blocks = ["risks"]', 'blocks = ["risks", "sign_off", "audit_trail"]', "an audit trail"),
    ],
)
def test_a_layout_is_refused_for_what_is_wrong_with_it(
    tmp_path: Path, old: str, new: str, fault: str
):
    """Each fault is named where it stands."""
    with pytest.raises(RuleRefused, match=re.escape(fault)):
        read_house(changed(tmp_path, (old, new)))
