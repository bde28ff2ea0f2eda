"""A paper in each format asked for, all from the one page that was written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from rules.errors import InputError
from tasks.papers.characters import refuse_unwritable
from tasks.papers.house import House
from tasks.papers.rendering import Rendered
from tasks.papers.tree import Paper, with_contents

#: The formats a paper can be had in; the page is what the others are written from.
FORMATS = ("html", "docx", "pdf")


def formats_named(text: str) -> tuple[str, ...]:
    """The formats of a list such as `html,docx`, each once, in that order. Raises: InputError."""
    asked = tuple(dict.fromkeys(name.strip().lower() for name in text.split(",") if name.strip()))
    for name in asked or ("",):
        if name not in FORMATS:
            raise InputError(
                f"There is no format {name!r}.",
                f"one or more of {', '.join(FORMATS)}, with commas between.",
                "ask for one of these.",
            )
    return asked


def render_formats(
    rendered: Rendered, house: House, formats: Collection[str]
) -> Mapping[str, bytes]:
    """The paper by format. The page is read once, and refused if a format would lose anything.

    Raises: InputError for an unknown format or what cannot be written; RuleRefused for a page
    that is not fit for every format.
    """
    asked = formats_named(",".join(formats))
    refuse_unwritable(rendered.html)
    paper = tree_of(rendered, house) if set(asked) - {"html"} else None
    return {name: _written(name, rendered, paper, house) for name in asked}


def tree_of(rendered: Rendered, house: House) -> Paper:
    """The tree of a page, with its contents where the house has them."""
    from tasks.papers.reading import read_tree

    paper = read_tree(rendered.html)
    return with_contents(paper) if house.has_contents and paper.kind == "paper" else paper


def _written(name: str, rendered: Rendered, paper: Paper | None, house: House) -> bytes:
    if paper is None or name == "html":
        return rendered.html.encode()
    return _writers()[name](paper, house)


def _writers() -> dict[str, Callable[[Paper, House], bytes]]:
    """The writers, loaded when first needed: a page needs none of their libraries."""
    from tasks.papers.pdf import write_pdf
    from tasks.papers.word import write_word

    return {"docx": write_word, "pdf": write_pdf}
