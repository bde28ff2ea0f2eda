"""Word files of every kind of document, as other programs read them."""

from __future__ import annotations

import json
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from models.paper_facts import PaperFacts
from tasks.papers import KINDS, house_for, render
from tasks.papers.formats import render_formats
from tests.needed import VALIDATOR, needed, validator_needed
from tests.papers.laid_out import IN_TURN
from tests.papers.read_back import Word, squeezed

#: One of each form, for what LibreOffice makes of them.
FORMS = {kind.form: name for name, kind in KINDS.items()}


@pytest.fixture(scope="module")
def files(
    worked: dict[str, PaperFacts], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """Every kind of document of the worked example as a Word file, by its name and layout."""
    folder = tmp_path_factory.mktemp("word")
    found = {}
    for kind, house in IN_TURN:
        layout = house_for(house)
        path = folder / f"{kind}--{house}.docx"
        made = render_formats(render(kind, worked[kind], layout), layout, ["docx"])
        path.write_bytes(made["docx"])
        found[path.stem] = path
    return found


def faults(path: Path) -> list[dict[str, str]]:
    """What the Open XML SDK of Microsoft finds wrong with a file."""
    run = subprocess.run([VALIDATOR, path], capture_output=True, text=True, timeout=120)
    found: list[dict[str, str]] = json.loads(run.stdout)["errors"]
    return found


def test_every_file_is_as_microsofts_own_validator_wants_it(files: dict[str, Path]) -> None:
    """No error in any part of any file, whatever the kind and the layout."""
    validator_needed()
    with ThreadPoolExecutor(max_workers=2) as pool:
        found = dict(zip(files, pool.map(faults, files.values()), strict=True))
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_libreoffice_opens_every_form_of_document_and_shows_every_word(
    files: dict[str, Path], tmp_path: Path
) -> None:
    """A report, a notice, a letter, a schedule, a record and terms, all in one go."""
    office = shutil.which("soffice")
    needed(office, "LibreOffice is not installed")
    names = [next(name for name in files if name.startswith(f"{k}--")) for k in FORMS.values()]
    home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    command = [str(office), "--headless", home, "--convert-to", "txt:Text (encoded):UTF8"]
    command += ["--outdir", str(tmp_path), *(str(files[name]) for name in names)]
    subprocess.run(command, capture_output=True, check=True, timeout=240)
    for name in names:
        shown = squeezed((tmp_path / f"{name}.txt").read_text(encoding="utf-8"))
        word = Word(files[name].read_bytes())
        told = [said for said in word.words if said not in word.captions]
        assert [said for said in told if squeezed(said) not in shown] == [], name
