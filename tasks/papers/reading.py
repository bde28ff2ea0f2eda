"""Reads the block tree from a written page, and refuses what another format would lose."""

from __future__ import annotations

from collections.abc import Iterator

from rules.errors import RuleRefused
from tasks.papers.characters import refuse_unwritable
from tasks.papers.inline import read_runs
from tasks.papers.markup import Element, html
from tasks.papers.pictures import read_figure, without_drawings
from tasks.papers.tables import read_table
from tasks.papers.tree import Block, Heading, Listed, Paper, Paragraph, Run, Section, runs_of, words

#: libxml2 knows no tag of HTML5; our own list of tags stands in its place.
_UNKNOWN_TAG = 801


def read_tree(page: str) -> Paper:
    """The tree of a page. Raises: RuleRefused naming the place; InputError for a character."""
    refuse_unwritable(page)
    text, drawings = without_drawings(page)
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True)
    root = html.document_fromstring(text.encode(), parser=parser)
    for error in parser.error_log:
        if error.type != _UNKNOWN_TAG:
            raise refusal(f"line {error.line}", f"is not well formed: {error.message}")
    return _Reading(drawings).paper(root)


def refusal(place: str, what: str) -> RuleRefused:
    """The error for a page that cannot be written in every format."""
    return RuleRefused(
        f"The page cannot be written in every format: {place} {what}.",
        "only the tags, captions, headers and alternative texts that every format carries.",
        "mend the template, or the partial it uses, at that place.",
    )


class _Reading:
    """One reading of a page; remembers where it is, to name the place of a fault."""

    def __init__(self, drawings: list[str]) -> None:
        self._drawings = drawings
        self._level = 0
        self._place = "the start of the page"

    def paper(self, root: Element) -> Paper:
        head, body = root.find("head"), root.find("body")
        title = " ".join((root.findtext("head/title") or "").split())
        language = root.get("lang") or ""
        if head is None or body is None or not title or not language:
            raise refusal("the page", "has no title or does not say its language")
        looks = (body.get("class") or "").split()
        parts = {child.tag: child for child in body}
        if [child.tag for child in body] != ["header", "main", "footer"] or (
            body.text or ""
        ).strip():
            raise refusal("the body", "is not a header, a main part and a footer")
        found = Paper(
            title=title,
            language=language,
            kind="letter" if "letter" in looks else "paper",
            capitals="headings-capitals" in looks,
            head=self._blocks(parts["header"]),
            body=self._blocks(parts["main"]),
            foot=self._blocks(parts["footer"]),
            sideways="sideways" in looks,
        )
        _refuse_lost_links(found)
        return found

    def _blocks(self, parent: Element) -> tuple[Block, ...]:
        if (parent.text or "").strip():
            raise refusal(self._at(parent), f"holds the loose text {parent.text.strip()[:40]!r}")
        found: list[Block] = []
        for child in parent:
            found += self._block(child, found)
            if (child.tail or "").strip():
                raise refusal(
                    self._at(child), f"is followed by the loose text {child.tail.strip()[:40]!r}"
                )
        return tuple(found)

    def _block(self, element: Element, before: list[Block]) -> Iterator[Block]:
        tag, look = element.tag, (element.get("class") or "").strip()
        if tag in ("section", "div"):
            blocks = self._blocks(element)
            yield from (Section(look=look, blocks=blocks),) if _counts(look) else blocks
        elif tag in ("h1", "h2", "h3"):
            yield self._heading(element)
        elif tag == "p":
            yield from self._paragraph(element, look)
        elif tag in ("ul", "ol"):
            yield self._list(element, before)
        elif tag == "table":
            yield read_table(element, self._at(element), refusal)
        elif tag == "figure":
            yield read_figure(element, self._drawings, self._at(element), refusal)
        else:
            raise refusal(self._at(element), f"is the unknown tag <{tag}>")

    def _heading(self, element: Element) -> Heading:
        level = int(element.tag[1])
        number, runs = self._numbered(element)
        if not words(runs):
            raise refusal(self._at(element), "is a heading without words")
        if level == 1 and self._level:
            raise refusal(f"the heading {words(runs)[:60]!r}", "is a second one of level 1")
        if level > self._level + 1:
            raise refusal(
                f"the heading {words(runs)[:60]!r}",
                f"is of level {level} and follows one of level {self._level}",
            )
        self._level = level
        self._place = f"below the heading {words(runs)[:60]!r}"
        return Heading(level=level, number=number, runs=runs, anchor=element.get("id") or "")

    def _paragraph(self, element: Element, look: str) -> Iterator[Paragraph]:
        number, runs = self._numbered(element)
        if words(runs) or any(run.anchor for run in runs):
            yield Paragraph(runs=runs, number=number, look="" if look == "np" else look)

    def _numbered(self, element: Element) -> tuple[str, tuple[Run, ...]]:
        """The number that stands first in an element, and the runs after it."""
        first = element[0] if len(element) else None
        if first is None or first.get("class") != "n" or (element.text or "").strip():
            return "", read_runs(element, self._at(element), refusal)
        number = first.text_content().strip()
        element.text = first.tail
        element.remove(first)
        return number, read_runs(element, self._at(element), refusal)

    def _list(self, element: Element, before: list[Block]) -> Listed:
        strays = [child.tag for child in element if child.tag != "li"]
        loose = [t for t in (element.text, *(c.tail for c in element)) if (t or "").strip()]
        if strays or loose or not len(element):
            raise refusal(self._at(element), "is a list that holds something else than items")
        items = tuple(read_runs(item, self._at(item), refusal) for item in element)
        last = before[-1] if before else None
        under = isinstance(last, Paragraph) and bool(last.number)
        return Listed(items=items, ordered=element.tag == "ol", under=under)

    def _at(self, element: Element) -> str:
        return f"<{element.tag}> in line {element.sourceline}, {self._place},"


#: Classes that other formats show; a section or division of any other is only its blocks.
_SHOWN = {"missing", "address", "signature", "file", "page"}


def _counts(look: str) -> bool:
    return bool(_SHOWN & set(look.split()))


def _refuse_lost_links(paper: Paper) -> None:
    runs = [run for block in paper.walk() for run in runs_of(block)]
    anchors = {run.anchor for run in runs}
    anchors |= {block.anchor for block in paper.walk() if isinstance(block, Heading)}
    for run in runs:
        if run.link.startswith("#") and run.link[1:] not in anchors:
            raise refusal(f"the link {run.text[:60]!r}", f"leads to {run.link}, which is nowhere")
