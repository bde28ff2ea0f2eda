"""Looks over everything of a council's layout: the layout itself, its Word file, its templates."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

from rules.errors import BadFile
from tasks.papers.council_templates.running import refuse_wrong_names
from tasks.papers.council_templates.sources import sources_in
from tasks.papers.house import House
from tasks.papers.house_file import read_house
from tasks.papers.kinds import KINDS
from tasks.papers.word.checking import check_house_word


@dataclass(frozen=True, kw_only=True)
class HouseCheck:
    """What a council's own files lack before papers can be written with them, and advice."""

    layout: str
    lacks: tuple[str, ...]
    advice: tuple[str, ...]


def check_house(file: Path, council: House) -> HouseCheck:
    """A layout (.toml) with all that stands beside it, or a Word file for a council's layout.

    Raises: RuleRefused for a layout that does not load; BadFile for a Word file that is not safe.
    """
    if file.suffix.lower() != ".toml":
        found = check_house_word(file, council)
        return HouseCheck(layout=council.code, lacks=found.lacks, advice=found.advice)
    if not file.is_file():
        raise BadFile(f"There is no file {file}.", "a layout (.toml).", "give the path of one.")
    house = read_house(file)
    lacks = list(_template_faults(house))
    advice: tuple[str, ...] = ()
    if house.code != file.stem:
        lacks.insert(0, f"its code is {house.code!r} and its file is called {file.stem!r}")
    if house.files.word:
        found = check_house_word(house.files.word, house)
        lacks += [f"{house.files.word.name}: {each}" for each in found.lacks]
        advice = tuple(f"{house.files.word.name}: {each}" for each in found.advice)
    unseen = house.seen_and_unseen()["unseen"]
    if unseen:
        advice += (f"{unseen} of its elements were not seen in the council's own records",)
    return HouseCheck(layout=house.code, lacks=tuple(lacks), advice=advice)


def _template_faults(house: House) -> list[str]:
    folder = house.files.templates
    if folder is None:
        return []
    try:
        sources = sources_in(folder)
    except BadFile as error:
        return [error.found]
    found = []
    for name in sorted(n for n in sources if n.endswith(".html.j2") and "/" not in n):
        kind = KINDS.get(name.removesuffix(".html.j2"))
        if kind is None:
            found.append(f"{name} is named after no paper, such as final-report.html.j2")
            continue
        try:
            known = [each.name for each in fields(kind.context)]
            refuse_wrong_names(folder, name, sources, known)
        except BadFile as error:
            found.append(error.found)
    return found
