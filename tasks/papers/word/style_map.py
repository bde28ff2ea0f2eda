"""The styles of a Word file that a layout's map names."""

from __future__ import annotations

from dataclasses import asdict

from docx.document import Document as WordDocument
from docx.styles import BabelFish

from rules.errors import BadFile
from tasks.papers.house import House


def style_ids(document: WordDocument, house: House) -> dict[str, str]:
    """The id of each style that the house's map names. Raises: BadFile listing those that lack."""
    lacking = missing_styles(document, house)
    if lacking:
        raise BadFile(
            f"The Word file of {house.name} has {len(lacking)} faults: {'; '.join(lacking)}.",
            "the styles that the [word] table of its layout names.",
            "add them to the file in Word, or name others; `changeover house check` looks again.",
        )
    ids = _ids(document)
    return {use: ids[internal(name)] for use, name in asdict(house.word).items()}


def missing_styles(document: WordDocument, house: House) -> list[str]:
    """The styles that the map names and the file has not, each with what it is for."""
    ids = _ids(document)
    return [
        f"no style {name!r} (for {use.replace('_', ' ')})"
        for use, name in asdict(house.word).items()
        if internal(name) not in ids
    ]


def _ids(document: WordDocument) -> dict[str, str]:
    return {internal(style.name or ""): style.style_id for style in document.styles}


def internal(name: str) -> str:
    """The name as Word compares it: "Heading 1" and "heading 1" are one style."""
    return str(BabelFish.ui2internal(name)).casefold()
