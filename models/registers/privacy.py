"""Refuses what would name a person in a register of posts: a leaked staff list is a data breach.

A column is known by its heading, and by what most of its cells look like. No check of this kind
can tell a name in free text, so it goes beside, and not in place of, looking at the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from models.registers.cells import Raw
from models.registers.columns import Register, plain
from rules.errors import BadFile

#: Headings that ask for a person, by what they ask for. Whole words of the heading are compared.
_HEADINGS: dict[str, tuple[str, ...]] = {
    "a name": (
        *("name", "surname", "forename", "forenames", "firstname", "lastname", "initials"),
        *("employee", "person", "known as", "line manager", "reports to", "next of kin"),
    ),
    "a National Insurance number": (
        "national insurance",
        "nino",
        "ni number",
        "ni no",
        "ni",
        "n i",
    ),
    "a date of birth": ("date of birth", "dob", "d o b", "birth", "birthday", "born"),
    "an e-mail address": ("email", "e mail", "mail"),
    "a telephone number": ("telephone", "phone", "mobile", "tel"),
    "a home address": ("home address", "postcode", "post code", "home postcode"),
    "a payroll or staff number": (
        *("payroll number", "payroll no", "payroll id", "staff number", "staff no", "staff id"),
        *("employee number", "employee id", "personnel number", "works number"),
    ),
    "bank details": ("bank", "sort code", "account number", "iban"),
    "a protected characteristic": (
        *("ethnicity", "religion", "sexual orientation", "disability", "marital status"),
        *("union member", "union membership", "trade union membership", "nationality"),
    ),
}
_NI = re.compile(
    r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", re.IGNORECASE
)
_MAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[A-Za-z]{2,}")
_PHONE = re.compile(r"(?:\+44 ?|\b0)(?:\d ?){9,10}\b")
_LOOKS = {
    "a National Insurance number": _NI,
    "an e-mail address": _MAIL,
    "a telephone number": _PHONE,
}
#: A pseudonym tells nobody who it is: letters that say the list, then figures.
_PSEUDONYM = re.compile(r"[A-Za-z]{0,8}[ \-/_.]?\d{1,6}", re.ASCII)
#: Headings that hold one of the words above and yet name nobody.
_HARMLESS = ("scheme name", "pension scheme name", "role name", "post name", "site name")


def refuse_personal(
    name: str, register: Register, headings: Sequence[str], rows: Iterable[tuple[int, list[Raw]]]
) -> None:
    """Nothing when no column names a person. `rows` are the cells below, by row number.

    In a register that is not of people only National Insurance numbers are looked for.
    Raises: BadFile naming every such column; what it held is not repeated.
    """
    found = {heading: asks for heading in headings if (asks := _asks_for(register, heading))}
    seen: dict[str, tuple[str, list[int]]] = {}
    for number, cells in rows:
        for heading, cell in zip(headings, cells, strict=False):
            if heading not in found and (what := _looks_like(register, cell)):
                seen.setdefault(heading, (what, []))[1].append(number)
    lines = [f"- column {heading!r} asks for {what}" for heading, what in found.items()]
    for heading, (what, numbers) in seen.items():
        more = f" and {len(numbers) - 1} more" if len(numbers) > 1 else ""
        lines.append(f"- column {heading!r} holds {what} (row {numbers[0]}{more})")
    if lines:
        raise BadFile(
            "\n".join([f"{name} holds data that would name a person; nothing was taken.", *lines]),
            f"a {register.title.casefold()} that names nobody.",
            "delete these columns from the file (hiding them is not enough) and import it again; "
            "names belong in the secure return of the employer, not here.",
        )


def is_pseudonym(text: str) -> bool:
    """Whether a text tells nobody who is meant: such as P-001 or 17."""
    return bool(_PSEUDONYM.fullmatch(text)) and not _NI.search(text)


def _asks_for(register: Register, heading: str) -> str:
    """What of a person a heading asks for; empty for nothing, or a column of the register."""
    words = f" {plain(heading)} "
    if not register.personal:
        only = ("a National Insurance number", "a date of birth")
        return next((a for a in only if any(f" {w} " in words for w in _HEADINGS[a])), "")
    if register.headed(heading) or words.strip() in _HARMLESS:
        return ""
    for what, asked in sorted(_HEADINGS.items(), key=lambda each: each[0] == "a name"):
        if any(f" {word} " in words for word in asked):
            return what
    return ""


def _looks_like(register: Register, cell: Raw) -> str:
    if not isinstance(cell, str):
        return ""
    looks = _LOOKS if register.personal else {"a National Insurance number": _NI}
    return next((what for what, look in looks.items() if look.search(cell)), "")
