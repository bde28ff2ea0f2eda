"""The life of a paper: versions that remember, clearance that is given, and what is locked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from models.actor import Actor
from models.database import database, writing
from models.log import locked
from models.papers.clearance import refuse
from models.papers.versions import kept_page
from models.projection import write
from models.tables import Body, Council, KeptPage, Meeting
from rules.errors import InputError, StateError, UnknownName
from tasks.clearing import publish
from tests.engine.papers import DAY, WRITER, Life, every_fact, give

Acts = Callable[[str], list[tuple[int, str, dict[str, Any]]]]


@pytest.fixture
def life(worked: str) -> Life:
    """A paper without a gap, written once."""
    every_fact(worked, "northmere")
    found = Life(reference=worked)
    found.write()
    return found


def says(life: Life) -> list[str]:
    """What makes the paper stale."""
    return [each["says"] for each in life.status["stale"]]


# ---- Versions ------------------------------------------------------------------------------------


def test_a_paper_remembers_the_facts_it_was_made_from(life: Life) -> None:
    """Names, values, sources, and the rules and calendar that its dates were worked out by."""
    [version] = life.status["versions"]
    assert (version["number"], version["made_by"]) == (1, "Wanda Writer")
    assert set(version["basis"]) == {"rules", "calendar"}
    assert life.write().version == 1
    assert says(life) == []


def test_a_fact_that_changes_makes_it_stale_and_says_what_by_which_entry(life: Life) -> None:
    """From what to what, by which entry; a fact that the paper does not tell changes nothing."""
    give(life.reference, "letter_on", "1 June 2026", "northmere")
    assert says(life) == []
    entry = give(life.reference, "wards", "All wards", "northmere")
    [change] = life.status["stale"]
    assert change["what"] == "wards"
    assert (change["before"], change["entry"]) == ("'The wards'", entry)
    assert change["after"] == "'All wards'"
    assert life.status["says"].startswith("stale")


def test_a_meeting_that_moves_makes_it_stale_by_its_dates(life: Life) -> None:
    """Each date that moved, with the entry that chose another meeting."""
    with writing(database()) as session:
        moved = {"decision": "in-principle", "council": "northmere", "meeting_on": "2026-07-14"}
        transition = locked(session, life.reference)
        query = select(Meeting).join(Body).join(Council).where(Council.code == "northmere")
        cancelled = session.exec(query.where(Meeting.meets_on == date(2026, 6, 16))).one()
        session.delete(cancelled)
        entry = write(session, transition, actor=WRITER, act="meeting-chosen", data=moved).sequence
    dates = [each for each in life.status["stale"] if each["sort"] == "date"]
    agenda = next(each for each in dates if "ATI-05" in each["what"])
    assert agenda["before"] == "2026-06-08"
    assert agenda["after"] > "2026-06-08"
    assert {each["entry"] for each in dates} == {entry}
    assert any(each["what"] == "meeting on" for each in life.status["stale"])


def test_a_new_version_shows_the_difference_in_facts_and_words(life: Life) -> None:
    """A readable list; the version before stays as it was."""
    first = life.write()
    give(life.reference, "risks", "Delay of the network", "northmere")
    second = life.write()
    assert (second.version, second.path.stem) == (2, f"{first.path.stem}-v2")
    assert [each.what for each in second.changes] == ["risks"]
    changed = {(each.before, each.after) for each in second.words}
    assert ("1. The risks", "1. Delay of the network") in changed or any(
        "The risks" in before and "Delay of the network" in after for before, after in changed
    )
    assert "The risks" in first.path.read_text()
    assert life.write().changes == ()


def test_each_version_keeps_its_page_under_its_digest(life: Life) -> None:
    """A format asked for later is made from the page that was kept, whatever is known by then."""
    life.ask_all()
    again = locked_life(life)
    page = kept_page(life.reference, again.status["digest"])
    with writing(database()) as session:
        held = session.exec(select(KeptPage).where(KeptPage.page == page)).one()
        held.page = page + " "
        session.add(held)
    with pytest.raises(StateError, match="was changed after it was kept"):
        again.write("docx")


# ---- Clearance -----------------------------------------------------------------------------------


def locked_life(life: Life) -> Life:
    """The paper, asked of all, written again where its trail says so, and cleared by all."""
    life.ask_all()
    life.write()
    life.clear_all()
    return life


def test_a_paper_that_all_have_cleared_is_locked_and_its_digest_logged(
    life: Life, acts: Acts
) -> None:
    """The last to clear locks it; the entry has the digest of every file."""
    life.ask_all()
    life.write("html,docx")
    assert life.clear("law").waiting == ("democratic-services", "finance")
    assert not life.clear("finance").locked
    assert life.clear("democratic-services").locked
    [(_, _, entry)] = [row for row in acts(life.reference) if row[1] == "paper-locked"]
    assert entry["digest"] == entry["files"]["html"] == life.status["digest"]
    assert set(entry["files"]) == {"html", "docx"}
    assert life.status["says"] == "cleared by democratic-services, finance, law and locked"


def test_a_locked_version_never_changes_and_a_change_is_a_new_version(life: Life) -> None:
    """Its files stay, and the new version is asked of the same people again."""
    locked_life(life)
    before = life.write()
    held = before.path.read_bytes()
    with pytest.raises(StateError, match="is locked"):
        life.ask("law")
    with pytest.raises(StateError, match="locked"):
        life.say("law")
    give(life.reference, "wards", "All wards", "northmere")
    assert life.status["says"].startswith("cleared, but stale")
    after = life.write()
    assert after.version == before.version + 1
    assert before.path.read_bytes() == held
    assert [(row["role"], row["state"]) for row in life.status["asked"]] == [
        ("democratic-services", "asked"),
        ("finance", "asked"),
        ("law", "asked"),
    ]
    assert life.status["locked"] is False


def test_silence_is_never_clearance(life: Life) -> None:
    """Five working days after Monday 11 May 2026 is Monday 18 May; later it is overdue, no more."""
    life.ask_all()
    assert {row["due_on"] for row in life.status["asked"]} == {date(2026, 5, 18)}
    life.day = date(2026, 5, 18)
    assert [row["overdue_days"] for row in life.status["asked"]] == [0, 0, 0]
    life.day = date(2027, 5, 18)
    assert [row["overdue_days"] for row in life.status["asked"]] == [365, 365, 365]
    assert [row["state"] for row in life.status["asked"]] == ["asked"] * 3
    assert "silence is not clearance" in life.status["says"]
    assert life.status["locked"] is False


def test_a_bank_holiday_is_no_day_for_comments(life: Life) -> None:
    """Asked on Thursday 21 May 2026; Monday 25 May is a bank holiday; the fifth is 29 May."""
    life.day = date(2026, 5, 21)
    assert life.ask("law").due_on == date(2026, 5, 29)


def test_gaps_block_clearance(life: Life) -> None:
    """Three facts missing are named; what is only known after clearance is not among them."""
    for name in ("wards", "risks", "policy_context"):
        give(life.reference, name, None, "northmere")
    life.write()
    life.ask("law")
    with pytest.raises(StateError, match="3 facts missing before this paper can be cleared"):
        life.clear("law")
    assert life.status["says"] == "3 facts missing before this paper can be cleared"


def test_a_stale_version_is_not_cleared(life: Life) -> None:
    """The refusal says what changed."""
    life.ask("law")
    give(life.reference, "wards", "All wards", "northmere")
    with pytest.raises(StateError, match=r"stale: wards: 'The wards' is now 'All wards'"):
        life.clear("law")


def test_clearing_names_the_version_that_was_read(life: Life) -> None:
    """A digest of another version, or too little of one, is refused."""
    old = life.status["digest"]
    give(life.reference, "wards", "All wards", "northmere")
    life.write()
    life.ask("law")
    for digest in (old, "", life.status["digest"][:7], "0" * 64):
        with pytest.raises(InputError, match="is not that of version 2"):
            life.clear("law", digest=digest)
    assert life.clear("law", digest=life.status["digest"][:8].upper()).number == 2


def test_only_who_was_asked_or_stands_in_for_them_clears(life: Life) -> None:
    """Both names are in the log."""
    life.ask("law")
    with pytest.raises(StateError, match="Lena Law was asked, and Otto Other is not"):
        life.clear("law", Actor(name="Otto Other"))
    with pytest.raises(StateError, match="never asked"):
        life.clear("finance")
    life.clear("law", Actor(name="Otto Other", on_behalf_of="lena  LAW"))
    law = next(row for row in life.status["asked"] if row["role"] == "law")
    assert (law["answered_by"], law["answered_for"]) == ("Otto Other", "lena  LAW")


@pytest.mark.parametrize(
    ("asked", "actor"),
    [
        ("Wanda Writer", Actor(name="Wanda Writer")),
        ("WANDA writer", Actor(name="x", on_behalf_of="WANDA writer")),
        ("Wanda Writer", Actor(name="Otto Other", on_behalf_of="Wanda Writer")),
        ("Lena Law", Actor(name="Wanda Writer", on_behalf_of="Lena Law")),
        ("Lena Law", Actor(name="Wánda  Wríter", on_behalf_of="Lena Law")),
        ("Rae Porter", Actor(name="Rae Porter")),
        ("Lena Law", Actor(name="Rae Porter", on_behalf_of="Lena Law")),
    ],
)
def test_nobody_clears_their_own_paper_not_through_a_stand_in_either(
    life: Life, asked: str, actor: Actor
) -> None:
    """Who wrote any version, for whom, or is named as its author, is not asked and does not act."""
    refusal = pytest.raises(StateError, match="Nobody clears their own paper")
    if asked == "Lena Law":
        life.ask("law", asked)
        with refusal:
            life.clear("law", actor)
    else:
        with refusal:
            life.ask("law", asked)
    assert "cleared" not in {row["state"] for row in life.status["asked"]}


def test_the_author_of_an_earlier_version_does_not_clear_a_later_one(life: Life) -> None:
    """Nor who answered its comments, nor for whom another wrote it."""
    life.ask_all()
    number = life.say("law")
    life.writer = Actor(name="Fin Finance")
    life.answer(number)
    give(life.reference, "wards", "All wards", "northmere")
    life.writer = Actor(name="Ann Other", on_behalf_of="Dem Services")
    life.write()
    life.writer = WRITER
    for role in ("finance", "democratic-services"):
        with pytest.raises(StateError, match="wrote it, or answered comments as its author"):
            life.clear(role)
    assert life.clear("law").number == 2


def test_a_refusal_stands_until_asked_again(life: Life) -> None:
    """It needs a reason, and no clearance follows by itself."""
    life.ask_all()
    with pytest.raises(InputError, match="--reason is empty"):
        refuse(life.reference, life.paper, "law", " ", today=DAY, actor=Actor(name="Lena Law"))
    refuse(life.reference, life.paper, "law", "No power", today=DAY, actor=Actor(name="Lena Law"))
    assert life.status["says"] == "refused by law"
    with pytest.raises(StateError, match="refused"):
        life.clear("law")
    life.ask("law")
    life.write()
    life.clear_all()
    assert life.status["locked"] is True


def test_a_comment_is_included_or_set_aside_with_a_reason(life: Life) -> None:
    """Until then nobody clears; each is answered once."""
    life.ask_all()
    life.write()
    number, other = life.say("law"), life.say("finance", "More money")
    with pytest.raises(StateError, match=f"Comments {number}, {other} are neither"):
        life.clear("law")
    with pytest.raises(InputError, match="with a reason where it is not included"):
        life.answer(other, "not included")
    life.answer(other, "not included", "The budget is fixed")
    life.answer(number)
    with pytest.raises(StateError, match="was included on 2026-05-11 by Wanda Writer"):
        life.answer(number)
    with pytest.raises(UnknownName, match="no comment 9999"):
        life.answer(9999)


def test_a_role_that_the_house_does_not_know_is_not_asked(life: Life) -> None:
    """Its names come from the layout of the council."""
    with pytest.raises(UnknownName, match="Nobody clears papers as 'gardening'"):
        life.ask("gardening", "Gil")


def test_a_day_that_cannot_be_is_refused(life: Life) -> None:
    """Asked before the version was made, or tomorrow."""
    for day in (date(2026, 5, 10), date(2026, 5, 12)):
        with pytest.raises(InputError):
            life.ask("law", on=day)


# ---- Publishing ----------------------------------------------------------------------------------


def test_only_a_cleared_version_is_published(life: Life, tmp_path: Path) -> None:
    """Copies, and an entry in the log."""
    with pytest.raises(StateError, match="Version 1 of it is not cleared"):
        publish(life.reference, life.paper, tmp_path / "out", DAY, WRITER)
    locked_life(life)
    life.write("html,docx")
    made = publish(life.reference, life.paper, tmp_path / "out", DAY, WRITER)
    assert sorted(path.suffix for path in made) == [".docx", ".html"]
    assert life.write().path.read_bytes() in [path.read_bytes() for path in made]


def test_a_file_changed_on_disk_is_never_published(life: Life, tmp_path: Path) -> None:
    """It is held to the digest in the log, and so is one that has gone."""
    locked_life(life)
    path = life.write().path
    content = path.read_bytes()
    path.write_bytes(content + b" ")
    with pytest.raises(StateError, match="is not the one that was cleared"):
        publish(life.reference, life.paper, tmp_path / "out", DAY, WRITER)
    path.unlink()
    with pytest.raises(StateError, match="has gone, or was changed"):
        publish(life.reference, life.paper, tmp_path / "out", DAY, WRITER)
    assert not (tmp_path / "out").exists()
    path.write_bytes(content)
    assert publish(life.reference, life.paper, tmp_path / "out", DAY, WRITER)


def test_a_cleared_version_that_is_stale_is_not_published(life: Life, tmp_path: Path) -> None:
    """What was cleared is no longer what is known."""
    locked_life(life)
    give(life.reference, "wards", "All wards", "northmere")
    with pytest.raises(StateError, match="is stale: wards"):
        publish(life.reference, life.paper, tmp_path / "out", DAY, WRITER)
