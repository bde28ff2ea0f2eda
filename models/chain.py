"""Whether a log holds: every entry follows the one before, and none was changed since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from models.log import GENESIS, Chained, Entry, digest_of
from rules.errors import LogBroken

#: Of more breaks than these only the number is told.
_TOLD = 12


@dataclass(frozen=True, kw_only=True)
class Break:
    """A place where a log, or what was projected from it, does not hold.

    `sequence` is the number of the entry; 0 where no entry has to do with it.
    """

    reference: str
    sequence: int
    says: str

    def __str__(self) -> str:
        entry = f" entry {self.sequence}" if self.sequence else ""
        return f"{self.reference}{entry}: {self.says}"


def verify(transition: Chained, found: Iterable[Entry]) -> Iterator[Break]:
    """Every place where the chain of a transition does not hold; nothing when it is whole."""

    def broken(sequence: int, says: str) -> Break:
        return Break(reference=transition.reference, sequence=sequence, says=says)

    previous, expected = GENESIS, 1
    for entry in found:
        if entry.sequence != expected:
            yield broken(expected, f"entry {expected} is missing; entry {entry.sequence} follows")
        if entry.previous != previous:
            yield broken(entry.sequence, "it does not follow the entry before it")
        if entry.digest != digest_of(transition.reference, entry):
            yield broken(entry.sequence, "its content was changed after it was written")
        previous, expected = entry.digest, entry.sequence + 1
    length = expected - 1
    if length != transition.log_length:
        says = f"the log ends at entry {length}, but {transition.log_length} were written"
        yield broken(min(length, transition.log_length) + 1, says)
    elif previous != (transition.log_head or GENESIS):
        yield broken(length, "it is not the last entry that was written")


def refuse_broken(breaks: list[Break]) -> None:
    """Raises: LogBroken naming the breaks, the first one first, when there is one."""
    if not breaks:
        return
    places = "; ".join(str(each) for each in breaks[:_TOLD])
    more = f"; and {len(breaks) - _TOLD} more" if len(breaks) > _TOLD else ""
    raise LogBroken(
        f"The state log does not hold: {places}{more}.",
        "a log whose every entry follows the one before, and rows that are what it says.",
        "restore the database from a backup taken before the change, and find out who made it.",
    )
