"""The Word path beside docxtpl, which fills a template that somebody prepared in Word."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from io import BytesIO
from typing import Any

from docx import Document
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bench.figure import Figure
from bench.pace import Work, in_turn, processor_time
from bench.sample import REPORT, house, written
from bench.scale import Scale
from tasks.papers.formats import render_formats, tree_of
from tasks.papers.tree import Block, Heading, Paper, Section, Table, runs_of, words


def figures(scale: Scale) -> Iterator[Figure]:
    """The same paper, ours from its page and docxtpl's from values at hand; the same words."""
    rendered, peer = written(), "docxtpl"
    ours = Work(run=lambda: render_formats(rendered, house(), ["docx"]))
    what = f"{REPORT}, from page to Word"
    if find_spec("docxtpl") is None:
        (taken,) = in_turn([ours], rounds=scale.rounds, clock=processor_time)
        yield Figure(
            what=what, ours=taken, peer=f"{peer}: not installed (make bench)", unit="CPU s"
        )
        return
    template, values = _template(), {"blocks": list(_plain(tree_of(rendered, house())))}
    _refuse_less(_filled(template, values), values)
    theirs = Work(run=lambda: _filled(template, values))
    taken, peer_taken = in_turn([ours, theirs], rounds=scale.rounds, clock=processor_time)
    yield Figure(what=what, ours=taken, peer=peer, theirs=peer_taken, unit="CPU s")


def _plain(paper: Paper) -> Iterator[dict[str, Any]]:
    """Headings, texts and tables in reading order, as a template of docxtpl takes them."""
    for block in paper.walk():
        if isinstance(block, Table):
            rows = (block.head, *block.rows) if block.head else block.rows
            yield {"is_a": "table", "rows": [[words(cell.runs) for cell in row] for row in rows]}
        elif isinstance(block, Heading):
            yield {"is_a": f"heading-{block.level}", "text": _text(block)}
        elif not isinstance(block, Section) and (text := _text(block)):
            yield {"is_a": "text", "text": text}


def _text(block: Block) -> str:
    number = getattr(block, "number", "")
    return f"{number} {words(tuple(runs_of(block)))}".strip()


def _template() -> bytes:
    """A Word file with the tags that show each sort of block in a style of its own."""
    document = Document()
    document.add_paragraph("{%p for block in blocks %}")
    for level in (1, 2, 3):
        document.add_paragraph(f"{{%p if block.is_a == 'heading-{level}' %}}")
        document.add_paragraph("{{ block.text }}", style=f"Heading {level}")
        document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p if block.is_a == 'text' %}")
    document.add_paragraph("{{ block.text }}")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p if block.is_a == 'table' %}")
    table = document.add_table(rows=3, cols=3)
    table.cell(0, 0).text = "{%tr for row in block.rows %}"
    for place, text in enumerate(("{%tc for cell in row %}", "{{ cell }}", "{%tc endfor %}")):
        table.cell(1, place).text = text
    table.cell(2, 0).text = "{%tr endfor %}"
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def _filled(template: bytes, values: dict[str, Any]) -> bytes:
    """As docxtpl is to be used: sandboxed, and with what is not markup escaped."""
    from docxtpl import DocxTemplate

    filled = DocxTemplate(BytesIO(template))
    filled.render(values, jinja_env=ImmutableSandboxedEnvironment(autoescape=True))
    kept = BytesIO()
    filled.save(kept)
    return kept.getvalue()


def _refuse_less(word: bytes, values: dict[str, Any]) -> None:
    """The peer wrote every text and every cell of the paper. Raises: AssertionError."""
    document = Document(BytesIO(word))
    told = {paragraph.text for paragraph in document.paragraphs}
    wanted = {block["text"] for block in values["blocks"] if "text" in block}
    assert wanted <= told, sorted(wanted - told)[:3]
    cells = sum(len(row.cells) for table in document.tables for row in table.rows)
    assert cells == sum(len(row) for b in values["blocks"] for row in b.get("rows", ()))
