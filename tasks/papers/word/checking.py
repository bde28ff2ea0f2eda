"""What a council's own Word file lacks before papers can be written into it, and what to better."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument

from tasks.papers.colours import LEAST_CONTRAST, contrast
from tasks.papers.house import House
from tasks.papers.markup import Element, etree
from tasks.papers.word.looks import Looks
from tasks.papers.word.numbering import numbering_root
from tasks.papers.word.own_lists import OwnLists
from tasks.papers.word.safety import refuse_unsafe
from tasks.papers.word.style_map import missing_styles
from tasks.papers.word.xml import TWIPS_A_MILLIMETRE, W

#: Letters that every Word of the last fifteen years has.
_EVERYWHERE = {
    *("arial", "arial narrow", "calibri", "cambria", "candara", "consolas", "constantia", "corbel"),
    *("courier new", "georgia", "palatino linotype", "segoe ui", "tahoma", "times new roman"),
    *("trebuchet ms", "verdana", "century gothic", "symbol", "wingdings"),
}
_HEADINGS = ("heading_1", "heading_2", "heading_3")


@dataclass(frozen=True, kw_only=True)
class WordCheck:
    """What a Word file `lacks` to carry papers that everybody can read, and what to better."""

    lacks: tuple[str, ...]
    advice: tuple[str, ...]


def check_house_word(path: Path, house: House) -> WordCheck:
    """The file as the layout's own. Raises: BadFile where it is not safe to open."""
    refuse_unsafe(path)
    document = Document(str(path))
    looks = Looks(document)
    lacks = [
        *missing_styles(document, house),
        *_headings(house, looks),
        *_lists(house, looks),
        *_colours(house, looks),
        *_pictures(document),
        *_protection(document),
    ]
    advice = [
        *_numbering(document, house, looks),
        *_table(house, looks),
        *_language(document),
        *_title(document),
        *_fonts(document, house, looks),
        *_capitals(house, looks),
        *_pages(document),
    ]
    return WordCheck(lacks=tuple(lacks), advice=tuple(advice))


def _headings(house: House, looks: Looks) -> Iterator[str]:
    """Headings are headings to software too, of the levels 1, 2 and 3 in that order."""
    names = [getattr(house.word, use) for use in _HEADINGS]
    for level, name in enumerate(names, start=1):
        found = looks.level(name)
        if looks.style_id(name) and found != level:
            what = f"is one of level {found}" if found else "is none: it has no outline level"
            yield f"the style {name!r} should be heading {level} and {what}"
    for above, below in pairwise(names):
        if looks.half_points(below) > looks.half_points(above):
            yield f"the style {below!r} is larger than {above!r}, which stands above it"


def _lists(house: House, looks: Looks) -> Iterator[str]:
    for name, what in ((house.word.bullets, "bullets"), (house.word.numbers, "numbers")):
        if looks.style_id(name) and not looks.is_list(name):
            yield f"the style {name!r} has no {what}"


def _colours(house: House, looks: Looks) -> Iterator[str]:
    for use, name in asdict(house.word).items():
        if use == "table" or not looks.style_id(name):
            continue
        text, ground = looks.colour(name), looks.ground(name)
        if (found := contrast(text, ground)) < LEAST_CONTRAST:
            yield (
                f"the style {name!r} has text of {text} on {ground}: a contrast of {found:.1f}, "
                f"below {LEAST_CONTRAST} (WCAG 2.2, 1.4.3)"
            )


def _pictures(document: WordDocument) -> Iterator[str]:
    """The logo in a header is told in words to those who cannot see it."""
    for where, root in _edges(document):
        for picture in root.iter():
            if (
                etree.QName(picture).localname == "docPr"
                and not (picture.get("descr") or "").strip()
            ):
                yield f"a picture in the {where} has no alternative text"


def _protection(document: WordDocument) -> Iterator[str]:
    found = document.settings.element.find(f"{{{W}}}documentProtection")
    if found is not None and found.get(f"{{{W}}}enforcement") in ("1", "true", "on"):
        yield "it is protected: officers could not edit a paper written into it"


def _numbering(document: WordDocument, house: House, looks: Looks) -> Iterator[str]:
    """Paragraph numbers come from the file's own list where it numbers as the layout does."""
    lists = OwnLists(numbering_root(document), document.styles.element)
    numbered, heading = looks.style_id(house.word.numbered), looks.style_id(house.word.heading_2)
    if not numbered or lists.place(numbered) is None:
        return
    if house.numbering.value == "run":
        fits, wanted = lists.run(numbered), "1., 2., 3. at its first level"
    else:
        top = {"1": "%1.", "1.0": "%1.0"}.get(house.heading_numbers.value, "%1.")
        fits = lists.outline(heading, numbered, top)
        shown = top.replace("%1", "1")
        wanted = f"{house.word.heading_2!r} as {shown} and its paragraphs as 1.1 in one list"
    if fits is None:
        yield (
            f"the style {house.word.numbered!r} belongs to a list that does not number as the "
            f"layout does ({wanted}): papers are given a list of their own"
        )


def _table(house: House, looks: Looks) -> Iterator[str]:
    name = house.word.table
    if looks.style_id(name) and not looks.has_header_row(name):
        yield f"the table style {name!r} has no look for the header row: grey is put behind it"


def _language(document: WordDocument) -> Iterator[str]:
    found = document.styles.element.find(
        f"{{{W}}}docDefaults/{{{W}}}rPrDefault/{{{W}}}rPr/{{{W}}}lang"
    )
    language = "not said" if found is None else found.get(f"{{{W}}}val") or "not said"
    if language != "en-GB":
        yield f"its language is {language}: papers are set to en-GB"


def _title(document: WordDocument) -> Iterator[str]:
    if not (document.core_properties.title or "").strip():
        yield "it has no title among its properties: each paper is given its own"
    for where, root in _edges(document):
        said = "".join(each.text or "" for each in root.iter(f"{{{W}}}t"))
        if "click or tap" in said.casefold() or ("[" in said and "]" in said):
            yield f"the {where} holds words to be filled in: {said.strip()[:60]!r}"


def _fonts(document: WordDocument, house: House, looks: Looks) -> Iterator[str]:
    embedded = _embedded(document)
    names = {looks.font(name) for use, name in asdict(house.word).items() if use != "table"}
    for font in sorted(names - {""}):
        if font.casefold() not in _EVERYWHERE | embedded:
            yield (
                f"the font {font} is not on every machine and not in the file: others will see "
                "another (File, Options, Save, Embed fonts)"
            )


def _embedded(document: WordDocument) -> set[str]:
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            root = etree.fromstring(
                relation.target_part.blob, etree.XMLParser(resolve_entities=False, no_network=True)
            )
            return {
                str(font.get(f"{{{W}}}name")).casefold()
                for font in root
                if font.find(f"{{{W}}}embedRegular") is not None
            }
    return set()


def _capitals(house: House, looks: Looks) -> Iterator[str]:
    name = house.word.heading_2
    wanted = house.headings.value == "capitals"
    if looks.style_id(name) and looks.has_capitals(name) != wanted:
        other = "in capitals" if not wanted else "not in capitals"
        yield f"the layout's headings are {house.headings.value} and the style {name!r} is {other}"


def _pages(document: WordDocument) -> Iterator[str]:
    if len(document.sections) > 1:
        yield (
            f"it has {len(document.sections)} sections: papers take the headers and footers "
            "of the last"
        )
    size = document.element.body.sectPr.find(f"{{{W}}}pgSz")
    if size is None or abs(int(size.get(f"{{{W}}}w")) - 210 * TWIPS_A_MILLIMETRE) > 60:
        yield "its pages are not A4"


def _edges(document: WordDocument) -> Iterator[tuple[str, Element]]:
    """Every header and footer that the file has of its own."""
    for relation in document.part.rels.values():
        sort = relation.reltype.rpartition("/")[2]
        if sort in ("header", "footer"):
            yield sort, relation.target_part.element
