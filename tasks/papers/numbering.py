"""The numbers of headings and paragraphs, as a council's house style has them."""

from __future__ import annotations


class Numbering:
    """Numbers handed out in the order the paper is written.

    `style` is `run` (1, 2, 3 through the whole report) or `decimal` (1.1, 1.2 within a section).
    `heads` is how sections are numbered: `none`, `1` (a bare number) or `1.0`.
    """

    def __init__(self, *, style: str, heads: str) -> None:
        self._style = style
        self._heads = heads
        self._section = 0
        self._paragraph = 0

    def heading(self) -> str:
        """The number of the next section, empty where the house numbers none."""
        self._section += 1
        if self._style == "decimal":
            self._paragraph = 0
        return {"none": "", "1": f"{self._section}.", "1.0": f"{self._section}.0"}[self._heads]

    def paragraph(self) -> str:
        """The number of the next paragraph; in a letter, which has no sections, a single run."""
        self._paragraph += 1
        if self._style == "run" or not self._section:
            return f"{self._paragraph}."
        return f"{self._section}.{self._paragraph}"
