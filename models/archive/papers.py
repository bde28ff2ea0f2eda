"""The papers folder, as a backup takes it and a restore or an import fills it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from models.archive.unsealed import Unsealed, is_plain
from models.interruption import write_point
from models.settings import settings
from rules.errors import OutsideError, StateError

#: A file still being written; whoever writes it begins again.
_DRAFT = ".part"
#: Where papers wait, beside their folder, until the database takes the rest.
_WAITING = ".waiting"

#: Members of a zip, by the place in the papers folder that each is unpacked to.
Papers = Mapping[str, str]


def papers_in(folder: Path) -> Iterator[Path]:
    """Every file of a folder, in order, but for drafts."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and not path.name.endswith(_DRAFT):
            yield path


def refuse_other_papers(zipped: Unsealed, papers: Papers) -> None:
    """The papers folder holds none but these papers, which a restore cut short may have put there.

    Raises: StateError.
    """
    folder = settings().papers
    there = [path.relative_to(folder).as_posix() for path in papers_in(folder)]
    strange = [place for place in there if place not in papers] or others(zipped, papers)
    if strange:
        raise StateError(
            f"The papers folder {folder} holds something already, such as {strange[0]}.",
            "an empty folder: a restore overwrites nothing.",
            "set CHANGEOVER_PAPERS or CHANGEOVER_HOME to a new place; or move the papers away.",
        )


def others(zipped: Unsealed, papers: Papers) -> list[str]:
    """The places in the papers folder where another file lies than the one to be put there."""
    folder, members = settings().papers, zipped.manifest["members"]
    return [
        place
        for place, name in papers.items()
        if (folder / place).exists() and digest_of_file(folder / place) != members[name]["sha256"]
    ]


def digest_of_file(path: Path) -> str:
    """The SHA-256 of a file; nothing for what is no file."""
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


@contextmanager
def put_in_place(zipped: Unsealed, papers: Papers) -> Iterator[Callable[[], None]]:
    """The papers wait beside their folder; called, what is yielded puts each in its place.

    When anything then fails, those that were put there are taken away again. Raises: OutsideError.
    """
    folder = settings().papers
    waiting, placed = folder.with_name(folder.name + _WAITING), list[Path]()

    def place() -> None:
        for to in papers:
            if not (folder / to).exists():
                (folder / to).parent.mkdir(parents=True, exist_ok=True)
                (waiting / to).rename(folder / to)
                placed.append(folder / to)
                write_point("renamed")

    try:
        shutil.rmtree(waiting, ignore_errors=True)
        for to, name in papers.items():
            _unpack(zipped, name, waiting / to)
        yield place
    except OSError as error:
        _take_away(placed)
        raise OutsideError(
            f"The papers cannot be written: {error.strerror or error}.",
            f"the folder {folder}, with room enough.",
            "free some room, or set CHANGEOVER_PAPERS to another place; nothing was kept.",
        ) from error
    except BaseException:
        _take_away(placed)
        raise
    finally:
        shutil.rmtree(waiting, ignore_errors=True)


def _unpack(zipped: Unsealed, name: str, path: Path) -> None:
    assert is_plain(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        for chunk in zipped.chunks(name):
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def _take_away(placed: list[Path]) -> None:
    for path in placed:
        path.unlink(missing_ok=True)
