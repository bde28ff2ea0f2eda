"""Records what a release leaves in a database.

    python -m tests.engine.released.recording CHECKOUT

The checkout's own code leads a small life in a database of its own; every row of it is then kept
here under the revision of its tables. Done once, before a migration is added.
"""

from __future__ import annotations

import gzip
import json
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from sqlalchemy import MetaData, create_engine

from models.archive.rows import lines
from tests.conftest import A_TRANSITION

HERE = Path(__file__).parent
LICENCES = Path(__file__).parents[3] / "examples" / "worked-2027-licences.csv"
#: How a release opens a transition and looks over its deadlines, without Prefect.
OPENED = """
from pathlib import Path
from models.opening import open_transition, read_and_check
try:
    from models.actor import Actor
except ImportError:
    Actor = lambda name: name
open_transition(read_and_check(Path("a-transition.toml")), actor=Actor(name="a tester"))
"""
CHECKED = """
from datetime import date
from tests.engine.checking import check
check(date(2026, 10, 15))
"""
ON = "--today 2026-10-14"
#: What is typed in between; a release that has no such command or option yet does without.
TYPED = (
    f"decide a-transition southwark --meeting 2026-10-13 --outcome approved --by Cabinet "
    f"--evidence 'Minute 7' --presume-earlier {ON}",
    f"record a-transition 2.4 --on 2026-10-13 --by 'A manager' --evidence 'Proof of service' {ON}",
    "what-if a-transition --slip 9.2=5wd --keep later --today 2026-10-14",
    f"adopt a-transition later --reason 'Agreed by the board' {ON}",
    f"baseline a-transition 'Board of October' {ON}",
    "register a-transition licences --from licences.csv",
    "reopen a-transition 2.4 --reason 'It was not served'",
    f"record a-transition 2.4 --on 2026-10-14 --by 'A manager' --evidence 'Proof of service' {ON}",
)


def record(checkout: Path) -> Path:
    """The rows that the release in that folder leaves behind are kept; where."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "a-transition.toml").write_text(A_TRANSITION, encoding="utf-8")
        (place / "licences.csv").write_bytes(LICENCES.read_bytes())
        _run(checkout, place, OPENED)
        for line in TYPED:
            _run(checkout, place, "from cli.main import app; app()", *shlex.split(line))
        _run(checkout, place, CHECKED)
        return _keep(place / "changeover.db")


def _run(checkout: Path, place: Path, code: str, *typed: str) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CHANGEOVER")}
    answer = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(checkout)!r}); {code}", *typed]
        if typed
        else [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(checkout)!r})\n{code}"],
        cwd=place,
        env={**kept, "CHANGEOVER_HOME": str(place), "CHANGEOVER_ACTOR": "a tester"},
        capture_output=True,
        text=True,
        check=False,
    )
    print(answer.returncode, shlex.join(typed), answer.stderr[-300:], flush=True)


def _keep(file: Path) -> Path:
    engine, tables = create_engine(f"sqlite:///{file}"), MetaData()
    tables.reflect(engine)
    rows: dict[str, list[dict[str, object]]] = {}
    with engine.connect() as connection:
        for table in tables.sorted_tables:
            if found := [json.loads(each) for each in lines(connection, table)]:
                rows[table.name] = found
    engine.dispose()
    (revision,) = rows.pop("alembic_version")
    content = json.dumps(rows, indent=1, ensure_ascii=False).encode()
    path = HERE / f"{revision['version_num']}.json.gz"
    path.write_bytes(gzip.compress(content, mtime=0))
    return path


if __name__ == "__main__":
    print(record(Path(sys.argv[1]).absolute()))
