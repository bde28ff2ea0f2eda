"""The registers there are, by the names they have in commands."""

from __future__ import annotations

from models.registers.assets import ASSETS
from models.registers.columns import Register
from models.registers.contracts import CONTRACTS
from models.registers.licences import LICENCES
from models.registers.posts import POSTS
from models.registers.risks import RISKS
from rules.errors import UnknownName

REGISTERS = {each.name: each for each in (ASSETS, LICENCES, CONTRACTS, POSTS, RISKS)}


def register_named(name: str) -> Register:
    """The register of that name. Raises: UnknownName."""
    if name not in REGISTERS:
        raise UnknownName(
            f"No register is called {name!r}.", f"one of {', '.join(REGISTERS)}.", "name one."
        )
    return REGISTERS[name]
