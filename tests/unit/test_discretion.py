"""What goes wrong unforeseen is told without the data it happened on, and kept for who mends it."""

from __future__ import annotations

import asyncio
import stat
import traceback
from datetime import date
from inspect import signature
from pathlib import Path

import pytest

from rules.errors import OutsideError, StateError
from tasks.discretion import UnforeseenError, discreet

SECRET = "z.quillfeather@southwark.example"


@discreet
def fails(name: str) -> None:
    """A function with a fault, on a person's data."""
    raise KeyError(f"no such person: {name}")


@discreet
async def fails_later(name: str) -> None:
    """The same, awaited."""
    raise KeyError(f"no such person: {name}")


def all_told(error: BaseException) -> str:
    """Everything that whoever logs the error would write."""
    return "".join(traceback.format_exception(error))


def test_an_unforeseen_fault_says_its_kind_and_place_alone(home: Path) -> None:
    """The whole account is in a file of the home, in a folder that its owner alone can enter."""
    with pytest.raises(UnforeseenError, match=r"^KeyError at test_discretion.py:\d+\. ") as caught:
        fails(SECRET)
    assert SECRET not in all_told(caught.value)
    (account,) = (home / "faults").iterdir()
    assert f"faults/{account.name}" in str(caught.value)
    assert SECRET in account.read_text(encoding="utf-8")
    assert stat.S_IMODE(account.parent.stat().st_mode) == 0o700


def test_so_does_one_in_what_is_awaited(home: Path) -> None:
    """Flows are awaited; tasks are not."""
    with pytest.raises(UnforeseenError) as caught:
        asyncio.run(fails_later(SECRET))
    assert SECRET not in all_told(caught.value)


def test_an_error_of_the_product_comes_out_as_itself_without_what_caused_it(home: Path) -> None:
    """It names references and steps; a driver's error beneath it may quote a row."""

    @discreet
    def refuses() -> None:
        try:
            fails.__wrapped__(SECRET)  # type: ignore[attr-defined]
        except KeyError as error:
            raise OutsideError("The database cannot be reached.") from error

    with pytest.raises(OutsideError, match=r"^The database cannot be reached\.$") as caught:
        refuses()
    assert SECRET not in all_told(caught.value)
    assert not (home / "faults").exists()


def test_where_nothing_can_be_kept_that_is_said(home: Path) -> None:
    """The run fails for its own fault, not for that of the disk."""
    home.mkdir()
    (home / "faults").write_text("a file in the way")
    with pytest.raises(UnforeseenError, match=r"could not be kept"):
        fails(SECRET)


def test_a_discreet_function_keeps_its_parameters_and_their_types() -> None:
    """Prefect makes its form of them."""

    @discreet
    def told(reference: str, on: date) -> None:
        raise StateError(reference)

    assert [each.annotation for each in signature(told).parameters.values()] == [str, date]
