"""The parameters that people fill in on Prefect's page, and what may stand in each.

They name things by reference and code; a name with a space in it, such as a person's, is refused
before there is a run, since Prefect keeps what it was given.
"""

from __future__ import annotations

from enum import Enum
from typing import Annotated

from pydantic import Field

_CODE = r"^[a-z0-9][a-z0-9-]*$"

Reference = Annotated[str, Field(pattern=_CODE, max_length=100, examples=["worked-2027"])]
Council = Annotated[str, Field(pattern=_CODE, max_length=100, examples=["southwark"])]


class PlanFormat(Enum):
    """A format of a plan, in the words of the page; `ending` is that of its file."""

    PICTURE = "Picture (SVG)"
    PAGE = "Web page (HTML)"
    CALENDAR = "Calendar (ICS)"
    PROJECT = "Microsoft Project (XML)"
    TABLE = "Table (CSV)"
    WORKBOOK = "Workbook (XLSX)"

    @property
    def ending(self) -> str:
        """The name of the format, which is the ending of its file."""
        return self.value.rpartition("(")[2].rstrip(")").lower()
