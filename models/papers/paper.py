"""Which paper: its kind, whose it is, for which occasion, and whether it is the exempt one."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, kw_only=True)
class PaperId:
    """One paper through all its versions.

    `council` is empty for what all councils share. `occasion` is the decision it belongs to
    (`final`), the day of a paper that is written anew for each day, or empty. The open and the
    exempt paper of one occasion are two papers: each has its versions, and is cleared by itself.
    """

    kind: str
    council: str
    occasion: str
    exempt: bool = False

    def __str__(self) -> str:
        parts = (self.kind, self.council, self.occasion, *(("exempt",) if self.exempt else ()))
        return "/".join(parts)

    @classmethod
    def of(cls, text: str) -> PaperId:
        """The paper that a text such as `final-report/southwark/final` names."""
        kind, council, occasion, *exempt = text.split("/")
        return cls(kind=kind, council=council, occasion=occasion, exempt=bool(exempt))

    @property
    def other(self) -> PaperId:
        """The exempt paper of an open one, and the open one of an exempt."""
        return replace(self, exempt=not self.exempt)

    @property
    def words(self) -> str:
        """The paper as a sentence names it: "the final-report of southwark (final)"."""
        whose = f" of {self.council}" if self.council else ""
        which = ", ".join(filter(None, (self.occasion, "the exempt paper" if self.exempt else "")))
        return f"the {self.kind}{whose}{f' ({which})' if which else ''}"
