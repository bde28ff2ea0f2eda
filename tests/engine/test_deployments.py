"""Deployments: what Prefect starts, and when."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent.parent

#: Loads each entrypoint as Prefect does: module, then the name in it.
LOAD = """
import importlib, json, sys
from prefect import Flow
found = {}
for entrypoint in sys.argv[1:]:
    module, _, name = entrypoint.rpartition(".")
    flow = getattr(importlib.import_module(module), name)
    assert isinstance(flow, Flow), entrypoint
    found[entrypoint] = [flow.name, sorted(flow.parameters.properties)]
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def deployments() -> dict[str, dict[str, Any]]:
    """The deployments of prefect.yaml by name."""
    file = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    return {each["name"]: each for each in file["deployments"]}


def test_every_entrypoint_is_the_module_path_of_a_flow(
    deployments: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    """A path to a file would import the flow twice."""
    names = [each["entrypoint"] for each in deployments.values()]
    assert not [name for name in names if ":" in name or "/" in name]
    loaded = subprocess.run(
        [sys.executable, "-c", LOAD, *names],
        env={"PREFECT_HOME": str(tmp_path), "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(loaded.stdout) == {
        "flows.transition.step_transition": ["step-transition", ["reference", "today"]],
        "flows.deadlines.check_deadlines": ["check-deadlines", ["today"]],
        "flows.papers.prepare_papers": ["prepare-papers", ["council", "meeting", "reference"]],
        "flows.outbox.send_outbox": ["send-outbox", []],
    }


def test_deadlines_are_checked_at_seven_on_every_weekday_in_london(
    deployments: dict[str, dict[str, Any]],
) -> None:
    """Whatever the machine's own time zone, summer and winter."""
    (schedule,) = deployments["check"]["schedules"]
    assert (schedule["cron"], schedule["timezone"]) == ("0 7 * * 1-5", "Europe/London")
    assert schedule["active"] is True


def test_a_check_that_is_late_does_not_pile_up(deployments: dict[str, dict[str, Any]]) -> None:
    """After an outage one check runs, not one for each morning missed."""
    assert deployments["check"]["concurrency_limit"] == {
        "limit": 1,
        "collision_strategy": "CANCEL_NEW",
    }


def test_only_the_check_runs_by_the_clock(deployments: dict[str, dict[str, Any]]) -> None:
    """Stepping and papers are started by a person or by what was recorded."""
    clocked = [
        name
        for name, each in deployments.items()
        for schedule in each.get("schedules", ())
        if schedule["active"]
    ]
    assert clocked == ["check"]


def test_the_outbox_is_sent_by_the_clock_only_once_somebody_turns_that_on(
    deployments: dict[str, dict[str, Any]],
) -> None:
    """Every way out is off until the settings name one."""
    (schedule,) = deployments["outbox"]["schedules"]
    assert schedule["active"] is False
