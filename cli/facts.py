"""`fact`, `facts` and `exempt`: what papers are made from, and what of it is exempt."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli import doors
from cli.doors import (
    AsJson,
    CouncilOption,
    Reference,
    Today,
    print_json,
    print_table,
    print_text,
)
from cli.paper_options import DecisionOption
from rules.arithmetic import plural
from rules.errors import InputError

Name = Annotated[str | None, typer.Argument(metavar="NAME", help="Name of the fact.")]


def fact(
    reference: Reference,
    name: Name = None,
    value: Annotated[str | None, typer.Argument(metavar="VALUE", help="What it is.")] = None,
    source: Annotated[str, typer.Option("--source", help="Where it is known from.")] = "",
    council: CouncilOption = None,
    standing: Annotated[
        str, typer.Option("--standing", help="recorded, press, computed, general knowledge, gap.")
    ] = "recorded",
    url: Annotated[str, typer.Option("--url", help="Address of the source.")] = "",
    file: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="Many at once: CSV or TOML.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Record a fact that papers ask for, with its source; or a file of them, all or nothing.

    A gap has no VALUE and the standing gap. A file has the columns name, value, source, standing,
    url and council, or tables [[fact]] of these.

    Example: changeover fact southwark-2017 wards "All wards" --source "Ward list" --council brent
    """
    from models.papers.given import councils_of, record_facts
    from models.settings import settings
    from tasks.papers.facts_file import one_fact, read_facts

    councils = councils_of(reference)
    if file:
        given = read_facts(file, councils)
    else:
        row = {"name": name, "value": value, "source": source, "council": council}
        given = [one_fact(row | {"standing": standing, "url": url}, councils)]
    entries = record_facts(reference, given, settings().actor)
    new = [entry for entry in entries if entry]
    if as_json:
        rows = zip(given, entries, strict=True)
        print_json([{**vars(each), "entry": entry or None} for each, entry in rows])
    elif new:
        which = f"entries {new[0]} to {new[-1]}" if len(new) > 1 else f"entry {new[0]}"
        print_text(f"Recorded {len(new)} of {len(given)}: log {which}.")
    else:
        print_text("Nothing new: the log says so already.")


def facts(
    reference: Reference,
    missing: Annotated[
        bool, typer.Option("--missing", help="What papers still lack, and who supplies it.")
    ] = False,
    paper: Annotated[
        str | None, typer.Option("--paper", metavar="KIND", help="Of one paper only.")
    ] = None,
    council: CouncilOption = None,
    decision: DecisionOption = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """List the facts with source and standing, or those that a paper still lacks.

    Example: changeover facts southwark-2017 --missing --paper final-report --council southwark
    """
    from tasks.papers.facts_list import facts_known, facts_missing

    day = today or doors.today()
    if missing:
        rows = facts_missing(reference, paper, council, decision, day)
        columns = ["paper", "council", "name", "words", "supplied_by"]
        title = f"{plural(len(rows), 'fact')} missing"
    else:
        rows = facts_known(reference, paper, council, decision, day)
        columns = ["name", "council", "value", "source", "standing", "exempt", "entry"]
        title = plural(len(rows), "fact")
    if as_json:
        print_json(rows)
    else:
        heads = [name.replace("_", " ") for name in columns]
        print_table(title, heads, [[row[name] for name in columns] for row in rows])


def exempt(
    reference: Reference,
    name: Name = None,
    paragraph: Annotated[
        int | None, typer.Option("--paragraph", help="Paragraph of Schedule 12A, 1 to 7.")
    ] = None,
    public_interest: Annotated[
        str, typer.Option("--public-interest", help="How it was weighed: stands in both papers.")
    ] = "",
    by: Annotated[str, typer.Option("--by", help="Who says so: the monitoring officer.")] = "",
    council: CouncilOption = None,
    register: Annotated[
        str | None, typer.Option("--register", help="A row of assets, licences or contracts.")
    ] = None,
    row: Annotated[
        str, typer.Option("--row", metavar="KEY", help="Which row, such as A-001.")
    ] = "",
    end: Annotated[bool, typer.Option("--end", help="It is open information again.")] = False,
    reason: Annotated[str, typer.Option("--reason", help="Why it is open now.")] = "",
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Mark a fact, or a row of a register, as exempt; or list what is, and the seven paragraphs.

    Its place in every open paper is then taken by the words that it is exempt; the exempt paper,
    which `changeover paper --exempt` writes, tells it. A row is held back from open schedules with
    all that follows from it: --register assets --row A-001 in place of NAME.

    Example: changeover exempt southwark-2017 contract_price --paragraph 3 --by "Monitoring officer"
    --public-interest "Disclosure would harm the council's bargaining"
    """
    from models.papers.exemptions import end_exemption
    from models.settings import settings
    from tasks.papers.exemption import marked
    from tasks.papers.facts_list import exempt_facts

    day, actor = today or doors.today(), settings().actor
    _refuse_half_named(name, register, row, council)
    if end and (name or register):
        what = name or marked.row_of(reference, register or "", row)
        entry = end_exemption(reference, what, council, reason, actor)
        print_json({"entry": entry}) if as_json else print_text(f"Open again: log entry {entry}.")
        return
    why = marked.Grounds(paragraph=paragraph, public_interest=public_interest, said_by=by)
    if name:
        told = marked.mark_exempt(reference, name, council, why, day, actor)
    elif register:
        told = marked.mark_row_exempt(reference, register, row, why, day, actor)
    else:
        _print_exempt(exempt_facts(reference), as_json=as_json)
        return
    if as_json:
        print_json(told)
        return
    print_text(f"{told['name']} is exempt from now on: log entry {told['entry']}.")
    for each in told["told_before"]:
        print_text(f"It was told before, in {each}: withdraw that file where it was published.")


def _refuse_half_named(
    name: str | None, register: str | None, row: str, council: str | None
) -> None:
    if bool(register) != bool(row.strip()) or (register and (name or council)):
        given = {"NAME": name, "--register": register, "--row": row, "--council": council}
        raise InputError(
            f"What is exempt is named by {', '.join(key for key, each in given.items() if each)}.",
            "the NAME of a fact, or --register with --row alone: a register is every council's.",
            "name one of the two.",
        )


def _print_exempt(rows: list[dict[str, object]], *, as_json: bool) -> None:
    from rules.exempt_information import paragraphs

    law = [vars(row) for row in paragraphs().values()]
    if as_json:
        print_json({"exempt": rows, "paragraphs": law})
        return
    columns = ("name", "council", "paragraph", "public_interest", "said_by", "since_on")
    heads = [name.replace("_", " ") for name in columns]
    print_table(
        f"{plural(len(rows), 'fact')} exempt",
        heads,
        [[row[name] for name in columns] for row in rows],
    )
    lines = [(row.number, row.words, row.standing) for row in paragraphs().values()]
    print_table("Schedule 12A, Part 1", ("paragraph", "information", "standing"), lines)


COMMANDS = [fact, facts, exempt]
