"""A set of rule files as a value: law, policies, programme and calendars as one release had them.

Whoever plans names the set that is planned by; where none is named it is the one that ships.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from rules.errors import RuleRefused

HERE = Path(__file__).parent
FOLDERS = ("calendars", "law", "policy", "programme")


class RuleSet:
    """Files by their path from here, such as `law/call-in.toml`; two of one content are equal."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = dict(sorted(files.items()))
        self._parsed: dict[str, dict[str, Any]] = {}

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of a JSON list of path and text of each file, by path, in UTF-8."""
        content = json.dumps(list(self.files.items()), ensure_ascii=False)
        return sha256(content.encode()).hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RuleSet) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        return f"RuleSet({self.digest[:12]})"

    def names(self, folder: str) -> list[str]:
        """The names of the files in a folder, without their ending, in order."""
        found = map(PurePosixPath, self.files)
        return [path.stem for path in found if str(path.parent) == folder]

    def table(self, folder: str, name: str) -> dict[str, Any]:
        """A file as parsed. Raises: RuleRefused."""
        path = f"{folder}/{name}.toml"
        if path not in self._parsed:
            try:
                self._parsed[path] = tomllib.loads(self.files[path])
            except tomllib.TOMLDecodeError as error:
                raise RuleRefused(
                    f"{name}.toml: {error}.", "a TOML file.", "mend the line."
                ) from error
        return self._parsed[path]

    def tables(self, folder: str) -> dict[str, dict[str, Any]]:
        """Every file of a folder as parsed, by its name with its ending. Raises: RuleRefused."""
        return {f"{name}.toml": self.table(folder, name) for name in self.names(folder)}


@cache
def shipped() -> RuleSet:
    """The set that ships with this release."""
    return RuleSet(
        {
            f"{folder}/{path.name}": path.read_text(encoding="utf-8")
            for folder in FOLDERS
            for path in sorted((HERE / folder).glob("*.toml"))
        }
    )
