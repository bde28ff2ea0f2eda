"""A paper tells the dates of the plan that was adopted, counted from its own meeting."""

from __future__ import annotations

from datetime import date

import pytest
from typer.testing import CliRunner

from cli.main import app
from models.scenarios import adopt_scenario, keep_scenario
from rules.changes import Change, ChooseMeeting, MoveExpiry
from rules.errors import InputError
from rules.situation import DecisionId
from tasks.agenda import write_agenda
from tasks.papers.difference import passages
from tasks.writing import Written, write_paper
from tests.engine.papers import DAY, WRITER, every_fact, give

#: What is in a file does not hang on the database: tests of the life of papers try both.
pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
IN_PRINCIPLE = DecisionId("in-principle", "northmere")


def adopt(reference: str, *changes: Change) -> None:
    """The changes are the plan."""
    keep_scenario(reference, "another", list(changes), WRITER)
    adopt_scenario(reference, "another", "Agreed by the board", WRITER, DAY)


def final_report(reference: str) -> Written:
    """Northmere's final report as its facts stand."""
    return write_paper(reference, "final-report", "northmere", None, DAY, WRITER)


def said(written: Written) -> str:
    """What its page says."""
    return " ".join(passages(written.path.read_text()))


@pytest.fixture
def ready(worked: str) -> str:
    """A transition whose papers lack nothing."""
    every_fact(worked, "northmere", yearly_costs="2027/28 | £4,100,000 | £450,000")
    return worked


def test_a_paper_tells_the_expiry_of_the_plan_that_was_adopted(ready: str) -> None:
    """The contract says 31 March 2027; the board has adopted an extension to 30 June."""
    assert "31 March 2027" in said(final_report(ready))
    adopt(ready, MoveExpiry(expiry_on=date(2027, 6, 30)))
    found = final_report(ready)
    assert "31 March 2027" not in said(found)
    assert "30 June 2027" in said(found)
    assert "1 July 2027" in said(found)
    moved = {each.what: (each.before, each.after) for each in found.changes}
    assert moved["expiry on"] == ("2027-03-31", "2027-06-30")


def test_a_paper_for_a_meeting_in_time_says_nothing_of_another(ready: str) -> None:
    """13 October 2026 serves: the agenda is published 5 clear working days before, 5 October."""
    found = final_report(ready)
    assert found.warnings == ()
    assert "too late" not in said(found)
    assert "is Monday 5 October 2026" in said(found)


def test_a_meeting_that_is_too_late_is_counted_from_and_said_to_be_too_late(ready: str) -> None:
    """14 July 2026, less 5 clear working days (13, 10, 9, 8, 7 July), is Monday 6 July 2026.

    The final decision is to be taken on 13 October, and only 16 June leaves the time before it.
    """
    adopt(ready, ChooseMeeting(decision=IN_PRINCIPLE, meeting_on=date(2026, 7, 14)))
    found = write_paper(ready, "in-principle-report", "northmere", None, DAY, WRITER)
    assert "is Monday 6 July 2026" in said(found)
    assert "is Monday 8 June 2026" not in said(found)
    assert found.path.stem == "in-principle-report-northmere-2026-07-14"
    [warning] = found.warnings
    assert "chosen, Tuesday 14 July 2026, is too late" in warning
    assert "the last that serves is Tuesday 16 June 2026" in warning
    assert warning in said(found)


def test_the_papers_of_a_meeting_are_those_of_the_plan_that_was_adopted(ready: str) -> None:
    """Northmere now decides on 14 July; nobody's papers of 16 June are northmere's."""
    adopt(ready, ChooseMeeting(decision=IN_PRINCIPLE, meeting_on=date(2026, 7, 14)))
    found = write_agenda(ready, date(2026, 7, 14), None, DAY, WRITER)
    assert {each.paper.council for each in found} == {"northmere"}
    assert all("2026-07-14" in file.stem for each in found for file in each.files)
    report = next(each for each in found if each.paper.kind == "in-principle-report")
    assert "is too late" in report.warnings[0]
    with pytest.raises(InputError, match="takes no decision"):
        write_agenda(ready, date(2026, 6, 16), "northmere", DAY, WRITER)


def test_a_cost_that_is_no_figure_is_told_to_whoever_has_the_paper_written(ready: str) -> None:
    """Which row, and how it is to be written; the page has the table and no picture of it."""
    assert final_report(ready).warnings == ()
    give(ready, "yearly_costs", "2027/28 | a lot | £450,000", "northmere")
    [warning] = final_report(ready).warnings
    assert "row 1 is '2027/28 | a lot | £450,000'" in warning
    run = CliRunner().invoke(app, ["paper", ready, "final-report", "--council", "northmere"])
    assert f"Warning: {warning}" in " ".join(run.output.split())


def test_costs_given_for_one_decision_are_drawn(ready: str) -> None:
    """As they stand in the table below the picture."""
    give(ready, "final.yearly_costs", "2027/28 | £5,000,000 | £450,000", "northmere")
    assert "£5m" in final_report(ready).path.read_text()


@pytest.mark.parametrize(
    ("names", "words"), [(["wards"], "1 fact missing"), (["wards", "risks"], "2 facts missing")]
)
def test_one_missing_fact_is_told_in_the_singular(ready: str, names: list[str], words: str) -> None:
    """On the command line as in the paper."""
    for name in names:
        give(ready, name, None, "northmere")
    run = CliRunner().invoke(app, ["paper", ready, "final-report", "--council", "northmere"])
    assert f"{words} before it can be cleared" in run.output
