"""Papers and letters, each a function of the facts: `render(kind, facts, house)`."""

from tasks.papers.house import House
from tasks.papers.house_file import house_for, houses, read_house
from tasks.papers.kinds import KINDS, Kind, kind_named
from tasks.papers.rendering import Rendered, render
from tasks.papers.vocabulary import FactName, vocabulary

__all__ = [
    "KINDS",
    "FactName",
    "House",
    "Kind",
    "Rendered",
    "house_for",
    "houses",
    "kind_named",
    "read_house",
    "render",
    "vocabulary",
]
