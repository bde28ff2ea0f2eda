"""The words that a PDF draws, and every string and stream of every object in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

_LETTERS = re.compile(rb"beginbfchar(.*?)endbfchar", re.S)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.S)
_PAIR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>")
_SPAN = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")


def pdf_words(content: bytes) -> str:
    """The words of every page in the order in which they are drawn, forms within it among them."""
    with pikepdf.open(BytesIO(content)) as file:
        return "\n".join("".join(_drawn(page.obj, page.Resources)) for page in file.pages)


def pdf_strings(content: bytes) -> Iterator[str]:
    """Every string, name and stream in the file, streams unpacked: its properties, outline, tags,
    alternative texts, attachments and what no page shows."""
    with pikepdf.open(BytesIO(content)) as file:
        yield from _within(file.trailer, 0)
        for each in file.objects:
            yield from _within(each, 0)


def _within(each: Any, depth: int) -> Iterator[str]:
    if isinstance(each, pikepdf.Stream):
        packed = _unpacked(each)
        for way in ("latin-1", "utf-8", "utf-16-be"):
            yield packed.decode(way, "ignore")
    if isinstance(each, pikepdf.String):
        yield str(each)
        yield bytes(each).decode("utf-8", "ignore")
    elif isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
        for name, held in each.items():
            yield name
            if depth == 0 or not getattr(held, "is_indirect", False):
                yield from _within(held, depth + 1)
    elif isinstance(each, pikepdf.Array):
        for held in each:
            if not getattr(held, "is_indirect", False):
                yield from _within(held, depth + 1)
    elif isinstance(each, pikepdf.Name):
        yield str(each)


def _unpacked(stream: Any) -> bytes:
    """What a stream holds; a picture that cannot be unpacked as it is stored."""
    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError:
        return bytes(stream.read_raw_bytes())


def _drawn(content: Any, resources: Any) -> Iterator[str]:
    fonts = {name: _alphabet(font) for name, font in resources.get("/Font", {}).items()}
    forms = resources.get("/XObject", {})
    font: dict[bytes, str] = {}
    for instruction in pikepdf.parse_content_stream(content):
        operands, name = list(instruction.operands), str(instruction.operator)
        if name == "Tf":
            font = fonts.get(str(operands[0]), {})
        elif name in ("Tj", "TJ", "'", '"'):
            held = operands[0] if name == "TJ" else operands
            for string in (each for each in held if isinstance(each, pikepdf.String)):
                yield _spelled(bytes(string), font)
        elif name == "Do" and (form := forms.get(str(operands[0]))) is not None:
            if form.get("/Subtype") == "/Form":
                yield from _drawn(form, form.get("/Resources", resources))
        elif name in ("T*", "Td", "TD", "Tm", "ET"):
            yield " "


def _spelled(raw: bytes, font: dict[bytes, str]) -> str:
    """What codes stand for; codes of a font without an alphabet are taken for letters."""
    if not font:
        return raw.decode("latin-1")
    size = len(next(iter(font)))
    return "".join(font.get(raw[at : at + size], "") for at in range(0, len(raw), size))


def _alphabet(font: Any) -> dict[bytes, str]:
    """What each code of a font stands for."""
    if "/ToUnicode" not in font:
        return {}
    table, found = font.ToUnicode.read_bytes(), {}
    for block in _LETTERS.findall(table):
        for code, text in _PAIR.findall(block):
            found[bytes.fromhex(code.decode())] = _letter(text)
    for block in _RANGES.findall(table):
        for first, last, text in _SPAN.findall(block):
            size = len(first) // 2
            for step, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
                found[code.to_bytes(size, "big")] = chr(int(text, 16) + step)
    return found


def _letter(text: bytes) -> str:
    return bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
