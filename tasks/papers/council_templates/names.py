"""Which names a council's template uses that its paper has not.

Finding them works out what is constant in the template, so it is done where memory and time are
limited.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches

from jinja2 import TemplateSyntaxError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from tasks.papers.sandbox import sandboxed


def name_faults(sources: Mapping[str, str], name: str, known: Collection[str]) -> Iterator[str]:
    """What is wrong with a template and all it includes: names nobody gave, files not there."""
    environment = sandboxed(None, ImmutableSandboxedEnvironment)
    waiting, met = [name], set()
    while waiting:
        each = waiting.pop()
        if each in met:
            continue
        met.add(each)
        try:
            tree = environment.parse(sources[each], each)
            used = meta.find_undeclared_variables(tree)
        except TemplateSyntaxError as error:
            yield f"{each}, line {error.lineno}: {error.message}"
            continue
        for wanted in meta.find_referenced_templates(tree):
            if wanted is not None and wanted not in sources:
                yield f"{each} includes {wanted}, which is not in the folder"
            elif wanted is not None:
                waiting.append(wanted)
        for unknown in sorted(used - set(known)):
            yield f"{each}, line {_line_of(tree, unknown)}: {_unknown(unknown, known)}"


def _unknown(name: str, known: Collection[str]) -> str:
    close = get_close_matches(name, sorted(known), n=1)
    return f"{name} is no name of this paper{f' (is it {close[0]}?)' if close else ''}"


def _line_of(tree: nodes.Template, name: str) -> int:
    lines = [each.lineno for each in tree.find_all(nodes.Name) if each.name == name]
    return min(lines, default=0)
