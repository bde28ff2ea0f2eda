"""Runs one council template in a process of its own, which can do little else.

It is given the template and plain data on its standard input, asks its questions and gives the page
(or only what is wrong with its names, where it is given no data) on its standard output, one JSON
message a line. Before it reads anything it gives up opening files,
starting processes, and more memory and work than `limits` allow.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
import traceback
from typing import Any, NoReturn

from jinja2 import FunctionLoader, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from tasks.papers.council_templates.limits import CPU_SECONDS, MEMORY_BYTES, PAGE_LETTERS
from tasks.papers.council_templates.names import name_faults
from tasks.papers.council_templates.plain import from_plain
from tasks.papers.ledger import Html
from tasks.papers.sandbox import sandboxed


class TooMuch(Exception):
    """The template works for too long or writes too much."""


class _Environment(ImmutableSandboxedEnvironment):
    """The sandbox; what a dictionary holds goes before the methods that every dictionary has."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


def main() -> None:
    """Renders what stands on the standard input."""
    _load_what_comes_later()
    _give_up()
    given = json.loads(sys.stdin.readline())
    try:
        faults = list(name_faults(given["sources"], given["name"], given["known"]))
        said: dict[str, Any] = {"faults": faults}
        if not faults and given["values"] is not None:
            said = {"page": _page(given)}
    except BaseException as error:
        said = {"fault": _words(error), **_place(error)}
    _say(said)


def _page(given: dict[str, Any]) -> str:
    environment = _environment(given["sources"])
    values = from_plain(given["values"], _ask, Html)
    parts: list[str] = []
    letters = 0
    for part in environment.get_template(given["name"]).generate(values):
        letters += len(part)
        if letters > PAGE_LETTERS:
            raise TooMuch(f"it writes more than {PAGE_LETTERS} letters")
        parts.append(part)
    return "".join(parts)


def _environment(sources: dict[str, str]) -> _Environment:
    def load(name: str) -> tuple[str, str, Any] | None:
        return (sources[name], name, lambda: True) if name in sources else None

    return sandboxed(FunctionLoader(load), _Environment)


def _ask(name: str, arguments: list[Any]) -> Any:
    """The answer to a question, from the process that holds the facts."""
    _say({"ask": name, "with": arguments})
    return from_plain(json.loads(sys.stdin.readline())["answer"], _ask, Html)


def _say(message: dict[str, Any]) -> None:
    # A macro is no data: what is asked about a group of them is told their names.
    sys.stdout.write(json.dumps(message, default=lambda _: None) + "\n")
    sys.stdout.flush()


def _load_what_comes_later() -> None:
    """The modules that are loaded when a template first fails are loaded while files still open."""
    try:
        "".join(_environment({"a.j2": "{{ '\u00e9'.b }}"}).get_template("a.j2").generate({}))
    except UndefinedError as error:
        traceback.format_exception(error)


def _give_up() -> None:
    """Nothing can be opened, written or started from here on, nor much memory or time used."""
    signal.signal(signal.SIGXCPU, _too_long)
    for limit, most in (
        (resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 2)),
        (resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES)),
        (resource.RLIMIT_FSIZE, (0, 0)),
        (resource.RLIMIT_CORE, (0, 0)),
        (resource.RLIMIT_NPROC, (0, 0)),
        (resource.RLIMIT_NOFILE, (3, 3)),
    ):
        resource.setrlimit(limit, most)


def _too_long(*_: Any) -> NoReturn:
    raise TooMuch(f"it works for more than {CPU_SECONDS} seconds")


def _words(error: BaseException) -> str:
    if isinstance(error, MemoryError):
        return f"it uses more than {MEMORY_BYTES // 1024**2} MB of memory"
    if isinstance(error, RecursionError):
        return "it calls itself without end"
    return (str(error).rstrip(".") or type(error).__name__)[:500]


def _place(error: BaseException) -> dict[str, Any]:
    """The template and the line in which it failed, the innermost."""
    if isinstance(error, TemplateSyntaxError):
        return {"template": error.name or "", "line": error.lineno}
    place: dict[str, Any] = {}
    step = error.__traceback__
    while step is not None:
        name = step.tb_frame.f_code.co_filename
        if name.endswith(".j2"):
            place = {"template": name, "line": step.tb_lineno}
        step = step.tb_next
    return place


if __name__ == "__main__":
    main()
