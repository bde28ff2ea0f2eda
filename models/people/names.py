"""Names of people, as two ways of writing one are told to be the same."""

from __future__ import annotations

import re
import unicodedata


def plain_name(name: str) -> str:
    """A name without what two ways of writing it may differ in: case, accents, spacing, signs."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in letters if letter.isalnum())


def names_in(text: str) -> list[str]:
    """The names in words such as "Ann Reed, Head of ICT; Bo Lund", with what else stands there."""
    return [name.strip() for name in re.split(r"[,;:()\n]|\band\b", text) if plain_name(name)]
