"""Who acts: the name, role and principal that a log entry keeps."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A person or the engine, as named in the log.

    `role` is the office acted in (`Contract manager`); `on_behalf_of` names the person whose work
    it is, where a stand-in or an assistant acts. Both are empty where nobody said.
    """

    name: str
    role: str = ""
    on_behalf_of: str = ""


#: Who acts where no person does.
ENGINE = Actor(name="changeover")
