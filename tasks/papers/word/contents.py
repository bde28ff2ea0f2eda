"""A table of contents as Word's own field, filled so that it reads right before Word updates it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tasks.papers.markup import Element
from tasks.papers.tree import Contents, Run
from tasks.papers.word.text import Text
from tasks.papers.word.xml import properties, runs_of_text, w


def contents_field(
    contents: Contents, text: Text, styles: Mapping[str, str], names: Mapping[str, str]
) -> Iterator[Element]:
    """The paragraphs of the field: its title, then a link to each heading.

    Nothing here knows the page numbers, and a wrong one is worse than none: the field is marked as
    old, so that Word fills them in when it opens the file.
    """
    title = properties("pPr", keepNext=True)
    yield w("p", title, *runs_of_text(Run(text=contents.title), strong=True))
    code = w("instrText")
    code.text = f' TOC \\h \\z \\t "{names["heading_2"]},1,{names["heading_3"]},2" '
    start = [
        w("r", w("fldChar", fldCharType="begin", dirty="true")),
        w("r", code),
        w("r", w("fldChar", fldCharType="separate")),
    ]
    for at, (level, words, anchor) in enumerate(contents.entries):
        layout = properties(
            "pPr",
            pStyle=styles["paragraph"],
            spacing={"after": 60},
            ind={"left": 360 * (level - 2)},
        )
        link = text.runs((Run(text=words, link=f"#{anchor}"),))
        yield w("p", layout, *(start if at == 0 else []), *link)
    end = w("r", w("fldChar", fldCharType="end"))
    yield w("p", properties("pPr", pStyle=styles["paragraph"], spacing={"after": 0}), end)
