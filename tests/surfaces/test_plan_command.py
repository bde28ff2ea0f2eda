"""`changeover plan`: the worked programme of rules.md section 15, day by day.

The contract expires on Wednesday 31 March 2027. Every day below is copied from that table, which
was worked out apart from this code.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Command

Plan = dict[str, Any]
COUNCILS = ("northmere", "eastholt", "westbrook")
SHARED = (None,)
EMPLOYERS = (*COUNCILS, "supplier")

#: Step, whose, the rule, which of its days, and the day.
SECTION_15: list[tuple[str, tuple[str | None, ...], str | None, str, str]] = [
    ("1.2", SHARED, "CON-02", "legal_limit", "2026-03-31"),
    ("6.2", SHARED, "CON-18", "legal_limit", "2026-04-30"),
    ("1.7", COUNCILS, "ATI-01", "legal_limit", "2026-05-18"),
    ("1.8", COUNCILS, "ATI-05", "legal_limit", "2026-06-08"),
    ("1.8", COUNCILS, "CALL-02", "legal_limit", "2026-06-25"),
    ("1.8", COUNCILS, "GOV-07", "legal_limit", "2026-09-16"),
    ("1.11", COUNCILS, "ATI-01", "legal_limit", "2026-09-14"),
    ("1.11", COUNCILS, "ATI-02", "legal_limit", "2026-09-14"),
    ("2.1", SHARED, "CON-01", "legal_limit", "2026-09-30"),
    ("3.2", SHARED, "CON-11", "legal_limit", "2026-09-30"),
    ("1.12", COUNCILS, "ATI-05", "legal_limit", "2026-10-05"),
    ("1.12", COUNCILS, "CALL-01", "target", "2026-10-15"),
    ("1.12", COUNCILS, "CALL-02", "legal_limit", "2026-10-22"),
    ("1.12", COUNCILS, "CALL-03", "not_before", "2026-10-23"),
    ("3.3", SHARED, "CON-09", "legal_limit", "2026-10-28"),
    ("2.4", SHARED, "CON-04", "legal_limit", "2026-11-30"),
    ("4.3", SHARED, "CON-15", "legal_limit", "2026-12-04"),
    ("7.2", SHARED, "DP-02", "safe_limit", "2026-12-24"),
    ("1.12", COUNCILS, "GOV-07", "legal_limit", "2027-01-13"),
    ("6.6", EMPLOYERS, "TUPE-04", "target", "2027-01-29"),
    ("6.8", SHARED, "CON-19", "legal_limit", "2027-03-02"),
    ("6.8", SHARED, "TUPE-01", "safe_limit", "2027-03-03"),
    ("6.8", SHARED, "TUPE-01", "legal_limit", "2027-03-04"),
    ("10.4", SHARED, None, "target", "2027-03-09"),
    ("11.3", SHARED, "PROC-01", "legal_limit", "2027-04-29"),
    ("11.2", SHARED, "TUPE-15", "target", "2027-04-30"),
    ("11.2", SHARED, "TUPE-15", "legal_limit", "2027-05-01"),
    ("13.2", SHARED, "GOV-12", "legal_limit", "2027-04-30"),
    ("12.2", SHARED, "TUPE-17", "legal_limit", "2027-09-30"),
    ("11.2", SHARED, "TUPE-10", "legal_limit", "2027-09-30"),
]
#: Days of the table that are a step's own: it may not be later.
BOUND: list[tuple[str, tuple[str | None, ...], str]] = [
    ("1.7", COUNCILS, "2026-05-18"),
    ("1.8", COUNCILS, "2026-06-16"),
    ("1.11", COUNCILS, "2026-09-14"),
    ("1.12", COUNCILS, "2026-10-13"),
    ("2.1", SHARED, "2026-09-30"),
    ("2.4", SHARED, "2026-11-30"),
    ("3.2", SHARED, "2026-09-30"),
    ("3.3", SHARED, "2026-10-28"),
    ("4.3", SHARED, "2026-12-04"),
    ("6.2", SHARED, "2026-04-30"),
    ("6.8", SHARED, "2027-03-02"),
    ("11.1", SHARED, "2027-04-01"),
    ("11.3", SHARED, "2027-04-29"),
]
KEYS = {
    *("key", "council", "name", "status", "earliest_on", "legal_limit", "safe_limit"),
    *("target_on", "slack_working_days", "rule", "blocked_by"),
}
GRAVE = {"breached", "cannot-be-met", "meeting-passed", "no-meeting"}


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> tuple[Command, Plan]:
    """A home in which the worked example was run, and what running it printed."""
    from tests.conftest import Command

    command = Command(home=tmp_path_factory.mktemp("held"))
    return command, command.json("run examples/worked-2027.toml --today 2026-03-31")


@pytest.fixture(scope="module", params=["not held", "after run"])
def plan(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """The plan on Tuesday 31 March 2026, of the example that ships or of the transition held."""
    from tests.conftest import Command

    if request.param == "after run":
        command, _ = request.getfixturevalue("held")
    else:
        command = Command(home=tmp_path_factory.mktemp("empty"))
    found: Plan = command.json("plan worked-2027 --today 2026-03-31")
    return found


def step(plan: Plan, key: str, council: str | None = None) -> dict[str, Any]:
    """One instance of a step in a plan."""
    (found,) = [each for each in plan["steps"] if (each["key"], each["council"]) == (key, council)]
    return dict(found)


def on(plan: Plan, kind: str, day: str) -> set[str]:
    """What the diary of a plan has of one kind on a day."""
    return {each["what"] for each in plan["diary"] if (each["kind"], each["on"]) == (kind, day)}


@pytest.mark.parametrize(
    ("key", "councils", "rule", "field", "day"),
    SECTION_15,
    ids=[f"{key} {rule} {field}" for key, _, rule, field, _ in SECTION_15],
)
def test_every_date_of_the_worked_programme_is_reproduced(
    plan: Plan,
    key: str,
    councils: tuple[str | None, ...],
    rule: str | None,
    field: str,
    day: str,
) -> None:
    """The rule gives that day, for each council that has the step."""
    for council in councils:
        deadlines = step(plan, key, council)["deadlines"]
        assert [each[field] for each in deadlines if each["rule"] == rule] == [day]


@pytest.mark.parametrize(("key", "councils", "day"), BOUND, ids=[row[0] for row in BOUND])
def test_the_steps_are_bound_by_the_days_of_the_table(
    plan: Plan, key: str, councils: tuple[str | None, ...], day: str
) -> None:
    """The last lawful day of the step itself."""
    assert [step(plan, key, council)["legal_limit"] for council in councils] == [day] * len(
        councils
    )


def test_the_second_private_notice_in_principle_is_due_with_the_agenda(plan: Plan) -> None:
    """Monday 8 June 2026: the agenda, and the notice five clear days before a private part."""
    deadlines = step(plan, "1.8", "northmere")["deadlines"]
    assert [each["legal_limit"] for each in deadlines if each["rule"] == "ATI-03"] == ["2026-06-08"]


def test_the_days_of_the_table_that_are_no_deadlines(plan: Plan) -> None:
    """Expiry and commencement, the two cabinets, the Easter freeze and the gate."""
    assert (plan["expiry_on"], plan["commencement_on"]) == ("2027-03-31", "2027-04-01")
    for council in COUNCILS:
        assert step(plan, "1.8", council)["earliest_on"] == "2026-06-16"
        assert step(plan, "1.12", council)["earliest_on"] == "2026-10-13"
    assert on(plan, "opens", "2027-03-26") == {"Easter change freeze opens"}
    assert on(plan, "event", "2027-03-29") == {"Easter change freeze closes"}
    # The agreement is sealed when the latest council's decision takes effect.
    assert step(plan, "8.5")["earliest_on"] == "2026-10-23"
    assert step(plan, "11.1")["earliest_on"] == "2027-04-01"


def test_the_programme_is_feasible_when_it_starts(plan: Plan) -> None:
    """A year before expiry nothing is late, and no step has negative slack."""
    assert not [each for each in plan["findings"] if each["kind"] in GRAVE]
    slack = [each["slack_working_days"] for each in plan["steps"]]
    assert min(days for days in slack if days is not None) == 0


def test_a_plan_has_every_step_with_every_key(plan: Plan) -> None:
    """70 steps, of which each council has 6 of its own and each employer 2."""
    assert set(plan) >= {"reference", "today", "expiry_on", "commencement_on", "steps", "findings"}
    assert (plan["reference"], plan["today"]) == ("worked-2027", "2026-03-31")
    assert all(set(each) >= KEYS for each in plan["steps"])
    keys = [each["key"] for each in plan["steps"]]
    each_council = ["1.7", "1.8", "1.11", "1.12", "6.5", "8.3"]
    assert len(set(keys)) == 70
    assert [key for key in dict.fromkeys(keys) if keys.count(key) == 3] == each_council
    assert [key for key in dict.fromkeys(keys) if keys.count(key) == 4] == ["6.6", "6.7"]


def test_every_status_follows_from_what_is_done(plan: Plan) -> None:
    """Done before, ready now, waiting for others, or not required while its condition is open."""
    assert step(plan, "1.4")["status"] == "done"
    assert step(plan, "1.7", "eastholt")["status"] == "ready"
    assert step(plan, "2.2")["status"] == "not-required"
    waiting = step(plan, "1.9")
    assert waiting["status"] == "waiting"
    assert waiting["blocked_by"] == [f"1.8 {council}" for council in COUNCILS]


def test_slack_is_the_working_days_from_the_earliest_to_the_last_day(plan: Plan) -> None:
    """The staff list may come on 31 March 2026 and is due on 30 April: 22 days of the week, less
    Good Friday 3 April and Easter Monday 6 April, leave 20."""
    found = step(plan, "6.2")
    assert (found["earliest_on"], found["legal_limit"]) == ("2026-03-31", "2026-04-30")
    assert found["slack_working_days"] == 20


def test_running_and_planning_agree(held: tuple[Command, Plan]) -> None:
    """`run` prints the plan as it stands, with what it did: three notices and three reports."""
    command, printed = held
    planned = command.json("plan worked-2027 --today 2026-03-31")
    assert {key: printed[key] for key in planned} == planned
    assert printed["opened"] is True
    written = [each["what"] for each in printed["did"] if each["what"].startswith("wrote")]
    assert sorted(written) == ["wrote forward-plan-notice"] * 3 + ["wrote in-principle-report"] * 3
    for each in printed["did"]:
        assert not each["path"] or Path(each["path"]).is_file()


def test_a_notice_that_was_not_served_is_breached_the_day_after(changeover: Command) -> None:
    """Monday 30 November 2026 was the last day of the termination assistance notice; on 1 December
    it is breached by one working day, and the finding says what may still be done."""
    found = changeover.json("plan worked-2027 --today 2026-12-01")
    (finding,) = [each for each in found["findings"] if each["step"] == "2.4"]
    assert (finding["kind"], finding["rule"]) == ("breached", "CON-04")
    assert (finding["limit_on"], finding["short_by_working_days"]) == ("2026-11-30", 1)
    assert "the last lawful day was Monday 30 November 2026" in finding["says"]
    assert finding["relief"][0]["says"].startswith("Ask the supplier to assist all the same")
    before = changeover.json("plan worked-2027 --today 2026-11-30")
    assert not [e for e in before["findings"] if (e["step"], e["kind"]) == ("2.4", "breached")]


def test_an_expiry_that_is_too_near_is_not_refused_but_explained(
    changeover: Command, a_transition: Callable[..., Path]
) -> None:
    """Southwark's contract ending on Wednesday 31 May 2017 instead of 31 October.

    To take effect by Thursday 1 June the final decision had to be taken by Friday 19 May: notice of
    it on Tuesday the 23rd, call-in on 24, 25, 26, 30 and 31 May, for Monday the 29th was a holiday.
    The cabinet that was chosen sat on 20 June, 21 working days later; published on the 22nd, its
    decision takes effect on Friday 30 June, 21 working days after the service had to start.
    """
    near = {
        "expiry_on = 2017-10-31": "expiry_on = 2017-05-31",
        "commencement_on = 2017-11-01": "commencement_on = 2017-06-01",
    }
    southwark = (Path("examples") / "southwark-2017.toml").read_text(encoding="utf-8")
    path = a_transition(near, of=southwark)

    found = changeover.json(f"plan {path} --today 2017-01-05")

    late = {
        (each["step"], each["council"]): each
        for each in found["findings"]
        if each["kind"] == "cannot-be-met"
    }
    decision = late["1.12", "southwark"]
    assert (decision["limit_on"], decision["short_by_working_days"]) == ("2017-05-19", 21)
    assert decision["chain"] == ["1.12 southwark"]
    assert {"ATI-08", "CALL-07"} <= {each["rule"] for each in decision["relief"]}
    go_live = late["11.1", None]
    assert (go_live["limit_on"], go_live["short_by_working_days"]) == ("2017-06-01", 21)
    assert go_live["chain"] == ["1.12 southwark", "8.5", "10.4", "11.1"]
    assert step(found, "11.1")["slack_working_days"] == -21


def test_people_see_the_timetable_its_diary_and_what_needs_attention(changeover: Command) -> None:
    """Three tables, with days that name their weekday."""
    shown = changeover("plan worked-2027 --today 2026-03-31").stdout
    for words in ("Timetable of worked-2027 on 2026-03-31", "Diary", "Mon 30 Nov 2026", "CON-04"):
        assert words in shown


def test_a_plan_of_nothing_known_says_what_there_is(changeover: Command) -> None:
    """Neither a reference, nor an example, nor a file."""
    answer = changeover("plan nowhere-2027 --json")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "There is no transition 'nowhere-2027'" in answer.stderr
