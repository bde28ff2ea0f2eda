"""Writes a paper as PDF/UA-1: one Typst file for all, given the tree as data."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from functools import cache
from threading import Lock
from typing import Any

import typst

from rules.errors import ChangeoverError, InputError, RuleRefused
from tasks.papers.columns import (
    LONGEST_WORD,
    ON_ITS_SIDE,
    SMALLER,
    UPRIGHT,
    is_crowded,
    is_kept_whole,
    shares,
)
from tasks.papers.house import House
from tasks.papers.pdf_headers import with_row_headers
from tasks.papers.tree import Block, Figure, Paper, Run, Section, Table
from tasks.papers.vocabulary import TEMPLATES

#: The first of these that the machine has; the last comes within Typst itself.
FONTS = ("Arial", "Liberation Sans", "Libertinus Serif")

#: A word that is longer than any may be broken after so many characters.
_BREAK_EVERY = 8
_ZERO_WIDTH = "\u200b"
_TOO_LONG = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
#: An address no longer than this fits a line, and is whole so that it can be copied.
_ADDRESS = re.compile(r"(?=.{1,44}$)[a-z0-9][^@]*@[^@]+|(?=.{1,44}$)https?://.+")
_ONE_AT_A_TIME = Lock()


def write_pdf(paper: Paper, house: House, *, system_fonts: bool = True) -> bytes:
    """The paper as PDF/UA-1; the same paper gives the same bytes on one machine.

    Raises: InputError naming a character that no font on this machine can draw; RuleRefused.
    """
    given = json.dumps(_given(paper, house), ensure_ascii=False)
    compiler = _compiler(system_fonts)
    try:
        with _ONE_AT_A_TIME:
            made = compiler.compile(
                format="pdf", sys_inputs={"paper": given}, pdf_standards=["ua-1"], timestamp=0
            )
    except typst.TypstError as error:
        raise _refusal(error) from error
    assert isinstance(made, bytes)
    return with_row_headers(made, paper)


@cache
def _compiler(system_fonts: bool) -> typst.Compiler:
    folder = TEMPLATES / "papers"
    return typst.Compiler(folder / "house.typ", root=folder, ignore_system_fonts=not system_fonts)


def _refusal(error: typst.TypstError) -> ChangeoverError:
    said = error.message.strip().rstrip(".")
    if "could not be displayed" in said:
        return InputError(
            f"The PDF cannot be written: {said}.",
            "characters that a font on this machine can draw.",
            "install a font that has the character (such as fonts-noto), or ask for html or docx.",
        )
    return RuleRefused(
        f"The PDF cannot be written: {said}.",
        "a page that the one Typst file of all papers can set out.",
        "mend the picture if there is one on the page, else report this with the page.",
    )


def _given(paper: Paper, house: House) -> dict[str, Any]:
    language, _, region = paper.language.partition("-")
    line = ON_ITS_SIDE if paper.sideways else UPRIGHT
    return {
        "title": paper.title,
        "language": language,
        "region": region or "GB",
        "kind": paper.kind,
        "capitals": paper.capitals,
        "accent": house.accent.value,
        "fonts": FONTS,
        "author": paper.author,
        "sideways": paper.sideways,
        "marking": paper.marking,
        **{part: _blocks(getattr(paper, part), line) for part in ("head", "body", "foot")},
    }


def _blocks(blocks: tuple[Block, ...], line_characters: int) -> list[dict[str, Any]]:
    return [_block(block, line_characters) for block in blocks]


def _block(block: Block, line_characters: int) -> dict[str, Any]:
    is_a = {"is": type(block).__name__}
    if isinstance(block, Section):
        wide = ON_ITS_SIDE if "file" in block.look.split() else line_characters
        return is_a | {"look": block.look, "blocks": _blocks(block.blocks, wide)}
    if isinstance(block, Figure):
        form = "jpg" if block.form == "jpeg" else block.form
        return is_a | asdict(block) | {"form": form, "picture": list(block.picture)}
    if isinstance(block, Table):
        narrow = bool(block.head)
        rest = is_a | asdict(block, dict_factory=_narrow if narrow else _wide)
        crowded = line_characters == UPRIGHT and is_crowded(block, line_characters)
        held = round(line_characters * SMALLER) if crowded else line_characters
        rest |= {"shares": shares(block, held), "crowded": crowded}
        rest["whole"] = [is_kept_whole(row) for row in block.rows]
        return rest
    return is_a | asdict(block, dict_factory=_wide)


def _narrow(items: list[tuple[str, Any]]) -> dict[str, Any]:
    """The fields of a value; long words in a run may be broken."""
    found = dict(items)
    if found.keys() == Run.__dataclass_fields__.keys():
        found["text"] = _TOO_LONG.sub(_with_breaks, found["text"])
    return found


def _wide(items: list[tuple[str, Any]]) -> dict[str, Any]:
    """The same where a line has room for an address."""
    found = dict(items)
    if found.keys() == Run.__dataclass_fields__.keys():
        found["text"] = _TOO_LONG.sub(_unless_address, found["text"])
    return found


def _unless_address(word: re.Match[str]) -> str:
    return word.group() if _ADDRESS.fullmatch(word.group()) else _with_breaks(word)


def _with_breaks(word: re.Match[str]) -> str:
    said = word.group()
    return _ZERO_WIDTH.join(
        said[at : at + _BREAK_EVERY] for at in range(0, len(said), _BREAK_EVERY)
    )
