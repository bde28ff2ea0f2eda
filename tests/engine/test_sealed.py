"""Sealed zips: whatever was done to one is found before anything of it is used."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from models.archive.sealed import sealing
from models.archive.unsealed import is_plain, unsealed
from rules.errors import BadFile, InputError, OutsideError

Resealed = Callable[..., Path]


def of_a(name: str) -> bool:
    return name.startswith("a/")


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    """A zip of two members."""
    path = tmp_path / "sealed.zip"
    with sealing(path) as sealed:
        sealed.add("a/one", [b"first ", b"half"])
        sealed.add("a/two", [])
        sealed.close("test", {"about": "nothing"})
    return path


def faults(path: Path) -> str:
    """Why a zip is refused."""
    with pytest.raises(BadFile) as refusal, unsealed(path, "test", of_a):
        pass
    return refusal.value.found


def test_what_was_sealed_is_read_back(sealed: Path) -> None:
    """Members, and what the manifest is about."""
    with unsealed(sealed, "test", of_a) as found:
        assert found.names == ["a/one", "a/two"]
        assert found.read("a/one") == b"first half"
        assert found.manifest["about"] == "nothing"
        assert found.manifest["members"]["a/one"]["bytes"] == 10


def test_the_same_members_give_the_same_bytes(sealed: Path, tmp_path: Path) -> None:
    """No time, no user and no order of a folder gets in."""
    with sealing(tmp_path / "again.zip") as again:
        again.add("a/one", [b"first half"])
        again.add("a/two", [])
        again.close("test", {"about": "nothing"})
    assert (tmp_path / "again.zip").read_bytes() == sealed.read_bytes()


def test_a_zip_that_fails_while_it_is_written_is_not_there(tmp_path: Path) -> None:
    """Neither under its name nor as a draft."""

    def failing() -> Iterator[bytes]:
        yield b"first"
        raise OSError(28, "No space left on device")

    with (
        pytest.raises(OutsideError, match=r"cannot be written: No space left on device"),
        sealing(tmp_path / "new.zip") as sealed,
    ):
        sealed.add("a/one", failing())
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_not_written_over(sealed: Path) -> None:
    """It may be the only backup."""
    before = sealed.read_bytes()
    with pytest.raises(InputError, match="is there already"), sealing(sealed):
        pass
    assert sealed.read_bytes() == before


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"a/one": b"first halb"}, "a/one: its content is not what was sealed"),
        ({"a/one": b"first"}, "a/one: 5 bytes, where the manifest says 10"),
        ({"a/two": None}, "a/two: named in the manifest, and missing"),
        ({"a/three": b""}, "a/three: not named in the manifest"),
        ({"b": b""}, "b: nothing of that name belongs in it"),
    ],
)
def test_a_member_that_was_changed_dropped_or_added_is_named(
    sealed: Path, resealed: Resealed, changes: dict[str, bytes | None], says: str
) -> None:
    """The manifest tells of the members as they were."""
    assert says in faults(resealed(sealed, changes, honest=False))


@pytest.mark.parametrize(
    "name", ["a/../../x", "/a/x", "a/./x", "a//x", "a/..", "a/x\\y", "a/c:x", "a/x\n", "a/x "]
)
def test_a_name_that_leads_elsewhere_is_refused(
    sealed: Path, resealed: Resealed, name: str
) -> None:
    """Even where the manifest names it."""
    assert not is_plain(name)
    assert "nothing of that name belongs in it" in faults(resealed(sealed, {name: b"x"}))


def test_every_fault_is_listed(sealed: Path, resealed: Resealed) -> None:
    """Whoever mends it need not come back for each."""
    found = faults(resealed(sealed, {"a/one": None, "b": b"x", "a/three": b"x"}, honest=False))
    assert found.startswith(f"{sealed.with_name('changed-sealed.zip')}: 3 faults:\n")


def test_a_bomb_is_refused_before_it_is_unpacked(sealed: Path, resealed: Resealed) -> None:
    """64 MiB of nothing pack into some kilobytes; no table and no paper does."""
    found = faults(resealed(sealed, {"a/bomb": bytes(64 << 20)}))
    assert "a/bomb: packed 67108864 bytes into" in found


def test_a_zip_that_unpacks_to_too_much_is_refused(sealed: Path) -> None:
    """The limit is the reader's."""
    with (
        pytest.raises(BadFile, match="it unpacks to more than 0 GiB"),
        unsealed(sealed, "test", of_a, most_bytes=5),
    ):
        pass


def added(path: Path, info: ZipInfo, content: bytes = b"x") -> Path:
    """The zip with one more member that its manifest names."""
    with ZipFile(path) as file:
        told = json.loads(file.read("manifest.json"))
    digest = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
    told["members"] = {info.filename: {"bytes": 1, "sha256": digest}}
    strange = path.with_name("strange.zip")
    with ZipFile(strange, "w", ZIP_DEFLATED) as file:
        file.writestr(info, content)
        file.writestr("manifest.json", json.dumps(told))
    return strange


def test_a_link_is_no_member(sealed: Path) -> None:
    """It could lead anywhere once unpacked."""
    info = ZipInfo("a/link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert "a/link: no plain file" in faults(added(sealed, info))


def test_a_member_packed_another_way_is_refused(sealed: Path) -> None:
    """Only what every release reads."""
    info = ZipInfo("a/other")
    info.compress_type = ZIP_BZIP2
    assert "a/other: packed in a way that is not read here" in faults(added(sealed, info))


def test_a_member_that_stands_twice_is_refused(sealed: Path) -> None:
    """Two readers could each take another for the true one."""
    with pytest.warns(UserWarning, match="Duplicate name"), ZipFile(sealed, "a") as file:
        file.writestr("a/one", b"first half")
    assert "a/one: stands in it twice" in faults(sealed)


@pytest.mark.parametrize(
    ("manifest", "says"),
    [
        ({"kind": "other"}, "it is a 'other', where a 'test' was expected"),
        ({"version": 2}, "its layout is version 2; this release reads 1"),
        ({"members": {"a/one": {}}}, "there is no 'bytes' in it"),
        ({"members": []}, "manifest.json cannot be read"),
        ({"members": {"a/one": {"bytes": "10", "sha256": ""}}}, "manifest.json cannot be read"),
    ],
)
def test_another_manifest_is_refused(
    sealed: Path, resealed: Resealed, manifest: dict[str, object], says: str
) -> None:
    """Of another kind, of a later release, or of no sense."""
    assert says in faults(resealed(sealed, {}, manifest))


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 and then nothing"])
def test_what_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    """Not with a traceback."""
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    assert "cannot be read as a zip file" in faults(path)
    assert "cannot be read as a zip file" in faults(tmp_path / "missing.zip")


def test_a_zip_cut_short_or_flipped_anywhere_is_refused_or_whole(sealed: Path) -> None:
    """Every byte is either of no meaning or guarded."""
    content = sealed.read_bytes()
    for place in range(len(content)):
        sealed.write_bytes(content[:place] + bytes([content[place] ^ 0x41]) + content[place + 1 :])
        try:
            with unsealed(sealed, "test", of_a) as found:
                assert found.read("a/one") == b"first half"
        except BadFile:
            pass
        sealed.write_bytes(content[:place])
        faults(sealed)
