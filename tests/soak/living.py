"""A random life: the product and its model side by side, and how an act of both is tried."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize

from models.opening import open_transition
from rules.errors import InputError, StateError
from tests.engine.prepared import COUNCILS, closed, given, worked_example
from tests.soak.doing import TESTER, log_length
from tests.soak.model import Decision, Transition

FIRST_DAY, CHOSEN = date(2026, 6, 1), date(2026, 6, 16)
COUNCIL = st.sampled_from(COUNCILS)
#: How many days ago something happened that is recorded today.
AGO = st.integers(0, 8)


class Living(RuleBasedStateMachine):
    """A transition just opened and its model; and how an act of both is tried."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.model = Transition(
            today=FIRST_DAY, decisions={each: Decision(meeting_on=CHOSEN) for each in COUNCILS}
        )
        self.corrections = 0

    def start(self, home: Path) -> str:
        """The address of a database of no content; a SQLite file unless a kind says otherwise."""
        return f"sqlite:///{home / 'changeover.db'}"

    @initialize()
    def opened(self) -> None:
        """The transition is opened, once."""
        home = Path(self.stack.enter_context(TemporaryDirectory(prefix="changeover-life-")))
        patch = self.stack.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("CHANGEOVER_HOME", str(home))
        patch.setenv("CHANGEOVER_DATABASE_URL", self.start(home))
        self.stack.callback(closed)
        assert open_transition(worked_example(), actor=TESTER)
        assert not open_transition(worked_example(), actor=TESTER)

    def teardown(self) -> None:
        """Nothing is open."""
        self.stack.close()

    def attempt(self, act: Callable[[], object], *, allowed: bool) -> bool:
        """Whether the act was done, which is when it is allowed; refused it leaves no entry."""
        if allowed:
            act()
            return True
        length = log_length()
        with pytest.raises((StateError, InputError)):
            act()
        assert log_length() == length
        return False

    def ago(self, days: int) -> Any:
        """Something that happened so many days ago and is recorded today."""
        return given(self.model.today - timedelta(days=days), today=self.model.today)

    @property
    def is_early(self) -> bool:
        """Whether nobody has said go or no-go: decisions may still move."""
        return self.model.until_on is None and not self.model.said_go
