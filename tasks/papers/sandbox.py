"""Where templates run, ours and councils' alike: sandboxed, escaped, strict, without globals."""

from __future__ import annotations

from typing import TypeVar

from jinja2 import BaseLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from tasks.papers import wording

_Sandbox = TypeVar("_Sandbox", bound=ImmutableSandboxedEnvironment)


def sandboxed(loader: BaseLoader | None, of: type[_Sandbox]) -> _Sandbox:
    """A sandbox of that class, with the filters and tests that every template may use."""
    found = of(
        loader=loader,
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    found.globals.clear()
    for name in (
        *("long_date", "sentence", "lower_first", "as_contract", "named", "listed"),
        "as_pounds",
    ):
        found.filters[name] = getattr(wording, name)
    found.tests["web_address"] = wording.is_web_address
    return found
