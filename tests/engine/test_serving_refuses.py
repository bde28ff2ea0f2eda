"""What `changeover serve` and `announce` refuse, and how commands find a `serve` that runs."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from flows.serving.place import folder_of, held, served
from rules.errors import AlreadyServed
from tests.conftest import Command


def test_a_home_is_served_by_one_process_at_a_time(tmp_path: Path) -> None:
    """The second is told which process has it and where its page is."""
    with held(tmp_path, "http://127.0.0.1:4200"):
        told = rf"by process {os.getpid()}, with its page at http://127.0.0.1:4200\."
        with pytest.raises(AlreadyServed, match=told), held(tmp_path, "http://127.0.0.1:4201"):
            pass


def test_whoever_asks_finds_the_page_while_it_is_served_and_nothing_afterwards(
    tmp_path: Path,
) -> None:
    """Asking does not stop a home from being served."""
    assert served(tmp_path) is None
    with held(tmp_path, "http://127.0.0.1:4200"):
        found = served(tmp_path)
        assert found is not None
        assert (found.process, found.api) == (os.getpid(), "http://127.0.0.1:4200/api")
    assert served(tmp_path) is None
    with held(tmp_path, "http://127.0.0.1:4201"):
        pass


def test_a_lock_that_a_killed_process_left_is_none(tmp_path: Path) -> None:
    """The system lets go of it, whatever the file says."""
    folder_of(tmp_path).mkdir()
    (folder_of(tmp_path) / "lock").write_text('{"process": 1, "page": "http://127.0.0.1:1"}')
    assert served(tmp_path) is None
    with held(tmp_path, "http://127.0.0.1:4200") as folder:
        assert folder == tmp_path / "serve"


def test_a_port_that_is_taken_is_refused(changeover: Command) -> None:
    """Where it was asked for; else a free one is found."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = changeover(f"serve --port {port}")
    assert answer.returncode == 2
    assert f"Port {port} of 127.0.0.1 is taken." in answer.stderr
    assert served(changeover.home) is None


def test_serve_is_refused_where_another_server_is_named(changeover: Command) -> None:
    """The commands would talk to that one, and the page would show nothing of it."""
    answer = changeover("serve", PREFECT_API_URL="http://127.0.0.1:1/api")
    assert answer.returncode == 2
    assert "docs/operations.md" in answer.stderr


def test_serve_refuses_a_way_out_that_cannot_be(changeover: Command) -> None:
    """At once, and not in the log of a process that it started."""
    address = {"CHANGEOVER_SMTP_URL": "gopher://x", "CHANGEOVER_MAIL_FROM": "a@b.example"}
    answer = changeover("serve", **address)
    assert answer.returncode == 2
    assert "CHANGEOVER_SMTP_URL" in answer.stderr
    assert not folder_of(changeover.home).exists()


def test_there_is_nobody_to_announce_to_where_no_server_is_named(changeover: Command) -> None:
    """It says which setting names one."""
    answer = changeover("announce")
    assert answer.returncode == 2
    assert "PREFECT_API_URL" in answer.stderr
