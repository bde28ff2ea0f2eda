"""What was met in an edited Word file that a paper cannot hold as it stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Remark:
    """One thing met in a file: `found` says what, `remedy` what to do about it in Word.

    One that `stops` would lose something, or publish what nobody meant to; the others tell what is
    kept as plain text. `where` is the heading above it.
    """

    where: str
    found: str
    remedy: str
    stops: bool

    def __str__(self) -> str:
        place = f"Below {self.where!r}: " if self.where else ""
        return f"{place}{self.found}. {self.remedy}"


class Remarks:
    """Gathers remarks while a file is read; `where` is moved on by every heading."""

    def __init__(self) -> None:
        self.where = ""
        self._made: dict[Remark, None] = {}

    def stop(self, found: str, remedy: str) -> None:
        """Something that must be put right before the file can be accepted."""
        self._add(found, remedy, stops=True)

    def note(self, found: str, remedy: str = "It is kept as plain text.") -> None:
        """Something that is kept, though not as it looks in Word."""
        self._add(found, remedy, stops=False)

    def all(self) -> tuple[Remark, ...]:
        """Each once, in the order of the file."""
        return tuple(self._made)

    def _add(self, found: str, remedy: str, *, stops: bool) -> None:
        self._made[Remark(where=self.where, found=found, remedy=remedy, stops=stops)] = None


def begun(text: str, most: int = 60) -> str:
    """The first words of a text, in quotes."""
    said = " ".join(text.split())
    return f"“{said if len(said) <= most else said[: most - 2] + ' …'}”"
