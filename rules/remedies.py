"""What would close a conflict: each remedy was tried, and the step is in time with it.

A remedy is one change or a few together. Those that the law conditions name the rule whose consent
they need; none is a promise that the consent will be given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from rules.arithmetic import plural, spoken
from rules.backward import backward
from rules.changes import (
    Change,
    ChooseMeeting,
    MoveExpiry,
    RelyOn,
    Slip,
    WaiveCallIn,
    apply_changes,
    told,
)
from rules.counting import months_after
from rules.dating import Dating
from rules.errors import ChangeoverError
from rules.forward import Forward
from rules.network import GO_LIVE, LEVELS, network
from rules.reliefs import NoticeException
from rules.schedule import NEVER
from rules.situation import DecisionId, Situation, StepId
from rules.timetable import Timetable

#: How many months of extension are tried, shortest first.
EXTENSIONS = (1, 2, 3, 6, 9, 12)
EXTENSION_RULE = "CON-01"
#: How many remedies are told of one conflict, the easiest to have first.
MOST = 5
CONSENT_RULES = ("ATI-06", "ATI-07", "CALL-07")
_CONSENTS = {
    NoticeException.GENERAL: ("ATI-06", "the notice of 28 days must be impracticable"),
    NoticeException.URGENT: ("ATI-07", "the scrutiny chair must agree that it is urgent"),
}


@dataclass(frozen=True, kw_only=True)
class Remedy:
    """Changes that together bring a step in time, the rules they rest on and what they cost."""

    changes: tuple[Change, ...]
    rules: tuple[str, ...]
    costs: tuple[str, ...]

    def says(self) -> str:
        """The changes in words."""
        return told(self.changes)

    @property
    def rank(self) -> tuple[int, int, int]:
        """Fewest consents first, then fewest kinds of change, then fewest changes."""
        consents = len({rule for rule in self.rules if rule in CONSENT_RULES})
        return consents, len({type(change) for change in self.changes}), len(self.changes)


def slack(where: Situation, at: StepId) -> int | None:
    """The slack of one step in working days, without drawing up the rest."""
    net = network(where, Dating(where))
    schedule = net.schedules[LEVELS[0]]
    late = backward(schedule, net.last_days(LEVELS[0]), starts=net.last_starts())
    early = Forward(schedule).run(where.today)
    place = schedule.place[at]
    latest, earliest = late.start[place], early.start[place]
    if net.decision(at) is None:
        latest, earliest = late.finish[place], early.finish[place]
    if latest == NEVER:
        return None
    calendar = where.calendar("council", at.council)
    return calendar.distance(date.fromordinal(earliest), date.fromordinal(latest))


def remedies(timetable: Timetable, at: StepId) -> list[Remedy]:
    """The remedies that bring a late step in time, the easiest to have first; none if it is not.

    Single changes are tried, then two together of those that do not serve alone.
    """
    where = timetable.situation
    if (timetable.steps[at].slack_working_days or 0) >= 0:
        return []
    single = list(_candidates(timetable, at))
    found = [each for each in single if _closes(where, each, at)]
    closed = {change for each in found for change in each.changes}
    for pair in combinations([each for each in single if each not in found], 2):
        joined = Remedy(
            changes=tuple(dict.fromkeys((*pair[0].changes, *pair[1].changes))),
            rules=tuple(dict.fromkeys((*pair[0].rules, *pair[1].rules))),
            costs=tuple(dict.fromkeys((*pair[0].costs, *pair[1].costs))),
        )
        if not closed & set(joined.changes) and _closes(where, joined, at):
            found.append(joined)
    return sorted(found, key=lambda remedy: remedy.rank)[:MOST]


def _closes(where: Situation, remedy: Remedy, at: StepId) -> bool:
    try:
        left = slack(apply_changes(where, remedy.changes), at)
    except ChangeoverError:
        return False
    return left is None or left >= 0


def _candidates(timetable: Timetable, at: StepId) -> Iterator[Remedy]:
    chain = timetable.chain(at)
    both = dict.fromkeys((*chain, *timetable.bound(at)))
    decisions = [
        DecisionId(step.decision, each.council or "")
        for each in both
        if (step := timetable.situation.breakdown.step(each.key)).decision
        and timetable.steps[each].status in ("ready", "waiting")
    ]
    for name in dict.fromkeys(decision.decision for decision in decisions):
        yield from _of_decision(timetable, name)
    yield from _shorter(timetable, at, chain)
    yield from _extensions(timetable, at)


def _of_decision(timetable: Timetable, name: str) -> Iterator[Remedy]:
    """For a decision, in every council that has still to take it: extra meetings, and consents."""
    where = timetable.situation
    key = where.breakdown.deciding(name).key
    open_ = [
        DecisionId(name, party.code)
        for party in where.parties
        if timetable.steps[StepId(key, party.code)].status in ("ready", "waiting")
    ]
    yield from _meetings(where, open_, key, ())
    for exception, (rule, condition) in _CONSENTS.items():
        consents = tuple(RelyOn(decision=each, exception=exception) for each in open_)
        yield Remedy(changes=consents, rules=(rule,), costs=(condition,))
        yield from _meetings(where, open_, key, consents, rule, condition)
    waivers = tuple(WaiveCallIn(decision=each) for each in open_)
    cost = "the consent of CALL-07 before the decision, reported to the next council"
    yield Remedy(changes=waivers, rules=("CALL-07",), costs=(cost,))


def _meetings(
    where: Situation,
    decisions: list[DecisionId],
    key: str,
    consents: tuple[Change, ...],
    *rests_on: str,
) -> Iterator[Remedy]:
    """A special meeting of each council on the first day its notices allow, under any consents."""
    try:
        freed = apply_changes(where, consents)
        net = network(_without_meetings(freed, decisions), Dating(freed))
        early = Forward(net.schedules[LEVELS[0]]).run(where.today)
    except ChangeoverError:
        return
    places = net.schedules[LEVELS[0]].place
    days = {
        each: date.fromordinal(early.start[places[StepId(key, each.council)]]) for each in decisions
    }
    bodies = ", ".join(each.council for each in decisions)
    yield Remedy(
        changes=(
            *consents,
            *(ChooseMeeting(decision=each, meeting_on=day) for each, day in days.items()),
        ),
        rules=("ATI-05", *rests_on[:1]),
        costs=(f"a special meeting in {bodies}", *rests_on[1:]),
    )


def _without_meetings(where: Situation, decisions: Iterable[DecisionId]) -> Situation:
    gone = set(decisions)
    return replace(
        where,
        chosen={d: day for d, day in where.chosen.items() if d not in gone},
        meetings={
            code: () if code in {d.council for d in gone} else days
            for code, days in where.meetings.items()
        },
    )


def _shorter(timetable: Timetable, at: StepId, chain: list[StepId]) -> Iterator[Remedy]:
    """The longest step on the chain done in the time that is left for it, if it has enough."""
    where = timetable.situation
    short = -(timetable.steps[at].slack_working_days or 0)
    longest = max(chain, key=where.working_days)
    if 0 < short <= where.working_days(longest):
        yield Remedy(
            changes=(Slip(step=longest, working_days=-short),),
            rules=(),
            costs=(f"step {longest} done in {where.working_days(longest) - short} working days",),
        )


def _extensions(timetable: Timetable, at: StepId) -> Iterator[Remedy]:
    """A longer contract: the shortest that serves, while the option can still be exercised."""
    where = timetable.situation
    last = next(
        (
            d.limit("legal_limit")
            for planned in timetable
            for d in planned.dates
            if d.deadline.rule_id == EXTENSION_RULE
        ),
        None,
    )
    by = f"the option exercised by {spoken(last)}" if last else "the supplier's agreement"
    if last and last < where.today:
        by = f"the supplier's agreement: the option ran out on {spoken(last)}"
    for months in EXTENSIONS:
        expiry_on = months_after(where.expiry_on, months)
        remedy = Remedy(
            changes=(MoveExpiry(expiry_on=expiry_on),),
            rules=(EXTENSION_RULE,),
            costs=(f"{plural(months, 'month')} more of the contract; {by}",),
        )
        if _closes(where, remedy, StepId(GO_LIVE)) and _closes(where, remedy, at):
            yield remedy
            return
