"""Whether a Word file that came from somebody is safe to open: nothing in it runs or swells."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from rules.errors import BadFile
from tasks.papers.markup import etree

#: A whole file may not unpack to more, nor any part of it to so many times its packed size.
MOST_BYTES = 50_000_000
MOST_PARTS = 2_000
MOST_TIMES = 200
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_ACTIVE_PARTS = ("vbaproject", "vbadata", "activex/", "embeddings/")


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
