"""A drawing as a picture of dots, for programs that cannot show the drawing itself."""

from __future__ import annotations

from functools import cache

import typst

from rules.errors import InputError
from tasks.papers.vocabulary import TEMPLATES

#: Fine enough to print; dots to an inch.
_DENSITY = 200


def as_png(drawing: bytes) -> bytes:
    """The SVG as PNG. Raises: InputError when it cannot be drawn."""
    try:
        made = _compiler().compile(
            format="png", ppi=_DENSITY, sys_inputs={"drawing": drawing.decode()}
        )
    except typst.TypstError as error:
        raise InputError(
            f"A drawing cannot be shown in Word: {error.message}.",
            "an SVG that is whole.",
            "mend the drawing, or leave it out.",
        ) from error
    assert isinstance(made, bytes)
    return made


@cache
def _compiler() -> typst.Compiler:
    folder = TEMPLATES / "papers"
    return typst.Compiler(folder / "drawing.typ", root=folder)
