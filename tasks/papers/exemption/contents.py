"""Everything that a file of a paper holds, in any corner of it, as text to search."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from urllib.parse import unquote
from zipfile import ZipFile

from tasks.papers.exemption.pdf_contents import pdf_strings, pdf_words

#: Tags, so that a word that markup parts is one word again.
_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.S)
_INVISIBLE = re.compile(r"<(style|script)\b.*?</\1\s*>", re.S | re.I)
_DATA = re.compile(r"base64,([A-Za-z0-9+/=\s]{16,})")
_ATTRIBUTE = re.compile(r"""[\w:-]+\s*=\s*("[^"]*"|'[^']*')""")


@dataclass(frozen=True, kw_only=True)
class Contents:
    """`words` is what is read or told of the file; `all` is every text that is anywhere in it."""

    words: str
    all: str


def contents_of(form: str, content: bytes) -> Contents:
    """What a file of that form (`html`, `docx` or `pdf`) holds."""
    return _READERS[form](content)


def page_contents(content: bytes) -> Contents:
    """A page: its words with and without a space for each tag, its comments and attributes."""
    text = content.decode("utf-8", "replace")
    seen = _INVISIBLE.sub(" ", text)
    words = [_plain(_TAG.sub(gap, seen)) for gap in ("", " ")]
    told = (match.group()[1:-1] for match in map(_value, _ATTRIBUTE.finditer(seen)) if match)
    words += map(_plain, told)
    return Contents(words="\n".join(words), all="\n".join((*words, *_raw(text))))


def word_contents(content: bytes) -> Contents:
    """A Word file: every part of it, the names of the parts, and the notes of the zip itself."""
    words, all_ = [], []
    with ZipFile(BytesIO(content)) as parts:
        all_.append(parts.comment.decode("utf-8", "replace"))
        for entry in parts.infolist():
            all_ += [entry.filename, *_loose(entry.comment), *_loose(entry.extra)]
            part = parts.read(entry)
            if entry.filename.endswith((".xml", ".rels")):
                text = part.decode("utf-8", "replace")
                found = page_contents(part)
                own = found.words if "docProps/" in entry.filename else _said(text)
                words.append(own)
                all_ += [found.all, own]
            else:
                all_ += _loose(part)
    return Contents(words="\n".join(words), all="\n".join((*words, *all_)))


def pdf_contents(content: bytes) -> Contents:
    """A PDF: the words drawn, and every string and stream of every object, its properties too."""
    words = pdf_words(content)
    strings = list(pdf_strings(content))
    return Contents(words=words, all="\n".join((words, *strings, *map(_plain, strings))))


_READERS: dict[str, Callable[[bytes], Contents]] = {
    "html": page_contents,
    "docx": word_contents,
    "pdf": pdf_contents,
}


def _said(text: str) -> str:
    """The words of a part of a Word file, with and without a space between its runs."""
    broken = re.sub(r"</w:p>|<w:br\b[^>]*>|<w:tab\b[^>]*>", " ", text)
    told = (match.group()[1:-1] for match in map(_value, _ATTRIBUTE.finditer(text)) if match)
    described = (_plain(each) for each in told if re.search(r"[^\W\d_]{3}", each))
    return "\n".join((_plain(_TAG.sub("", broken)), _plain(_TAG.sub(" ", text)), *described))


def _value(attribute: re.Match[str]) -> re.Match[str] | None:
    return re.search(r"""("[^"]*"|'[^']*')$""", attribute.group())


def _raw(text: str) -> Iterator[str]:
    """The text as it stands, with what is escaped in it, and what is packed into its addresses."""
    yield text
    yield _plain(text)
    for packed in _DATA.findall(text):
        try:
            content = base64.b64decode(re.sub(r"\s", "", packed))
        except ValueError:
            continue
        yield from (*_loose(content), page_contents(content).all)


def _plain(text: str) -> str:
    """The text with every escape undone, however often it was made."""
    for _ in range(4):
        undone = unquote(unescape(text))
        if undone == text:
            break
        text = undone
    return text


def _loose(content: bytes) -> tuple[str, ...]:
    """Bytes as text in the ways in which text is kept in them."""
    return tuple(
        content.decode(way, "replace") for way in ("utf-8", "latin-1", "utf-16-le", "utf-16-be")
    )
