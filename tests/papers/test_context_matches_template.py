"""What a template is given is exactly what it uses, and what it asks for has a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields

import pytest
from jinja2 import meta, nodes

from tasks.papers import KINDS, houses, vocabulary
from tasks.papers.house import OPTIONAL_BLOCKS, REQUIRED_BLOCKS
from tasks.papers.rendering import environment
from tasks.papers.vocabulary import TEMPLATES

ENVIRONMENT = environment(TEMPLATES)
ASKING = (
    "fact",
    "paragraphs",
    "cells",
    "known",
    "answer",
    "shown",
    "paras",
    "fact_paragraphs",
    "grid",
)


def parsed(template: str) -> Iterator[nodes.Template]:
    """A template and every template it imports or includes, each once."""
    waiting, met = [template], set()
    while waiting:
        name = waiting.pop()
        if name in met:
            continue
        met.add(name)
        assert ENVIRONMENT.loader is not None
        tree = ENVIRONMENT.parse(ENVIRONMENT.loader.get_source(ENVIRONMENT, name)[0])
        waiting += [found for found in meta.find_referenced_templates(tree) if found]
        yield tree


def asked_for(template: str) -> set[str]:
    """The facts that a template names."""
    found = set()
    for tree in parsed(template):
        for call in tree.find_all(nodes.Call):
            names = [a.value for a in call.args if isinstance(a, nodes.Const)]
            if isinstance(call.node, nodes.Name) and call.node.name in ASKING and names:
                found.add(names[0])
        found |= {
            const.value for const in tree.find_all(nodes.Const) if const.value in vocabulary()
        }
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_context_has_the_names_its_template_uses_and_no_others(kind: str):
    """A name too many is a fact nobody reads; one too few fails on the day of the meeting."""
    used: set[str] = set()
    for tree in parsed(KINDS[kind].template):
        used |= meta.find_undeclared_variables(tree)
    assert {field.name for field in fields(KINDS[kind].context)} == used


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_asks_only_for_facts_that_have_words(kind: str):
    """Each has its plain words and the role that supplies it in a file of templates/facts."""
    assert asked_for(KINDS[kind].template) - set(vocabulary()) == set()


def test_every_fact_that_has_words_is_asked_for_somewhere():
    """A fact that no paper shows would be gathered for nothing."""
    asked = {"council_name"}
    for kind in KINDS.values():
        asked |= asked_for(kind.template) | set(kind.reads)
    for house in houses().values():
        for row in (*house.front_sheet, *house.notice, *house.audit_trail, *house.consulted):
            asked |= {row.fact, row.also} - {""}
        for section in house.section:
            asked |= set(re.findall(r"{(\w+)}", section.heading))
    assert asked == set(vocabulary())


@pytest.mark.parametrize("kind", ["in-principle-report", "final-report"])
def test_a_report_writes_every_block_that_a_house_may_place(kind: str):
    """A house may put any block anywhere, so each report must have them all."""
    [tree] = [tree for tree in parsed(KINDS[kind].template) if _blocks(tree)]
    assert sorted(_blocks(tree)) == sorted((*REQUIRED_BLOCKS, *OPTIONAL_BLOCKS))


def _blocks(tree: nodes.Template) -> list[str]:
    calls = [c for c in tree.find_all(nodes.Call) if isinstance(c.node, nodes.Name)]
    given = [c.args[0] for c in calls if c.node.name == "report" and c.args]
    return [pair.key.value for table in given for pair in table.items]
