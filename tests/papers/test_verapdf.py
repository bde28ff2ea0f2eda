"""Every paper as PDF passes PDF/UA-1 (ISO 14289-1) in the engine of veraPDF."""

from __future__ import annotations

from pathlib import Path

import pikepdf

from tasks.papers import KINDS, house_for, houses, render
from tasks.papers.kinds import Form
from tasks.papers.pdf import write_pdf
from tasks.papers.reading import read_tree
from tests.needed import needed
from tests.papers import verapdf

needed(not verapdf.missing(), verapdf.missing(), whole_module=True)


def test_every_kind_of_paper_and_every_layout_passes(a_paper_facts, tmp_path: Path):
    """Each kind in one of the layouts in turn, whole; a report with every fact missing too."""
    paths = []
    for place, kind in enumerate(KINDS):
        house = list(houses())[place % len(houses())]
        gaps = [("gaps", {"facts": {}})] if KINDS[kind].form is Form.report else []
        for name, changes in [("whole", {}), *gaps]:
            facts = a_paper_facts(kind=kind, **changes)
            rendered = render(kind, facts, house_for(house))
            path = tmp_path / f"{kind}-{house}-{name}.pdf"
            path.write_bytes(write_pdf(read_tree(rendered.html), house_for(house)))
            paths.append(path)
    assert verapdf.failures(*paths) == {path.name: [] for path in paths}


def test_a_pdf_without_tags_or_language_does_not_pass(a_paper_facts, tmp_path: Path):
    """What proves that the engine looks: a paper whose tags and language were taken out."""
    rendered = render("notice-to-expire", a_paper_facts(), house_for("southwark"))
    whole = tmp_path / "whole.pdf"
    whole.write_bytes(write_pdf(read_tree(rendered.html), house_for("southwark")))
    with pikepdf.open(whole) as document:
        for name in ("/StructTreeRoot", "/MarkInfo", "/Lang"):
            del document.Root[name]
        document.save(tmp_path / "stripped.pdf")
    (found,) = verapdf.failures(tmp_path / "stripped.pdf").values()
    clauses = {each.split()[0] for each in found}
    assert {"7.1-11", "7.2-33"} <= clauses, found
