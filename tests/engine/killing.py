"""Runs jobs in processes that are killed at a write point: cheaply, as each is a fork of one that
has loaded the product already and opened no database."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from signal import SIGKILL

ROOT = Path(__file__).parent.parent.parent
#: What a job ends with when it was killed at its write point.
KILLED = -SIGKILL

_RUNNER = """
import json, os, sys, traceback
import models.effects, models.outbox, tasks.sending.settling, tasks.sending.sending
import psycopg, sqlite3
for line in sys.stdin:
    job = json.loads(line)
    if not (pid := os.fork()):
        try:
            os.environ.update(job["environment"])
            exec(job["code"], {})
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
"""


@dataclass
class Runner:
    """Runs Python code in a process of its own each time."""

    process: subprocess.Popen[str]

    def __call__(self, code: str, **environment: str) -> int:
        """How a process that ran this ended: 0, 1 for an exception, `KILLED`."""
        self.start(code, **environment)
        return self.ended()

    def start(self, code: str, **environment: str) -> None:
        """The process is under way; `ended` waits for it."""
        assert self.process.stdin
        job = {"code": code, "environment": environment}
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()

    def ended(self) -> int:
        """How the process that was started ended."""
        assert self.process.stdout
        return int(self.process.stdout.readline())


@contextmanager
def runner(environment: dict[str, str]) -> Iterator[Runner]:
    """A runner whose jobs have that environment."""
    process = subprocess.Popen(
        [sys.executable, "-c", _RUNNER],
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
