"""Deployments: what Prefect starts, and when."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from flows.serving.deployments import FILE, declared, told

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
    found[entrypoint] = [flow.name, flow.parameters.model_dump()]
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def deployments() -> dict[str, dict[str, Any]]:
    """The deployments of prefect.yaml by name."""
    return {each["name"]: each for each in declared()}


@pytest.fixture(scope="module")
def loaded(
    deployments: dict[str, dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[str, dict[str, Any]]]:
    """The flow of each entrypoint, and the form that Prefect makes of its parameters."""
    names = [each["entrypoint"] for each in deployments.values()]
    home = tmp_path_factory.mktemp("prefect")
    answer = subprocess.run(
        [sys.executable, "-c", LOAD, *names],
        env={"PREFECT_HOME": str(home), "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, tuple[str, dict[str, Any]]] = json.loads(answer.stdout)
    return found


def test_every_entrypoint_is_the_module_path_of_a_flow(
    deployments: dict[str, dict[str, Any]], loaded: dict[str, Any]
) -> None:
    """A path to a file would import the flow twice."""
    names = [each["entrypoint"] for each in deployments.values()]
    assert not [name for name in names if ":" in name or "/" in name]
    assert {name: (flow, list(form["properties"])) for name, (flow, form) in loaded.items()} == {
        "flows.transition.step_transition": ("step-transition", ["reference", "today"]),
        "flows.catch_up.catch_up": ("catch-up", ["today"]),
        "flows.deadlines.check_deadlines": ("check-deadlines", ["today"]),
        "flows.papers.prepare_papers": ("prepare-papers", ["reference", "council", "meeting"]),
        "flows.plan.keep_plan": ("keep-plan", ["reference", "formats", "today"]),
        "flows.outbox.send_outbox": ("send-outbox", []),
    }


def test_every_field_of_every_form_says_what_to_fill_in(loaded: dict[str, Any]) -> None:
    """With a description each, dates as dates, and choices where there is a choice."""
    fields = {
        f"{name.rpartition('.')[2]}.{field}": schema
        for name, (_, form) in loaded.items()
        for field, schema in form["properties"].items()
    }
    assert not [name for name, schema in fields.items() if not schema.get("description")]
    assert fields["prepare_papers.meeting"]["format"] == "date"
    assert fields["step_transition.today"]["anyOf"][0] == {"type": "string", "format": "date"}
    (choices,) = loaded["flows.plan.keep_plan"][1]["definitions"].values()
    assert choices["enum"] == [
        *("Picture (SVG)", "Web page (HTML)", "Calendar (ICS)"),
        *("Microsoft Project (XML)", "Table (CSV)", "Workbook (XLSX)"),
    ]


@pytest.mark.parametrize("typed", ["Zebedee Quillfeather", "z.quillfeather@southwark.example", ""])
def test_the_form_takes_references_and_codes_and_nobodys_name(
    loaded: dict[str, Any], typed: str
) -> None:
    """What Prefect refuses by this pattern it does not keep."""
    for entrypoint, field in (
        ("flows.transition.step_transition", "reference"),
        ("flows.papers.prepare_papers", "reference"),
        ("flows.papers.prepare_papers", "council"),
        ("flows.plan.keep_plan", "reference"),
    ):
        schema = loaded[entrypoint][1]["properties"][field]
        assert re.search(schema["pattern"], "worked-2027")
        assert not re.search(schema["pattern"], typed)


def test_the_file_is_found_where_prefect_looks_for_it_and_goes_with_the_package() -> None:
    """One file, in the package; the name at the top of the checkout leads to it."""
    assert (ROOT / "prefect.yaml").resolve() == FILE == ROOT / "flows" / "prefect.yaml"


def test_a_fact_that_was_recorded_steps_its_transition(
    deployments: dict[str, dict[str, Any]],
) -> None:
    """The automation waits for what the announcer says, and passes the reference on."""
    from flows.serving.announcing import FACT_RECORDED, RESOURCE

    (trigger,) = deployments["step"]["triggers"]
    assert trigger["expect"] == [FACT_RECORDED]
    assert trigger["match"] == {"prefect.resource.id": f"{RESOURCE}.*"}
    assert trigger["parameters"] == {"reference": "{{ event.resource.name }}"}


def test_what_starts_each_deployment_is_told_in_words() -> None:
    """As `changeover serve` prints it."""
    assert {each["name"]: each["starts"] for each in told()} == {
        "step": "when a fact is recorded; on request",
        "catch-up": "hourly; on request",
        "check": "working days 0700; on request",
        "papers": "on request",
        "plan": "on request",
        "outbox": "every ten minutes (off); on request",
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


def test_the_check_and_the_catch_up_run_by_the_clock(
    deployments: dict[str, dict[str, Any]],
) -> None:
    """The rest is started by a person or by what was recorded."""
    clocked = [
        name
        for name, each in deployments.items()
        for schedule in each.get("schedules", ())
        if schedule["active"]
    ]
    assert clocked == ["catch-up", "check"]


def test_the_outbox_is_sent_by_the_clock_only_once_somebody_turns_that_on(
    deployments: dict[str, dict[str, Any]],
) -> None:
    """Every way out is off until the settings name one."""
    (schedule,) = deployments["outbox"]["schedules"]
    assert schedule["active"] is False


def test_where_a_way_out_is_on_what_is_served_sends_the_outbox_by_the_clock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The settings turn it on; nobody has to turn on a schedule as well."""
    monkeypatch.setenv("CHANGEOVER_SMTP_URL", "smtp://127.0.0.1:25")
    monkeypatch.setenv("CHANGEOVER_MAIL_FROM", "exit@southwark.example")
    (outbox,) = [each for each in told() if each["name"] == "outbox"]
    assert outbox["starts"] == "every ten minutes; on request"
