"""Files written so that a reader finds the old one or the new one, and a power cut neither half."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from models.interruption import write_point
from rules.errors import InputError, OutsideError


def write_whole(path: Path, content: bytes) -> Path:
    """The file is there with that content, on the disk.

    Raises: InputError where the folder cannot be one; OutsideError where nothing can be written.
    """
    draft = write_draft(path, content)
    with _told(path, draft):
        put_in_place(draft, path)
    return path


def write_draft(path: Path, content: bytes) -> Path:
    """The content is on the disk beside its place, under a name that no other run uses.

    Raises: InputError where the folder cannot be one; OutsideError where nothing can be written.
    """
    draft = path.with_name(f"{path.name}.{uuid4().hex[:8]}.part")
    with _told(path, draft):
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    write_point("draft-written")
    return draft


def put_in_place(draft: Path, path: Path) -> None:
    """The draft is the file, and its folder says so on the disk."""
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    write_point("renamed")


def clear_drafts(path: Path) -> None:
    """Nothing half-written lies beside the file; only for who alone may write it."""
    for left in path.parent.glob(f"{_literally(path.name)}.*part"):
        left.unlink(missing_ok=True)


def _literally(name: str) -> str:
    """A name in which no character stands for others."""
    return "".join(f"[{each}]" if each in "*?[" else each for each in name)


@contextmanager
def _told(path: Path, draft: Path) -> Iterator[None]:
    """What the disk refuses is told as an error of the product, and nothing half-written stays."""
    try:
        yield
    except (FileExistsError, NotADirectoryError) as error:
        raise InputError(
            f"{path.parent} is not a folder.", "a folder, or a name not yet used.", "name another."
        ) from error
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise OutsideError(
            f"{path} cannot be written: {error.strerror}.",
            "a folder to write in, and room on the disk.",
            "see the folder named (--out, or CHANGEOVER_PAPERS); then run it again.",
        ) from error
