"""A council's own templates: run apart, on plain data, within limits, and read like any page."""

from tasks.papers.council_templates.page import own_page, own_template

__all__ = ["own_page", "own_template"]
