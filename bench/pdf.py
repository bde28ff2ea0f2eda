"""The PDF path beside WeasyPrint: both from the same page to an accessible PDF."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from bench.figure import Aim, Figure
from bench.pace import Work, in_turn, processor_time
from bench.sample import REPORT, house, written
from bench.scale import Scale
from tasks.papers.formats import render_formats


def figures(scale: Scale) -> Iterator[Figure]:
    """PDF/UA-1 of one paper; WeasyPrint has no time where it, or the Pango it needs, is missing."""
    page, peer = written(), "WeasyPrint"
    ours = Work(run=lambda: render_formats(page, house(), ["pdf"]))
    what, aim = f"{REPORT}, from page to PDF/UA-1", Aim(at_most=1)
    try:
        from weasyprint import HTML
    except (ImportError, OSError):
        (taken,) = in_turn([ours], rounds=scale.rounds, clock=processor_time)
        peer = f"{peer}: not there (make bench; apt-get install libpangoft2-1.0-0)"
        yield Figure(what=what, ours=taken, peer=peer, unit="CPU s")
        return
    for name in ("weasyprint", "fontTools"):
        logging.getLogger(name).setLevel(logging.ERROR)
    theirs = Work(run=lambda: HTML(string=page.html).write_pdf(pdf_variant="pdf/ua-1"))
    taken, peer_taken = in_turn([ours, theirs], rounds=scale.rounds, clock=processor_time)
    yield Figure(what=what, ours=taken, peer=peer, theirs=peer_taken, unit="CPU s", aim=aim)
