"""Every place that writes passes a write point, and a whole life passes every write point.

So what is written anywhere is tried by the kill matrix, and a new place cannot be forgotten.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from models import interruption
from models.interruption import POINTS
from tests.engine.servers import JsonTarget, http_server, mail_server
from tests.soak.going_on import go_on
from tests.soak.life import LIFE
from tests.soak.places import Place, Sqlite

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("rules", "models", "tasks", "flows", "cli")
#: What puts something where it stays, or gives it away.
WRITES = {
    *("commit", "begin", "rename", "link", "move", "copyfile", "copytree", "touch"),
    *("write_bytes", "write_text", "save", "send", "notify", "send_email_notification"),
}
#: What writes and passes no write point itself, and why it need not.
ELSEWHERE = {
    "models/archive/papers.py _unpack": "into a folder that waits, which the next run clears",
    "models/archive/sealed.py Sealing.add": "into the draft of a zip",
    "flows/outbox.py send_outbox": "by a task that sends one message",
    "flows/serving/place.py held": "who serves a home, which goes with its process",
    "flows/serving/serving.py _log": "what servers say, on which nothing rests",
    "rules/sheet.py <module>": "a page of the docs, by whoever works on it",
    "tasks/papers/documents_page.py <module>": "a page of the docs, by whoever works on it",
    "tasks/papers/house_making.py _written": "into a draft; `put_in_place` passes one",
    "tasks/papers/pdf_headers.py with_row_headers": "in memory",
    "tasks/papers/word/packing.py packed": "in memory",
    "tasks/papers/word/packing.py without_days": "in memory",
    "tasks/papers/word/plain.py _made": "in memory",
    "tasks/sending/notify.py Notify._send": "between `handing-over` and `handed-over`",
    "tasks/sending/smtp.py SmtpServer._send": "between `handing-over` and `handed-over`",
    "tasks/sending/smtp.py _offer": "all but the dot, without which nothing is delivered",
}


def test_every_place_that_writes_passes_a_write_point_or_is_known_to_need_none() -> None:
    """A new one fails here until it does, or until somebody says above why it need not."""
    assert {place for path in sources() for place in silent_places(path)} == set(ELSEWHERE)


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
def test_a_whole_life_passes_every_write_point_that_there_is(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By name and by place in the code: what the kill matrix lives through leaves none out."""
    met: set[tuple[str, int]] = set()
    names: set[str] = set()

    def listen(name: str) -> None:
        caller = sys._getframe(2)
        names.add(name)
        met.add((str(Path(caller.f_code.co_filename).relative_to(ROOT)), caller.f_lineno))

    monkeypatch.setattr(interruption, "listeners", [listen])
    with mail_server() as mail, http_server(JsonTarget()) as target:
        place = Place(folder=tmp_path / "life", database=Sqlite(), mail=mail, target=target)
        for name, value in place.environment.items():
            monkeypatch.setenv(name, value)
        go_on(len(LIFE))
    assert names == set(POINTS)
    assert met == {at for path in sources() for at in points_in(path)}


def sources() -> Iterator[Path]:
    """The code of the product."""
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


def points_in(path: Path) -> Iterator[tuple[str, int]]:
    """File and line of every write point in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and name_of(node) == "write_point":
            yield str(path.relative_to(ROOT)), node.lineno


def silent_places(path: Path) -> Iterator[str]:
    """The functions that write and pass no write point."""
    name = str(path.relative_to(ROOT))
    for function, calls in functions(ast.parse(path.read_text(encoding="utf-8"))):
        if any(map(writes, calls)) and "write_point" not in map(name_of, calls):
            place = f"{name} {function}"
            yield next((known for known in ELSEWHERE if place.startswith(known)), place)


def functions(module: ast.Module) -> Iterator[tuple[str, list[ast.Call]]]:
    """Each function by its qualified name, with the calls in its own body."""
    waiting: list[tuple[str, ast.AST]] = [("<module>", module)]
    while waiting:
        name, node = waiting.pop()
        calls: list[ast.Call] = []
        inside = list(ast.iter_child_nodes(node))
        while inside:
            each = inside.pop()
            if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                outer = "" if name == "<module>" else f"{name}."
                waiting.append((f"{outer}{each.name}", each))
                continue
            if isinstance(each, ast.Call):
                calls.append(each)
            inside += ast.iter_child_nodes(each)
        yield name, calls


def writes(call: ast.Call) -> bool:
    """Whether a call is of a kind that writes: by its name, or by the mode in which it opens."""
    name, given = name_of(call), call.args
    if name in ("open", "ZipFile"):
        modes = [each.value for each in given if isinstance(each, ast.Constant)]
        return any(isinstance(mode, str) and set(mode) & set("wxa") for mode in modes)
    if name == "replace":
        return isinstance(call.func, ast.Attribute) and len(given) == 1 and not call.keywords
    if name in ("begin", "commit"):
        return not given
    return name in WRITES and isinstance(call.func, ast.Attribute)


def name_of(call: ast.Call) -> str:
    """The last name of what is called."""
    func = call.func
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
