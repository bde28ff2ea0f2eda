"""A no-go at the last gate: kept on its evidence, made good in order, ended by each council's go.

The contract of the worked example ends on Wednesday 31 March 2027. Westbrook says no-go on Monday
1 February, and the contract is to run until Wednesday 30 June. Days are counted by hand.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from models.no_go.compensating import compensate
from models.no_go.saying import record_go, record_no_go, try_no_go
from models.no_go.shown import order_of
from models.recording import record_step
from models.reports import plan, timetable_of
from rules.errors import (
    AlreadyRecorded,
    InputError,
    OutOfTurn,
    RuleRefused,
    StepNotReady,
    UnknownName,
)
from rules.no_go.steps import compensation, read_compensation
from rules.situation import StepId
from tests.engine.prepared import COUNCILS, REFERENCE, copied, given, prepared

if TYPE_CHECKING:
    from tests.conftest import Command

DAY, UNTIL = date(2027, 2, 1), date(2027, 6, 30)
REASON = "The cutover rehearsal failed"

Acts = Callable[[str], list[tuple[int, str, dict[str, Any]]]]
Happened = Callable[..., Any]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two ways in which a test starts; what is kept either way is tried in test_projection.py."""
    place = tmp_path_factory.mktemp("no-go")
    return {
        "opened": prepared(place / "opened.db", lambda: None),
        "ready": prepared(place / "ready.db", _make_ready),
    }


def _make_ready() -> None:
    """What comes before the last gate is over; the letters went out in the middle of January."""
    for council, day in (("northmere", 15), ("supplier", 18)):
        letter = given(date(2027, 1, day), presume_earlier=True)
        record_step(REFERENCE, "6.6", council, letter)
    last = given(date(2027, 1, 29), presume_earlier=True)
    for key in ("6.8", "9.5", "10.2", "10.3", "5.4", "7.3", "8.5", "2.4", "3.3"):
        with suppress(AlreadyRecorded):
            record_step(REFERENCE, key, None, last)


@pytest.fixture
def opened(home: Path, files: dict[str, Path]) -> str:
    """The worked example as it was opened."""
    copied(files["opened"], home)
    return REFERENCE


@pytest.fixture
def ready(home: Path, files: dict[str, Path]) -> str:
    """Everything before the go / no-go decision is over."""
    copied(files["ready"], home)
    return REFERENCE


def statuses(order: dict[str, Any]) -> dict[str, set[str]]:
    """How the parts of each step of an order stand."""
    found: dict[str, set[str]] = {}
    for part in order["parts"]:
        found.setdefault(part["step"], set()).add(part["status"])
    return found


def part(order: dict[str, Any], step: str, party: str | None = None) -> dict[str, Any]:
    """One part of an order."""
    return next(p for p in order["parts"] if (p["step"], p["party"]) == (step, party))


def make_good(reference: str, order: dict[str, Any], happened: Any, until: str = "") -> Any:
    """Every open part is recorded in turn, up to a step of the order or all of it."""
    while waiting := [p for p in order["parts"] if p["status"] == "open" and p["step"] != until]:
        for each in waiting:
            order = compensate(reference, each["step"], each["party"], happened)
    return order


def test_the_order_is_that_of_the_work_breakdown() -> None:
    """The extension first, since every later date hangs on it; the decision on spending last."""
    assert [step.key for step in compensation()] == [
        *("extension", "partners", "staff-letters", "staff-data", "spend"),
    ]


def test_a_no_go_opens_the_first_step_and_no_other(ready: str, happened: Happened) -> None:
    """Partners are told of nothing before the supplier is bound to the new day."""
    order = record_no_go(ready, "westbrook", UNTIL, REASON, happened(DAY))

    assert (order["from_on"], order["until_on"]) == (date(2027, 3, 31), UNTIL)
    assert order["transfer_on"] == date(2027, 7, 1)
    assert statuses(order) == {
        "extension": {"open"},
        **{key: {"waiting"} for key in ("partners", "staff-letters", "staff-data", "spend")},
    }


def test_every_day_is_counted_from_the_old_end_or_the_new_transfer(
    ready: str, happened: Happened
) -> None:
    """CON-06: twenty working days before 31 March 2027, past Good Friday and Easter Monday, are
    Monday 1 March, Friday 26 February on the strict reading. TUPE-04: sixty days before 1 July are
    Sunday 2 May, so Friday 30 April. TUPE-01: twenty-eight days before are Thursday 3 June."""
    order = try_no_go(ready, "westbrook", UNTIL, REASON, happened(DAY))

    (extension,) = part(order, "extension")["dates"]
    assert (extension["rule"], extension["legal_limit"]) == ("CON-06", date(2027, 3, 1))
    assert extension["safe_limit"] == date(2027, 2, 26)
    assert not extension["binds"], "the invented contract gives no clause for it"
    (letters,) = part(order, "staff-letters", "supplier")["dates"]
    assert (letters["rule"], letters["target"]) == ("TUPE-04", date(2027, 4, 30))
    data = {each["rule"]: each["legal_limit"] for each in part(order, "staff-data")["dates"]}
    assert data == {"TUPE-01": date(2027, 6, 3), "CON-19": date(2027, 6, 3)}


def test_what_was_made_for_the_old_day_is_listed_to_be_made_again(
    ready: str, happened: Happened
) -> None:
    """The letters that Northmere and the supplier gave, each with the day it went out."""
    order = try_no_go(ready, "westbrook", UNTIL, REASON, happened(DAY))

    northmere = part(order, "staff-letters", "northmere")["made_for_old_day"]
    assert {"step": "6.6", "council": "northmere", "on": date(2027, 1, 15)} in northmere
    supplier = part(order, "staff-letters", "supplier")["made_for_old_day"]
    assert supplier == [{"step": "6.6", "council": "supplier", "on": date(2027, 1, 18)}]


def test_who_had_issued_nothing_has_nothing_to_issue_again(
    opened: str, happened: Happened, acts: Acts
) -> None:
    """No letter and no list went out: both steps are passed, and the log says why."""
    order = record_no_go(opened, "westbrook", UNTIL, REASON, happened(DAY))
    order = make_good(opened, order, happened(DAY), until="spend")

    assert statuses(order)["staff-letters"] == {"not-needed"}
    assert statuses(order)["spend"] == {"open"}
    passed = [d for _, act, d in acts(opened) if d.get("status") == "not-needed"]
    assert {(d["key"], d["party"]) for d in passed} == {
        *(("staff-letters", party) for party in (*COUNCILS, "supplier")),
        ("staff-data", ""),
    }
    assert passed[0]["evidence"] == "nothing was made for Wednesday 31 March 2027"


def test_how_soon_a_decision_could_be_taken_again_is_told(ready: str, happened: Happened) -> None:
    """For the meeting of Tuesday 9 March 2027 the notice is due by Monday 8 February, and published
    on Thursday the 11th it takes effect on Friday the 19th (12, 15, 16, 17 and 18 March)."""
    order = try_no_go(ready, "westbrook", UNTIL, REASON, happened(DAY))
    told = part(order, "spend", "northmere")["again"]
    assert told == [
        "notice by Monday 8 February 2027 (ATI-01)",
        "agenda by Monday 1 March 2027 (ATI-05)",
        "meeting of Tuesday 9 March 2027",
        "in effect on Friday 19 March 2027 (CALL-03)",
    ]


def test_a_step_of_the_order_waits_for_the_evidence_of_the_one_before(
    ready: str, happened: Happened
) -> None:
    """The partners cannot be told first; nor can anything be closed twice, or for nobody."""
    record_no_go(ready, "westbrook", UNTIL, REASON, happened(DAY))
    with pytest.raises(OutOfTurn, match="comes after what is still open: extension"):
        compensate(ready, "partners", "eastholt", happened(DAY))
    with pytest.raises(InputError, match="--evidence is empty"):
        compensate(ready, "extension", None, happened(DAY, evidence=" "))
    with pytest.raises(InputError, match="cannot be left out"):
        compensate(ready, "extension", None, happened(DAY), not_needed=True)
    with pytest.raises(InputError, match="before the no-go of Monday 1 February 2027"):
        compensate(ready, "extension", None, happened(date(2027, 1, 29), today=DAY))
    compensate(ready, "extension", None, happened(DAY))
    with pytest.raises(AlreadyRecorded, match="was closed on Monday 1 February 2027"):
        compensate(ready, "extension", None, happened(DAY))
    with pytest.raises(UnknownName, match="northmere, eastholt"):
        compensate(ready, "partners", "westbrook", happened(DAY))
    with pytest.raises(UnknownName, match="staff-letters"):
        compensate(ready, "letters", None, happened(DAY))


def test_the_contract_ends_later_once_the_extension_is_recorded_and_not_before(
    ready: str, happened: Happened
) -> None:
    """The whole plan moves with it: commencement on Thursday 1 July 2027."""
    record_no_go(ready, "westbrook", UNTIL, REASON, happened(DAY))
    assert timetable_of(ready, DAY).situation.expiry_on == date(2027, 3, 31)
    compensate(ready, "extension", None, happened(DAY))
    where = timetable_of(ready, DAY).situation
    assert (where.expiry_on, where.commencement_on) == (UNTIL, date(2027, 7, 1))


def test_the_same_no_go_again_changes_nothing(ready: str, happened: Happened, acts: Acts) -> None:
    """Run again after a crash, at any point of the order, it only shows how things stand."""
    order = record_no_go(ready, "westbrook", UNTIL, REASON, happened(DAY))
    for _ in range(3):
        before = acts(ready)
        again = record_no_go(ready, "westbrook", UNTIL, REASON, happened(DAY))
        assert acts(ready) == before
        assert again == order_of(ready, DAY)
        opened = next(p for p in order["parts"] if p["status"] == "open")
        order = compensate(ready, opened["step"], opened["party"], happened(DAY))


def test_trying_a_no_go_keeps_nothing(ready: str, happened: Happened, acts: Acts) -> None:
    """The order is shown; the log and the plan are as they were."""
    before = acts(ready)
    try_no_go(ready, "westbrook", UNTIL, REASON, happened(DAY))
    assert acts(ready) == before
    with pytest.raises(OutOfTurn, match="Nobody has said no-go"):
        order_of(ready, DAY)


def test_another_council_joins_a_no_go_and_both_must_say_go(ready: str, happened: Happened) -> None:
    """One order for both, and the step stays open until the last of all three says go."""
    record_no_go(ready, "westbrook", UNTIL, REASON, happened(DAY))
    order = record_no_go(ready, "eastholt", UNTIL, "The same", happened(DAY))
    assert (order["round"], order["councils"]) == (1, ["eastholt", "westbrook"])
    make_good(ready, order, happened(DAY))

    day = date(2027, 5, 28)
    assert record_go(ready, "westbrook", happened(day))["waits_for"] == ["northmere", "eastholt"]
    with pytest.raises(StepNotReady, match="a no-go stands"):
        record_step(ready, "10.4", None, happened(day))
    with pytest.raises(AlreadyRecorded, match="westbrook has said go"):
        record_go(ready, "westbrook", happened(day))
    assert record_go(ready, "eastholt", happened(day))["waits_for"] == ["northmere"]
    assert record_go(ready, "northmere", happened(date(2027, 6, 1)))["waits_for"] == []
    done = timetable_of(ready, date(2027, 6, 1)).situation.done
    assert done[StepId("10.4")] == date(2027, 6, 1)


def test_no_go_can_be_said_while_a_no_go_is_not_made_good(ready: str, happened: Happened) -> None:
    """Nor can go-live be recorded or presumed past it."""
    record_no_go(ready, "westbrook", UNTIL, REASON, happened(DAY))
    with pytest.raises(OutOfTurn, match="extension: Notice served"):
        record_go(ready, "westbrook", happened(DAY))
    for key in ("10.4", "11.1"):
        given = happened(date(2027, 3, 31), presume_earlier=True)
        with pytest.raises(StepNotReady, match="a no-go stands"):
            record_step(ready, key, None, given)


def test_a_no_go_after_every_council_said_go_opens_the_gate_again(
    ready: str, happened: Happened, acts: Acts
) -> None:
    """A week before cutover the network fails: the step is open again, and all say go anew."""
    for council in COUNCILS:
        record_go(ready, council, happened(DAY))
    day = date(2027, 3, 24)
    record_no_go(ready, "northmere", UNTIL, "The network failed", happened(day))

    undone = next(data for _, act, data in acts(ready) if act == "step-undone")
    assert (undone["step"], undone["was_on"]) == ("10.4", "2027-02-01")
    assert StepId("10.4") not in timetable_of(ready, day).situation.done


def test_the_day_may_be_changed_until_the_extension_is_served(
    ready: str, happened: Happened
) -> None:
    """The same order, with every date counted again; once it is served, a further order begins."""
    record_no_go(ready, "westbrook", UNTIL, REASON, happened(DAY))
    order = record_no_go(ready, "westbrook", date(2027, 5, 31), REASON, happened(DAY))
    assert (order["round"], order["transfer_on"]) == (1, date(2027, 6, 1))
    compensate(ready, "extension", None, happened(DAY))
    with pytest.raises(InputError, match="runs until Monday 31 May 2027"):
        record_no_go(ready, "westbrook", date(2027, 5, 30), REASON, happened(DAY))
    order = record_no_go(ready, "westbrook", date(2027, 9, 30), REASON, happened(DAY))
    assert (order["round"], order["from_on"]) == (2, date(2027, 5, 31))
    assert statuses(order)["extension"] == {"open"}


def test_findings_show_what_is_still_to_make_good(ready: str, happened: Happened) -> None:
    """In order, then the go that ends it; nothing once it is said."""

    def found(day: date) -> list[str]:
        findings = plan(timetable_of(ready, day))["findings"]
        return [each["says"] for each in findings if each["kind"] == "to-compensate"]

    order = record_no_go(ready, "westbrook", UNTIL, REASON, happened(DAY))
    says = found(DAY)
    assert "By Friday 26 February 2027." in says[0] + says[1]
    assert len(says) == len(order["parts"])
    make_good(ready, order, happened(DAY))
    assert found(DAY) == ["The no-go of westbrook is made good: its go is still to be recorded."]
    for council in COUNCILS:
        record_go(ready, council, happened(DAY))
    assert found(DAY) == []


def test_spending_that_does_not_change_is_closed_on_the_evidence_of_that(
    opened: str, happened: Happened, acts: Acts
) -> None:
    """The chief finance officer's word, kept as such: no new decision is needed."""
    order = record_no_go(opened, "westbrook", UNTIL, REASON, happened(DAY))
    make_good(opened, order, happened(DAY), until="spend")
    given = happened(DAY, evidence="Section 151 officer's note of 1 February")
    order = compensate(opened, "spend", "northmere", given, not_needed=True)
    assert part(order, "spend", "northmere")["status"] == "closed"
    assert acts(opened)[-1][2]["status"] == "not-needed"


@pytest.mark.parametrize(
    ("council", "until", "reason", "error", "words"),
    [
        ("southwark", UNTIL, REASON, UnknownName, "northmere, eastholt, westbrook"),
        ("westbrook", date(2027, 3, 31), REASON, InputError, "runs until Wednesday 31 March 2027"),
        ("westbrook", UNTIL, " ", InputError, "No reason was given"),
    ],
)
def test_a_no_go_that_cannot_be_is_refused(
    ready: str,
    happened: Happened,
    acts: Acts,
    council: str,
    until: date,
    reason: str,
    error: type[Exception],
    words: str,
) -> None:
    """A stranger, an end that is no later, no reason: nothing is kept."""
    before = acts(ready)
    with pytest.raises(error, match=words):
        record_no_go(ready, council, until, reason, happened(DAY))
    assert acts(ready) == before


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"cite": ""}, "no cite"),
        ({"standing": ""}, "no standing"),
        ({"step": [{"key": "a"}]}, "name, owners, evidence, why"),
        ({"step": [{"colour": "red"}]}, "colour"),
        ({"step": "each"}, "each is 'planet'"),
        ({"step": "twice"}, "a key used twice"),
        ({"step": "from"}, "counted from 'yesterday'"),
    ],
)
def test_an_order_that_is_incomplete_is_refused(changes: dict[str, Any], words: str) -> None:
    """As a rule is: with a source, and every name in it known."""
    step = {"key": "a", "name": "A", "owners": ["x"], "evidence": "e", "why": "w"}
    dates = [{"rule": "CON-06", "from": "yesterday", "what": "x"}]
    made = {
        "each": [{**step, "each": "planet"}],
        "twice": [step, step],
        "from": [{**step, "dates": dates}],
    }
    table = {"cite": "practice", "standing": "practice", "step": [step], **changes}
    if isinstance(table["step"], str):
        table["step"] = made[table["step"]]
    with pytest.raises(RuleRefused, match=words):
        read_compensation(table, "order.toml")


def test_a_no_go_cut_off_by_a_power_cut_is_whole_or_not_there(
    opened: str, changeover: Command
) -> None:
    """Killed before its transaction is kept or just after, and run again, it is there once."""
    said = "no-go worked-2027 --council westbrook --until 2027-06-30 --reason x --today 2027-02-01"
    for point in ("before-commit", "after-commit"):
        assert changeover(said, CHANGEOVER_KILL_AT=point).returncode == -signal.SIGKILL
    assert changeover(said).returncode == 0
    acts = [entry["act"] for entry in changeover.json("log worked-2027")]
    assert (acts.count("no-go-recorded"), acts.count("compensation-opened")) == (1, 1)
    assert changeover("verify").returncode == 0
