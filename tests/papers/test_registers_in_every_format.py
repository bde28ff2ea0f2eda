"""Whatever stands in a register, all formats of a document made from it say the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.paper_facts import PaperFacts
from models.registers import register_named
from models.registers.columns import Holds
from tasks.papers import KINDS, house_for, render
from tests.papers.test_formats_agree import HOSTILE, LETTERS, assert_agree, written

MADE_OF = {name: kind.registers for name, kind in KINDS.items() if kind.registers}
_MANY = 2_000


def text_columns(register: str) -> list[str]:
    """The columns of a register into which anybody may write anything."""
    return [c.name for c in register_named(register).columns if c.holds is Holds.TEXT]


def with_texts(facts: PaperFacts, values: list[str]) -> PaperFacts:
    """The facts with these values in turn in every cell of their registers that holds text."""
    registers = {}
    for name, register in facts.registers.items():
        columns = text_columns(name)
        rows: list[Mapping[str, str]] = []
        for row in register.rows:
            start = len(rows) * len(columns)
            cells = {c: values[(start + at) % len(values)] for at, c in enumerate(columns)}
            rows.append({**row, **cells})
        registers[name] = replace(register, rows=tuple(rows))
    return replace(facts, registers=registers)


def assert_the_same(kind: str, facts: PaperFacts, house: str = "southwark") -> None:
    """The three formats of the document agree."""
    assert_agree(*written(render(kind, facts, house_for(house)), house_for(house)))


@pytest.mark.parametrize("kind", MADE_OF)
def test_hostile_cells_are_kept_in_every_format(kind: str, worked: dict[str, PaperFacts]) -> None:
    """Signs of HTML, Typst, Word and Jinja, and cells of four hundred words."""
    assert_the_same(kind, with_texts(worked[kind], list(HOSTILE)))


@pytest.mark.parametrize("kind", MADE_OF)
def test_a_register_without_a_row_is_told_alike_in_every_format(
    kind: str, worked: dict[str, PaperFacts]
) -> None:
    """It was imported, and it is empty."""
    facts = worked[kind]
    empty = {name: replace(each, rows=(), days=()) for name, each in facts.registers.items()}
    assert_the_same(kind, replace(facts, registers=empty, dates=()), "brent")


@settings(
    max_examples=14,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    kind=st.sampled_from(sorted(MADE_OF)),
    values=st.lists(st.text(LETTERS, min_size=1, max_size=60), min_size=5, max_size=5),
    keep=st.integers(1, 20),
)
def test_no_row_is_lost_between_formats_whatever_it_says(
    kind: str, values: list[str], keep: int, worked: dict[str, PaperFacts]
) -> None:
    """Cells made up at random, in as many rows as are kept."""
    facts = with_texts(worked[kind], values)
    registers = {
        name: replace(each, rows=each.rows[:keep]) for name, each in facts.registers.items()
    }
    assert_the_same(kind, replace(facts, registers=registers), "lewisham")


def test_a_letter_with_two_thousand_assets_lists_every_one(worked: dict[str, PaperFacts]) -> None:
    """The notice of election elects by its lists, so none may be cut short."""
    facts = worked["election-notice"]
    (first, *_) = facts.registers["assets"].rows
    rows = tuple({**first, "asset_id": f"A-{at:04}", "decision": "buy"} for at in range(_MANY))
    assets = replace(facts.registers["assets"], rows=rows)
    many = replace(facts, registers={**facts.registers, "assets": assets})
    html = render("election-notice", many, house_for("plain")).html
    assert [f">A-{at:04}<" in html for at in range(_MANY)] == [True] * _MANY
