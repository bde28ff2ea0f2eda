"""What tests of the surfaces share: what a command that refuses must say."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable

import pytest

Refusal = Callable[[subprocess.CompletedProcess[str], int], str]


@pytest.fixture(scope="session")
def refusal() -> Refusal:
    """Proves that a command refused with that exit code, printed nothing and said what was found,
    what was expected and what to do; gives back what it said."""

    def check(answer: subprocess.CompletedProcess[str], code: int) -> str:
        assert (answer.returncode, answer.stdout) == (code, ""), answer.stderr
        shape = r"changeover: \S.+\nExpected: \S.+\nWhat to do: \S.+\.\n"
        assert re.fullmatch(shape, answer.stderr, re.DOTALL), answer.stderr
        assert "Traceback" not in answer.stderr
        return answer.stderr

    return check
