"""lxml, which comes without types, in the one place that says so."""

from __future__ import annotations

from typing import Any

from lxml import etree, html  # type: ignore[import-untyped]

#: An element of HTML or of XML.
Element = Any

__all__ = ["Element", "etree", "html"]
