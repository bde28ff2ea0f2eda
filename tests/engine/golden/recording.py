"""Records a golden log from an export: `python -m tests.engine.golden.recording EXPORT.zip`.

Without an export it is the worked example that is recorded, with a busy life.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from zipfile import ZipFile

GOLDEN = Path(__file__).parent
KEPT = ("log.jsonl", "given.json", "plan.csv", "diary.csv", "findings.csv")
#: The day of the plan that the worked example leads to.
PLANNED_ON = date(2026, 7, 2)


def record(path: Path) -> str:
    """The log in an export is golden, with its rule files and its plan; its reference."""
    with ZipFile(path) as zipped:
        about = json.loads(zipped.read("manifest.json"))
        place = GOLDEN / about["reference"]
        place.mkdir(exist_ok=True)
        for name in KEPT:
            (place / name).write_bytes(zipped.read(name))
        (place / "today.txt").write_text(f"{about['today']}\n", encoding="utf-8")
        sets: dict[str, dict[str, str]] = {}
        for name in zipped.namelist():
            if name.startswith("rules/"):
                _, digest, file = name.split("/", 2)
                sets.setdefault(digest, {})[file] = zipped.read(name).decode()
    for digest, files in sets.items():
        content = json.dumps(files, ensure_ascii=False, sort_keys=True).encode()
        (GOLDEN / "rules").mkdir(exist_ok=True)
        (GOLDEN / "rules" / f"{digest}.json.gz").write_bytes(gzip.compress(content, mtime=0))
    return str(about["reference"])


@contextmanager
def busy_example() -> Iterator[Path]:
    """An export of the worked example in which every act was written."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["CHANGEOVER_HOME"] = home
        from models.actor import Actor
        from models.archive.export import export
        from models.opening import open_transition, read_and_check
        from models.settings import settings
        from tests.engine.prepared import REFERENCE, WORKED, given
        from tests.engine.test_projection import busy_life

        open_transition(read_and_check(WORKED), actor=Actor(name="a tester"))
        folder = settings().papers / REFERENCE
        folder.mkdir(parents=True)
        busy_life(REFERENCE, given, folder)
        export(REFERENCE, Path(home) / "export.zip", PLANNED_ON)
        yield Path(home) / "export.zip"


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(record(Path(sys.argv[1])))
    else:
        with busy_example() as exported:
            print(record(exported))
