"""Where the files of effects are, on this machine and in the log."""

from __future__ import annotations

from hashlib import file_digest
from pathlib import Path

from models.settings import settings
from models.tables import Effect


def path_of(effect: Effect) -> Path:
    """Where the file of an effect is on this machine; what the log keeps is its `kept_path`."""
    return path_of_kept(effect.path)


def path_of_kept(kept: str) -> Path:
    """Where a file that the log names is on this machine."""
    return settings().papers / kept


def kept_path(path: Path) -> str:
    """A file as the log names it: from the papers folder on, where it lies in there.

    A log that is moved to another machine, and papers moved beside it, still find each other.
    """
    papers = settings().papers
    return path.relative_to(papers).as_posix() if path.is_relative_to(papers) else str(path)


def is_made(path: Path, digest: str) -> bool:
    """Whether the file is there with exactly that content."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest() == digest
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False
