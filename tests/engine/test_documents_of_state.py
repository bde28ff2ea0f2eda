"""Documents tell where a transition stands from its log and its plan, never from what is typed.

The worked example: days are worked out by hand on the calendars of 2026 and 2027.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from models.actor import Actor
from models.deciding import record_decision
from models.effects import files_made
from models.opening import open_transition, read_and_check
from models.recording import record_step
from rules.errors import InputError, UnknownName
from rules.situation import DecisionId
from tasks.writing import write_paper

COUNCILS = ("northmere", "eastholt", "westbrook")
MEETING = date(2026, 6, 16)

Happened = Callable[..., Any]
EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "worked-2027.toml"


@pytest.fixture
def worked(store: str) -> str:
    """The reference of the worked example, opened with every fact that its papers ask for."""
    file = read_and_check(EXAMPLE)
    assert open_transition(file, actor=Actor(name="a tester"))
    return file.reference


def words(reference: str, kind: str, today: date, council: str | None = None) -> str:
    """The words of a document as written on a day, without its tags."""
    path = write_paper(reference, kind, council, None, today).path
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", path.read_text())).split())


def agreed_in_principle(reference: str, happened: Happened) -> None:
    """Every council gave notice on 11 May, approved on 16 June and published the same day."""
    for council in COUNCILS:
        record_step(reference, "1.7", council, happened(date(2026, 5, 11), evidence="Notice 41"))
    for council in COUNCILS:
        decision = DecisionId("in-principle", council)
        record_decision(reference, decision, "amended", happened(MEETING), MEETING)


def test_the_decision_notice_has_the_outcome_and_the_days_that_the_log_has(
    worked: str, happened: Happened
) -> None:
    """Published on 16 June: call-in closes on 23 June, and it takes effect on the 24th."""
    agreed_in_principle(worked, happened)
    said = words(worked, "decision-notice", date(2026, 6, 17), "eastholt")
    assert "How the council decided: approved as amended." in said
    assert "The decision takes effect: Wednesday 24 June 2026" in said
    assert "Call-in window closes Tuesday 23 June 2026 last day CALL-02" in said
    assert "Last day for judicial review Wednesday 16 September 2026" in said
    assert "is not yet recorded" not in said


def test_before_it_is_recorded_the_decision_notice_has_a_gap(worked: str) -> None:
    """How the council decided is nobody's guess."""
    made = write_paper(worked, "decision-notice", "eastholt", None, date(2026, 6, 1))
    assert made.gaps == ("decision_outcome",)


def test_a_gate_is_open_when_every_step_it_stands_on_is_recorded(
    worked: str, happened: Happened
) -> None:
    """Assistance asked for on 24 November; the exit plan is still to come."""
    record_step(worked, "2.4", None, happened(date(2026, 11, 24), evidence="Receipt 7"))
    said = words(worked, "go-no-go-report", date(2026, 12, 1))
    assert "0 of 4 are open" in said
    assert "2.4 Termination assistance notice served all met done 24 Nov 2026" in said
    assert "Receipt 7 (A manager)" in said
    gate = said.split("G2: assistance is asked for")[1].split("G3:")[0]
    assert "not open 3.3 Exit plan approved" in gate


def test_the_last_day_to_lengthen_assistance_is_counted_from_its_end(worked: str) -> None:
    """Twenty working days before Wednesday 30 June 2027 is 2 June; 1 June on the strict reading."""
    said = words(worked, "go-no-go-report", date(2026, 12, 1))
    assert (
        "Notice that lengthens assistance served: Wednesday 2 June 2027 (last day); "
        "Tuesday 1 June 2027 (safe last day)."
    ) in said


def test_a_date_that_rests_on_practice_alone_says_so(worked: str) -> None:
    """Fifteen working days before 1 April 2027, over Easter, is Tuesday 9 March."""
    said = words(worked, "go-no-go-report", date(2026, 12, 1))
    row = said.split("How each date was worked out")[1].split("Go / no-go taken")[1]
    assert row.strip().startswith("Tuesday 9 March 2027 (target) practice")
    assert "usual planning practice; no source" in row


def test_the_officers_record_counts_call_in_from_its_own_publication(worked: str) -> None:
    """Published on Wednesday 28 October 2026: call-in closes on Wednesday 4 November."""
    said = words(worked, "officer-decision-record", date(2026, 10, 28))
    assert "Call-in window closes: Wednesday 4 November 2026 (last day)" in said
    assert "Decision takes effect: Thursday 5 November 2026 (first day)" in said


def test_the_highlight_report_tells_its_month_and_the_eight_weeks_ahead(
    worked: str, happened: Happened
) -> None:
    """On 1 June the notices of 11 May are in the period, the decisions within eight weeks."""
    for council in COUNCILS:
        record_step(worked, "1.7", council, happened(date(2026, 5, 11), evidence="Notice 41"))
    said = words(worked, "highlight-report", date(2026, 6, 1))
    assert "from Saturday 2 May 2026 to Monday 1 June 2026" in said
    period = said.split("Recorded in the period")[1].split("Milestones")[0]
    assert "In-principle forward-plan notices published each council 11 May 2026" in period
    assert "Contract position reviewed" not in period
    ahead = said.split("Decisions due in the next eight weeks")[1].split("Risks")[0]
    assert "In-principle cabinet decisions taken each council 16 Jun 2026" in ahead
    later = words(worked, "highlight-report", date(2026, 6, 12))
    assert "from Wednesday 13 May 2026" in later
    assert "Nothing was recorded in the period." in later


def test_the_rating_of_time_turns_red_when_a_last_day_cannot_be_kept(worked: str) -> None:
    """On 10 June no notice of the decisions of 16 June can still be 28 clear days old."""
    assert "Time Red:" in words(worked, "highlight-report", date(2026, 6, 10))
    assert "Time Red:" not in words(worked, "highlight-report", date(2026, 4, 1))


def test_the_review_says_which_deadlines_were_met_and_which_missed(
    worked: str, happened: Happened
) -> None:
    """Assistance asked for by 30 November is met; on 1 December it was missed."""
    record_step(worked, "2.4", None, happened(date(2026, 12, 1), evidence="Receipt 8"))
    said = words(worked, "lessons-learned", date(2026, 12, 2))
    row = said.split("CON-04 Termination assistance notice deemed served")[1][:110]
    assert row.strip().startswith("all 30 Nov 2026 1 Dec 2026 missed")
    assert "CON-01 Option to extend exercised all 30 Sep 2026 not recorded missed" in said


def test_a_document_that_is_one_for_all_has_no_council_in_its_name_or_key(worked: str) -> None:
    """The same file whichever council asks; one that is not a party is refused."""
    asked = write_paper(worked, "heads-of-terms", "eastholt", None, date(2026, 4, 1))
    again = write_paper(worked, "heads-of-terms", None, None, date(2026, 4, 1))
    assert asked.path.name == "heads-of-terms.html"
    assert (asked.made_now, again.made_now) == (True, False)
    assert [e.key for e in files_made(worked)] == ["paper:heads-of-terms//:v1:html"]
    with pytest.raises(UnknownName, match="'southmere' has no part"):
        write_paper(worked, "heads-of-terms", "southmere", None, date(2026, 4, 1))


def test_a_document_of_one_council_is_refused_to_another(worked: str) -> None:
    """Only the council that leaves asks its supplier for assistance."""
    with pytest.raises(InputError, match="does not write a termination-assistance-notice"):
        write_paper(worked, "termination-assistance-notice", "eastholt", None, date(2026, 4, 1))


def test_a_report_for_one_decision_is_not_written_for_the_other(worked: str) -> None:
    """The options appraisal goes before the decision in principle."""
    with pytest.raises(InputError, match="belongs to the decision 'in-principle'"):
        write_paper(worked, "options-appraisal", None, "final", date(2026, 4, 1))


def test_a_periodic_document_is_a_file_for_each_day(worked: str) -> None:
    """Readiness is looked at again and again."""
    first = write_paper(worked, "readiness-gap-analysis", None, None, date(2026, 4, 1)).path
    second = write_paper(worked, "readiness-gap-analysis", None, None, date(2026, 9, 30)).path
    assert first.name == "readiness-gap-analysis-northmere-2026-04-01.html"
    assert second.name == "readiness-gap-analysis-northmere-2026-09-30.html"
    assert "26 weeks and 1 day before the first day" in second.read_text()


def test_the_papers_command_lists_every_kind_with_who_signs_and_writes_it(home: Path) -> None:
    """As a table, or for a program."""
    from cli.main import app

    run = CliRunner().invoke(app, ["papers", "--json"])
    rows = {row["kind"]: row for row in json.loads(run.stdout)}
    assert rows["termination-assistance-notice"] == {
        "number": "D15",
        "kind": "termination-assistance-notice",
        "title": "termination assistance notice",
        "signed_by": "Contract manager",
        "written_by": "the leaving council",
    }
    assert rows["joint-committee-terms"]["written_by"] == "one for all councils"
    assert CliRunner().invoke(app, ["papers"]).exit_code == 0
