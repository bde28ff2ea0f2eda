"""A Word file as bytes: the same document always gives the same ones."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document as WordDocument

from tasks.papers.tree import Paper

#: The first day a zip file can name: a paper carries no day but those it tells.
_NO_DAY = (1980, 1, 1, 0, 0, 0)
#: Word takes no longer title among a file's properties; the page has it whole.
LONGEST_TITLE = 255


def packed(document: WordDocument, paper: Paper) -> bytes:
    """The file, with its title, author and language, and without days of making or changing."""
    known = document.core_properties
    known.title, known.author = _short(paper.title), _short(paper.author)
    known.language, known.last_modified_by = paper.language, _short(paper.author)
    known.comments = known.keywords = known.subject = known.category = ""
    known.revision = 1
    for name in ("created", "modified"):
        for element in known._element.findall(f"{{http://purl.org/dc/terms/}}{name}"):
            known._element.remove(element)
    made = BytesIO()
    document.save(made)
    return without_days(made)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_TITLE else text[: LONGEST_TITLE - 2] + " …"


def without_days(made: BytesIO) -> bytes:
    """The same file, its parts of no day."""
    again = BytesIO()
    with ZipFile(made) as given, ZipFile(again, "w", ZIP_DEFLATED) as written:
        for name in given.namelist():
            entry = ZipInfo(name, _NO_DAY)
            entry.compress_type, entry.create_system = ZIP_DEFLATED, 3
            entry.external_attr = 0o600 << 16
            written.writestr(entry, given.read(name))
    return again.getvalue()
