"""Tools that some tests need and not every machine has."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

#: Where `npm install` puts what looks at pages and checks Word files.
BROWSER = Path(__file__).parent / "surfaces" / "browser"
#: Microsoft's own check of Word files.
VALIDATOR = BROWSER / "node_modules" / ".bin" / "ooxml-validator"
_NPM = "npm install was not run in tests/surfaces/browser"


def needed(there: object, otherwise: str, *, whole_module: bool = False) -> None:
    """Goes on where a tool is there; else skips the test, or the whole module, and fails in CI.

    `otherwise` says what is missing.
    """
    if there:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(otherwise, pytrace=False)
    pytest.skip(otherwise, allow_module_level=whole_module)


def browser_needed() -> None:
    """The same of what looks at pages."""
    needed((BROWSER / "node_modules" / "axe-core").is_dir(), _NPM)
    needed(shutil.which("chromium"), "chromium is not installed")
    needed(shutil.which("node"), "node is not installed")


def validator_needed() -> None:
    """The same of what checks Word files."""
    needed(VALIDATOR.exists(), _NPM)
