"""`run`, `replay` and `step`: they start flows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from cli import doors
from cli.doors import (
    AsJson,
    Reference,
    Today,
    print_json,
    print_table,
    print_text,
    say,
)
from cli.reading_printed import print_findings

File = Annotated[Path, typer.Argument(metavar="FILE", help="A transition file (TOML).")]


def run(file: File, today: Today = None, as_json: AsJson = False) -> None:
    """Open a transition from a file, step it, and print where it stands.

    Example: changeover run examples/worked-2027.toml
    """
    from flows import launch
    from models.opening import open_transition, read_and_check
    from models.reports import plan, timetable_of
    from models.settings import settings

    day = today or doors.today()
    found = read_and_check(file)
    opened = open_transition(found, actor=settings().actor)
    say(f"{found.reference}: {'opened' if opened else 'was opened before'}")
    with launch.engine(say):
        did = launch.step(found.reference, day)
    standing = plan(timetable_of(found.reference, day))
    if as_json:
        print_json({"opened": opened, "did": [each.row() for each in did], **standing})
        return
    _print_did(found.reference, did)
    print_findings(standing["findings"])


def step(reference: Reference, today: Today = None, as_json: AsJson = False) -> None:
    """Step everything of a transition that can be stepped.

    Example: changeover step southwark-2017
    """
    from flows import launch
    from models.reports import require

    day = today or doors.today()
    require(reference)
    with launch.engine(say):
        did = launch.step(reference, day)
    if as_json:
        print_json({"reference": reference, "did": [each.row() for each in did]})
    else:
        _print_did(reference, did)


def replay(file: File, as_json: AsJson = False) -> None:
    """Open a transition and step it through every recorded event, on a test clock.

    Example: changeover replay examples/southwark-2017.toml
    """
    from flows import launch
    from flows.replay import replay as replaying
    from models.comparison import compare, unknown
    from models.effects import files_made, path_of
    from models.opening import open_transition, read_and_check
    from models.reports import plan, timetable_of
    from models.settings import settings

    found = read_and_check(file)
    opened = open_transition(found, actor=settings().actor)
    say(f"{found.reference}: {'opened' if opened else 'was opened before; going on from there'}")
    told = []
    with launch.engine(say):
        for happening in replaying(found, launch.step, settings().actor):
            told.append(happening)
            _say_happening(happening)
    last = told[-1].on
    answer = {
        "reference": found.reference,
        "compare": compare(found),
        "unknown": unknown(found),
        "papers": [str(path_of(effect)) for effect in files_made(found.reference)],
        **plan(timetable_of(found.reference, last)),
    }
    print_json(answer) if as_json else _print_replay(found.title, answer)


def _say_happening(happening: Any) -> None:
    mark = " (in the log already)" if happening.known_before else ""
    say(f"{happening.on:%a %d %b %Y}  {happening.what}{mark}")
    kinds: dict[str, int] = {}
    for each in happening.did:
        kinds[each.what] = kinds.get(each.what, 0) + 1
    for what, number in kinds.items():
        say(f"                 - {what}" + (f" x{number}" if number > 1 else ""))


def _print_replay(title: str, answer: dict[str, Any]) -> None:
    rows = [
        (
            each["what"],
            each["rule"],
            each["engine"],
            each["strictest"],
            each["record"],
        )
        for each in answer["compare"]
    ]
    print_table(
        title,
        ("what", "rule", "the engine says", "on the strictest reading", "the record says"),
        rows,
    )
    stages: dict[str, int] = {}
    for each in answer["steps"]:
        stages[each["status"]] = stages.get(each["status"], 0) + 1
    print_text("Steps: " + ", ".join(f"{number} {status}" for status, number in stages.items()))
    print_table(
        "What could not be known: facts looked for and not found",
        ("fact", "why"),
        [fact.split(": ", 1) for fact in answer["unknown"]["facts"]],
    )
    print_table(
        "What could not be known: steps presumed, for want of a record",
        ("step",),
        [(each,) for each in answer["unknown"]["steps"]],
    )
    print_table("Papers and letters", ("file",), [(path,) for path in answer["papers"]])


def _print_did(reference: str, did: list[Any]) -> None:
    rows = [(each.what, each.step, each.council, each.path) for each in did]
    note = "" if did else "Nothing to do: everything that can be stepped has been."
    print_table(f"Stepped {reference}", ("did", "step", "council", "file"), rows, note)


COMMANDS = [run, replay, step]
