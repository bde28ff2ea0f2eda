"""The formats in which a plan leaves the product, by the name that is also the file's ending."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from rules.errors import InputError
from rules.timetable import Timetable
from tasks.exports.calendar_feed import calendar_feed
from tasks.exports.project_xml import project_xml
from tasks.exports.sheets import steps_sheet
from tasks.exports.tables import csv_of, workbook
from tasks.exports.timeline import timeline
from tasks.exports.timeline_page import timeline_page


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """When a plan was exported (aware), and how many entries its state log had then."""

    at: datetime
    log_length: int = 0


FORMATS: dict[str, Callable[[Timetable, Stamp], bytes]] = {
    "svg": lambda plan, _: timeline(plan).encode(),
    "html": lambda plan, _: timeline_page(plan).encode(),
    "ics": lambda plan, stamp: calendar_feed(plan, stamped_at=stamp.at, sequence=stamp.log_length),
    "xml": lambda plan, _: project_xml(plan),
    "csv": lambda plan, _: csv_of(steps_sheet(plan)),
    "xlsx": lambda plan, _: workbook(plan),
}


def require_formats(names: Iterable[str]) -> tuple[str, ...]:
    """The formats named, each once, in the order named. Raises: InputError for an unknown one."""
    wanted = tuple(dict.fromkeys(name.strip().lower() for name in names))
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown or not wanted:
        raise InputError(
            f"There is no format {', '.join(map(repr, unknown))}." if wanted else "No format.",
            f"one or more of {', '.join(FORMATS)}.",
            "name them with commas between, such as --format svg,ics.",
        )
    return wanted


def exported(timetable: Timetable, formats: Iterable[str], stamp: Stamp) -> dict[str, bytes]:
    """The plan in each format named. Raises: InputError for an unknown one."""
    return {name: FORMATS[name](timetable, stamp) for name in require_formats(formats)}
