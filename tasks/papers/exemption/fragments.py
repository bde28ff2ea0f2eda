"""What to look for in an open file: each exempt value, its sentences and its amounts of money."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from models.papers.exemptions import Secret

#: A text of so many letters and figures is looked for wherever it stands, across spaces and marks.
LONG = 8
#: A sentence of so many is looked for by itself too.
LONGEST_OF_SENTENCE = 24
#: A whole number below this is told by every page (days, counts, years): it proves nothing.
TELLING_AMOUNT = 10_000
_TIMES = {"million": 10**6, "mn": 10**6, "m": 10**6, "thousand": 10**3, "k": 10**3, "bn": 10**9}
_TIMES |= {"billion": 10**9}
_AMOUNT = re.compile(
    r"(?<![\w.])(\d[\d,  ]*(?:\.\d+)?)\s?(million|mn|m|thousand|k|billion|bn)?(?![\w])"
)
#: What stands between letters and figures.
_MARKS = re.compile(r"[^\w£$€¥]+|_+")
#: Soft hyphens, marks of no width or of direction, and accents that stand by themselves.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\u0300-\u036f]"
)
_SENTENCES = re.compile(r"(?<=[.;:!?])\s+|\n+|\|")
#: Words that answer a question; a page says them anyway.
_ANSWERS = {"yes", "no", "none", "all", "open", "not"}


@dataclass(frozen=True, kw_only=True)
class Fragment:
    """A text that must not be found. One that is not `long` counts only as a word of its own."""

    fact: str
    letters: str
    plain: str
    long: bool


@dataclass(frozen=True, kw_only=True)
class LookedFor:
    """All that must not be found in an open file: texts and amounts, each with its fact."""

    fragments: tuple[Fragment, ...]
    amounts: tuple[tuple[str, Decimal], ...]

    def __bool__(self) -> bool:
        return bool(self.fragments or self.amounts)


def looked_for(secrets: Sequence[Secret]) -> LookedFor:
    """What must not be found of these exempt facts.

    A value of up to four figures, or of up to three letters, stands on any page: that none of it
    gets there is for the way in which papers are made, not for a search, to prove.
    """
    texts, amounts = [], []
    for secret in secrets:
        for value in secret.values:
            for part in dict.fromkeys((value, *_sentences(value))):
                texts.append(_fragment(secret.name, part))
            amounts += [(secret.name, each) for each in amounts_in(value)]
    kept = [each for each in texts if _tells(each)]
    return LookedFor(
        fragments=tuple(dict.fromkeys(kept)),
        amounts=tuple(dict.fromkeys((n, a) for n, a in amounts if a >= TELLING_AMOUNT)),
    )


def letters(text: str) -> str:
    """The letters, figures and currency signs of a text, without case: what survives any markup."""
    return _MARKS.sub("", plainly(text))


def plainly(text: str) -> str:
    """A text without case, ways of writing a letter, or characters that are not seen."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text).casefold())


def amounts_in(text: str) -> Iterator[Decimal]:
    """The numbers of a text, however they are written: 4,250,000 and 4.25 million alike."""
    for figures, times in _AMOUNT.findall(plainly(text)):
        number = Decimal(re.sub(r"[^\d.]", "", figures).rstrip(".") or "0")
        yield (number * _TIMES.get(times, 1)).normalize()


def _sentences(value: str) -> Iterator[str]:
    for part in _SENTENCES.split(value):
        if len(letters(part)) >= LONGEST_OF_SENTENCE:
            yield part


def _fragment(fact: str, text: str) -> Fragment:
    bare = letters(text)
    plain = " ".join(plainly(text).split())
    return Fragment(fact=fact, letters=bare, plain=plain, long=len(bare) >= LONG)


def _tells(fragment: Fragment) -> bool:
    bare = fragment.letters
    if fragment.long:
        return True
    return bool(bare) and len(bare) > (4 if bare.isdigit() else 3) and bare not in _ANSWERS
