"""Which words a version changed, passage by passage; an open paper's list tells nothing exempt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape

from models.database import database, reading
from models.papers.versions import kept_page, versions
from models.standing import stored
from rules.errors import StateError
from tasks.papers.exemption.fragments import looked_for
from tasks.papers.exemption.proof import exempt_in
from tasks.papers.version import Current

#: What begins and ends a passage on a page.
_PASSAGE = re.compile(r"</?(?:p|h\d|li|td|th|caption|title|figcaption|header|main|footer)\b[^>]*>")
_UNSEEN = re.compile(r"<style\b.*?</style>|<svg\b.*?</svg>", re.S)
_LEFT_OUT = re.compile(r'<div class="file">.*(?=</main>)|<span class="n">[^<]*</span>', re.S)
HIDDEN = "(words that hold exempt information)"


@dataclass(frozen=True, kw_only=True)
class Words:
    """One passage as it was and as it is; empty where it is new or gone."""

    before: str
    after: str


def changed_words(reference: str, version: Current) -> tuple[Words, ...]:
    """The passages in which a version made now differs from the one before it."""
    if not version.made_now or version.number == 1:
        return ()
    with reading(database()) as session:
        transition = stored(session, reference).transition
        held = {row.number: row.digest for row in versions(session, transition, version.paper)}
    if version.number - 1 not in held:
        return ()
    try:
        before = kept_page(reference, held[version.number - 1])
    except StateError:
        return ()
    found = between(before, version.rendered.html)
    if version.paper.exempt:
        return tuple(found)
    sought = looked_for(version.secrets)

    def safe(text: str) -> str:
        return HIDDEN if text and exempt_in(text, text, sought) else text

    return tuple(Words(before=safe(each.before), after=safe(each.after)) for each in found)


def between(before: str, after: str) -> list[Words]:
    """The passages that differ between two pages, in reading order.

    The tables for the file are left out: they repeat the facts and dates, whose changes are told.
    So are numbers of paragraphs: one put in before others changes none of them.
    """
    old, new = (passages(_LEFT_OUT.sub("", page)) for page in (before, after))
    found = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        gone, come = old[a:b], new[c:d]
        for place in range(max(len(gone), len(come))):
            found.append(
                Words(
                    before=gone[place] if place < len(gone) else "",
                    after=come[place] if place < len(come) else "",
                )
            )
    return found


def passages(page: str) -> list[str]:
    """The paragraphs, headings, items and cells of a page, as words."""
    parts = _PASSAGE.split(_UNSEEN.sub(" ", page))
    plain = (" ".join(unescape(re.sub(r"<[^>]*>", "", part)).split()) for part in parts)
    return [text for text in plain if text]
