"""Every way of counting by name: the amount it needs, its function, and how it is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from rules import counting
from rules.arithmetic import plural
from rules.calendars import WorkingCalendar
from rules.count import Answer, Count
from rules.errors import UnknownName


@dataclass(frozen=True, kw_only=True)
class Primitive:
    """How a name in a rule file is counted: amounts it needs, direction, and the function."""

    amount: Literal["days", "weeks", "months", "hours"]
    backward: bool
    work: Callable[[Count, Any, WorkingCalendar], Answer]
    label: Callable[[Count], str]


def find(name: str) -> Primitive:
    """The primitive of that name. Raises: UnknownName."""
    if name not in PRIMITIVES:
        raise UnknownName(
            f"There is no way of counting called {name!r}.",
            f"one of {', '.join(PRIMITIVES)}.",
            "choose one of these.",
        )
    return PRIMITIVES[name]


def _clear(count: Count, calendar_word: str = "clear calendar day") -> str:
    return plural(
        count.days or 0, "clear working day" if count.unit == "working" else calendar_word
    )


def _months_before_label(count: Count) -> str:
    return f"less {plural(count.months or 0, 'month')} (the earlier of counting back and forward)"


PRIMITIVES: dict[str, Primitive] = {
    "clear-days-before": Primitive(
        amount="days",
        backward=True,
        work=lambda c, day, cal: counting.clear_days_before(day, c.days or 0, c.unit, cal),
        label=lambda c: f"less {_clear(c)}",
    ),
    "clear-days-elapsed": Primitive(
        amount="days",
        backward=False,
        work=lambda c, day, cal: counting.clear_days_elapsed(day, c.days or 0, c.unit, cal),
        label=lambda c: f"once {_clear(c)} have elapsed",
    ),
    "not-less-than-before": Primitive(
        amount="days",
        backward=True,
        work=lambda c, day, cal: counting.not_less_than_days_before(day, c.days or 0, c.reading),
        label=lambda c: (
            f"less {plural(c.days or 0, 'clear day' if c.reading == 'strict' else 'day')} "
            f'(the {c.reading} reading of "not less than")'
        ),
    ),
    "period-beginning-with": Primitive(
        amount="days",
        backward=False,
        work=lambda c, day, cal: counting.period_beginning_with(day, c.days or 0),
        label=lambda c: f"as day 1 of {plural(c.days or 0, 'day')}, the last of them",
    ),
    "nth-working-day-after": Primitive(
        amount="days",
        backward=False,
        work=lambda c, day, cal: counting.nth_working_day_after(day, c.days or 0, cal),
        label=lambda c: f"plus {plural(c.days or 0, 'working day')}",
    ),
    "working-days-beginning-with": Primitive(
        amount="days",
        backward=False,
        work=lambda c, day, cal: counting.working_days_beginning_with(day, c.days or 0, cal),
        label=lambda c: f"and {plural(c.days or 0, 'working day')} beginning with it",
    ),
    "working-days-before": Primitive(
        amount="days",
        backward=True,
        work=lambda c, day, cal: counting.working_days_before(day, c.days or 0, c.reading, cal),
        label=lambda c: (
            f"less {plural(c.days or 0, 'working day')}"
            + (" and one more on the strict reading" if c.reading == "strict" else "")
        ),
    ),
    "months-after": Primitive(
        amount="months",
        backward=False,
        work=lambda c, day, cal: counting.months_after(day, c.months or 0),
        label=lambda c: f"plus {plural(c.months or 0, 'month')} (the corresponding date)",
    ),
    "months-before": Primitive(
        amount="months",
        backward=True,
        work=lambda c, day, cal: counting.months_before(day, c.months or 0),
        label=_months_before_label,
    ),
    "months-before-back": Primitive(
        amount="months",
        backward=True,
        work=lambda c, day, cal: counting.months_before_back(day, c.months or 0),
        label=lambda c: f"less {plural(c.months or 0, 'month')}, counted back",
    ),
    "months-before-forward": Primitive(
        amount="months",
        backward=True,
        work=lambda c, day, cal: counting.months_before_forward(day, c.months or 0),
        label=lambda c: f"less {plural(c.months or 0, 'month')}, counted forward",
    ),
    "months-beginning-with": Primitive(
        amount="months",
        backward=False,
        work=lambda c, day, cal: counting.months_beginning_with(day, c.months or 0),
        label=lambda c: f"and {plural(c.months or 0, 'month')} beginning with it, the last day",
    ),
    "days-after": Primitive(
        amount="days",
        backward=False,
        work=lambda c, day, cal: counting.days_after(day, c.days or 0),
        label=lambda c: f"plus {plural(c.days or 0, 'day')}",
    ),
    "days-before": Primitive(
        amount="days",
        backward=True,
        work=lambda c, day, cal: counting.days_before(day, c.days or 0),
        label=lambda c: f"less {plural(c.days or 0, 'day')}",
    ),
    "weeks-after": Primitive(
        amount="weeks",
        backward=False,
        work=lambda c, day, cal: counting.days_after(day, 7 * (c.weeks or 0)),
        label=lambda c: f"plus {plural(c.weeks or 0, 'week')}",
    ),
    "weeks-before": Primitive(
        amount="weeks",
        backward=True,
        work=lambda c, day, cal: counting.days_before(day, 7 * (c.weeks or 0)),
        label=lambda c: f"less {plural(c.weeks or 0, 'week')}",
    ),
    "hours-after": Primitive(
        amount="hours",
        backward=False,
        work=lambda c, at, cal: counting.hours_after(at, c.hours or 0),
        label=lambda c: f"plus {plural(c.hours or 0, 'clock hour')}",
    ),
}
