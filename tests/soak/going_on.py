"""Goes on with a life where it was left, and tells what it finds; runs in the process to be killed.

The place in the life stands in a notebook beside the database: what a person would remember who
came back to the machine, and how long the log was when they began what they were at.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import apprise
import pytest

from models.effects import files_made, is_made, path_of
from models.outbox import outbox
from models.reports import log_of
from models.settings import settings
from models.verification import verify_all
from rules.errors import ChangeoverError
from tests.engine.prepared import REFERENCE, closed
from tests.soak.doing import elsewhere, log_length
from tests.soak.life import LIFE

#: How a message ends differs when its run is killed; each is looked at by itself.
_OF_MESSAGES = (
    *("effect-claimed", "effect-handed-over", "effect-part-taken"),
    *("effect-settled", "effect-doubtful", "effect-resolved"),
)
#: Data that name entries by their number, which such an end moves, or are made of them.
_NUMBERS = (
    *("alert", "supersedes", "escalated_from", "corrects", "chain", "closed_by_entry"),
    *("because", "digest"),
)


def go_on(until: int) -> None:
    """The life is lived up to the act of that number, exclusive."""
    place, length = noted()
    while place < until:
        act = LIFE[place]
        if length is None:
            length = log_length()
            note(place, length)
        if not (act.said and log_length() > length):
            act.do()
        place, length = place + 1, None
        note(place, length)


def warm_up(until: int) -> None:
    """What a life loads and works out once is there for every fork; no database is open."""
    with TemporaryDirectory() as home, pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHANGEOVER_HOME", home)
        for act in LIFE[:until]:
            if act.name not in ("restored", "imported", "upgraded"):
                act.do()
        closed()
    apprise.Apprise().add("json://127.0.0.1")


def noted() -> tuple[int, int | None]:
    """The act the life has come to, and how long the log was when it began; None if it has not."""
    try:
        place, length = json.loads(_notebook().read_text(encoding="ascii"))
    except FileNotFoundError:
        return 0, None
    return place, length


def note(place: int, length: int | None) -> None:
    """That is in the notebook, whole."""
    draft = _notebook().with_suffix(".new")
    draft.write_text(json.dumps([place, length]), encoding="ascii")
    draft.replace(_notebook())


def _notebook() -> Path:
    return settings().home / "notebook.json"


def found() -> dict[str, Any]:
    """How things stand: what is wrong, what the log says, and where each message is."""
    log = log_of(REFERENCE) if log_length() else []
    over = outbox(over=True) if log else []
    messages = {each.key for each in over}
    said = [
        json.dumps([each["act"], each["actor"], each["reason"], _said(each["data"])])
        for each in log
        if each["act"] not in _OF_MESSAGES or each["data"]["key"] not in messages
    ]
    return {
        "faults": [*_broken(), *_files(), *_twice(log), *_elsewhere()],
        "said": said,
        "messages": [[_unnumbered(each.key), each.state] for each in over],
    }


def _said(data: dict[str, Any]) -> dict[str, Any]:
    """What an entry says but for the numbers of entries."""
    return {
        name: _unnumbered(value) if name == "key" else value
        for name, value in data.items()
        if name not in _NUMBERS or (name == "digest" and data.get("path"))
    }


def _unnumbered(key: str) -> str:
    return re.sub(r"^deadline-digest:\d+$", "deadline-digest", key)


def _broken() -> list[str]:
    """The chain holds, the rows are a fold of the log, and registers are as it says."""
    try:
        verify_all()
    except ChangeoverError as error:
        return [str(error)]
    return []


def _files() -> list[str]:
    """Every file that the log says was made is there, and nothing else is."""
    papers = settings().papers
    claimed = {path_of(each): each.digest for each in files_made(REFERENCE)}
    there = {path for path in papers.rglob("*") if path.is_file()}
    wrong = [f"{path} is not as claimed" for path, d in claimed.items() if not is_made(path, d)]
    wrong += [f"{path} is in no log" for path in sorted(there - set(claimed))]
    return wrong


def _elsewhere() -> list[str]:
    """What was taken in on another machine is whole there too, once all of it is."""
    wrong = []
    for name in ("restored", "imported"):
        if (settings().home / name / "changeover.db").exists():
            with elsewhere(name):
                wrong += [f"{name}: {fault}" for fault in (*_broken(), *_files())]
    return wrong


def _twice(log: list[dict[str, Any]]) -> list[str]:
    """Nothing was claimed, settled or posted twice under one key."""
    once = ("effect-claimed", "effect-settled", "message-posted", "alert-acknowledged")
    seen: set[tuple[str, Any]] = set()
    twice = []
    for each in log:
        key = (each["act"], each["data"].get("key", each["data"].get("alert")))
        if each["act"] == "gate-closed":
            seen = {one for one in seen if one[1] != f"gate:{each['data']['step']}"}
        if each["act"] in once and key in seen:
            twice.append(f"{key} stands twice in the log")
        seen.add(key)
    return twice
