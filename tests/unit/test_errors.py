"""The error tree: what each error says, and what the command line and the web make of it."""

from __future__ import annotations

import pickle

import pytest

from rules import errors
from rules.errors import ChangeoverError

#: Class, class above it, exit code, HTTP status: as the tree in the docstring of `rules.errors`.
TREE = [
    ("InputError", "ChangeoverError", 2, 422),
    ("UnknownName", "InputError", 2, 422),
    ("BadFile", "InputError", 2, 422),
    ("FloorBroken", "InputError", 2, 422),
    ("NothingExempt", "InputError", 2, 422),
    ("RuleError", "ChangeoverError", 3, 500),
    ("RuleRefused", "RuleError", 3, 500),
    ("NoRuleInForce", "RuleError", 3, 500),
    ("CalendarHorizonPassed", "RuleError", 3, 500),
    ("StateError", "ChangeoverError", 4, 409),
    ("StepNotReady", "StateError", 4, 409),
    ("OutOfTurn", "StateError", 4, 409),
    ("AlreadyRecorded", "StateError", 4, 409),
    ("MovedOn", "StateError", 4, 409),
    ("AlreadyServed", "StateError", 4, 409),
    ("LogBroken", "StateError", 4, 409),
    ("DatabaseDamaged", "StateError", 4, 409),
    ("OutsideError", "ChangeoverError", 75, 503),
]
NAMES = [row[0] for row in TREE]


def defined() -> set[str]:
    """The names of every error class in `rules.errors`, but the root."""
    found = (thing for thing in vars(errors).values() if isinstance(thing, type))
    return {thing.__name__ for thing in found if issubclass(thing, ChangeoverError)} - {
        "ChangeoverError"
    }


def test_every_error_is_in_the_tree_and_the_docstring_draws_it():
    """An error that is added must be given its place, its exit code and its status."""
    assert sorted(NAMES) == sorted(defined())
    assert all(name in (errors.__doc__ or "") for name in NAMES)


@pytest.mark.parametrize(("name", "parent", "exit_code", "http_status"), TREE, ids=NAMES)
def test_an_error_has_the_place_the_exit_code_and_the_status_of_the_tree(
    name, parent, exit_code, http_status
):
    """The doors map an error by these and by nothing else."""
    error = getattr(errors, name)
    assert error.__bases__ == (getattr(errors, parent),)
    assert (error.exit_code, error.http_status) == (exit_code, http_status)


@pytest.mark.parametrize("name", ["ChangeoverError", *NAMES])
def test_an_error_survives_pickling_with_its_three_texts(name):
    """Prefect carries errors from one process to another."""
    error = getattr(errors, name)("six days", "five or more.", "publish sooner.")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert (again.found, again.expected, again.remedy) == (
        "six days",
        "five or more.",
        "publish sooner.",
    )
    assert str(again) == str(error)


def test_an_error_says_what_was_found_what_was_expected_and_what_to_do():
    """On three lines, so that a person reads it without help."""
    error = errors.FloorBroken("Four clear days.", "five.", "raise agenda.notice.")
    assert str(error) == "Four clear days.\nExpected: five.\nWhat to do: raise agenda.notice."


def test_an_error_with_nothing_to_add_says_only_what_was_found():
    """No empty lines."""
    assert str(errors.LogBroken("Entry 7 does not follow entry 6.")) == (
        "Entry 7 does not follow entry 6."
    )


def test_only_what_failed_outside_is_worth_trying_again():
    """75 is the exit code by which a shell knows that trying later may help."""
    assert [row[0] for row in TREE if row[2] == 75] == ["OutsideError"]
