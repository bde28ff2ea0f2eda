"""What a run did, as rows for people and for Prefect's artifacts: ids and files, never a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import compress
from pathlib import Path
from typing import Any

from models.coming import Coming
from models.settings import settings
from rules.arithmetic import plural, spoken
from tasks.looking import OpenStep

COLUMNS = ("what", "step", "council", "on", "file")
#: How many open steps an account shows.
OPEN_SHOWN = 12


@dataclass(frozen=True, kw_only=True)
class Did:
    """One thing that a run did."""

    what: str
    step: str | None = None
    council: str | None = None
    path: str | None = None
    on: date | None = None

    def row(self) -> dict[str, Any]:
        """As a row of a table, with every column filled."""
        return {
            "what": self.what,
            "step": self.step or "",
            "council": self.council or "",
            "on": self.on.isoformat() if self.on else "",
            "path": self.path or "",
        }

    def cells(self) -> tuple[str, ...]:
        """As a row for Prefect, which is told where a file is in the papers and not on the disk."""
        on = spoken(self.on) if self.on else ""
        return (self.what, self.step or "", self.council or "", on, _in_papers(self.path))


def account(title: str, did: Sequence[Did], *, nothing: str = "Nothing was left to do.") -> str:
    """What a run did, as Markdown for an artifact."""
    if not did:
        return f"## {title}\n\n{nothing}\n"
    rows = [each.cells() for each in did]
    filled = [any(column) for column in zip(*rows, strict=True)]
    return f"## {title}\n\n" + markdown_table(
        list(compress(COLUMNS, filled)), [list(compress(row, filled)) for row in rows]
    )


def _in_papers(path: str | None) -> str:
    """A file by its place in the folder of papers, or by its name where it is elsewhere."""
    if not path:
        return ""
    home = settings().papers
    return str(Path(path).relative_to(home)) if Path(path).is_relative_to(home) else Path(path).name


def account_of_step(
    reference: str, day: date, did: Sequence[Did], open_now: Sequence[OpenStep]
) -> str:
    """What stepping did, as Markdown, and what is open now, most pressing first."""
    told = account(f"Stepping of {reference} on {spoken(day)}", did)
    rows = [
        (spoken(each.by) if each.by else "", each.key, each.council, each.name)
        for each in open_now[:OPEN_SHOWN]
    ]
    more = len(open_now) - len(rows)
    rest = f"\n{plural(more, 'more step')}: see `changeover next {reference}`.\n" if more else ""
    return f"{told}\n## Open now\n\n{markdown_table(('by', 'step', 'council', 'what'), rows)}{rest}"


def markdown_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown; what would end a cell is written so that it does not."""
    lines = [columns, ["---"] * len(columns), *rows]
    cells = ([" ".join(cell.split()).replace("|", r"\|") for cell in line] for line in lines)
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)


def account_of_check(day: date, raised: Sequence[dict[str, Any]], gap: str) -> str:
    """What a deadline check found, as Markdown: the alerts it raised, by ids."""
    title = f"## Deadline check of {spoken(day)}\n\n{gap}\n\n"
    if not raised:
        return f"{title}Nothing new was due to be told.\n"
    told = f"{plural(len(raised), 'alert')} raised. Whom each tells: `changeover alerts`.\n\n"
    columns = ("transition", "alert", "step", "council", "level", "rule", "limit_on")
    rows = [[str(each[column]) for column in columns] for each in raised]
    return f"{title}{told}{markdown_table((*columns[:-1], 'last day'), rows)}"


def row_of_deadline(each: Coming) -> dict[str, Any]:
    """A deadline to come as a row of a table."""
    return {
        "last day": each.last_day.isoformat(),
        "level": each.level,
        "transition": each.reference,
        "step": each.step,
        "council": each.council,
        "what": each.name,
        "rule": each.rule,
        "on the strictest reading": each.strictest_on.isoformat() if each.strictest_on else "",
    }


def account_of_catch_up(day: date, did: dict[str, int], failed: dict[str, str]) -> str:
    """What a catch-up did, as Markdown: how much for each transition; which cannot be stepped."""
    title = f"## Catch-up of {spoken(day)}\n\n"
    rows = [
        *((reference, plural(number, "thing") + " done") for reference, number in did.items()),
        *((reference, f"cannot be stepped: {why}") for reference, why in failed.items()),
    ]
    if not rows:
        return f"{title}No transition had anything to do.\n"
    return f"{title}{markdown_table(('transition', 'what'), rows)}"
