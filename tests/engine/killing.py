"""Runs jobs in processes that are killed at a write point or at any moment: cheaply, as each is a
fork of one that has loaded the product already and opened no database."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from signal import SIGKILL
from typing import Any

ROOT = Path(__file__).parent.parent.parent
#: What a job ends with when it was killed.
KILLED = -SIGKILL
#: What every job finds loaded.
LOADED = (
    *("models.effects", "models.outbox", "tasks.sending.settling", "tasks.sending.sending"),
    *("psycopg", "sqlite3"),
)

_RUNNER = """
import gc, importlib, json, os, select, signal, sys, traceback
for name in sys.argv[2:]:
    importlib.import_module(name)
exec(sys.argv[1], {})
gc.collect()
gc.freeze()
for line in sys.stdin:
    job = json.loads(line)
    answers, told = os.pipe()
    if not (pid := os.fork()):
        os.close(answers)
        try:
            os.environ.update(job["environment"])
            names = {}
            exec(job["code"], names)
            os.write(told, json.dumps(names.get("answer")).encode())
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    os.close(told)
    if job["seconds"] is not None and not select.select([answers], [], [], job["seconds"])[0]:
        os.kill(pid, signal.SIGKILL)
    with os.fdopen(answers) as file:
        answer = file.read()
    ended = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    print(json.dumps([ended, json.loads(answer or "null")]), flush=True)
"""


@dataclass
class Runner:
    """Runs Python code in a process of its own each time."""

    process: subprocess.Popen[str]

    def __call__(self, code: str, seconds: float | None = None, **environment: str) -> int:
        """How a process that ran this ended: 0, 1 for an exception, `KILLED`.

        After so many seconds it is killed, wherever it then is.
        """
        self.start(code, seconds, **environment)
        return self.ended()

    def answer(self, code: str, **environment: str) -> Any:
        """What the code leaves under the name `answer`, when it ends well."""
        self.start(code, None, **environment)
        return self.answered()

    def answered(self) -> Any:
        """What the process that was started left, when it ends well."""
        ended, answer = self._result()
        assert ended == 0, f"a job ended with {ended}: its error stands above"
        return answer

    def start(self, code: str, seconds: float | None = None, **environment: str) -> None:
        """The process is under way; `ended` waits for it."""
        assert self.process.stdin
        job = {"code": code, "seconds": seconds, "environment": environment}
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()

    def ended(self) -> int:
        """How the process that was started ended."""
        return self._result()[0]

    def _result(self) -> tuple[int, Any]:
        assert self.process.stdout
        ended, answer = json.loads(self.process.stdout.readline())
        return ended, answer


@contextmanager
def runner(
    environment: dict[str, str], loaded: tuple[str, ...] = LOADED, prepare: str = ""
) -> Iterator[Runner]:
    """A runner whose jobs have that environment, and find those modules loaded.

    `prepare` is code that is run once before, and leaves no database open.
    """
    process = subprocess.Popen(
        [sys.executable, "-c", _RUNNER, prepare, *loaded],
        env=environment,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Runner(process)
    finally:
        assert process.stdin
        process.stdin.close()
        process.wait()
        assert process.stdout
        process.stdout.close()
