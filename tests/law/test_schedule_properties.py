"""What holds of every schedule and every gap, whatever the tasks, the links and the calendars.

Whether a gap is left is decided here by walking the days one by one, never by the code under test.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from rules.backward import backward
from rules.calendars import Holiday, WorkingCalendar
from rules.errors import CalendarHorizonPassed, RuleRefused
from rules.forward import Forward, driver
from rules.gaps import Gap
from rules.schedule import NEVER, Link, Pass, Schedule, Task

TODAY = date(2026, 6, 1)
ONE_DAY = timedelta(days=1)
FIRST, LAST = date(2024, 1, 1), date(2028, 12, 31)
UNITS = ("days", "weeks", "months", "working_days", "clear_days", "clear_working_days")
KINDS = ("finish-to-start", "start-to-start", "finish-to-finish")


def a_calendar(
    *closed: date, closed_weekdays: frozenset[int] = frozenset({5, 6}), **changes
) -> WorkingCalendar:
    """Five years with these days closed, besides the weekends."""
    records = (Holiday(on=on, name="Closed", known_from=date.min) for on in sorted(closed))
    fields = {
        "name": "drawn",
        "title": "Drawn by Hypothesis",
        "published_on": FIRST,
        "first_day": FIRST,
        "known_until": LAST,
        "holidays": tuple(records),
        "closed_weekdays": closed_weekdays,
    }
    return WorkingCalendar(**{**fields, **changes})


WEEKDAYS = a_calendar()
days = st.dates(date(2026, 6, 1), date(2026, 10, 31))
closed_days = st.frozensets(st.dates(date(2026, 5, 1), date(2026, 12, 31)), max_size=12)
weekdays = st.sampled_from([frozenset({5, 6}), frozenset({6}), frozenset({4, 5}), frozenset()])
calendars = st.builds(lambda closed, week: a_calendar(*closed, closed_weekdays=week),
                      closed_days, weekdays)  # fmt: skip


# ---- Gaps, by walking the days -------------------------------------------------------------------


def working_days_after(start: int, until: int, calendar: WorkingCalendar) -> int:
    """The working days after `start` up to and including `until`, one by one."""
    shut = {holiday.on for holiday in calendar.holidays}
    walked = (date.fromordinal(day) for day in range(start + 1, until + 1))
    return sum(d.weekday() not in calendar.closed_weekdays and d not in shut for d in walked)


def corresponding(day: int, months: int) -> int:
    """The corresponding date so many months on, or the last day of a month that has none."""
    start = date.fromordinal(day)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last)).toordinal()


def is_left(gap: Gap, start: int, end: int) -> bool:
    """Whether the gap lies between the two days."""
    match gap.unit:
        case "days":
            return end - start >= gap.amount
        case "weeks":
            return end - start >= 7 * gap.amount
        case "months":
            return end >= corresponding(start, gap.amount)
        case "clear_days":
            return end > start and end - start - 1 >= gap.amount
        case "working_days":
            left = working_days_after(start, end, gap.calendar)
            return end >= start and left >= gap.amount
    return end > start and working_days_after(start, end - 1, gap.calendar) >= gap.amount


def is_not_passed(gap: Gap, start: int, end: int) -> bool:
    """Whether no more than the gap lies between the two days."""
    match gap.unit:
        case "clear_working_days":
            return working_days_after(start, end - 1, gap.calendar) <= gap.amount
        case "working_days":
            through = working_days_after(start, end - 1, gap.calendar) < gap.amount
            return through or (gap.amount == 0 and end <= start)
        case "clear_days":
            return end - start - 1 <= gap.amount
        case "months":
            return end <= corresponding(start, gap.amount)
    return end - start <= gap.amount * (7 if gap.unit == "weeks" else 1)


gaps = st.builds(
    lambda amount, unit, calendar: Gap(
        amount=amount % 4 if unit in ("weeks", "months") else amount, unit=unit, calendar=calendar
    ),
    st.integers(0, 9),
    st.sampled_from(UNITS),
    calendars,
)


@given(gap=gaps, day=days)
@example(Gap(amount=1, unit="months", calendar=WEEKDAYS), date(2026, 8, 31))
@example(Gap(amount=1, unit="working_days", calendar=WEEKDAYS), date(2026, 6, 6))
def test_forward_gives_the_first_day_that_leaves_the_gap(gap, day):
    """The day before it leaves too little; in every unit, from closed days as from open ones."""
    first = gap.forward(day.toordinal())
    assert is_left(gap, day.toordinal(), first)
    assert not is_left(gap, day.toordinal(), first - 1)


@given(gap=gaps, day=days)
@example(Gap(amount=1, unit="months", calendar=WEEKDAYS), date(2026, 9, 30))
@example(Gap(amount=1, unit="working_days", calendar=WEEKDAYS), date(2026, 6, 6))
def test_backward_gives_the_last_day_that_leaves_the_gap(gap, day):
    """The day after it leaves too little; it may be a closed one, as good as the one before."""
    last = gap.backward(day.toordinal())
    assert is_left(gap, last, day.toordinal())
    assert not is_left(gap, last + 1, day.toordinal())


@given(gap=gaps, start=days, end=days)
@example(Gap(amount=1, unit="months", calendar=WEEKDAYS), date(2026, 8, 31), date(2026, 9, 30))
def test_forward_and_backward_are_two_faces_of_one_count(gap, start, end):
    """A day is reached forward exactly when it is not passed backward: they are adjoint.

    So `backward(forward(day)) >= day` and `forward(backward(day)) <= day`, in every unit.
    """
    a, b = start.toordinal(), end.toordinal()
    assert (gap.forward(a) <= b) == (a <= gap.backward(b))
    assert gap.backward(gap.forward(a)) >= a
    assert gap.forward(gap.backward(b)) <= b


@given(gap=gaps, day=days)
def test_in_units_that_count_every_day_backward_undoes_forward(gap, day):
    """In working units it gives the last closed day after the same working day."""
    back = gap.backward(gap.forward(day.toordinal()))
    if gap.unit in ("days", "weeks", "clear_days") or gap.amount == 0:
        assert back == day.toordinal()
    elif gap.unit != "months":
        assert working_days_after(day.toordinal(), back, gap.calendar) == 0
    else:
        assert corresponding(back, gap.amount) == corresponding(day.toordinal(), gap.amount)


@given(months=st.integers(0, 12), start=days, end=days)
@example(1, date(2026, 8, 31), date(2026, 9, 30))
def test_months_reckoned_back_are_adjoint_too_and_never_ask_for_less(months, start, end):
    """Reckoned back from 30 September a month is 30 August; reckoned on from 31 August it is up."""
    on = Gap(amount=months, unit="months", calendar=WEEKDAYS)
    back = Gap(amount=months, unit="months", calendar=WEEKDAYS, reckoned_back=True)
    a, b = start.toordinal(), end.toordinal()
    assert (back.forward(a) <= b) == (a <= back.backward(b))
    assert back.forward(a) >= on.forward(a)
    assert back.backward(b) <= on.backward(b)


@given(gap=gaps, day=days)
@example(Gap(amount=0, unit="clear_working_days", calendar=WEEKDAYS), date(2026, 6, 5))
def test_the_furthest_day_leaves_no_more_than_the_gap_and_the_next_one_does(gap, day):
    """A greatest gap of so many clear working days runs over the weekend after them."""
    furthest = gap.furthest(day.toordinal())
    assert is_not_passed(gap, day.toordinal(), furthest)
    assert not is_not_passed(gap, day.toordinal(), furthest + 1)
    assert furthest >= gap.forward(day.toordinal())


# ---- Networks drawn at random --------------------------------------------------------------------


@st.composite
def tasks(draw, name: int, calendar: WorkingCalendar) -> Task:
    """A task of one of the kinds that a situation is made of."""
    kind = draw(st.sampled_from(["plain", "plain", "kept out", "listed", "any day", "fixed"]))
    changes: dict[str, object] = {"working_days": draw(st.integers(0, 8))}
    if draw(st.booleans()):
        changes["not_before"] = draw(days)
    if kind == "kept out":
        spans = draw(st.lists(st.tuples(days, st.integers(0, 30)), min_size=1, max_size=3))
        changes["kept_out"] = tuple((day, day + timedelta(days=n)) for day, n in spans)
        changes["any_day"] = draw(st.booleans())
    if kind == "listed":
        changes["days"] = tuple(sorted(draw(st.frozensets(days, max_size=8))))
        delay = draw(st.none() | st.integers(0, 12))
        changes["over"] = None if delay is None else _later(delay)
    if kind == "any day":
        changes["any_day"] = True
    if kind == "fixed":
        day = draw(days)
        changes["fixed"] = (day, day + timedelta(days=draw(st.integers(0, 9))))
    return Task(id=f"task {name}", calendar=calendar, **changes)


def _later(delay: int) -> Callable[[date], date]:
    return lambda day: day + timedelta(days=delay)


@st.composite
def networks(draw, *, greatest: bool = False, fixed: bool = True):
    """Tasks and links without a loop, on two calendars."""
    two = draw(st.tuples(calendars, calendars))
    size = draw(st.integers(1, 7))
    found = [draw(tasks(number, draw(st.sampled_from(two)))) for number in range(size)]
    if not fixed:
        found = [Task(id=t.id, calendar=t.calendar) if t.fixed else t for t in found]
    links = []
    for after in range(1, size):
        for before in draw(st.frozensets(st.integers(0, after - 1), max_size=3)):
            least = draw(st.none() | gaps)
            links.append(
                Link(
                    before=f"task {before}",
                    after=f"task {after}",
                    kind=draw(st.sampled_from(KINDS)),
                    least=least,
                    greatest=draw(st.none() | gaps) if greatest else None,
                )
            )
    return found, links


def placed(schedule: Schedule, found: Pass) -> dict[str, tuple[int, int]]:
    """Start and finish of each task by its name."""
    return {
        str(task.id): (found.start[i], found.finish[i]) for i, task in enumerate(schedule.tasks)
    }


def ends_tied(link: Link, at: dict[str, tuple[int, int]]) -> tuple[int, int]:
    """The two days that a link ties: of the first task and of the second."""
    before, after = at[str(link.before)], at[str(link.after)]
    start = before[0] if link.kind == "start-to-start" else before[1]
    return start, after[1] if link.kind == "finish-to-finish" else after[0]


def last_finishes(schedule: Schedule, early: Pass) -> dict[str, date]:
    """The finish of every task in the forward pass, as its last day."""
    at = placed(schedule, early)
    return {name: date.fromordinal(finish) for name, (_, finish) in at.items()}


@given(networks())
def test_no_task_comes_before_its_predecessor_and_the_least_gap(network):
    """Whatever the kind of link and the unit of the gap; what is done already is not moved."""
    schedule = Schedule(*network)
    at = placed(schedule, Forward(schedule).run(TODAY))
    for link in schedule.links:
        if schedule.tasks[schedule.place[link.after]].fixed:
            continue
        start, end = ends_tied(link, at)
        assert end >= start if link.least is None else is_left(link.least, start, end), link


@given(networks())
def test_nothing_open_starts_before_today_its_own_day_or_on_a_closed_day(network):
    """Only a task that may start on any day, or is listed for a closed one, does."""
    schedule = Schedule(*network)
    early = Forward(schedule).run(TODAY)
    for i, task in enumerate(schedule.tasks):
        if task.fixed:
            continue
        start = date.fromordinal(early.start[i])
        assert start >= max(TODAY, task.not_before or TODAY)
        assert task.any_day or start in (task.days or ()) or task.calendar.is_working_day(start)


@given(networks())
def test_a_task_is_over_so_many_working_days_after_it_starts(network):
    """Or when its effect says, whatever working time it was given."""
    schedule = Schedule(*network)
    early = Forward(schedule).run(TODAY)
    for i, task in enumerate(schedule.tasks):
        if task.fixed:
            continue
        start, finish = early.start[i], early.finish[i]
        if task.over:
            assert finish == task.over(date.fromordinal(start)).toordinal()
        elif task.working_days == 0:
            assert finish == start
        else:
            worked = working_days_after(start - 1, finish - 1, task.calendar)
            assert worked == task.working_days
            assert task.calendar.is_working_day(date.fromordinal(finish))


@given(networks())
def test_a_fixed_task_never_moves(network):
    """Neither forward nor backward, whatever comes before it and after it."""
    schedule = Schedule(*network)
    early = Forward(schedule).run(TODAY)
    late = backward(schedule, {task.id: TODAY + 400 * ONE_DAY for task in schedule.tasks})
    for i, task in enumerate(schedule.tasks):
        if task.fixed:
            fixed = tuple(day.toordinal() for day in task.fixed)
            assert (early.start[i], early.finish[i]) == fixed
            assert (late.start[i], late.finish[i]) == fixed


@given(networks())
def test_no_start_falls_in_a_span_that_keeps_the_task_out(network):
    """Forward it waits until the span is over, backward it comes before the span."""
    schedule = Schedule(*network)
    early = Forward(schedule).run(TODAY)
    late = backward(schedule, {task.id: TODAY + 300 * ONE_DAY for task in schedule.tasks})
    for i, task in enumerate(schedule.tasks):
        for opens, closes in task.kept_out:
            assert not opens.toordinal() <= early.start[i] <= closes.toordinal()
            assert not opens.toordinal() <= late.start[i] <= closes.toordinal()


@given(networks())
def test_listed_days_are_kept_to_while_they_last(network):
    """After the last of them any working day will do, and the pass says so."""
    schedule = Schedule(*network)
    early = Forward(schedule).run(TODAY)
    for i, task in enumerate(schedule.tasks):
        if task.days is None:
            assert i not in early.unlisted
        elif i in early.unlisted:
            assert all(early.start[i] > day.toordinal() for day in task.days)
        else:
            assert date.fromordinal(early.start[i]) in task.days


@given(networks())
def test_the_latest_day_is_never_before_the_earliest_when_the_plan_just_fits(network):
    """Backward from the very days on which everything is over forward, nothing is late.

    A task that ran out of listed days is left aside: backward it keeps to the last that is listed.
    """
    schedule = Schedule(*network)
    early = Forward(schedule).run(TODAY)
    assume(not early.unlisted)
    late = backward(schedule, last_finishes(schedule, early))
    for i, task in enumerate(schedule.tasks):
        assert late.start[i] >= early.start[i], task.id
        assert late.finish[i] >= early.finish[i], task.id


@given(networks(), st.integers(1, 60))
def test_tightening_the_last_day_never_adds_slack(network, sooner):
    """Whatever is bounded comes no later when the end comes sooner."""
    schedule = Schedule(*network)
    end = TODAY + 300 * ONE_DAY
    late = backward(schedule, {task.id: end for task in schedule.tasks})
    tighter = backward(schedule, {task.id: end - sooner * ONE_DAY for task in schedule.tasks})
    assert all(a <= b for a, b in zip(tighter.start, late.start, strict=True))
    assert all(a <= b for a, b in zip(tighter.finish, late.finish, strict=True))


@given(networks(), st.data())
def test_longer_working_times_never_bring_anything_sooner(network, data):
    """So a chance worked out from drawn working times can only fall as they grow.

    Ends that are tied to each other are left aside: what takes longer must then start sooner.
    """
    listed, links = network
    schedule = Schedule(listed, [link for link in links if link.kind != "finish-to-finish"])
    early = Forward(schedule).run(TODAY)
    extra = data.draw(st.lists(st.integers(0, 9), min_size=len(listed), max_size=len(listed)))
    longer = [a + b for a, b in zip(schedule.working_days, extra, strict=True)]
    later = Forward(schedule).run(TODAY, longer)
    assert all(a >= b for a, b in zip(later.start, early.start, strict=True))
    assert all(a >= b for a, b in zip(later.finish, early.finish, strict=True))


@given(networks(greatest=True), st.randoms(use_true_random=False))
def test_the_passes_are_the_same_whatever_order_tasks_and_links_are_listed_in(network, shuffler):
    """Nothing depends on where in a file something stands."""
    listed, links = network
    outcomes = []
    for _ in range(2):
        try:
            schedule = Schedule(listed, links)
            early = Forward(schedule).run(TODAY)
            late = backward(schedule, last_finishes(schedule, early))
            outcomes.append((placed(schedule, early), placed(schedule, late)))
        except RuleRefused:
            outcomes.append(None)
        listed, links = listed.copy(), links.copy()
        shuffler.shuffle(listed)
        shuffler.shuffle(links)
    assert outcomes[0] == outcomes[1]


@given(networks(greatest=True, fixed=False))
def test_greatest_gaps_are_kept_or_the_impossible_link_is_named(network):
    """A first task moves later for as long as that helps; else it is refused by name."""
    refusal = ""
    try:
        schedule = Schedule(*network)
        early = Forward(schedule).run(TODAY)
    except RuleRefused as error:
        refusal = error.found
    if refusal:
        named = [each for each in network[1] if str(each.greatest) in refusal]
        assert any(str(each.before) in refusal for each in named)
        return
    at = placed(schedule, early)
    for link in schedule.links:
        start, end = ends_tied(link, at)
        assert link.greatest is None or is_not_passed(link.greatest, start, end), link
        assert link.least is None or is_left(link.least, start, end), link
    assume(not early.unlisted)
    late = backward(schedule, last_finishes(schedule, early))
    assert all(a >= b for a, b in zip(late.start, early.start, strict=True))


@given(st.integers(2, 6), st.data())
def test_a_loop_is_refused_and_every_task_in_it_named(size, data):
    """However long it is, and whatever hangs on it."""
    loop = [f"step {number}" for number in range(size)]
    listed = [Task(id=name, calendar=WEEKDAYS) for name in (*loop, "outside")]
    links = [Link(before=a, after=b) for a, b in zip(loop, (*loop[1:], loop[0]), strict=True)]
    links.append(Link(before="outside", after=data.draw(st.sampled_from(loop))))
    with pytest.raises(RuleRefused, match="wait for each other") as refused:
        Schedule(listed, links)
    assert all(name in refused.value.found for name in loop)
    assert "outside" not in refused.value.found


@given(networks())
def test_what_drives_a_task_leaves_it_no_earlier_day(network):
    """Taking away the working time before a driver is the only way to start sooner."""
    schedule = Schedule(*network)
    early = Forward(schedule).run(TODAY)
    for i, task in enumerate(schedule.tasks):
        waits_for = driver(schedule, early, i, TODAY)
        if waits_for is None:
            continue
        assert not task.fixed
        assert any(
            schedule.place[link.before] == waits_for
            for link in schedule.links
            if link.after == task.id
        )


# ---- Worked by hand ------------------------------------------------------------------------------

MONDAY = date(2026, 6, 1)


def earliest_of(*listed: Task, links: list[Link], today: date = MONDAY) -> dict[str, list[date]]:
    """Start and finish of each task forward from a day."""
    schedule = Schedule(listed, links)
    found = placed(schedule, Forward(schedule).run(today))
    return {name: [date.fromordinal(day) for day in two] for name, two in found.items()}


def latest_of(*listed: Task, links: list[Link], **last: date) -> dict[str, list[date]]:
    """Start and finish of each task backward from the last days."""
    schedule = Schedule(listed, links)
    found = placed(schedule, backward(schedule, last))
    return {name: [date.fromordinal(day) for day in two] for name, two in found.items()}


def a_task(name: str, working_days: int = 0, **changes) -> Task:
    """A task on weekdays."""
    return Task(id=name, calendar=WEEKDAYS, working_days=working_days, **changes)


def a_gap(amount: int, unit: str) -> Gap:
    """A gap on weekdays."""
    return Gap(amount=amount, unit=unit, calendar=WEEKDAYS)


def test_finish_to_start_follows_when_the_first_is_over(day):
    """Five working days from Monday 1 June are over on Monday 8 June; two more on the 10th."""
    first, second = a_task("a", 5), a_task("b", 2)
    found = earliest_of(first, second, links=[Link(before="a", after="b")])
    assert found["a"] == [day("Mon 1 Jun 2026"), day("Mon 8 Jun 2026")]
    assert found["b"] == [day("Mon 8 Jun 2026"), day("Wed 10 Jun 2026")]
    found = latest_of(first, second, links=[Link(before="a", after="b")], b=date(2026, 6, 12))
    assert found["b"] == [day("Wed 10 Jun 2026"), day("Fri 12 Jun 2026")]
    assert found["a"] == [day("Wed 3 Jun 2026"), day("Wed 10 Jun 2026")]


def test_start_to_start_follows_the_start_and_not_the_end(day):
    """Three working days after Monday 1 June is Thursday 4 June, though the first runs on."""
    link = Link(before="a", after="b", kind="start-to-start", least=a_gap(3, "working_days"))
    found = earliest_of(a_task("a", 20), a_task("b"), links=[link])
    assert found["b"][0] == day("Thu 4 Jun 2026")
    found = latest_of(a_task("a", 20), a_task("b"), links=[link], b=date(2026, 6, 12))
    assert found["a"][0] == day("Tue 9 Jun 2026")


def test_finish_to_finish_ties_the_ends_so_that_the_second_may_start_first(day):
    """The first is over on Monday 15 June; two days on, Wednesday, less five working days."""
    link = Link(before="a", after="b", kind="finish-to-finish", least=a_gap(2, "days"))
    found = earliest_of(a_task("a", 10), a_task("b", 5), links=[link])
    assert found["b"] == [day("Wed 10 Jun 2026"), day("Wed 17 Jun 2026")]
    found = latest_of(a_task("a", 10), a_task("b", 5), links=[link], b=date(2026, 6, 19))
    assert found["a"][1] == day("Wed 17 Jun 2026")


def test_finish_to_finish_is_not_met_a_day_short_where_the_gap_ends_on_a_weekend(day):
    """Friday 5 June and one day is Saturday: over on Monday 8 June, not on the Friday."""
    link = Link(before="a", after="b", kind="finish-to-finish", least=a_gap(1, "days"))
    found = earliest_of(a_task("a", 4), a_task("b", 2), links=[link])
    assert found["a"][1] == day("Fri 5 Jun 2026")
    assert found["b"] == [day("Thu 4 Jun 2026"), day("Mon 8 Jun 2026")]


def test_a_decision_whose_effect_must_follow_waits_for_a_meeting_late_enough(day):
    """Effect is ten days on: only the meeting of 23 June takes effect on or after 2 July."""
    meetings = (date(2026, 6, 9), date(2026, 6, 16), date(2026, 6, 23))
    decision = a_task("b", days=meetings, over=_later(10))
    link = Link(before="a", after="b", kind="finish-to-finish")
    found = earliest_of(a_task("a", not_before=date(2026, 7, 2)), decision, links=[link])
    assert found["b"] == [day("Tue 23 Jun 2026"), day("Fri 3 Jul 2026")]


def test_a_task_bounded_by_its_start_bounds_the_end_it_is_tied_to(day):
    """b starts by Monday 8 June and takes five days, so a must be over by Monday 15 June."""
    links = [
        Link(before="b", after="c", kind="start-to-start"),
        Link(before="a", after="b", kind="finish-to-finish"),
    ]
    found = latest_of(a_task("a"), a_task("b", 5), a_task("c"), links=links, c=date(2026, 6, 8))
    assert found["b"] == [day("Mon 8 Jun 2026"), day("Mon 15 Jun 2026")]
    assert found["a"][1] == day("Mon 15 Jun 2026")


@pytest.mark.parametrize(
    ("amount", "unit", "start", "first", "end", "last"),
    [
        (10, "days", "Fri 5 Jun 2026", "Mon 15 Jun 2026", "Mon 15 Jun 2026", "Fri 5 Jun 2026"),
        (2, "weeks", "Fri 5 Jun 2026", "Fri 19 Jun 2026", "Fri 19 Jun 2026", "Fri 5 Jun 2026"),
        (1, "months", "Mon 31 Aug 2026", "Wed 30 Sep 2026", "Wed 30 Sep 2026", "Mon 31 Aug 2026"),
        (5, "working_days", "Fri 5 Jun 2026", "Fri 12 Jun 2026", "Fri 12 Jun 2026",
         "Fri 5 Jun 2026"),
        (5, "clear_days", "Tue 2 Jun 2026", "Mon 8 Jun 2026", "Mon 8 Jun 2026", "Tue 2 Jun 2026"),
        (5, "clear_working_days", "Mon 1 Jun 2026", "Tue 9 Jun 2026", "Tue 9 Jun 2026",
         "Mon 1 Jun 2026"),
        (5, "clear_working_days", "Fri 5 Jun 2026", "Mon 15 Jun 2026", "Mon 15 Jun 2026",
         "Fri 5 Jun 2026"),
    ],
)  # fmt: skip
def test_a_gap_in_each_unit_gives_the_days_worked_by_hand(
    amount, unit, start, first, end, last, day
):
    """Between two steps, forward from the first and backward from the second."""
    link = Link(before="a", after="b", least=a_gap(amount, unit))
    early = earliest_of(a_task("a"), a_task("b"), links=[link], today=day(start))
    assert early["b"][0] == day(first)
    late = latest_of(a_task("a"), a_task("b"), links=[link], b=day(end))
    assert late["a"][1] == day(last)


def test_an_effect_on_a_saturday_is_in_time_for_what_must_follow_a_working_day_later(day):
    """Effective Saturday 13 June, one working day on is Monday 15 June: the plan just fits."""
    decision = a_task("a", days=(date(2026, 6, 3),), over=_later(10))
    link = Link(before="a", after="b", least=a_gap(1, "working_days"))
    assert earliest_of(decision, a_task("b"), links=[link])["b"][0] == day("Mon 15 Jun 2026")
    found = latest_of(decision, a_task("b"), links=[link], b=date(2026, 6, 15))
    assert found["a"] == [day("Wed 3 Jun 2026"), day("Sat 13 Jun 2026")]


def test_a_greatest_gap_moves_the_first_task_later(day):
    """b cannot start before Monday 29 June, so a, at most ten days before, starts on the 19th."""
    link = Link(before="a", after="b", greatest=a_gap(10, "days"))
    listed = a_task("a"), a_task("b", not_before=date(2026, 6, 29))
    assert earliest_of(*listed, links=[link])["a"][0] == day("Fri 19 Jun 2026")


def test_a_greatest_gap_after_what_is_done_bounds_what_follows(day):
    """Done on Monday 1 June, so at most fourteen days later is Monday 15 June, and no refusal."""
    link = Link(before="a", after="b", greatest=a_gap(14, "days"))
    done = a_task("a", fixed=(MONDAY, MONDAY))
    late = latest_of(done, a_task("b"), links=[link], b=date(2026, 7, 31))
    assert late["b"][0] == day("Mon 15 Jun 2026")
    early = earliest_of(done, a_task("b", not_before=date(2026, 6, 29)), links=[link])
    assert early["b"][0] == day("Mon 29 Jun 2026")


def test_a_greatest_gap_of_clear_working_days_runs_over_the_weekend(day):
    """From Friday 5 June to Monday 8 June there is no clear working day."""
    none = a_gap(0, "clear_working_days")
    link = Link(before="a", after="b", least=none, greatest=none)
    found = earliest_of(a_task("a"), a_task("b"), links=[link], today=date(2026, 6, 5))
    assert [found["a"][0], found["b"][0]] == [day("Fri 5 Jun 2026"), day("Mon 8 Jun 2026")]


def test_a_greatest_gap_moves_the_first_task_no_later_than_it_must(day):
    """b starts on Monday 15 June, and a must be over that very day: it starts on Friday the 12th.

    Three days on from the Thursday, by as much as its end must move, would be a Sunday.
    """
    link = Link(before="a", after="b", greatest=a_gap(0, "days"))
    listed = a_task("a", 1), a_task("b", not_before=date(2026, 6, 15))
    found = earliest_of(*listed, links=[link], today=date(2026, 6, 11))
    assert found["a"] == [day("Fri 12 Jun 2026"), day("Mon 15 Jun 2026")]


def test_greatest_gaps_that_push_each_other_in_turn_are_all_kept(day):
    """Each task at most a day before the next, and the last not before 30 June."""
    names = "abcde"
    listed = [a_task(name) for name in names[:-1]]
    listed.append(a_task("e", not_before=date(2026, 6, 30)))
    links = [Link(before=a, after=b, greatest=a_gap(1, "working_days")) for a, b in pairwise(names)]
    found = earliest_of(*listed, links=links)
    assert [found[name][0] for name in names] == [
        day("Wed 24 Jun 2026"),
        day("Thu 25 Jun 2026"),
        day("Fri 26 Jun 2026"),
        day("Mon 29 Jun 2026"),
        day("Tue 30 Jun 2026"),
    ]


def test_links_that_cannot_all_hold_name_the_one_that_fails():
    """Three days and three days cannot pass within four."""
    links = [
        Link(before="a", after="b", least=a_gap(3, "days")),
        Link(before="b", after="c", least=a_gap(3, "days")),
        Link(before="a", after="c", greatest=a_gap(4, "days")),
    ]
    schedule = Schedule([a_task(name) for name in "abc"], links)
    with pytest.raises(RuleRefused, match="c can never follow a within 4 days"):
        Forward(schedule).run(MONDAY)
    with pytest.raises(RuleRefused, match="c can never follow a within 4 days"):
        backward(schedule, {"c": date(2026, 9, 30)})


def test_a_greatest_gap_below_its_least_is_refused_and_one_that_fits_in_some_month_is_not():
    """A month is 28 days in February, so 30 days may hold it; 27 never do."""
    month = a_gap(1, "months")
    Schedule(
        [a_task("a"), a_task("b")],
        [Link(before="a", after="b", least=month, greatest=a_gap(30, "days"))],
    )
    with pytest.raises(RuleRefused, match="at least 1 months and at most 27 days"):
        Schedule(
            [a_task("a"), a_task("b")],
            [Link(before="a", after="b", least=month, greatest=a_gap(27, "days"))],
        )


def test_listed_days_that_a_span_holds_are_passed_over_and_so_are_the_days_between(day):
    """Kept out on 9 June, the only day listed from the 8th on: not before it either."""
    task = a_task(
        "a",
        days=(date(2026, 6, 9),),
        kept_out=((date(2026, 6, 9), date(2026, 6, 9)),),
    )
    assert earliest_of(task, links=[])["a"][0] == day("Wed 10 Jun 2026")


def test_a_listed_task_with_working_time_is_over_in_time_both_ways(day):
    """Five working days from a listed Tuesday; over by Monday 15 June only from the 2nd."""
    task = a_task("a", 5, days=(date(2026, 6, 2), date(2026, 6, 9)))
    assert earliest_of(task, links=[])["a"] == [day("Tue 2 Jun 2026"), day("Tue 9 Jun 2026")]
    assert latest_of(task, links=[], a=date(2026, 6, 15))["a"][0] == day("Tue 2 Jun 2026")


def test_a_task_that_starts_on_any_day_may_do_so_on_the_sunday_before_a_span(day):
    """Backward from inside the span as well."""
    task = a_task("a", any_day=True, kept_out=((date(2026, 6, 8), date(2026, 6, 12)),))
    assert latest_of(task, links=[], a=date(2026, 6, 10))["a"][0] == day("Sun 7 Jun 2026")


def test_an_unknown_end_of_a_link_and_two_tasks_of_one_name_are_refused():
    """Each by its name."""
    with pytest.raises(RuleRefused, match="names c, which is no task"):
        Schedule([a_task("a")], [Link(before="a", after="c")])
    with pytest.raises(RuleRefused, match="Two tasks are named a"):
        Schedule([a_task("a"), a_task("b"), a_task("a")], [])
    with pytest.raises(RuleRefused, match="wait for each other: a -> a"):
        Schedule([a_task("a")], [Link(before="a", after="a")])


@pytest.mark.parametrize("today", [date(2023, 12, 31), date(2029, 1, 1), date(2028, 12, 31)])
def test_a_day_no_calendar_knows_is_refused_and_never_guessed(today):
    """Before the first day as after the last, and where working time runs past it."""
    schedule = Schedule([a_task("a", 5)], [])
    with pytest.raises(CalendarHorizonPassed):
        Forward(schedule).run(today)
    with pytest.raises(CalendarHorizonPassed):
        backward(schedule, {"a": today if today > LAST else FIRST})


def test_what_nothing_bounds_has_no_latest_day():
    """And a last day for a task that is not there bounds nothing."""
    schedule = Schedule([a_task("a"), a_task("b", 3)], [Link(before="a", after="b")])
    late = backward(schedule, {"elsewhere": MONDAY})
    assert late.start == late.finish == [NEVER, NEVER]
