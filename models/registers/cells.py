"""From what a file holds in a cell to the one form in which it is kept."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from models.csv_file import FORMULA_SIGNS
from models.registers.columns import Column, Holds, plain
from models.registers.faults import quoted

#: What a cell of a spreadsheet may hold once read; a cell of a CSV file is always text.
Raw = str | int | float | bool | date | datetime | None
#: The longest text that a cell of a spreadsheet holds.
LONGEST = 32_767
#: What neither a page nor Word can hold.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_PENNY = Decimal("0.01")
_POUNDS = re.compile(
    r"(\()?\s*(-\s*(?:£|GBP)?|(?:£|GBP)?\s*-?)\s*(\d{1,3}(?:,\d{3})+|\d+)?(\.\d+)?\s*(?:GBP)?\s*(\))?",
    re.IGNORECASE | re.ASCII,
)
#: No sum in a register is as large as this; one that is was mistyped.
_MOST_POUNDS = Decimal(10) ** 12
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}


class NotThat(ValueError):
    """The cell does not hold what its column is for; says what was found."""


def text_of(raw: Raw) -> str:
    """A cell as text: whole numbers without a decimal point, days as 2027-03-31.

    Raises: NotThat for text that no document could hold.
    """
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, int | float):
        return f"{Decimal(repr(raw)).normalize():f}"
    if found := _CONTROL.search(raw):
        raise NotThat(f"the control character U+{ord(found.group()):04X}")
    text = raw.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > LONGEST:
        raise NotThat(f"{len(text):,} characters, more than a cell holds")
    return text[1:] if _was_guarded(text) else text


def _was_guarded(text: str) -> bool:
    """Whether an export put an apostrophe before the text, lest it be taken for a formula."""
    return text.startswith("'") and text.lstrip("'").startswith(FORMULA_SIGNS)


def kept(column: Column, raw: Raw) -> str:
    """The cell in the form in which its column is kept; empty where nothing is known.

    Raises: NotThat saying what was found.
    """
    text = text_of(raw)
    if not text:
        return ""
    match column.holds:
        case Holds.MONEY:
            return _money(text)
        case Holds.DAY:
            return _day(text, raw)
        case Holds.NUMBER:
            return _number(text)
        case Holds.PERCENT:
            return _percent(text)
        case Holds.PERIOD:
            return _period(text)
        case Holds.CHOICE:
            return _choice(column, text)
    return text


def _money(text: str) -> str:
    """Pounds and pence, half a penny rounded up. Brackets or a minus sign say less than nothing."""
    if text.casefold() in ("nil", "zero"):
        return "0.00"
    match = _POUNDS.fullmatch(text)
    if not match or not (match[3] or match[4]) or bool(match[1]) != bool(match[5]):
        raise NotThat(quoted(text))
    try:
        pounds = Decimal(f"{(match[3] or '0').replace(',', '')}{match[4] or ''}")
        pounds = pounds.quantize(_PENNY, ROUND_HALF_UP)
    except InvalidOperation as error:
        raise NotThat(quoted(text)) from error
    if pounds >= _MOST_POUNDS:
        raise NotThat(f"{quoted(text)}, more than any sum here")
    less = bool(match[1] or "-" in match[2]) and pounds != 0
    return f"{'-' if less else ''}{pounds}"


def _day(text: str, raw: Raw) -> str:
    """A day; written in figures, the day of the month stands first, as in Britain."""
    if isinstance(raw, bool | int | float):
        raise NotThat(f"the number {text}, not a cell formatted as a date")
    figures = re.fullmatch(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})", text, re.ASCII)
    words = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?[ \-]([A-Za-z]{3,9})\.?,?[ \-](\d{4})", text)
    iso = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})(?:[T ][\d:.]+Z?)?", text, re.ASCII)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3])).isoformat()
        if figures:
            return date(int(figures[3]), int(figures[2]), int(figures[1])).isoformat()
        if words and _month(words[2]):
            return date(int(words[3]), _month(words[2]), int(words[1])).isoformat()
    except ValueError:
        pass
    raise NotThat(quoted(text))


def _month(word: str) -> int:
    """The number of a month written whole or by its first three letters; 0 for no month."""
    whole = (
        *("january", "february", "march", "april", "may", "june", "july", "august"),
        *("september", "october", "november", "december"),
    )
    name = word.casefold()
    known = name in whole or name in _MONTHS or name == "sept"
    return _MONTHS[name[:3]] if known else 0


def _number(text: str) -> str:
    if re.fullmatch(r"\d{1,3}(,\d{3})+|\d{1,12}", text, re.ASCII):
        return str(int(text.replace(",", "")))
    raise NotThat(quoted(text))


def _percent(text: str) -> str:
    match = re.fullmatch(r"(\d{1,3}(?:\.\d{1,2})?)\s*%?", text, re.ASCII)
    if not match or Decimal(match[1]) > 100:
        raise NotThat(quoted(text))
    return f"{Decimal(match[1]).normalize():f}"


def _period(text: str) -> str:
    match = re.fullmatch(
        r"([1-9]\d{0,2})\s*(calendar |working |business )?\s*(day|week|month|year)s?('? notice)?",
        text.casefold(),
        re.ASCII,
    )
    if not match:
        raise NotThat(quoted(text))
    number, manner, unit = int(match[1]), (match[2] or "").strip(), match[3]
    if manner in ("working", "business") and unit != "day":
        raise NotThat(quoted(text))
    if unit == "year":
        number, unit = 12 * number, "month"
    worded = "working day" if manner in ("working", "business") else unit
    return f"{number} {worded}{'' if number == 1 else 's'}"


def _choice(column: Column, text: str) -> str:
    wanted = plain(text) or text
    for choice, others in column.choices.items():
        if wanted in {plain(each) or each for each in (choice, *others)}:
            return choice
    raise NotThat(quoted(text))
