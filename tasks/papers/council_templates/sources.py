"""The files of a council's folder of templates, as text: nothing of them is run here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rules.errors import BadFile
from tasks.papers.council_templates.limits import FOLDER_FILES, FOLDER_LETTERS

_ENDINGS = (".j2", ".css")


def sources_in(folder: Path) -> dict[str, str]:
    """The text of every template in a folder, by its path within it. Raises: BadFile."""
    home = folder.resolve()
    found: dict[str, str] = {}
    for path in sorted(home.rglob("*")):
        if path.suffix not in _ENDINGS or not path.is_file():
            continue
        name = path.relative_to(home).as_posix()
        if not path.resolve().is_relative_to(home):
            raise bad_templates(folder, [f"{name} leads out of the folder"])
        try:
            found[name] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise bad_templates(folder, [f"{name} is not text in UTF-8"]) from error
    if len(found) > FOLDER_FILES or sum(map(len, found.values())) > FOLDER_LETTERS:
        raise bad_templates(
            folder, [f"it holds more than {FOLDER_FILES} files or {FOLDER_LETTERS} letters"]
        )
    return found


def bad_templates(folder: Path, faults: Sequence[str]) -> BadFile:
    """The error that lists what is wrong with a folder of templates."""
    return BadFile(
        f"The templates in {folder} have {len(faults)} fault{'s'[: len(faults) > 1]}: "
        f"{'; '.join(faults)}.",
        "templates that use the names of docs/houses.md and only files of their own folder.",
        "mend each of these; `changeover house check` looks again.",
    )
