"""Flows: short, run again without doing anything twice, and told to Prefect without any person."""

from __future__ import annotations

import gc
import json
import os
import urllib.request
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from flows import launch
from flows.parameters import PlanFormat
from models.actor import Actor
from models.database import database, writing
from models.deciding import record_decision
from models.log import locked
from models.opening import open_transition, read_and_check
from models.recording import record_step
from models.reports import log_of
from models.settings import settings
from models.verification import verify_all
from rules.errors import InputError, StateError
from rules.situation import DecisionId

pytestmark = [
    pytest.mark.prefect,
    # Prefect's client leaves the sockets of a finished event loop to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
]

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "worked-2027.toml"
COUNCILS = ("northmere", "eastholt", "westbrook")
START = date(2026, 3, 31)
_numbers = count(1)

Happened = Callable[..., Any]


@pytest.fixture
def reference(home: Path, prefect_home: Path, tmp_path: Path) -> str:
    """The worked example under a reference of its own, so that its runs can be told apart."""
    name = f"flow-{next(_numbers)}"
    path = tmp_path / "worked.toml"
    path.write_text(EXAMPLE.read_text(encoding="utf-8").replace("worked-2027", name))
    open_transition(read_and_check(path), actor=Actor(name="a tester"))
    return name


@pytest.fixture(autouse=True)
def _sockets_are_let_go() -> Iterator[None]:
    """What Prefect leaves behind is collected here, and not while another test runs."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


def asked(path: str, **body: Any) -> list[dict[str, Any]]:
    """What the Prefect server answers."""
    request = urllib.request.Request(
        f"{os.environ['PREFECT_API_URL']}{path}",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        found: list[dict[str, Any]] = json.load(answer)
    return found


def flow_runs(reference: str) -> Counter[str]:
    """How many flow runs there were under each name that holds the reference."""
    found = asked("/flow_runs/filter", flow_runs={"name": {"like_": reference}})
    assert {run["state_type"] for run in found} <= {"COMPLETED", "FAILED"}
    return Counter(run["name"].removesuffix(f"-{reference}") for run in found)


def acts(reference: str) -> Counter[str]:
    """How many entries of each act the log has."""
    return Counter(each["act"] for each in log_of(reference))


def agreed_in_principle(reference: str, happened: Happened) -> None:
    """Every council approved on 16 June 2026 and published that day: effective on 24 June."""
    meeting = date(2026, 6, 16)
    for council in COUNCILS:
        record_step(reference, "1.7", council, happened(date(2026, 5, 11)))
        decision = DecisionId("in-principle", council)
        record_decision(reference, decision, "approved", happened(meeting), meeting)


def test_a_step_does_what_can_be_done_and_the_next_one_does_nothing(reference: str) -> None:
    """On 31 March 2026: a notice and a report for each council, and 7 steps that can be begun."""
    did = launch.step(reference, START)

    assert Counter(each.what for each in did) == {
        "wrote forward-plan-notice": 3,
        "wrote in-principle-report": 3,
        "step opened": 7,
    }
    opened = {each.step for each in did if each.what == "step opened"}
    notices = {f"1.7 {council}" for council in COUNCILS}
    assert opened == {*notices, "2.1", "2.4", "3.2", "6.2"}
    before = log_of(reference)
    assert launch.step(reference, START) == []
    assert log_of(reference) == before


def test_runs_are_named_after_their_transition_and_bear_it_as_a_tag(reference: str) -> None:
    """A person finds a run by the reference; each part that had work ran once."""
    launch.step(reference, START)
    assert flow_runs(reference) == {"step": 1, "decisions": 1, "notice": 1, "assets": 1, "staff": 1}
    assert len(asked("/flow_runs/filter", flow_runs={"tags": {"all_": [reference]}})) == 5


def test_no_part_runs_when_it_has_nothing_to_do(reference: str) -> None:
    """Stepped again, the transition has no second run of any part."""
    launch.step(reference, START)
    first = flow_runs(reference)
    launch.step(reference, START)
    assert flow_runs(reference) - first == {"step": 1}


def test_a_decision_takes_effect_on_its_day_and_opens_the_gate_and_what_follows(
    reference: str, happened: Happened
) -> None:
    """On 23 June 2026 nothing; on the 24th three decisions, the gate, and the letter to the
    supplier with the papers of the final decision."""
    launch.step(reference, START)
    agreed_in_principle(reference, happened)
    launch.step(reference, date(2026, 6, 16))

    assert launch.step(reference, date(2026, 6, 23)) == []
    did = Counter(each.what for each in launch.step(reference, date(2026, 6, 24)))

    assert did["decision took effect"] == 3
    assert did["gate opened"] == 1
    assert did["wrote notice-to-expire"] == 1
    assert did["wrote final-report"] == 3
    done = {
        (data["step"], data["council"], data["on"])
        for data in (each["data"] for each in log_of(reference) if each["act"] == "step-recorded")
    }
    assert {("1.8", council, "2026-06-24") for council in COUNCILS} <= done
    assert launch.step(reference, date(2026, 6, 24)) == []
    assert acts(reference)["gate-opened"] == 1
    assert verify_all()


def test_every_file_that_a_step_made_is_there(reference: str) -> None:
    """The path of each is told, and none is empty."""
    paths = [Path(each.path) for each in launch.step(reference, START) if each.path]
    assert len(paths) == 6
    for path in paths:
        assert path.read_text(encoding="utf-8").lstrip().lower().startswith("<!doctype html>")


def artifacts(key: str) -> list[dict[str, Any]]:
    """The artifacts under a key, the oldest first."""
    found = asked("/artifacts/filter", artifacts={"key": {"any_": [key]}})
    return sorted(found, key=lambda each: str(each["created"]))


def test_a_step_leaves_an_account_of_what_it_did(reference: str) -> None:
    """As a Markdown artifact under the reference; the latest says that there was nothing to do.

    It names files and not their folder, which may bear the name of whoever works here.
    """
    did = launch.step(reference, START)
    launch.step(reference, START)

    first, second = artifacts(f"transition-{reference}")

    assert first["type"] == second["type"] == "markdown"
    title = f"## Stepping of {reference} on Tuesday 31 March 2026\n"
    assert first["data"].startswith(f"{title}\n| what | step | council | file |\n")
    assert "\n| step opened | 1.7 eastholt |  |  |\n" in first["data"]
    account, open_now = first["data"].split("\n## Open now\n")
    assert account.count("\n| ") == 2 + len(did)
    assert "\n| Thursday 30 April 2026 | 6.2 |  | " in open_now
    for path in (Path(each.path) for each in did if each.path):
        assert f"| {reference}/{path.name} |" in account
    assert str(settings().papers) not in account
    assert second["data"].startswith(f"{title}\nNothing was left to do.\n")


def test_the_check_raises_each_alert_once_and_returns_their_ids(reference: str) -> None:
    """On 1 December 2026 the assistance notice is breached; asked twice, it is told once."""
    rows = launch.check(date(2026, 12, 1))

    assert {row["transition"] for row in rows} == {reference}
    notice = [row for row in rows if row["step"] == "2.4"]
    assert {(row["level"], row["rule"], row["limit_on"]) for row in notice} == {
        ("breached", "CON-04", "2026-11-30")
    }
    raised = [each["sequence"] for each in log_of(reference) if each["act"] == "alert-raised"]
    assert [row["alert"] for row in rows] == raised

    assert launch.check(date(2026, 12, 1)) == []
    assert acts(reference)["alert-raised"] == len(rows)
    first, second = artifacts("check")[-2:]
    title = "## Deadline check of Tuesday 1 December 2026\n"
    alert = next(row["alert"] for row in notice)
    assert first["data"].startswith(title)
    row = f"\n| {reference} | {alert} | 2.4 |  | breached | CON-04 | 2026-11-30 |\n"
    assert row in first["data"]
    assert second["data"].startswith(title)
    assert second["data"].endswith("\nNothing new was due to be told.\n")


def test_the_check_leaves_a_table_of_the_deadlines_that_come_next(reference: str) -> None:
    """Soonest first, each with its last day on both readings, its level and its rule."""
    launch.check(date(2026, 12, 1))

    rows = json.loads(artifacts("deadlines")[-1]["data"])

    assert {row["transition"] for row in rows} == {reference}
    days = [row["last day"] for row in rows]
    assert days == sorted(days)
    (notice,) = [row for row in rows if row["step"] == "2.4"]
    assert notice == {
        "last day": "2026-11-30",
        "on the strictest reading": "",
        "level": "breached",
        "transition": reference,
        "step": "2.4",
        "council": "",
        "what": notice["what"],
        "rule": "CON-04",
    }


def test_the_check_looks_over_every_live_transition(reference: str, tmp_path: Path) -> None:
    """Two transitions are open, and each has its own alerts in its own log."""
    path = tmp_path / "other.toml"
    path.write_text(EXAMPLE.read_text(encoding="utf-8").replace("worked-2027", f"{reference}-b"))
    open_transition(read_and_check(path), actor=Actor(name="a tester"))

    rows = launch.check(date(2026, 12, 1))

    assert {row["transition"] for row in rows} == {reference, f"{reference}-b"}
    assert acts(reference)["alert-raised"] == acts(f"{reference}-b")["alert-raised"] > 0


def test_papers_are_prepared_for_one_council_and_one_meeting(reference: str) -> None:
    """The notice and the report for the cabinet of 16 June 2026, once."""
    did = launch.papers(reference, "northmere", date(2026, 6, 16))
    assert [each.what for each in did] == ["wrote forward-plan-notice", "wrote in-principle-report"]
    assert all(each.path and Path(each.path).is_file() for each in did)
    assert launch.papers(reference, "northmere", date(2026, 6, 16)) == []
    assert flow_runs(reference) == {f"papers-{reference}-northmere-2026-06-16": 2}


def test_papers_for_a_meeting_that_decides_nothing_are_refused(reference: str) -> None:
    """The error of the product comes out as itself."""
    with pytest.raises(InputError, match=r"northmere takes no decision of flow-\d+ on 2026-06-17"):
        launch.papers(reference, "northmere", date(2026, 6, 17))


def test_the_catch_up_steps_what_nobody_announced_and_what_a_day_brings(
    reference: str, happened: Happened
) -> None:
    """Three decisions take effect on 24 June 2026, though nobody records anything that day; caught
    up with again, there is nothing left to do."""
    agreed_in_principle(reference, happened)

    assert launch.catch_up(date(2026, 6, 16)).keys() == {reference}
    assert launch.catch_up(date(2026, 6, 23)) == {}
    assert launch.catch_up(date(2026, 6, 24)).keys() == {reference}
    assert acts(reference)["gate-opened"] == 1
    assert launch.catch_up(date(2026, 6, 24)) == {}

    done, *_, nothing = [each["data"] for each in artifacts("catch-up")[-4:]]
    assert "## Catch-up of Tuesday 16 June 2026\n" in done
    assert nothing == "## Catch-up of Wednesday 24 June 2026\n\nNo transition had anything to do.\n"


def test_a_transition_that_cannot_be_stepped_keeps_no_other_from_it(
    reference: str, tmp_path: Path
) -> None:
    """The other is stepped, the run fails at its end, and says which and why."""
    path = tmp_path / "far.toml"
    text = EXAMPLE.read_text(encoding="utf-8").replace("worked-2027", f"a-{reference}")
    path.write_text(text, encoding="utf-8")
    open_transition(read_and_check(path), actor=Actor(name="a tester"))
    spoil(f"a-{reference}")

    with pytest.raises(StateError, match=rf"1 of the live transitions cannot .* a-{reference}"):
        launch.catch_up(START)

    assert acts(reference)["step-opened"] > 0
    account = artifacts("catch-up")[-1]["data"]
    assert f"\n| a-{reference} | cannot be stepped: " in account
    assert f"\n| {reference} | 13 things done |\n" in account


def spoil(reference: str) -> None:
    """Two steps of a transition wait for each other."""
    loop = {"before": "9.2", "after": "9.1", "kind": "finish-to-start"}
    with writing(database()) as session:
        transition = locked(session, reference)
        links = [{**loop, "least": None, "greatest": None}]
        transition.planning = {**transition.planning, "link": links}
        session.add(transition)


def test_a_plan_is_kept_in_the_formats_chosen_and_once_a_day(reference: str) -> None:
    """Beside the papers of the transition; asked for again it is the same files."""
    chosen = [PlanFormat.TABLE, PlanFormat.PROJECT]

    did = launch.plan(reference, chosen, START)

    paths = [Path(each.path) for each in did if each.path]
    assert [path.name for path in paths] == [f"{reference}.csv", f"{reference}.xml"]
    assert all(path.is_file() for path in paths)
    assert launch.plan(reference, chosen, START) == did
    assert acts(reference)["effect-settled"] == 2
