"""A sealed zip: its manifest names every member with its size and SHA-256.

The same members give the same bytes: members bear no time, and stand in the order they were given.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from models.interruption import write_point
from models.whole_file import put_in_place
from rules.errors import InputError, OutsideError

MANIFEST = "manifest.json"
#: The layout of a sealed zip; a reader refuses a later one.
VERSION = 1
_PERMISSIONS = 0o644 << 16
_CHUNK = 1 << 20


class Sealing:
    """A sealed zip being written; the manifest comes last."""

    def __init__(self, file: ZipFile) -> None:
        self._file = file
        self._members: dict[str, dict[str, Any]] = {}

    def add(self, name: str, chunks: Iterable[bytes]) -> None:
        """One more member, written as it comes."""
        digest, size = sha256(), 0
        with self._file.open(_info(name), "w", force_zip64=True) as member:
            for chunk in chunks:
                member.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self._members[name] = {"bytes": size, "sha256": digest.hexdigest()}

    def close(self, kind: str, about: dict[str, Any]) -> None:
        """The manifest: what this zip is, what it is about, and every member."""
        manifest = {"kind": kind, "version": VERSION, **about, "members": self._members}
        text = json.dumps(manifest, indent=1, ensure_ascii=False)
        self._file.writestr(_info(MANIFEST), text.encode())


@contextmanager
def sealing(path: Path) -> Iterator[Sealing]:
    """A new zip at that path: there whole at the end, or not at all.

    Raises: InputError when something is there already; OutsideError when it cannot be written.
    """
    draft = path.with_name(f"{path.name}.part")
    if path.exists():
        raise InputError(
            f"{path} is there already.", "a name not yet used.", "name another, or move it away."
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as handle:
            with ZipFile(handle, "w", ZIP_DEFLATED) as file:
                yield Sealing(file)
            handle.flush()
            os.fsync(handle.fileno())
        _refuse_unreadable(draft)
        write_point("draft-written")
        put_in_place(draft, path)
    except OSError as error:
        raise OutsideError(
            f"{path} cannot be written: {error.strerror or error}.",
            "a folder to write in, with room enough.",
            "free some room or name another folder; nothing was left behind.",
        ) from error
    finally:
        draft.unlink(missing_ok=True)


def _refuse_unreadable(draft: Path) -> None:
    """What was written reads back from the disk. Raises: OSError."""
    with ZipFile(draft) as file:
        if damaged := file.testzip():
            raise OSError(f"{damaged} does not read back as it was written")


def chunks_of(file: IO[bytes]) -> Iterator[bytes]:
    """The content of a file, a piece at a time."""
    while chunk := file.read(_CHUNK):
        yield chunk


def _info(name: str) -> ZipInfo:
    info = ZipInfo(name)
    info.compress_type = ZIP_DEFLATED
    info.external_attr = _PERMISSIONS
    return info
