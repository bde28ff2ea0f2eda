"""Gates: one line that a lawyer can read, worked on named facts and on nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from rules.errors import InputError, RuleRefused
from rules.gates import read_gate

MICRO = "(employees < 50 or transferring < 10) and not recognised_union"


@pytest.mark.parametrize(
    ("employees", "transferring", "recognised_union", "holds"),
    [
        (49, 10, False, True),
        (50, 9, False, True),
        (50, 10, False, False),
        (49, 9, True, False),
    ],
)
def test_a_gate_holds_as_its_line_reads(employees, transferring, recognised_union, holds):
    """Informing staff directly: fewer than fifty, or fewer than ten moving, and no union."""
    facts = {
        "employees": employees,
        "transferring": transferring,
        "recognised_union": recognised_union,
    }
    assert read_gate(MICRO).holds(facts) is holds


@pytest.mark.parametrize(
    ("line", "facts", "holds"),
    [
        ("a <= b", {"a": 2, "b": 2}, True),
        ("a >= b", {"a": 2, "b": 3}, False),
        ("a != 'host'", {"a": "partner"}, True),
        ("a == 'host'", {"a": "partner"}, False),
        ("opens <= day <= closes", {"opens": 1, "day": 2, "closes": 3}, True),
        ("opens <= day <= closes", {"opens": 1, "day": 4, "closes": 3}, False),
        ("opens <= day <= closes", {"opens": 2, "day": 1, "closes": 3}, False),
        ("agreed", {"agreed": True}, True),
        ("agreed", {"agreed": 0}, False),
        ("a or b and c", {"a": True, "b": False, "c": False}, True),
        ("(a or b) and c", {"a": True, "b": False, "c": False}, False),
        ("not a and b", {"a": False, "b": False}, False),
        ("share > 0.5", {"share": 0.5}, False),
        ("day < other", {"day": date(2026, 10, 12), "other": date(2026, 10, 13)}, True),
    ],
)
def test_comparisons_and_or_and_not_mean_what_they_say(line, facts, holds):
    """`and` binds closer than `or`, a chain holds when each link does."""
    assert read_gate(line).holds(facts) is holds


def test_a_gate_names_the_facts_it_asks_for_in_order_and_once():
    """Plain values are no facts."""
    assert read_gate(MICRO).facts == ("employees", "recognised_union", "transferring")
    assert read_gate("a == 'b' or a == 'c'").facts == ("a",)


def test_a_gate_with_facts_missing_names_every_one_of_them():
    """Even where those at hand would settle it: nothing is taken as known."""
    with pytest.raises(InputError) as refused:
        read_gate(MICRO).holds({"employees": 20})
    assert "without recognised_union, transferring" in refused.value.found
    assert refused.value.expected == "facts employees, recognised_union, transferring."
    assert refused.value.remedy == "record the missing facts."


def test_a_fact_the_gate_does_not_ask_for_is_left_alone():
    """A step may record more than one gate needs."""
    assert read_gate("agreed").holds({"agreed": True, "agreed_by": "the chair"}) is True


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("__import__('os').getcwd()", "__import__('os').getcwd()"),
        ("len(councils) == 3", "len(councils)"),
        ("contract.value > 10", "contract.value"),
        ("facts['agreed']", "facts['agreed']"),
        ("a + b > 10", "a + b"),
        ("a > -1", "-1"),
        ("a in b", "a in b"),
        ("a is b", "a is b"),
        ("agreed == None", "None"),
        ("[agreed]", "[agreed]"),
        ("(a := 3) > 2", "(a := 3)"),
        ("agreed if a else b", "agreed if a else b"),
        ("lambda: agreed", "lambda: agreed"),
        ("agreed and (a or f(b))", "f(b)"),
    ],
)
def test_a_gate_that_uses_anything_else_is_refused_and_shown(line, names):
    """A line from a file must not run anything."""
    with pytest.raises(RuleRefused) as refused:
        read_gate(line)
    assert f"uses {names!r}" in refused.value.found
    assert refused.value.expected == "comparisons, and, or, not, names and plain values."


@pytest.mark.parametrize("line", ["", "a <", "a = b", "a; b", "(a"])
def test_a_line_that_is_no_condition_is_refused(line):
    """With the line quoted."""
    with pytest.raises(RuleRefused) as refused:
        read_gate(line)
    assert repr(line) in refused.value.found
    assert refused.value.remedy
