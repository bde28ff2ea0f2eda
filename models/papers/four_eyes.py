"""Nobody clears their own paper, not through a stand-in either."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from models.actor import Actor


def why_not_clear(actor: Actor, asked: str, authors: Collection[str]) -> str:
    """Why this actor may not clear for the officer asked; empty when they may.

    `authors` are the names of all who wrote the paper or answered comments as its author. Neither
    the name of the actor nor that of the person acted for may be among them; and one of the two
    must be the officer who was asked. Names are compared without case, accents or spacing.
    """
    written_by = {plain_name(author) for author in authors} - {""}
    for name in (actor.name, actor.on_behalf_of, asked):
        if plain_name(name) in written_by:
            return f"{name} wrote it, or answered comments as its author"
    if plain_name(asked) not in {plain_name(actor.name), plain_name(actor.on_behalf_of)}:
        acting = f" for {actor.on_behalf_of}" if actor.on_behalf_of else ""
        return f"{asked} was asked, and {actor.name}{acting} is not {asked}"
    return ""


def plain_name(name: str) -> str:
    """A name without what two ways of writing it may differ in."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in letters if letter.isalnum())


def names_in(text: str) -> list[str]:
    """The names in a fact such as "Ann Reed, Head of ICT; Bo Lund"."""
    return [name.strip() for name in re.split(r"[,;(\n]|\band\b", text) if name.strip(" )")]
