"""Child processes that never outlive the one that started them."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import IO, Any


def start_child(module: list[str], **how: Any) -> subprocess.Popen[bytes]:
    """A module with its arguments is starting; `how` is given to `subprocess.Popen`."""
    command = [sys.executable, "-m", *module]
    return subprocess.Popen(command, stdin=subprocess.PIPE, **how)


def stop_child(child: subprocess.Popen[bytes], seconds: float | None = None) -> None:
    """The child has ended; by force where it takes longer than that."""
    child.terminate()
    try:
        child.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()


def end_with_parent(end: Callable[[], object] = lambda: os._exit(0)) -> None:
    """This process ends, by `end`, as soon as its standard input does, where that is a pipe.

    A service of the system, whose standard input is none, goes on until it is stopped.
    """

    def watch(stream: IO[bytes]) -> None:
        stream.read()
        end()

    if stat.S_ISFIFO(os.fstat(sys.stdin.fileno()).st_mode):
        threading.Thread(target=watch, args=(sys.stdin.buffer,), daemon=True).start()
