"""A council's own Word file: whether it is safe to use, and what it lacks of the house's styles."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.styles import BabelFish

from rules.errors import BadFile
from tasks.papers.house import House
from tasks.papers.markup import etree

#: A whole file may not unpack to more, nor any part of it to so many times its packed size.
MOST_BYTES = 50_000_000
MOST_PARTS = 2_000
MOST_TIMES = 200
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_ACTIVE_PARTS = ("vbaproject", "vbadata", "activex/", "embeddings/")


def check_house_word(path: Path, house: House) -> list[str]:
    """What the file lacks to be a house's own. Raises: BadFile where it is not safe to open."""
    refuse_unsafe(path)
    document = Document(str(path))
    return [*_missing(document, house), *_weak(document, house)]


def style_ids(document: WordDocument, house: House) -> dict[str, str]:
    """The id of each style that the house's map names. Raises: BadFile listing those that lack."""
    lacking = _missing(document, house)
    if lacking:
        raise BadFile(
            f"The Word file of {house.name} has {len(lacking)} faults: {'; '.join(lacking)}.",
            "the styles that the [word] table of its layout names.",
            "add them to the file in Word, or name others; `changeover house check` looks again.",
        )
    ids = _ids(document)
    return {use: ids[_internal(name)] for use, name in asdict(house.word).items()}


def refuse_unsafe(path: Path) -> None:
    """Nothing in the file runs, fetches or swells. Raises: BadFile listing every fault."""
    faults = list(_unsafe(path))
    if faults:
        raise BadFile(
            f"{path.name} cannot be used: {'; '.join(faults)}.",
            "a .docx without macros, without anything fetched from elsewhere, of ordinary size.",
            "save a clean copy from Word as a Word document (.docx), and check that.",
        )


def _unsafe(path: Path) -> Iterator[str]:
    if not path.is_file():
        yield "there is no such file"
        return
    try:
        with zipfile.ZipFile(path) as file:
            swollen = list(_swollen(file))
            yield from swollen or _active(file)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        yield f"it is no Word document ({error})"


def _swollen(file: zipfile.ZipFile) -> Iterator[str]:
    parts = file.infolist()
    if len(parts) > MOST_PARTS:
        yield f"it has {len(parts)} parts, more than {MOST_PARTS}"
    if sum(part.file_size for part in parts) > MOST_BYTES:
        yield f"it unpacks to more than {MOST_BYTES // 1_000_000} MB"
    for part in parts:
        if part.file_size > MOST_TIMES * max(part.compress_size, 1) and part.file_size > 1_000_000:
            yield f"its part {part.filename} swells {MOST_TIMES} times when unpacked"


def _active(file: zipfile.ZipFile) -> Iterator[str]:
    names = file.namelist()
    if "[Content_Types].xml" not in names or "word/document.xml" not in names:
        yield "it is no Word document (it has no word/document.xml)"
        return
    if b"macroEnabled" in file.read("[Content_Types].xml"):
        yield "it is a document with macros"
    for name in names:
        if any(part in name.casefold() for part in _ACTIVE_PARTS):
            yield f"it holds {name}, which may run"
        if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in file.read(name):
            yield f"its part {name} declares a document type"
        elif name.endswith(".rels"):
            yield from _fetched(name, file.read(name))


def _fetched(name: str, content: bytes) -> Iterator[str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        yield f"its part {name} is not well formed"
        return
    for relation in root.iter(_RELATIONSHIP):
        kind = (relation.get("Type") or "").rpartition("/")[2]
        if relation.get("TargetMode") == "External" and kind != "hyperlink":
            yield f"it fetches {relation.get('Target')} ({kind})"


def _missing(document: WordDocument, house: House) -> list[str]:
    ids = _ids(document)
    return [
        f"no style {name!r} (for {use.replace('_', ' ')})"
        for use, name in asdict(house.word).items()
        if _internal(name) not in ids
    ]


def _weak(document: WordDocument, house: House) -> Iterator[str]:
    """Styles that are there and do not do what they are for."""
    by_name = {_internal(style.name or ""): style for style in document.styles}
    bullets = by_name.get(_internal(house.word.bullets))
    if bullets is not None and bullets.element.find(f".//{qn('w:numPr')}") is None:
        yield f"the style {house.word.bullets!r} has no bullets"
    for level in (1, 2, 3):
        name = getattr(house.word, f"heading_{level}")
        style = by_name.get(_internal(name))
        if style is not None and not _is_heading(style):
            yield f"the style {name!r} is no heading: it has no outline level"


def _is_heading(style: Any) -> bool:
    while style is not None:
        if (style.name or "").casefold().startswith("heading "):
            return True
        if style.element.find(f".//{qn('w:outlineLvl')}") is not None:
            return True
        style = style.base_style
    return False


def _ids(document: WordDocument) -> dict[str, str]:
    return {_internal(style.name or ""): style.style_id for style in document.styles}


def _internal(name: str) -> str:
    """The name as Word compares it: "Heading 1" and "heading 1" are one style."""
    return str(BabelFish.ui2internal(name)).casefold()
