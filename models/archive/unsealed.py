"""Reads a sealed zip that may come from anywhere: nothing of it is used before all of it holds."""

from __future__ import annotations

import json
import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as BadDeflate

from models.archive.sealed import MANIFEST, VERSION, chunks_of
from rules.errors import BadFile

#: Beyond these a zip is taken for a bomb: far more than any transition or database holds.
MOST_MEMBERS = 200_000
MOST_BYTES = 64 << 30
MOST_EXPORT_BYTES = 4 << 30
MOST_MANIFEST_BYTES = 64 << 20
MOST_RATIO = 200
#: A member this small may be packed as tightly as it likes.
FREE_BYTES = 1 << 20
_ENCRYPTED = 0x1

Fault = str


class Unsealed:
    """A sealed zip whose every member has the size and the digest that its manifest names."""

    def __init__(self, file: ZipFile, manifest: dict[str, Any], until: ExitStack) -> None:
        self._file = file
        self._until = until
        self.manifest = manifest
        self.names: list[str] = list(manifest["members"])

    def read(self, name: str) -> bytes:
        """The whole of a member."""
        return self._file.read(name)

    def chunks(self, name: str) -> Iterator[bytes]:
        """A member, a piece at a time."""
        member = self._until.enter_context(self._file.open(name))
        yield from chunks_of(member)
        member.close()

    def rows(self, name: str) -> Iterator[dict[str, Any]]:
        """The rows of a member of JSON lines; none when there is no such member.

        Raises: ValueError for a line that is no JSON object.
        """
        if name not in self.manifest["members"]:
            return
        member = self._until.enter_context(self._file.open(name))
        for number, line in enumerate(member, 1):
            row = json.loads(line)
            if not isinstance(row, dict):
                raise ValueError(f"{name}, line {number} is no object")
            yield row


@contextmanager
def unsealed(
    path: Path, kind: str, is_known: Callable[[str], bool], most_bytes: int = MOST_BYTES
) -> Iterator[Unsealed]:
    """The zip of that kind, every member checked. Raises: BadFile with every fault."""
    with _opened(path) as file:
        manifest = _manifest(file, path, kind)
        members: dict[str, Any] = manifest["members"]
        faults = [*_shape(file, members, is_known, most_bytes)]
        faults = faults or [*_content(file, members)]
        if faults:
            raise refused(path, faults)
        with ExitStack() as until:
            yield Unsealed(file, manifest, until)


def refused(
    path: Path,
    faults: list[Fault],
    remedy: str = "get it again from where it was made; nothing was written.",
) -> BadFile:
    """The one error for a zip, with every fault in it."""
    listed = "\n".join(f"  - {fault}" for fault in faults)
    count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    return BadFile(
        f"{path}: {count}:\n{listed}",
        "a file as `changeover backup` or `changeover export` wrote it.",
        remedy,
    )


@contextmanager
def _opened(path: Path) -> Iterator[ZipFile]:
    try:
        file = ZipFile(path)
    except (OSError, BadZipFile, ValueError, NotImplementedError) as error:
        raise refused(path, [f"it cannot be read as a zip file ({error})"]) from error
    with file:
        yield file


def _manifest(file: ZipFile, path: Path, kind: str) -> dict[str, Any]:
    try:
        if file.getinfo(MANIFEST).file_size > MOST_MANIFEST_BYTES:
            raise ValueError("it is too large")
        found = json.loads(file.read(MANIFEST))
        said = {name: (row["bytes"], row["sha256"]) for name, row in found["members"].items()}
        if not all(isinstance(b, int) and isinstance(d, str) for b, d in said.values()):
            raise ValueError("its members have no size and digest")
        told = found["kind"], found["version"]
    except KeyError as error:
        raise refused(path, [f"there is no {error} in it, so it is no sealed zip"]) from error
    except (ValueError, TypeError, AttributeError, RecursionError, *_UNREADABLE) as error:
        raise refused(path, [f"{MANIFEST} cannot be read ({error})"]) from error
    if told[0] != kind:
        raise refused(path, [f"it is a {told[0]!r}, where a {kind!r} was expected"])
    if told[1] != VERSION:
        raise refused(path, [f"its layout is version {told[1]}; this release reads {VERSION}"])
    return dict(found)


#: What Python's zip reader raises for a member that is damaged.
_UNREADABLE = (BadZipFile, BadDeflate, OSError, EOFError, NotImplementedError, RuntimeError)


def _shape(
    file: ZipFile, members: dict[str, Any], is_known: Callable[[str], bool], most_bytes: int
) -> Iterator[Fault]:
    """What is wrong before anything is unpacked: names, kinds, sizes."""
    infos = file.infolist()
    names = Counter(info.filename for info in infos)
    if len(infos) > MOST_MEMBERS or sum(info.file_size for info in infos) > most_bytes:
        yield f"it unpacks to more than {most_bytes >> 30} GiB or {MOST_MEMBERS:,} members"
        return
    if sum(info.compress_size for info in infos) > _size(file):
        yield "its members overlap, as a bomb's do"
    yield from (f"{name}: stands in it twice" for name, times in names.items() if times > 1)
    for name in sorted(set(members) - set(names)):
        yield f"{name}: named in the manifest, and missing"
    for info in infos:
        if info.filename != MANIFEST:
            yield from _member(info, members, is_known)


def _size(file: ZipFile) -> int:
    assert file.fp
    return file.fp.seek(0, os.SEEK_END)


def _member(
    info: ZipInfo, members: dict[str, Any], is_known: Callable[[str], bool]
) -> Iterator[Fault]:
    name = info.filename
    if not is_plain(name) or not is_known(name):
        yield f"{name}: nothing of that name belongs in it"
    elif name not in members:
        yield f"{name}: not named in the manifest"
    elif info.file_size != members[name]["bytes"]:
        yield f"{name}: {info.file_size} bytes, where the manifest says {members[name]['bytes']}"
    elif stat.S_ISLNK(info.external_attr >> 16) or info.is_dir():
        yield f"{name}: no plain file"
    elif info.flag_bits & _ENCRYPTED or info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        yield f"{name}: packed in a way that is not read here"
    elif info.file_size > max(FREE_BYTES, MOST_RATIO * info.compress_size):
        yield f"{name}: packed {info.file_size} bytes into {info.compress_size}, as a bomb is"


def is_plain(name: str) -> bool:
    """Whether a member's name leads to a place inside the folder it is unpacked into."""
    parts = name.split("/")
    odd = any(part in ("", ".", "..") or part != part.strip() for part in parts)
    letters = all(char.isprintable() and char not in '\\:*?"<>|' for char in name)
    return not odd and letters and not PurePosixPath(name).is_absolute()


def _content(file: ZipFile, members: dict[str, Any]) -> Iterator[Fault]:
    """Members whose content is not what the manifest says."""
    for name, told in members.items():
        digest = sha256()
        try:
            with file.open(name) as member:
                for chunk in chunks_of(member):
                    digest.update(chunk)
        except _UNREADABLE as error:
            yield f"{name}: cannot be unpacked ({error})"
            continue
        if digest.hexdigest() != told["sha256"]:
            yield f"{name}: its content is not what was sealed"
