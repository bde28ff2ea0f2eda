"""What goes wrong unforeseen is told to Prefect without the data it happened on.

Prefect keeps the words of an exception for anybody who sees its page. The errors of the product
name references and steps; any other may quote a name or an address.
"""

from __future__ import annotations

import functools
import inspect
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from models.settings import settings
from models.whole_file import write_whole
from rules.errors import ChangeoverError

P = ParamSpec("P")
R = TypeVar("R")


class UnforeseenError(Exception):
    """A fault of the program: its kind and place. What it happened on is in a file of the home."""


def discreet(function: Callable[P, R]) -> Callable[P, R]:
    """The same function, whose unforeseen exceptions say their kind and place and no more."""
    if inspect.iscoroutinefunction(function):

        @functools.wraps(function)
        async def awaited(*args: Any, **kwargs: Any) -> Any:
            try:
                return await function(*args, **kwargs)
            except Exception as error:
                raise _told(error) from None

        return cast(Callable[P, R], _declared_as(function, awaited))

    @functools.wraps(function)
    def called(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except Exception as error:
            raise _told(error) from None

    return cast(Callable[P, R], _declared_as(function, called))


def _declared_as(function: Callable[..., Any], wrapper: Any) -> Any:
    """The wrapper, whose parameters have the types that they have in the function's own module."""
    wrapper.__signature__ = inspect.signature(function, eval_str=True)
    return wrapper


def _told(error: Exception) -> Exception:
    """The error to raise: the same where it tells no data."""
    if isinstance(error, ChangeoverError | UnforeseenError):
        return error
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
    return UnforeseenError(f"{place}. {_kept(error)}")


def _kept(error: Exception) -> str:
    """The whole account is in a file that its owner alone can read; where that is, in words."""
    folder = settings().home / "faults"
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}.txt"
    account = "".join(traceback.format_exception(error)).encode()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(folder / name, account)
    except (OSError, ChangeoverError):
        return "The whole account could not be kept: nothing can be written in the home."
    return f"The whole account is in faults/{name} of the home."
