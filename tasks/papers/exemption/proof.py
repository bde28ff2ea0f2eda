"""The proof that an open file holds nothing exempt: it is searched whole before it is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from models.paper_facts import KnownFact
from rules.errors import StateError
from tasks.papers.exemption.contents import contents_of
from tasks.papers.exemption.fragments import LookedFor, amounts_in, letters, plainly

_NO_FACTS: Mapping[str, KnownFact] = MappingProxyType({})


def prove_open(
    name: str,
    form: str,
    content: bytes,
    sought: LookedFor,
    among: Mapping[str, KnownFact] = _NO_FACTS,
) -> None:
    """Nothing exempt is in the file of that name, in what it shows or in any other part of it.

    Raises: StateError naming the facts, and those of the open facts `among` which it was made that
    tell the same; never what they say.
    """
    if not sought:
        return
    held = contents_of(form, content)
    found = exempt_in(f"{name}\n{held.words}", f"{name}\n{held.all}", sought)
    if found:
        telling = [fact.name for fact in among.values() if _tells(fact, sought)]
        where = f" It stands in {', '.join(telling)} too." if telling else ""
        raise StateError(
            f"The open {name} would hold exempt information: {', '.join(found)}.{where}",
            "an open paper without any of it, in its text, its properties or its name.",
            "mark as exempt, or correct, each open fact that tells the same (`changeover facts` "
            "lists them); nothing was written.",
        )


def _tells(fact: KnownFact, sought: LookedFor) -> bool:
    return any(exempt_in(text, text, sought) for text in (fact.value or "", fact.source, fact.url))


def exempt_in(words: str, everything: str, sought: LookedFor) -> list[str]:
    """The exempt facts of which something is in a text, by name."""
    bare, plain = letters(everything), plainly(words)
    amounts = set(amounts_in(words))
    found = [
        fragment.fact
        for fragment in sought.fragments
        if (fragment.letters in bare if fragment.long else _is_a_word(fragment.plain, plain))
    ]
    found += [fact for fact, amount in sought.amounts if amount in amounts]
    return sorted(set(found))


def _is_a_word(text: str, plain: str) -> bool:
    """Whether a short text stands by itself, not as a part of a longer word or number."""
    if text not in plain:
        return False
    edge = r"[\w]"
    return bool(re.search(rf"(?<!{edge}){re.escape(text)}(?!{edge})(?![.,]\d)", plain))
