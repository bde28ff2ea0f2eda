"""Prefect is told no person and nothing that is exempt: read in every column of its database."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from json import loads
from pathlib import Path
from typing import Any

import pytest

from models.actor import Actor
from models.database import database, writing
from models.deciding import record_decision
from models.log import locked
from models.opening import open_transition, read_and_check
from models.outbox import Message, post
from models.papers.exemptions import exempt_fact
from models.papers.given import FactGiven, record_facts
from models.people.assigning import assign
from models.people.keeping import Given, add_person
from models.recording import record_step
from models.registers import import_register, read_register, register_named
from models.reports import log_of
from models.settings import settings
from rules.situation import DecisionId
from tests.conftest import ROOT
from tests.engine.servers import MailServer, mail_server

pytestmark = pytest.mark.prefect

EXAMPLES = ROOT / "examples"
COUNCILS = ("northmere", "eastholt", "westbrook")
PERSON, ADDRESS = "Zebedee Quillfeather", "z.quillfeather@southwark.example"
EVIDENCE, REASON = "sworn statement of a Nightwatchman", "because Ottoline Vane was taken ill"
PAY, PLACE, PRICE = "28517.31", "Gallowglass Annexe", "4171717"
SECRETS = (PERSON, "Quillfeather", ADDRESS, "Nightwatchman", "Ottoline", PAY, PLACE, PRICE)

#: Every flow of every deployment, one after another, as their runs would; each may fail.
EVERY_FLOW = """
import asyncio, sys
from datetime import date
from rules.errors import ChangeoverError
from flows.catch_up import catch_up
from flows.deadlines import check_deadlines
from flows.outbox import send_outbox
from flows.papers import prepare_papers
from flows.plan import keep_plan
from flows.transition import step_transition
from tasks.discretion import UnforeseenError

async def every_flow(reference):
    for run in (
        lambda: step_transition(reference, date(2026, 6, 24)),
        lambda: catch_up(date(2026, 6, 25)),
        lambda: check_deadlines(date(2026, 12, 1)),
        lambda: prepare_papers(reference, "northmere", date(2026, 10, 13)),
        lambda: prepare_papers(reference, "northmere", date(2026, 10, 14)),
        lambda: keep_plan(reference, today=date(2026, 6, 25)),
        lambda: send_outbox(),
    ):
        try:
            await run()
        except (ChangeoverError, UnforeseenError) as error:
            print(type(error).__name__)

asyncio.run(every_flow(sys.argv[1]))
"""


@pytest.fixture
def reference(home: Path, prefect_home: Path, tmp_path: Path) -> str:
    """A case with people, a staff register, an exempt fact, evidence and messages."""
    name = f"private-{tmp_path.name.replace('_', '-').lower()}"
    path = tmp_path / "worked.toml"
    example = (EXAMPLES / "worked-2027.toml").read_text(encoding="utf-8")
    path.write_text(example.replace("worked-2027", name), encoding="utf-8")
    open_transition(read_and_check(path), actor=Actor(name=PERSON))
    return name


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """A mail server that refuses, and says to whom."""
    with mail_server() as found:
        found.rcpt_answers = [f"550 5.1.1 <{ADDRESS}> {PERSON} unknown"] * 9
        monkeypatch.setenv("CHANGEOVER_SMTP_URL", found.url)
        monkeypatch.setenv("CHANGEOVER_MAIL_FROM", ADDRESS)
        yield found


def make_it_personal(reference: str, tmp_path: Path, happened: Callable[..., Any]) -> None:
    """Everything about people that a case can hold is in it."""
    who = Actor(name=PERSON, role="Programme director", on_behalf_of="Ottoline Vane")
    for council in ("", *COUNCILS):
        role = "Programme director" if not council else "Monitoring officer"
        name = f"{PERSON} of {council}".removesuffix(" of ")
        given = Given(name=name, roles=[role], council=council or None, email=ADDRESS)
        add_person(given, who)
    day = date(2026, 5, 11)
    assign(reference, "2.4", None, PERSON, actor=who, today=day, reason=REASON)
    fact = {"by": PERSON, "evidence": EVIDENCE, "actor": who}
    for council in COUNCILS:
        record_step(reference, "1.7", council, happened(day, **fact))
        decided = happened(date(2026, 6, 16), **fact)
        decision = DecisionId("in-principle", council)
        record_decision(reference, decision, "approved", decided, date(2026, 6, 16))
    record_facts(reference, [FactGiven(name="contract_price", value=PRICE, source=EVIDENCE)], who)
    exempt_fact(
        reference,
        *("contract_price", None),
        paragraph=3,
        public_interest=REASON,
        said_by=PERSON,
        today=day,
        actor=who,
    )
    posts = tmp_path / "posts.csv"
    text = (EXAMPLES / "worked-2027-posts.csv").read_text(encoding="utf-8")
    posts.write_text(text.replace("28500.00", PAY).replace("Northmere town hall", PLACE))
    import_register(reference, read_register(posts, register_named("posts")), who)
    message = Message(
        key="letter", kind="letter", role=PERSON, address=ADDRESS, subject=EVIDENCE, body=REASON
    )
    with writing(database()) as session:
        post(session, locked(session, reference), message, actor=who, reason=REASON)


def run_every_flow(reference: str) -> str:
    """What failed, by its kind. All that Prefect can log is logged, and told to its server."""
    answer = subprocess.run(
        [sys.executable, "-c", EVERY_FLOW, reference],
        env={
            **os.environ,
            "PREFECT_LOGGING_LEVEL": "DEBUG",
            "PREFECT_LOGGING_TO_API_ENABLED": "true",
            "PREFECT_LOGGING_TO_API_BATCH_INTERVAL": "0.2",
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr[-2000:]
    for secret in SECRETS:
        assert secret not in answer.stderr
    return answer.stdout


def columns_of(prefect_home: Path) -> dict[str, str]:
    """Everything that Prefect's database holds, as text, by table and column."""
    found = {}
    with closing(sqlite3.connect(prefect_home / "prefect.db")) as connection:
        tables = connection.execute("select name from sqlite_master where type = 'table'")
        for (table,) in tables.fetchall():
            rows = connection.execute(f'select * from "{table}"')
            names = [each[0] for each in rows.description]
            cells = zip(*rows.fetchall(), strict=True)
            for name, column in zip(names, cells, strict=False):
                found[f"{table}.{name}"] = "\n".join(map(as_text, column))
    return found


def as_text(cell: object) -> str:
    """A cell, whatever it holds."""
    return cell.decode("latin-1") if isinstance(cell, bytes) else str(cell)


def files_of(prefect_home: Path) -> bytes:
    """Everything else that Prefect keeps: results, with what is packed in them."""
    kept = b""
    for path in prefect_home.rglob("*"):
        if path.is_file() and not path.name.startswith("prefect.db"):
            content = path.read_bytes()
            kept += content
            try:
                kept += b64decode(loads(content)["result"])
            except (ValueError, KeyError, TypeError):
                continue
    return kept


def test_nothing_personal_or_exempt_is_in_any_column_that_prefect_keeps(
    reference: str,
    prefect_home: Path,
    server: MailServer,
    tmp_path: Path,
    happened: Callable[..., Any],
) -> None:
    """Every flow runs over a case full of people, and all that can be logged is. The database
    refuses one entry and quotes a row: that is told by kind and place, and kept in a file."""
    make_it_personal(reference, tmp_path, happened)
    refuse_to_open_the_gate(f"{PERSON} {ADDRESS}")
    failed = run_every_flow(reference).split()
    assert failed == ["UnforeseenError", "StateError", "InputError"]

    columns = wait_until_told(prefect_home, reference)

    for column in ("flow_run.name", "flow_run.parameters", "log.message", "artifact.data"):
        assert reference in columns[column]
    assert "IntegrityError at" in columns["flow_run_state.message"]
    found = {name for name, text in columns.items() if any(each in text for each in SECRETS)}
    assert found == set()
    assert not [each for each in SECRETS if each.encode() in files_of(prefect_home)]
    assert PERSON in str(log_of(reference))
    (account, *_) = (settings().home / "faults").iterdir()
    assert PERSON in account.read_text(encoding="utf-8")


def refuse_to_open_the_gate(said: str) -> None:
    """The database refuses the entry that opens a gate, and quotes a row as it does."""
    refusal = (
        "create trigger refuse before insert on logentry when new.act = 'gate-opened' "
        f"begin select raise(abort, '{said}'); end"
    )
    with writing(database()) as session:
        session.connection().exec_driver_sql(refusal)


def wait_until_told(prefect_home: Path, reference: str) -> dict[str, str]:
    """The server is told of logs and states some time after they were."""
    deadline = time.monotonic() + 30
    while True:
        columns = columns_of(prefect_home)
        if "IntegrityError at" in columns.get("log.message", ""):
            return columns
        assert time.monotonic() < deadline, "the log of Prefect does not tell of the failure"
        time.sleep(0.3)
