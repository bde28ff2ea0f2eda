"""Alerts go to the person who holds the step, or stands in; what is handed over is told anew."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlmodel import delete

from models.actor import Actor
from models.alerts.acknowledging import acknowledge, standing
from models.database import database, writing
from models.outbox import message_named, outbox
from models.people.assigning import take_off
from models.people.leaving import leave
from models.people.standing_in import stand_in
from models.reports import log_of
from models.tables import Person
from tests.engine.checking import check
from tests.engine.people import ANN, BO, CY, TESTER, away, give, handed, known

#: The assistance notice (2.4) is due by Monday 30 November 2026: due soon from 16 November.
NEAR, PASSED = date(2026, 11, 16), date(2026, 12, 1)


def told(alerts: list[dict[str, Any]], step: str = "2.4") -> list[tuple[str, str]]:
    """Level and person of each alert of a step."""
    return sorted((each["level"], each["whom"]) for each in alerts if each["step"] == step)


def stands(reference: str, step: str = "2.4") -> list[tuple[str, str]]:
    """Level and person of each alert of a step that stands."""
    return told(standing(reference), step)


def test_whoever_holds_the_step_is_told_and_its_owners_are_not(worked: str) -> None:
    """At the address that is known of the person; the log has the name alone."""
    known(ANN, roles=["legal adviser"], email="ann@northmere.example")
    give(worked, "2.4", ANN, on=NEAR)
    assert told(check(NEAR)) == [("due-soon", ANN)]
    (digest,) = [each for each in outbox() if each.address == "ann@northmere.example"]
    assert digest.role == "Legal adviser"
    assert "Termination assistance notice" in message_named(digest.key).body
    assert "ann@" not in str(log_of(worked))


def test_a_person_gets_one_message_for_all_their_steps(worked: str) -> None:
    """Two steps of two owners, one person."""
    known(ANN)
    for step in ("2.4", "2.3", "6.2"):
        give(worked, step, ANN, on=PASSED)
    mine = [each for each in check(PASSED) if each["whom"] == ANN]
    assert len({each["step"] for each in mine}) > 1
    assert len([each for each in outbox() if each.address]) == 1


def test_who_stands_in_is_told_on_the_days_they_do(worked: str) -> None:
    """Due soon from the 16th: Bo stands in from the 18th to the 20th and hears on the 18th, though
    nothing was recorded since; Ann, told before, hears no more of it when she is back."""
    known(ANN, BO)
    give(worked, "2.4", ANN, on=NEAR)
    assert told(check(NEAR)) == [("due-soon", ANN)]
    days = date(2026, 11, 18), date(2026, 11, 20)
    stand_in(worked, ANN, BO, *days, actor=TESTER, today=NEAR)
    assert told(check(date(2026, 11, 17))) == []
    assert told(check(date(2026, 11, 18))) == [("due-soon", BO)]
    assert stands(worked) == [("due-soon", ANN), ("due-soon", BO)]
    assert told(check(date(2026, 11, 20))) == []
    assert told(check(date(2026, 11, 23))) == [("due-soon", "Senior responsible owner")]
    assert stands(worked) == [("due-soon", ANN), ("due-soon", "Senior responsible owner")]


def test_what_comes_up_while_somebody_is_away_is_told_to_them_when_they_are_back(
    worked: str,
) -> None:
    """Bo is told on the 16th; Ann on the 19th, her first day back, and Bo's alert lapses."""
    known(ANN, BO)
    give(worked, "2.4", ANN, on=date(2026, 11, 13))
    away(worked, ANN, BO, date(2026, 11, 13), date(2026, 11, 18))
    assert told(check(NEAR)) == [("due-soon", BO)]
    assert told(check(date(2026, 11, 19))) == [("due-soon", ANN)]
    assert stands(worked) == [("due-soon", ANN)]


def test_what_is_handed_over_is_told_to_the_new_holder_and_not_again_to_the_old(
    worked: str,
) -> None:
    """Each is told of a level once; Ann's alert lapses, and the next level is Bo's alone."""
    known(ANN, BO)
    give(worked, "2.4", ANN, on=NEAR)
    check(NEAR)
    handed(ANN, BO, on=NEAR)
    assert told(check(date(2026, 11, 17))) == [("due-soon", BO)]
    assert stands(worked) == [("due-soon", BO)]
    assert told(check(date(2026, 11, 18))) == []
    assert told(check(PASSED)) == [("breached", BO)]


def test_a_step_that_its_owners_were_told_of_is_told_to_whom_it_is_given(worked: str) -> None:
    """And to the owners again, once it is taken off."""
    known(ANN)
    owners = [("due-soon", "Contract manager"), ("due-soon", "Legal adviser")]
    assert told(check(NEAR)) == owners
    give(worked, "2.4", ANN, on=NEAR)
    assert told(check(NEAR)) == [("due-soon", ANN)]
    assert stands(worked) == [("due-soon", ANN)]
    take_off(worked, "2.4", None, actor=TESTER, today=NEAR, reason="Not hers")
    assert told(check(NEAR)) == owners


def test_what_was_acknowledged_does_not_stand_for_the_next(worked: str) -> None:
    """Ann said what is being done: Bo hears of the next level."""
    known(ANN, BO)
    give(worked, "2.4", ANN, on=NEAR)
    (alert,) = [each for each in check(NEAR) if each["step"] == "2.4"]
    acknowledge(worked, [alert["sequence"]], Actor(name=ANN), "It goes out on Friday", NEAR)
    handed(ANN, BO, on=NEAR)
    assert told(check(date(2026, 11, 17))) == []
    assert told(check(PASSED)) == [("breached", BO)]


def test_who_stands_in_acknowledges_for_both(worked: str) -> None:
    """In the log on behalf of the one who is away, and nothing is escalated."""
    known(ANN, BO)
    give(worked, "2.4", ANN, on=NEAR)
    check(NEAR)
    away(worked, ANN, BO, date(2026, 11, 17), date(2026, 11, 30))
    (alert,) = [each for each in check(date(2026, 11, 17)) if each["step"] == "2.4"]
    day = date(2026, 11, 18)
    found = acknowledge(worked, [alert["sequence"]], Actor(name=BO), "On Friday", day)
    assert told(found) == [("due-soon", ANN), ("due-soon", BO)]
    last = log_of(worked)[-1]
    assert (last["actor"], last["on_behalf_of"]) == (BO, ANN)
    assert told(check(date(2026, 11, 24))) == []


def test_what_nobody_acknowledges_goes_to_the_manager_of_whoever_holds_the_step(
    worked: str,
) -> None:
    """Cy, once; a step that is handed over after that tells the new holder and not Cy again."""
    known(CY)
    known(ANN, BO, manager=CY)
    give(worked, "2.4", ANN, on=NEAR)
    check(PASSED)
    (escalated,) = [each for each in check(date(2026, 12, 2)) if each["step"] == "2.4"]
    assert (escalated["level"], escalated["whom"]) == ("breached", CY)
    assert escalated["says"].endswith("not acknowledged: Ann Reed.")
    handed(ANN, BO, on=date(2026, 12, 2))
    assert told(check(date(2026, 12, 3))) == [("breached", BO)]
    assert stands(worked) == [("breached", BO), ("breached", CY)]
    assert told(check(date(2026, 12, 8))) == []


def test_a_manager_who_left_or_stands_in_is_not_the_one_above(worked: str) -> None:
    """Then the senior responsible owner is told, as where no manager is known."""
    known(CY)
    known(ANN, manager=CY)
    give(worked, "2.4", ANN, on=NEAR)
    away(worked, ANN, CY, PASSED, date(2026, 12, 4))
    assert told(check(PASSED)) == [("breached", CY)]
    assert told(check(date(2026, 12, 2))) == [("breached", "Senior responsible owner")]


def test_a_message_that_waits_for_somebody_who_left_is_dropped_and_the_next_is_told(
    worked: str,
) -> None:
    """No address of theirs is left in the outbox."""
    known(ANN, BO)
    give(worked, "2.4", ANN, on=NEAR)
    check(NEAR)
    gone = leave(ANN, NEAR, to=BO, actor=TESTER, today=NEAR, reason="They left")
    assert gone["messages_dropped"] == 1
    assert told(check(date(2026, 11, 17))) == [("due-soon", BO)]
    assert {each.address for each in outbox(over=True)} == {"", "bo.lund@northmere.example"}


def test_a_person_of_whom_nothing_is_known_here_is_not_who_is_told(worked: str) -> None:
    """A case taken in from elsewhere names people who were never added: its owners are told."""
    known(ANN)
    give(worked, "2.4", ANN, on=NEAR)
    with writing(database()) as session:
        session.execute(delete(Person))
    assert told(check(NEAR)) == [("due-soon", "Contract manager"), ("due-soon", "Legal adviser")]


@pytest.mark.parametrize("name", ["ANN REED", "areed"])
def test_alerts_are_listed_by_any_name(worked: str, name: str) -> None:
    """As people type it."""
    known(ANN, also=["areed"])
    give(worked, "2.4", ANN, on=NEAR)
    check(NEAR)
    assert {each["whom"] for each in standing(worked, name)} == {ANN}


def test_an_office_is_written_to_at_the_address_of_the_only_one_in_it(worked: str) -> None:
    """Of two contract managers neither; of the monitoring officers each council's own."""
    known("Leo Law", roles=["Legal adviser"])
    known(ANN, BO, roles=["Contract manager"])
    for name, council in (("Mo North", "northmere"), ("Mo East", "eastholt")):
        known(name, roles=["monitoring officer"], council=council)
    check(PASSED)
    found = {(each.role, each.council): each.address for each in outbox()}
    assert found["Legal adviser", ""] == "leo.law@northmere.example"
    assert found["Contract manager", ""] == ""
    assert found["Monitoring officer", "northmere"] == "mo.north@northmere.example"
    assert found["Monitoring officer", "eastholt"] == "mo.east@northmere.example"
    assert found["Monitoring officer", "westbrook"] == ""


def test_what_a_person_is_told_by_name_and_in_their_office_is_one_message(worked: str) -> None:
    """And waits for another address when they leave, since the office was told."""
    known(ANN, roles=["Contract manager"])
    known(BO)
    give(worked, "3.2", ANN, on=PASSED)
    new = check(PASSED)
    assert {"Contract manager", ANN} <= {each["whom"] for each in new}
    (digest,) = [each for each in outbox() if each.address]
    for alert in new:
        if alert["whom"] in ("Contract manager", ANN):
            assert f"{alert['sequence']}. " in digest.body
    gone = leave(ANN, PASSED, to=BO, actor=TESTER, today=PASSED, reason="They left")
    assert gone["messages_dropped"] == 0
    assert [each.address for each in outbox() if each.id == digest.id] == [""]
