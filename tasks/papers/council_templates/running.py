"""Starts the process that runs a council's template, answers its questions, and ends it in time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Collection, Mapping
from pathlib import Path
from threading import Timer
from typing import IO, Any

from rules.errors import BadFile, ChangeoverError
from tasks.papers.council_templates.limits import CPU_SECONDS, MESSAGE_BYTES, WALL_SECONDS
from tasks.papers.council_templates.plain import Questions, as_plain
from tasks.papers.council_templates.sources import bad_templates

_CHILD = "tasks.papers.council_templates.child"
_HOME = Path(__file__).parents[3]


def run_template(
    folder: Path,
    name: str,
    sources: Mapping[str, str],
    values: Mapping[str, Any],
    *,
    wall_seconds: float = WALL_SECONDS,
) -> str:
    """What the template writes, given the values as plain data.

    Raises: BadFile naming the template and the line where it fails or takes too much; whatever a
    question raises.
    """
    questions: Questions = {}
    plain = {key: as_plain(value, key, questions) for key, value in values.items()}
    start = {"name": name, "sources": dict(sources), "known": list(values), "values": plain}
    said = _said(start, questions, wall_seconds)
    if "page" not in said:
        raise _refusal(folder, said)
    return str(said["page"])


def refuse_wrong_names(
    folder: Path, name: str, sources: Mapping[str, str], known: Collection[str]
) -> None:
    """No name that the template uses is unknown. Raises: BadFile listing all that are."""
    start = {"name": name, "sources": dict(sources), "known": list(known), "values": None}
    said = _said(start, {}, WALL_SECONDS)
    if said.get("faults") != []:
        raise _refusal(folder, said)


def _said(start: dict[str, Any], questions: Questions, wall_seconds: float) -> dict[str, Any]:
    with _started() as child:
        timer = Timer(wall_seconds, child.kill)
        timer.start()
        try:
            return _conversation(child, start, questions)
        finally:
            timer.cancel()
            child.kill()


def _started() -> subprocess.Popen[bytes]:
    if sys.platform == "win32":
        raise BadFile(
            "A council's own template cannot be run on Windows.",
            "a system that limits what a process may use, such as Linux.",
            "use the templates that ship, or write the paper on a server.",
        )
    return subprocess.Popen(
        [sys.executable, "-m", _CHILD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_HOME,
        env={"PATH": os.defpath, "PYTHONUTF8": "1", "PYTHONHASHSEED": "0"},
        close_fds=True,
    )


def _conversation(
    child: subprocess.Popen[bytes], start: dict[str, Any], questions: Questions
) -> dict[str, Any]:
    """The last message of the child: its page, or its fault."""
    assert child.stdin
    assert child.stdout
    message = start
    while True:
        try:
            child.stdin.write(json.dumps(message).encode() + b"\n")
            child.stdin.flush()
        except BrokenPipeError:
            return _ended(child)
        said = _heard(child.stdout)
        if said is None:
            return _ended(child)
        if "ask" not in said:
            return said
        message = {"answer": _answer(said, questions)}


def _heard(stream: IO[bytes]) -> dict[str, Any] | None:
    line = stream.readline(MESSAGE_BYTES)
    try:
        said = json.loads(line)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


def _answer(said: dict[str, Any], questions: Questions) -> Any:
    """The answer to a question, as plain data."""
    name, arguments = str(said["ask"]), said.get("with")
    if name not in questions or not isinstance(arguments, list):
        raise BadFile(
            f"A template asked {name!r}.",
            "one of the questions it was given.",
            "mend the template.",
        )
    try:
        answer = questions[name](*arguments)
    except ChangeoverError:
        raise
    except Exception as error:
        raise BadFile(
            f"A template asked {name} in a way that has no answer: {error}.",
            "the name of one fact, as the templates that ship ask.",
            "mend the template.",
        ) from error
    return as_plain(answer, f"answer to {name}", questions)


def _ended(child: subprocess.Popen[bytes]) -> dict[str, Any]:
    """What is to be said of a child that ended, or was ended, without a word."""
    child.kill()
    child.wait()
    return {"fault": f"it took more than {CPU_SECONDS} seconds of work or all the memory it may"}


def _refusal(folder: Path, said: dict[str, Any]) -> BadFile:
    if said.get("faults"):
        return bad_templates(folder, [str(fault) for fault in said["faults"]])
    line = said.get("line")
    place = f"{said['template']}, line {line}: " if said.get("template") and line else ""
    return BadFile(
        f"The template in {folder} cannot be run: {place}{said.get('fault', 'it said nothing')}.",
        "a template that only sets out the paper's facts, as those that ship do.",
        f"mend {'that line' if place else 'the template'}; "
        "`changeover house template` gives one that runs, to start from.",
    )
