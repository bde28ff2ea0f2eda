"""Characters that no paper may hold, in any format."""

from __future__ import annotations

import re

from rules.errors import InputError

#: What no XML file can hold, so that neither Word nor a strict page takes it; the mark of a file's
#: beginning, which a PDF for everybody may not hold; and the two signs that turn what follows
#: round, so that it reads otherwise than it is written. Hebrew and Arabic need none of these.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff\ufeff\u202d\u202e]")


def refuse_unwritable(page: str) -> None:
    """No such character is on a page. Raises: InputError naming it and the words before it."""
    found = UNWRITABLE.search(page)
    if found:
        before = " ".join(re.sub(r"<[^>]*>", " ", page[: found.start()]).split())[-40:]
        raise InputError(
            f"A fact holds the character U+{ord(found.group()):04X} after {before!r}.",
            "text without signs that cannot be shown, or that turn what follows round.",
            "correct the fact that holds it, or the Word file.",
        )
