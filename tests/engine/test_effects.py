"""Effects: what is made outside is claimed in the log before, settled after, and made once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from models.actor import Actor
from models.database import database, reading, writing
from models.effects import FileToMake, files_made, make_file, note_once, path_of, unsettled
from models.log import locked
from models.projection import write
from models.tables import Effect
from models.verification import verify_all
from rules.errors import StateError

Acts = Callable[[str], list[tuple[int, str, dict[str, Any]]]]


@pytest.fixture
def letter(tmp_path: Path) -> Callable[..., FileToMake]:
    """A letter that is to exist, valid unless changed."""

    def build(**changes: Any) -> FileToMake:
        given = {"key": "document:letter", "kind": "letter", "content": b"Dear supplier"}
        return FileToMake(path=tmp_path / "papers" / "letter.html", **{**given, **changes})

    return build


def claim_and_crash(reference: str, wanted: FileToMake) -> None:
    """A run claimed the file and was killed before it could make or settle it."""
    with writing(database()) as session:
        transition = locked(session, reference)
        data = {"key": wanted.key, "kind": wanted.kind}
        data |= {"path": str(wanted.path), "digest": wanted.digest}
        write(session, transition, actor=Actor(name="changeover"), act="effect-claimed", data=data)


def effect(key: str = "document:letter") -> Effect:
    """What is kept of an effect."""
    with reading(database()) as session:
        return session.exec(select(Effect).where(Effect.key == key)).one()


def written(acts: Acts, reference: str) -> list[str]:
    """The acts of the log that have to do with effects."""
    return [act for _, act, _ in acts(reference) if act.startswith(("effect", "file"))]


def test_a_file_is_claimed_before_it_is_made_and_settled_after(
    worked: str, letter: Callable[..., FileToMake], acts: Acts
) -> None:
    """The log holds the digest of what was about to be made: here of `Dear supplier`."""
    wanted = letter()

    assert make_file(worked, wanted)

    assert wanted.path.read_bytes() == b"Dear supplier"
    claimed, settled = acts(worked)[-2:]
    assert claimed[1:] == (
        "effect-claimed",
        {
            "key": "document:letter",
            "kind": "letter",
            "path": str(wanted.path),
            "digest": "f2933915b356d5ad7141bb00a554e013d2b03a0b373feb987b79ee01092a6efc",
        },
    )
    assert settled[1:] == ("effect-settled", {"key": "document:letter"})


def test_a_file_is_made_once(worked: str, letter: Callable[..., FileToMake], acts: Acts) -> None:
    """The second call makes nothing and writes nothing."""
    assert make_file(worked, letter())
    before = acts(worked)
    assert not make_file(worked, letter())
    assert acts(worked) == before


def test_a_claim_whose_file_was_never_written_is_taken_up_by_the_next_call(
    worked: str, letter: Callable[..., FileToMake], acts: Acts
) -> None:
    """The file is written then, and nothing is claimed twice."""
    wanted = letter()
    claim_and_crash(worked, wanted)
    assert [each.key for each in unsettled(worked)] == ["document:letter"]

    assert make_file(worked, wanted)

    assert wanted.path.read_bytes() == b"Dear supplier"
    assert unsettled(worked) == []
    assert written(acts, worked) == ["effect-claimed", "effect-settled"]


def test_a_claim_whose_file_was_written_is_settled_without_writing_it_again(
    worked: str, letter: Callable[..., FileToMake], acts: Acts
) -> None:
    """The file keeps its own time of writing: nobody could have been sent a second one."""
    wanted = letter()
    claim_and_crash(worked, wanted)
    wanted.path.parent.mkdir()
    wanted.path.write_bytes(b"Dear supplier")
    before = wanted.path.stat().st_mtime_ns

    assert make_file(worked, wanted)

    assert wanted.path.stat().st_mtime_ns == before
    assert unsettled(worked) == []
    assert written(acts, worked) == ["effect-claimed", "effect-settled"]


def test_a_file_half_written_by_a_crash_is_written_whole(
    worked: str, letter: Callable[..., FileToMake]
) -> None:
    """What lies at its place without the claimed content is not taken for it."""
    wanted = letter()
    claim_and_crash(worked, wanted)
    wanted.path.parent.mkdir()
    wanted.path.write_bytes(b"Dear sup")

    assert make_file(worked, wanted)

    assert wanted.path.read_bytes() == b"Dear supplier"
    assert [path.name for path in wanted.path.parent.iterdir()] == ["letter.html"]


def test_facts_that_change_after_a_crash_are_claimed_anew(
    worked: str, letter: Callable[..., FileToMake], acts: Acts
) -> None:
    """The digest in the log is that of the file that was made, never of one that was not."""
    claim_and_crash(worked, letter())
    wanted = letter(content=b"Dear successor")

    assert make_file(worked, wanted)

    assert wanted.path.read_bytes() == b"Dear successor"
    assert effect().digest == wanted.digest
    assert written(acts, worked) == ["effect-claimed", "effect-claimed", "effect-settled"]
    assert verify_all()


def test_facts_that_change_after_the_file_was_made_do_not_change_it(
    worked: str, letter: Callable[..., FileToMake]
) -> None:
    """It is the same letter under the same key: it was sent as it was."""
    make_file(worked, letter())
    assert not make_file(worked, letter(content=b"Dear successor"))
    assert letter().path.read_bytes() == b"Dear supplier"


def test_a_file_changed_by_somebody_is_not_taken_for_the_one_that_was_made(
    worked: str, letter: Callable[..., FileToMake], acts: Acts
) -> None:
    """Neither accepted nor overwritten: it is refused, and the entry that claimed it is named."""
    make_file(worked, letter())
    letter().path.write_bytes(b"Dear supplier, as amended by hand")
    before = acts(worked)

    with pytest.raises(StateError, match=r"letter\.html was changed after it was made") as refusal:
        make_file(worked, letter())

    assert "the log claimed in entry 18" in refusal.value.expected
    assert letter().path.read_bytes() == b"Dear supplier, as amended by hand"
    assert acts(worked) == before


def test_a_file_that_has_gone_is_made_again_and_the_log_says_so(
    worked: str, letter: Callable[..., FileToMake], acts: Acts
) -> None:
    """The content would be the same, so it is the same file."""
    make_file(worked, letter())
    letter().path.unlink()

    assert make_file(worked, letter())

    assert letter().path.read_bytes() == b"Dear supplier"
    assert written(acts, worked) == ["effect-claimed", "effect-settled", "file-made-again"]


def test_a_file_that_has_gone_is_not_made_again_from_other_facts(
    worked: str, letter: Callable[..., FileToMake]
) -> None:
    """What was sent can only be put back from a backup."""
    make_file(worked, letter())
    letter().path.unlink()
    with pytest.raises(StateError, match=r"letter\.html has gone"):
        make_file(worked, letter(content=b"Dear successor"))


def test_files_are_listed_in_the_order_in_which_they_were_claimed(
    worked: str, letter: Callable[..., FileToMake], tmp_path: Path
) -> None:
    """Notes that have no file are not among them."""
    make_file(worked, letter(key="z"))
    note_once(worked, "finding:x", "finding", "finding-noted", {"says": "x"})
    make_file(worked, FileToMake(key="a", kind="letter", path=tmp_path / "a", content=b"a"))
    assert [each.key for each in files_made(worked)] == ["z", "a"]


def test_a_file_in_the_papers_folder_is_named_from_there_on(
    worked: str, home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Log and papers moved to another machine still find each other, and nothing is made twice."""
    letter = home / "papers" / worked / "letter.html"
    make_file(worked, FileToMake(key="a", kind="letter", path=letter, content=b"a"))
    assert effect("a").path == "worked-2027/letter.html"

    (home / "papers").rename(tmp_path / "elsewhere")
    monkeypatch.setenv("CHANGEOVER_PAPERS", str(tmp_path / "elsewhere"))

    moved = tmp_path / "elsewhere" / worked / "letter.html"
    assert path_of(effect("a")) == moved
    assert not make_file(worked, FileToMake(key="a", kind="letter", path=moved, content=b"a"))


def test_a_note_is_written_once_under_its_key(worked: str, acts: Acts) -> None:
    """Noting the same thing again writes nothing."""
    said: dict[str, object] = {"says": "the notice is due"}
    assert note_once(worked, "finding:2.4", "finding", "finding-noted", said)
    before = acts(worked)
    assert not note_once(worked, "finding:2.4", "finding", "finding-noted", said)
    assert acts(worked) == before
    assert [act for _, act, _ in before].count("finding-noted") == 1
