"""An export for people: the log in words, the plan as tables, and how to check it all by hand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlmodel import Session

from models.csv_file import csv_file
from models.log import Entry
from models.reports import plan
from models.standing import situation
from rules.errors import RuleError
from rules.timetable import draw_up

#: How to walk the chain without the product: run by a test as it stands here.
CHECK = """\
import hashlib, json, pathlib

manifest = json.loads(pathlib.Path("manifest.json").read_text("utf-8"))
for name, told in manifest["members"].items():
    found = hashlib.sha256(pathlib.Path(name).read_bytes()).hexdigest()
    assert found == told["sha256"], f"{name} is not what was sealed"

head = "0" * 64
for number, line in enumerate(pathlib.Path("log.jsonl").read_text("utf-8").split("\\n")[:-1], 1):
    entry = json.loads(line)
    content = [entry["previous"], manifest["reference"], str(entry["sequence"]), entry["at"],
               entry["actor"], entry["act"], entry["data"]]
    if entry["form"] >= 2:
        content += [entry["role"], entry["on_behalf_of"], entry["reason"], str(entry["form"])]
    digest = hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
    assert entry["sequence"] == number, f"entry {number} is missing"
    assert entry["previous"] == head, f"entry {number} does not follow the one before"
    assert entry["digest"] == digest, f"entry {number} was changed"
    head = digest
assert head == manifest["log"]["head"], "the log is cut short"
print(f"{number} entries hold; the head of the chain is {head}")
"""

README = """\
{title}
Reference {reference}. Exported by Changeover; the log has {entries} entries.

What is in here
  manifest.json   every other file with its size and SHA-256, and the head of the chain
  log.jsonl       the state log, one entry a line, as it was chained
  log.txt         the same log, to read
  given.json      contract, supplier, councils, meetings: what was given when it was opened
  steps.csv, decisions.csv, evidence.csv, facts.csv and other tables
                  where it stands; all of it follows from the log
  effects.csv     what was made outside: papers, letters, messages, with their digests
  rules/          the files of law, policy, programme and calendars that it is and was planned by,
                  each set under its digest: the SHA-256 of a JSON list of path and text of each
  papers/         the papers and letters themselves, where they still are what was made
  elsewhere/      the same for files that were asked for outside the papers folder
  plan.csv, diary.csv, findings.csv
                  the plan as worked out on {today}

A cell of a table that begins with =, +, - or @ has an apostrophe before it, so that no spreadsheet
takes it for a formula.

How to check it without Changeover
Each entry of the log carries the SHA-256 of the entry before it and of its own content: a JSON list
of previous, reference, sequence, at, actor, act and data, then, where form is 2 or more, role,
on_behalf_of, reason and form, all as text, in UTF-8. Numbers stand as text too. An entry that was
edited, removed, added or moved breaks the chain. Whoever noted the head of the chain at the time
({head})
can see that the log still leads to it. Unpack the zip, and in its folder run this with Python 3:

{check}
How to take it into another Changeover
  changeover import FILE.zip
"""


def readme(about: dict[str, Any]) -> bytes:
    """What each part is, and how it is checked."""
    log = about["log"]
    told = {name: about[name] for name in ("reference", "title", "today")}
    text = README.format(**told, entries=log["entries"], head=log["head"], check=CHECK)
    return text.encode()


def log_in_words(log: Iterable[Entry]) -> bytes:
    """The log, an entry a paragraph."""
    return "\n".join(_paragraph(entry) for entry in log).encode()


def plan_members(session: Session, reference: str, today: date) -> Iterator[tuple[str, bytes]]:
    """The plan of that day as tables; why, where none can be drawn up."""
    try:
        found = plan(draw_up(situation(session, reference, today)))
    except RuleError as error:
        yield "plan.txt", f"No plan can be drawn up on {today}.\n{error}\n".encode()
        return
    for member, rows, headings in (
        ("plan.csv", found["steps"], _STEP),
        ("diary.csv", found["diary"], _DIARY),
        ("findings.csv", found["findings"], _FINDING),
    ):
        yield member, csv_file(headings, ([row[name] for name in headings] for row in rows))


_STEP = (
    *("key", "council", "name", "status", "earliest_on", "legal_limit", "safe_limit"),
    *("target_on", "slack_working_days", "rule", "meeting_on", "note"),
)
_DIARY = ("on", "kind", "what", "step", "council", "rule", "arithmetic", "standing")
_FINDING = ("kind", "step", "council", "rule", "says", "limit_on", "short_by_working_days")


def _paragraph(entry: Entry) -> str:
    acting = [entry.actor, entry.role]
    acting += [f"on behalf of {entry.on_behalf_of}"] if entry.on_behalf_of else []
    at = entry.at.replace("T", " ")[:19]
    lines = [f"{entry.sequence}. {entry.act}, {at} UTC, {', '.join(filter(None, acting))}"]
    lines += [f"   because: {entry.reason}"] if entry.reason else []
    for name, value in json.loads(entry.data).items():
        if value not in (None, "", [], {}):
            said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            lines.append(f"   {name}: {said}")
    return "\n".join([*lines, f"   digest: {entry.digest}", ""])
