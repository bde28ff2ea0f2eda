"""The dates that a document tells, each with its rule and its arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from models.paper_facts import Counts, DateWorked, KnownFact
from rules.breakdown import Dated
from rules.dating import Dating
from rules.deadlines import Deadline, apply_rule
from rules.diary import diary
from rules.rule import Rule, Source
from rules.situation import StepId
from rules.timetable import Timetable

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)

#: Where a date rests on no rule at all.
PRACTICE = Source(cite="usual planning practice; no source", url="")


def step_dates(timetable: Timetable, council: str, steps: set[str]) -> tuple[DateWorked, ...]:
    """The dates of these steps that concern the council; those of every council where none is."""
    found, rules = [], timetable.situation.rules
    for entry in diary(timetable):
        if not entry.step or not entry.arithmetic or entry.step.key not in steps:
            continue
        if council and entry.step.council not in (None, council):
            continue
        if not entry.binds and entry.kind != "target":
            continue
        source = rules.rule(entry.rule).sources[0] if entry.rule else PRACTICE
        found.append(
            DateWorked(
                what=entry.what,
                day=entry.on,
                kind=entry.kind if entry.binds else "target, on the usual term",
                rule=entry.rule or "practice",
                arithmetic=entry.arithmetic,
                reading=""
                if entry.binds
                else "usual contract term: this contract's own is not known",
                standing=entry.standing,
                cite=source.cite,
                url=source.url,
            )
        )
    return tuple(found)


def counted_dates(
    timetable: Timetable,
    council: str,
    facts: Mapping[str, KnownFact],
    counts: tuple[Counts, ...],
) -> Iterator[DateWorked]:
    """The dates counted from facts that give a day; from a fact that gives none, none."""
    where = timetable.situation
    at = StepId("", council or None)
    for each in counts:
        known = facts.get(each.fact)
        event = day_of(known.value) if known else None
        dated = Dated(event="", what=each.what, rule=each.rule)
        rule = Dating(where).governed(dated, at, event) if event else None
        if event and rule:
            deadline = apply_rule(rule, event, lambda name: where.calendar(name, at.council))
            yield from _days(each.what, rule, deadline)


def _days(what: str, rule: Rule, deadline: Deadline) -> Iterator[DateWorked]:
    days = {"last day": deadline.legal_limit, "first day": deadline.not_before}
    if deadline.safe_limit != deadline.legal_limit:
        days["safe last day"] = deadline.safe_limit
    for kind, day in days.items():
        if day:
            yield DateWorked(
                what=what,
                day=day.date() if isinstance(day, datetime) else day,
                kind=kind,
                rule=rule.id,
                arithmetic=deadline.arithmetic,
                reading=deadline.reading,
                standing=deadline.standing,
                cite=rule.sources[0].cite,
                url=rule.sources[0].url,
            )


def day_of(text: str | None) -> date | None:
    """The day a fact gives, as 2027-06-30 or 30 June 2027; None where it gives none."""
    words = (text or "").split()
    try:
        if len(words) == 1:
            return date.fromisoformat(words[0])
        day, month, year = words[-3:]
        return date(int(year), _MONTHS.index(month.casefold()) + 1, int(day))
    except ValueError:
        return None
