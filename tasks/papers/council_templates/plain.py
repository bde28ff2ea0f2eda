"""A context as plain data: dictionaries, lists, texts, numbers and days, and names of questions.

Nothing that has methods of ours reaches a council's template. A question (`fact`) goes over by its
name; asking it sends the name and plain arguments back, and a plain answer comes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

#: Keys that stand for what JSON has not: a day, escaped text, a question.
DAY, HTML, QUESTION = "\0day", "\0html", "\0question"
#: Methods that a template may ask of a value, by the value's class.
_ASKED = {"House": ("seen_and_unseen", "sections_for")}

Questions = dict[str, Callable[..., Any]]


def as_plain(value: Any, name: str, questions: Questions) -> Any:
    """The value as plain data; each function in it is kept among `questions` by its name."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Enum):
        return as_plain(value.value, name, questions)
    if isinstance(value, str):
        return {HTML: str(value)} if hasattr(value, "__html__") else value
    if isinstance(value, date):
        return {DAY: value.isoformat()}
    if isinstance(value, Decimal | Path):
        return str(value)
    return _of_many(value, name, questions)


def _of_many(value: Any, name: str, questions: Questions) -> Any:
    if isinstance(value, Mapping):
        items = value.items()
    elif is_dataclass(value) and not isinstance(value, type):
        items = _fields(value).items()
    elif hasattr(value, "_asdict"):
        items = value._asdict().items()
    elif isinstance(value, list | tuple | set | frozenset):
        return [as_plain(each, f"{name}[]", questions) for each in value]
    elif callable(value):
        questions[name] = value
        return {QUESTION: name}
    else:
        raise TypeError(f"{name} is a {type(value).__name__}, which is no plain data")
    return {str(key): as_plain(each, f"{name}.{key}", questions) for key, each in items}


def _fields(value: Any) -> dict[str, Any]:
    asked = _ASKED.get(type(value).__name__, ())
    own = {each.name: getattr(value, each.name) for each in fields(value)}
    return own | {name: getattr(value, name) for name in asked if hasattr(value, name)}


def from_plain(value: Any, ask: Callable[[str, list[Any]], Any], html: type[str]) -> Any:
    """The value as a template is given it; a question is a function that asks."""
    if isinstance(value, list):
        return [from_plain(each, ask, html) for each in value]
    if not isinstance(value, dict):
        return value
    if DAY in value:
        return date.fromisoformat(value[DAY])
    if HTML in value:
        return html(value[HTML])
    if QUESTION in value:
        return _question(value[QUESTION], ask)
    return {key: from_plain(each, ask, html) for key, each in value.items()}


def _question(name: str, ask: Callable[[str, list[Any]], Any]) -> Callable[..., Any]:
    def question(*arguments: Any) -> Any:
        return ask(name, list(arguments))

    return question
