"""The documents that can be written. A family is a module here with KINDS: its rows are found."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from rules.errors import UnknownName
from tasks.papers.kinds.kind import BOTH_DECISIONS, SHARED, Form, Kind, Writer


def _families() -> dict[str, Kind]:
    """Every kind of every family, by number in the document set."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    rows = [kind for module in modules for kind in getattr(module, "KINDS", ())]
    return {kind.name: kind for kind in sorted(rows, key=lambda kind: (kind.document, kind.name))}


KINDS = _families()


def kind_named(name: str) -> Kind:
    """The kind of that name. Raises: UnknownName."""
    if name not in KINDS:
        raise UnknownName(
            f"No paper is called {name!r}.", f"one of {', '.join(KINDS)}.", "name one of these."
        )
    return KINDS[name]


__all__ = ["BOTH_DECISIONS", "KINDS", "SHARED", "Form", "Kind", "Writer", "kind_named"]
