"""Facts whose values officers changed in Word: they must be recorded, or they come back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from models.paper_facts import PaperFacts
from tasks.papers.round_trip.differences import Difference, tokens
from tasks.papers.vocabulary import vocabulary
from tasks.papers.wording import long_date

#: A shorter value, such as a yes, stands in too many sentences to be told from them.
_SHORTEST = 4
_GAP = re.compile(r"\[(?:missing|to follow): ([^\]]+)\]")


@dataclass(frozen=True, kw_only=True)
class FactEdited:
    """A fact that the paper told one way and officers another; `said` is empty for a gap.

    One that is not `recordable` comes from the transition itself, not from a fact.
    """

    name: str
    words: str
    said: str
    now: str
    recordable: bool

    def __str__(self) -> str:
        before = f"said {self.said!r}" if self.said else "was missing"
        after = f"now {self.now!r}" if self.now else "now it is gone"
        remedy = (
            f"record it with `changeover fact` ({self.name}), or it will come back"
            if self.recordable
            else "it comes from the transition: put it right there, or it will come back"
        )
        return f"{self.words}: {before}, {after}; {remedy}."


def facts_edited(found: Sequence[Difference], facts: PaperFacts) -> tuple[FactEdited, ...]:
    """The facts whose values stood in what was changed and stand there no longer, each once."""
    told: dict[str, FactEdited] = {}
    values = _values(facts)
    for difference in found:
        if difference.old is not None:
            new = difference.new.text if difference.new else ""
            for each in _edited(difference.old.text, new, values):
                told.setdefault(each.name, each)
    return tuple(told.values())


def _edited(old: str, new: str, values: Mapping[str, tuple[str, str]]) -> Iterator[FactEdited]:
    for name, (words, value) in values.items():
        if value and _stands(value, old) and not _stands(value, new):
            now = _in_its_place(value, old, new)
            recordable = name in vocabulary() and not vocabulary()[name].built_in
            yield FactEdited(name=name, words=words, said=value, now=now, recordable=recordable)
    by_words = {words: name for name, (words, value) in values.items() if not value}
    for gap in _GAP.finditer(old):
        name = by_words.get(gap.group(1), "")
        if name and gap.group() not in new:
            now = _in_its_place(gap.group(), old, new)
            words = gap.group(1)
            yield FactEdited(name=name, words=words, said="", now=now, recordable=True)


def _values(facts: PaperFacts) -> dict[str, tuple[str, str]]:
    """What each fact is in words, and each line of its value, by its name."""
    found: dict[str, tuple[str, str]] = {
        "supplier": ("the supplier", facts.supplier),
        "contract_title": ("the title of the contract", facts.contract_title),
        "expiry_on": ("the last day of the contract", long_date(facts.expiry_on)),
        "commencement_on": ("the first day of the service", long_date(facts.commencement_on)),
    }
    if facts.meeting_on:
        found["meeting_on"] = ("the day of the meeting", long_date(facts.meeting_on))
    for name, known in facts.facts.items():
        value = " ".join((known.value or "").split())
        row = vocabulary().get(name)
        if row and name not in found and (not value or len(value) >= _SHORTEST):
            found[name] = (row.words, value)
    return found


def _stands(value: str, text: str) -> bool:
    edge = r"(?<!\w)" if value[:1].isalnum() else ""
    return re.search(rf"{edge}{re.escape(value)}(?!\w)", text) is not None


def _in_its_place(value: str, old: str, new: str) -> str:
    """What the new text says where the old one said the value."""
    begins = old.index(value)
    ends = begins + len(value)
    before, after = tokens(old), tokens(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    at, said = 0, ""
    starts = [sum(len(t) for t in before[:place]) for place in range(len(before) + 1)]
    for sort, a, b, c, d in matcher.get_opcodes():
        at, stop = starts[a], starts[b]
        if sort == "equal":
            inside = old[max(at, begins) : min(stop, ends)]
            said += inside if max(at, begins) < min(stop, ends) else ""
        elif begins <= at <= ends and (at < ends or stop <= ends):
            said += "".join(after[c:d])
    return " ".join(said.split())
