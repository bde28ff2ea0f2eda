"""What docs/operations.md tells an operator to use is as the programs expect it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]

from flows.serving import environment
from tests.needed import needed

ROOT = Path(__file__).parent.parent.parent
FILES = ROOT / "docs" / "operations"
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
UNITS = sorted(FILES.glob("*.service"))


def settings_of(name: str, folder: Path) -> dict[str, str]:
    """The settings of an environment file, or those that `serve` gives to its children."""
    if name == "serve":
        return environment.of_server(folder, 4200)
    if name == "runs":
        return environment.of_runs(folder, "http://127.0.0.1:4200")
    lines = (FILES / name).read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


@pytest.mark.parametrize("name", ["changeover.env", "prefect.env", "serve", "runs"])
def test_prefect_knows_every_setting_it_is_given(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A setting whose name changed with a release of Prefect would be lost without a word."""
    from prefect.settings import Settings

    for key in [key for key in os.environ if key.startswith("PREFECT_")]:
        monkeypatch.delenv(key)
    given = settings_of(name, tmp_path)
    given = {key: value for key, value in given.items() if key.startswith("PREFECT_")}
    for key, value in {**given, "PREFECT_HOME": str(tmp_path)}.items():
        monkeypatch.setenv(key, value)
    given.pop("PREFECT_PROFILES_PATH", None)
    assert set(given) <= set(Settings().to_environment_variables(exclude_unset=True))


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_every_unit_is_one_that_systemd_takes(path: Path, tmp_path: Path) -> None:
    """With a program that is there, and asked to stop in the order its parent knows."""
    text = path.read_text(encoding="utf-8")
    assert "KillMode=mixed" in text
    (program,) = re.findall(r"^ExecStart=/opt/changeover/\.venv/bin/(\S+)", text, re.MULTILINE)
    there = Path(sys.executable).with_name(program)
    assert there.is_file()
    needed(shutil.which("systemd-analyze"), "systemd is not installed")
    unit = tmp_path / path.name
    text = re.sub(r"^ExecStart=\S+", f"ExecStart={there}", text, flags=re.MULTILINE)
    unit.write_text(re.sub(r"^User=.*", "User=root", text, flags=re.MULTILINE), encoding="utf-8")
    answer = subprocess.run(
        ["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False
    )
    assert [line for line in answer.stderr.splitlines() if path.name in line] == []


def test_the_automation_for_lost_runs_is_one_that_prefect_takes() -> None:
    """And it spares runs that wait for a person, which give no sign of life."""
    from prefect.events.schemas.automations import AutomationCore

    text = (FILES / "lost-runs.yaml").read_text(encoding="utf-8")
    automation = AutomationCore.model_validate(yaml.safe_load(text))
    expected = set(yaml.safe_load(text)["trigger"]["expect"])
    assert automation.enabled
    assert {f"prefect.flow-run.{each}" for each in ("Paused", "Suspended")} <= expected


def test_every_file_of_the_page_is_told_of_and_there() -> None:
    """A link that leads nowhere helps nobody."""
    for link in re.findall(r"\]\(([^)#:]+)\)", PAGE):
        assert (ROOT / "docs" / link).is_file(), link
    told = (
        PAGE + "changeover-prefect.service changeover-worker@.service changeover-announce.service"
    )
    assert [path.name for path in FILES.iterdir() if path.name not in told] == []


def test_every_command_of_the_page_is_a_command() -> None:
    """With its options: each `changeover NAME` is asked for its help elsewhere."""
    from typer.main import get_command

    from cli.main import app

    known = set(get_command(app).commands)  # type: ignore[attr-defined]
    used = set(re.findall(r"(?:^|\.venv/bin/|`)changeover ([a-z-]+)", PAGE, re.MULTILINE))
    assert used <= known
    assert used >= {"serve", "announce", "verify", "backup", "head", "alerts", "outbox"} - {
        "announce"
    }
