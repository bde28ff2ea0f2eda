"""Years of daily checks over many transitions, on a test clock: nobody told twice, nothing leaked.

The check runs at 07:00 in London on every working day, as on its schedule, and by hand in the
nights in which the clocks change. The machine is off over a Christmas. Meanwhile people record
steps, acknowledge alerts, and start their services.
"""

from __future__ import annotations

import gc
import os
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from flows.clock import LONDON, day_in_london
from models.alerts.acknowledging import acknowledge, standing
from models.alerts.checks import is_working_day
from models.opening import open_transition, read_and_check
from models.outbox import outbox
from models.recording import record_step
from models.verification import verify_all
from rules.errors import StateError
from tests.conftest import A_TRANSITION
from tests.engine.prepared import closed, given
from tests.soak.doing import TESTER, check_deadlines

#: The first day: three years from it hold three Christmases, six changes of the clocks, 29 February
#: 2028, and end before the last holiday that is known.
FIRST_DAY = date(2025, 10, 20)
#: The machine is off on these days.
OFF = (date(2026, 12, 23), date(2027, 1, 6))
#: Nights of clock changes in which somebody checks by hand too.
CHANGES = {date(2025, 10, 26), date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28)}
CHANGES |= {date(2027, 10, 31), date(2028, 3, 26)}
#: Steps that somebody records now and then.
STEPS = ("2.1", "2.4", "3.2", "6.2", "3.1", "5.1", "7.1", "9.1")
#: What the process may grow by after its first fifth.
MOST_GROWTH_MB = 24


@dataclass
class Years:
    """What so many days came to."""

    days: int
    transitions: int
    checks: int = 0
    alerts: int = 0
    seconds: float = 0
    #: Memory of the process in megabytes and its open files, after each tenth of the days.
    megabytes: list[float] = field(default_factory=list)
    files: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def live(folder: Path, days: int, transitions: int, seed: int = 1) -> Years:
    """So many days of checks over so many transitions, in a SQLite file of that folder."""
    found, chance, began = Years(days=days, transitions=transitions), Random(seed), time.monotonic()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHANGEOVER_HOME", str(folder / "home"))
        patch.delenv("CHANGEOVER_DATABASE_URL", raising=False)
        expiries = dict(_opened(folder, days, transitions))
        for number in range(days):
            day = FIRST_DAY + timedelta(days=number)
            for today in _checks_of(day):
                found.checks += 1
                found.alerts += check_deadlines(today)
                if check_deadlines(today):
                    found.faults.append(f"{today}: a second check told somebody something new")
            _people_work(expiries, day, chance)
            if (number + 1) % max(days // 10, 1) == 0:
                _measure(found)
        found.faults += [*_twice(), *_silent(days), *_grown(found)]
        verify_all()
        closed()
    found.seconds = time.monotonic() - began
    return found


def _opened(folder: Path, days: int, transitions: int) -> Iterator[tuple[str, date]]:
    """Transitions whose contracts end all over the time, and after it."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(transitions):
        ends = date(2026, 6, 30) + timedelta(days=number * 900 // transitions)
        meetings = [day for day in _meetings() if ends - timedelta(days=540) < day < ends]
        listed = ", ".join(map(str, meetings))
        text = A_TRANSITION
        for old, new in (
            ("a-transition", f"transition-{number}"),
            ("expiry_on = 2027-03-31", f"expiry_on = {ends}"),
            ("commencement_on = 2027-04-01", f"commencement_on = {ends + timedelta(days=1)}"),
            ("on = [2026-10-13]", f"on = [{listed}]"),
        ):
            assert old in text
            text = text.replace(old, new)
        path = folder / f"transition-{number}.toml"
        path.write_text(text, encoding="utf-8")
        open_transition(read_and_check(path), actor=TESTER)
        yield f"transition-{number}", ends


def _meetings() -> Iterator[date]:
    """The second Tuesday of every month."""
    for year in range(2025, 2029):
        for month in range(1, 13):
            first = date(year, month, 1)
            yield first + timedelta(days=(1 - first.weekday()) % 7 + 7)


def _checks_of(day: date) -> Iterator[date]:
    """The days, in London, of the checks that fall on a day by the clock of the machine (UTC)."""
    if OFF[0] <= day <= OFF[1]:
        return
    if day in CHANGES:
        for hour, minute in ((0, 59), (1, 0), (1, 30), (22, 59), (23, 30)):
            yield day_in_london(datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC))
    seven = datetime(day.year, day.month, day.day, 7, tzinfo=LONDON).astimezone(UTC)
    assert day_in_london(seven) == day
    if is_working_day(day):
        yield day


def _people_work(expiries: dict[str, date], day: date, chance: Random) -> None:
    """Somebody records a step, somebody says what is done about alerts, a service starts."""
    reference = chance.choice(sorted(expiries))
    with suppress(StateError):
        record_step(reference, chance.choice(STEPS), None, given(day))
    if alerts := standing(chance.choice(sorted(expiries))):
        numbers = [each["sequence"] for each in alerts[:5]]
        acknowledge(alerts[0]["reference"], numbers, TESTER, "It is in hand")
    for reference, ends in expiries.items():
        if day == ends + timedelta(days=1):
            record_step(reference, "11.1", None, given(day, presume_earlier=True))
        if day == ends + timedelta(days=200):
            record_step(reference, "13.3", None, given(day, presume_earlier=True))


# ---- What is held against it --------------------------------------------------------------------


def _twice() -> Iterator[str]:
    """Nobody was told twice of one limit at one level, nor had two messages of one alert."""
    named = ("reference", "step", "council", "limit_on", "level", "whom")
    told = Counter(
        tuple(str(each[name]) for name in named)
        for each in standing(closed=True)
        if each["closed_by_act"] != "lapsed"
    )
    yield from (f"told {times} times: {each}" for each, times in told.items() if times > 1)
    sent = Counter(each.key + each.reference for each in outbox(over=True))
    yield from (f"{times} messages: {key}" for key, times in sent.items() if times > 1)


def _silent(days: int) -> Iterator[str]:
    """Nothing was found late but on the day of the first check after the machine was off."""
    after = OFF[1] + timedelta(days=1)
    found = [each for each in standing(closed=True) if "late: this level was" in each["says"]]
    # What nobody saw to is told to a manager later, in the words of the first alert.
    late = [each for each in found if "Told on" not in each["says"]]
    if FIRST_DAY + timedelta(days=days) > after and not any(
        each["raised_on"] == after for each in late
    ):
        yield "nothing was found late after the machine was off"
    yield from (
        f"found late though a check ran before: {each['says']}"
        for each in late
        if each["raised_on"] != after
    )


def _measure(found: Years) -> None:
    """How much memory and how many files the process has now."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    found.megabytes.append(pages * os.sysconf("SC_PAGE_SIZE") / 1e6)
    found.files.append(len(os.listdir("/proc/self/fd")))


def _grown(found: Years) -> Iterator[str]:
    """After the first fifth, memory and open files stay as they are."""
    megabytes, files = found.megabytes[1:], found.files[1:]
    if max(megabytes) > megabytes[0] + MOST_GROWTH_MB:
        yield f"memory grew from {megabytes[0]:.0f} to {max(megabytes):.0f} MB"
    if max(files) > files[0] + 2:
        yield f"open files grew from {files[0]} to {max(files)}"
